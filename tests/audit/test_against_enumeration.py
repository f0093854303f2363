"""On small random packs, what the audit says of the logic is what trying every runner says."""

import itertools
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from profiles import examples
from tiny import TINY

from hipexpert import Pack, load_pack
from hipexpert.audit.running.audit import audit
from hipexpert.audit.values import Violation
from hipexpert.engine.oracle import holds, meaning
from hipexpert.knowledge.packs.pack import Concludes, Constraint, Pattern, Rule, Supports
from hipexpert.knowledge.packs.premises import Denied, Established, Is, Limit, Premise, Several, to_gate
from hipexpert.knowledge.packs.program import program_of
from hipexpert.knowledge.runner.answers import AnswerKey
from hipexpert.knowledge.runner.intake import Intake

TODAY = __import__("datetime").date(2026, 11, 22)
LEAVES: list[Premise] = [
    Is("swollen", "yes"), Is("swollen", "no"), Is("side", "left"), Is("side", "right"), Is("site", "front"), Is("site", "back"),
    Denied("site", "front"), Limit("age", ">=", 40), Limit("age", "<", 40), Limit("age", "<=", 20), Established("pattern", "p0"),
    Established("pattern", "p1"),
]  # fmt: skip
LATE: list[Premise] = [
    Established("likely", "jumpers_knee"),
    Established("suspected", "jumpers_knee"),
    Established("suspected", "old_joint"),
]
CONCLUSIONS = [
    Concludes("pattern", "p0"), Concludes("pattern", "p1"), Concludes("urgency", "soon"), Concludes("urgency", "routine"),
    Concludes("contributing", "low_saddle"), Concludes("suspected", "old_joint"), Concludes("excluded", "old_joint"),
    Supports("jumpers_knee", 7), Supports("jumpers_knee", -7), Supports("jumpers_knee", 3, "g"), Supports("jumpers_knee", 10, "g"),
]  # fmt: skip
LATE_CONCLUSIONS = [Concludes("urgency", "soon"), Concludes("urgency", "routine"), Concludes("contributing", "low_saddle")]
CHECKS = [
    "unreachable-rule", "impossible-premise", "always-true-premise", "vacuous-rule", "redundant-premise", "duplicate-rule",
    "equivalent-rules",
    "subsumed-rule", "evidence-weighed-twice", "conflicting-rules", "violated-constraint", "irrelevant-finding", "unreachable-condition",
]  # fmt: skip


@cache
def tiny() -> Pack:
    """The tiny pack."""
    return load_pack(TINY)


def premises(leaves: list[Premise]) -> st.SearchStrategy[Premise]:
    """Premises of at most three levels."""

    def gates(parts: st.SearchStrategy[Premise]) -> st.SearchStrategy[Premise]:
        return st.lists(parts, min_size=2, max_size=3).flatmap(
            lambda each: st.builds(Several, st.integers(1, len(each)), st.just(tuple(each)))
        )

    leaf = st.sampled_from(leaves)
    return st.one_of(leaf, gates(leaf), gates(st.one_of(leaf, gates(leaf))))


@st.composite
def packs(draw: st.DrawFn) -> Pack:
    """The tiny vocabulary with random rules, some of them late, and sometimes a constraint."""
    base = tiny()
    rules = [
        (draw(premises(LEAVES)), draw(st.lists(st.sampled_from(CONCLUSIONS), min_size=1, max_size=2, unique=True)))
        for _ in range(draw(st.integers(2, 5)))
    ]
    rules += [
        (Several(2, (draw(st.sampled_from(LATE)), draw(premises(LEAVES)))), [draw(st.sampled_from(LATE_CONCLUSIONS))])
        for _ in range(draw(st.integers(0, 1)))
    ]
    model = base.rules[0]
    made = tuple(
        msgspec.structs.replace(model, id=f"r{number}", premise=premise, conclusions=tuple(conclusions))
        for number, (premise, conclusions) in enumerate(rules)
    )
    never = draw(st.none() | premises(LEAVES))
    (group,) = base.groups
    # What somebody is like brings no condition up: sometimes that is the age, the side, or both.
    background = draw(st.sampled_from([(), (), ("age",), ("side", "age")]))
    findings = tuple(msgspec.structs.replace(each, context=each.id in background) for each in group.findings)
    old = msgspec.structs.replace(base.conditions[0], id="old_joint")
    return msgspec.structs.replace(
        base,
        rules=made,
        constraints=(Constraint("never", never, "A test."),) if never is not None else (),
        patterns=(Pattern("p0", "P", "p"), Pattern("p1", "P", "p")),
        conditions=(*base.conditions, old),
        groups=(msgspec.structs.replace(group, findings=findings),),
        safe_tests={},
        places={},
    )


