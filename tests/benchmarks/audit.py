"""How long the audit takes: the shipped pack, and 5,000 generated rules."""

import os
import random
import time
from typing import Any

import msgspec

from hipexpert import Pack, load_pack
from hipexpert.audit.running.audit import audit
from hipexpert.knowledge.packs.pack import Concludes, Conclusion, Pattern, Rule, Supports
from hipexpert.knowledge.packs.premises import Denied, Established, Is, Limit, Premise, Several
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Number, YesNo

RULES = 5000
PATTERNS = 120


def generated(pack: Pack, count: int = RULES) -> Pack:
    """The vocabulary of a pack with generated rules in three layers: patterns, evidence and alarms, always the same."""
    lot = random.Random(1)  # noqa: S311  # no secret
    patterns = tuple(Pattern(f"p{number}", f"P {number}", "so it is") for number in range(PATTERNS))
    conditions = [each.id for each in pack.conditions if each.prior is not None]
    rules = [_rule(pack, lot, number, conditions) for number in range(count)]
    safe: dict[str, Premise] = {name: Is("limp", "no") for name in pack.safe_tests}  # what they asked for is gone with the patterns
    # What speaks of the rules, patterns and advice of the pack is gone with them.
    return msgspec.structs.replace(
        pack,
        rules=tuple(rules),
        patterns=patterns,
        hazards=(),
        not_followed=(),
        advice=(),
        safe_advice={},
        claims=(),
        safe_tests=safe,
        programmes=(),
        exercises=(),
        packed_translations={},
        places={},
    )


def _rule(pack: Pack, lot: random.Random, number: int, conditions: list[str]) -> Rule:
    layer = number % 10
    premise = _premise(pack, lot, patterns=layer >= 2)
    conclusions: tuple[Conclusion, ...]
    if layer < 2:
        conclusions = (Concludes("pattern", f"p{number % PATTERNS}"),)
    elif layer < 9:
        weight = lot.choice([3, 7, 10, -3, -7])
        conclusions = (Supports(lot.choice(conditions), weight, lot.choice(["", "a", "b"])),)
    else:
        conclusions = (Concludes("urgency", lot.choice(["routine", "soon", "urgent", "emergency"])),)
    return msgspec.structs.replace(pack.rules[0], id=f"r{number}", premise=premise, conclusions=conclusions)


def _premise(pack: Pack, lot: random.Random, *, patterns: bool) -> Premise:
    parts = [_leaf(pack, lot) for _ in range(lot.randint(1, 4))]
    if patterns and lot.random() < 0.4:
        parts.append(Established("pattern", f"p{lot.randrange(PATTERNS)}"))
    if len(parts) == 1:
        return parts[0]
    return Several(lot.choice([1, len(parts), max(1, len(parts) - 1)]), tuple(parts))


def _leaf(pack: Pack, lot: random.Random) -> Premise:
    finding = lot.choice(list(pack.findings.values()))
    match finding:
        case YesNo():
            return Is(finding.id, lot.choice(["yes", "yes", "no"]))
        case Choice():
            return Is(finding.id, lot.choice(finding.values).id)
        case Choices():
            return (lot.choice([Is, Is, Denied]))(finding.id, lot.choice(finding.values).id)
        case Number():
            return Limit(finding.id, lot.choice([">=", "<="]), float(lot.randint(int(finding.minimum), int(finding.maximum))))


def _processor() -> float:
    """The processor seconds of this process and of those that it started and that have ended."""
    return sum(os.times()[:4])


def audits(*, large: bool) -> list[dict[str, Any]]:
    """The processor seconds of each audit, with the rules and what was found; ``large`` takes the generated pack too."""
    pack = load_pack()
    subjects = [("the pack that ships", pack)] + ([(f"{RULES:,} generated rules", generated(pack))] if large else [])
    found = []
    for name, subject in subjects:
        for prove in (False, True):
            wall, processor = time.perf_counter(), _processor()
            report = audit(subject, prove=prove)
            verdicts = [each.verdict for each in report.theorems]
            found.append(
                {
                    "subject": name,
                    "rules": len(subject.rules),
                    "proofs": prove,
                    "processor": _processor() - processor,
                    "clock": time.perf_counter() - wall,
                    "proved": verdicts.count("proved"),
                    "theorems": len(verdicts),
                }
            )
    return found