class Everybody:
    """Every runner of a pack, and what follows for each by the definition of the semantics."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.program = program_of(pack)
        key = AnswerKey(pack)
        ends = pack.findings["age"].minimum, pack.findings["age"].maximum  # type: ignore[union-attr]
        ages: list[Any] = [None, *sorted({*ends, *(float(age) for age in (19, 20, 21, 39, 40, 41) if ends[0] < age < ends[1])})]
        answers = itertools.product((None, True, False), (None, "left", "right"), *[(None, True, False)] * 2, ages)
        self.facts = []
        for swollen, side, front, back, age in answers:
            said: dict[str, Any] = {"swollen": swollen, "side": side, "age": age}
            said["site"] = {name: value for name, value in (("front", front), ("back", back)) if value is not None} or None
            true, _ = key.facts(Intake({name: value for name, value in said.items() if value is not None}))
            complete = None not in (swollen, side, front, back, age)
            self.facts.append((true, complete))
        self.means = [meaning(self.program, true) for true, _ in self.facts]
        answered = [each.id for each in pack.constraints if not any(":" in fact for fact in _leaves(to_gate(each.never)))]
        self.possible = [not any(f"contradiction:{name}" in each.facts for name in answered) for each in self.means]

    def fires(self, premise: Premise) -> list[bool]:
        """For whom a premise holds."""
        gate = to_gate(premise)
        return [holds(gate, each.facts) for each in self.means]

    def outcomes(self, without: str = "", instead: tuple[str, Premise] | None = None) -> list[tuple[Any, ...]]:
        """What is said to everybody, without naming rules: levels, conclusions and totals; without a rule, or with another premise."""
        rules = [rule for rule in self.pack.rules if rule.id != without]
        if instead is not None:
            name, premise = instead
            rules = [msgspec.structs.replace(rule, premise=premise) if rule.id == name else rule for rule in rules]
        program = self.program if not without and instead is None else program_of(msgspec.structs.replace(self.pack, rules=tuple(rules)))
        found: list[tuple[Any, ...]] = []
        for true, _ in self.facts:
            each = meaning(program, true & program.inputs)
            said = frozenset(fact for fact in each.facts - true if not fact.startswith(("evidence:", "urgency:", "contradiction:")))
            level = [fact in each.facts for fact in ("urgency:soon", "urgency:routine")]
            found.append((said, level.index(True) if True in level else 2, tuple(sorted(each.totals.items()))))
        return found


def _leaves(gate: object) -> list[str]:
    return [gate] if isinstance(gate, str) else [leaf for part in gate.of for leaf in _leaves(part)]  # type: ignore[attr-defined]


def without_parts(premise: Premise) -> list[Premise]:
    """A premise without each of its parts, with each count that is left."""
    if not isinstance(premise, Several):
        return []
    found: list[Premise] = []
    for number, part in enumerate(premise.of):
        rest = (*premise.of[:number], *premise.of[number + 1 :])
        found += [Several(count, rest) for count in (premise.count - 1, premise.count) if 1 <= count <= len(rest)]
        found += [Several(premise.count, (*premise.of[:number], inner, *premise.of[number + 1 :])) for inner in without_parts(part)]
    return found


def confirmed(everybody: Everybody, violation: Violation) -> bool:
    """Whether trying everybody says the same."""
    rules = {rule.id: rule for rule in everybody.pack.rules}
    named = [rules[name] for name in violation.rules]
    fired = [everybody.fires(rule.premise) for rule in named]
    complete = [whole for _, whole in everybody.facts]
    about = violation.others[0].partition(":")[2] if violation.others else ""
    seen = [each.facts for each, possible in zip(everybody.means, everybody.possible, strict=True) if possible]
    tried = {
        "unreachable-rule": lambda: not any(each and possible for each, possible in zip(fired[0], everybody.possible, strict=True)),
        "impossible-premise": lambda: violation.severity == "warning" or not named or not any(fired[0]),
        "vacuous-rule": lambda: all(each for each, whole in zip(fired[0], complete, strict=True) if whole),
        "redundant-premise": lambda: any(
            everybody.fires(each) == fired[0] and everybody.outcomes(instead=(named[0].id, each)) == everybody.outcomes()
            for each in without_parts(named[0].premise)
        ),
        "duplicate-rule": lambda: all(each == fired[0] for each in fired),
        "equivalent-rules": lambda: all(each == fired[0] for each in fired),
        "subsumed-rule": lambda: everybody.outcomes(named[0].id) == everybody.outcomes(),
        "evidence-weighed-twice": lambda: all(not narrow or wide for narrow, wide in zip(*fired, strict=True)),
        "conflicting-rules": lambda: any(all(each) for each in zip(*fired, strict=True)),
        "unreachable-condition": lambda: not any({f"suspected:{about}", f"contributing:{about}"} & facts for facts in seen),
        "violated-constraint": lambda: any("contradiction:never" in facts for facts in seen),
        "irrelevant-finding": lambda: irrelevant(everybody, about),
        "always-true-premise": lambda: True,  # about a part; its whole is tried by `vacuous-rule`
    }
    return tried[violation.check]()


def irrelevant(everybody: Everybody, finding: str) -> bool:
    """Whether leaving out all answers to a finding changes nothing for any possible runner."""
    about = {fact: question.finding for fact, question in AnswerKey(everybody.pack).question_of.items()}
    said = {
        true: (frozenset(fact for fact in facts if not fact.startswith("pattern:")), *rest)  # a pattern is a step, not an outcome
        for (true, _), (facts, *rest) in zip(everybody.facts, everybody.outcomes(), strict=True)
    }
    return all(
        said[frozenset(fact for fact in true if about[fact] != finding)] == said[true]
        for (true, _), possible in zip(everybody.facts, everybody.possible, strict=True)
        if possible
    )


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(pack=packs())
def test_every_violation_of_logic_is_confirmed_by_trying_everybody(pack: Pack) -> None:
    """No false alarm: neither with proofs nor without."""
    everybody = Everybody(pack)
    for violation in audit(pack, only=CHECKS, as_of=TODAY, prove=False).violations:
        assert confirmed(everybody, violation), (
            violation,
            [(rule.id, rule.premise, rule.conclusions) for rule in pack.rules],
            pack.constraints,
        )


@settings(max_examples=examples(40), deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(pack=packs())
def test_what_trying_everybody_finds_is_found(pack: Pack) -> None:
    """No miss where rules rest on answers: dead rules, rules that fire together, rules that add nothing, premises that change nothing."""
    everybody = Everybody(pack)
    found: dict[str, set[str]] = {}
    for violation in audit(pack, only=CHECKS, as_of=TODAY, prove=False).violations:
        for name in violation.rules:
            found.setdefault(violation.check, set()).add(name)
    dead = found.get("unreachable-rule", set()) | found.get("impossible-premise", set())
    early = [rule for rule in pack.rules if rule.id not in everybody.program.late_rules]
    for rule in early:
        fires = everybody.fires(rule.premise)
        possible = any(each and able for each, able in zip(fires, everybody.possible, strict=True))
        assert possible or rule.id in dead, rule
        itself = not any(":" in fact for fact in _leaves(to_gate(rule.premise)))
        if possible and itself and all(each for each, (_, whole) in zip(fires, everybody.facts, strict=True) if whole):
            assert rule.id in found.get("vacuous-rule", set()), [(each.id, each.premise) for each in pack.rules]
    for one, other in itertools.combinations([rule for rule in early if rule.id not in dead], 2):
        same = set(one.conclusions) == set(other.conclusions) and everybody.fires(one.premise) == everybody.fires(other.premise)
        if same and not _feeds_itself(one, other):
            assert other.id in found.get("duplicate-rule", set()) | found.get("equivalent-rules", set()), (one, other)


def _feeds_itself(*rules: Rule) -> bool:
    """Whether a rule concludes a pattern: then it may be its own reason, which does not count."""
    return any(isinstance(each, Concludes) and each.kind == "pattern" for rule in rules for each in rule.conclusions)


@pytest.mark.parametrize("name", ["swollen", "side", "site", "age"])
def test_every_answer_is_in_the_enumeration(name: str, tmp_path: Path) -> None:
    """The oracle of these tests tries each value of each finding."""
    facts = frozenset().union(*(true for true, _ in Everybody(tiny()).facts))
    assert {fact for fact, about in AnswerKey(tiny()).question_of.items() if about.finding == name} <= facts
