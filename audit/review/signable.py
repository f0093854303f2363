"""What of a pack is signed: every entry, by its content, and which of them keep somebody safe."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from hipexpert.audit.difference.entries import ENTRIES_OF
from hipexpert.audit.difference.values import EntryKind
from hipexpert.audit.proving.red_flags import ALARM
from hipexpert.knowledge.packs.ladder import rank
from hipexpert.knowledge.packs.pack import Concludes, Condition, Pack, Rule, Supports
from hipexpert.knowledge.packs.premises import Established, Premise, leaves

UNSIGNED = frozenset(("reviewed", "file", "made_from", "counts"))
"""Fields that are no content: who read the entry and when (the signature says it better), and where it stands."""
NAMING = frozenset(("id", "title", "version", "authors", "licence", "released"))
"""Of the pack as a whole: what changes with every release."""


class Signable(Struct, frozen=True):
    """An entry that is signed: its kind, id and title, the hash of its content, and why it guards (empty: it does not)."""

    kind: EntryKind
    id: str
    title: str
    content: str
    guards: str = ""

    @property
    def name(self) -> str:
        """By what it is called in signatures and lists."""
        return f"{self.kind} {self.id}"


def signables(pack: Pack) -> dict[str, Signable]:
    """Every entry of a pack by its name, first those that guard."""
    reasons = guards_of(pack)
    found = [
        Signable(kind, name, title_of(entry), content_of(kind, entry), reasons.get((kind, name), ""))
        for kind, part in ENTRIES_OF.items()
        for name, entry in part(pack).items()
        if kind != "rule" or not entry.made_from
    ]
    return {each.name: each for each in sorted(found, key=lambda each: not each.guards)}


def title_of(entry: Any) -> str:
    """How an entry is called in words."""
    return next((str(getattr(entry, key)) for key in ("title", "name", "question", "because") if getattr(entry, key, "")), "")


def content_of(kind: EntryKind, entry: Any) -> str:
    """The hash of what an entry says. What it leaves open does not count, so that it stays when entries may say more some day."""
    content: Any = msgspec.to_builtins(entry)
    left_out = UNSIGNED | (NAMING if kind == "pack" else frozenset())
    said = told({key: value for key, value in content.items() if key not in left_out})
    return hashlib.sha256(msgspec.json.encode([kind, said], order="sorted")).hexdigest()[:32]


def told(content: Any) -> Any:
    """A content without what it leaves open."""
    if isinstance(content, Mapping):
        return {key: told(value) for key, value in content.items() if value is not False and value not in (None, "", [], (), {})}
    return [told(each) for each in content] if isinstance(content, (list, tuple)) else content


def guards_of(pack: Pack) -> Mapping[tuple[EntryKind, str], str]:
    """Why each entry that keeps somebody safe does so: red flags and what leads to them, claims, contraindications."""
    found: dict[tuple[EntryKind, str], str] = {}
    asked: set[str] = set()
    for kind, name, why, premises in _guards(pack):
        found.setdefault((kind, name), why)
        asked |= {leaf.finding for premise in premises for leaf in leaves(premise) if not isinstance(leaf, Established)}
    for name in sorted(asked & set(pack.findings)):
        found.setdefault(("finding", name), "asked by what guards")
    return found


def _guards(pack: Pack) -> Iterator[tuple[EntryKind, str, str, list[Premise]]]:
    """Kind, id, reason and premises of each entry that guards; findings follow from their premises."""
    leading = _leading(pack)
    for rule in pack.rules:
        if why := _guard(rule, leading) or _weighing(rule, leading) or _excluding(rule, pack):
            yield "rule", rule.id, why, [rule.premise]
    for picture in pack.pictures:
        if ("likely", picture.id) in leading:
            yield "picture", picture.id, "weighs towards a red flag or a contraindication", []
    for claim in pack.claims:
        yield "claim", claim.id, "claim", [each for each in (claim.when, claim.never, claim.concluded) if each is not None]
    for item in pack.screen:
        yield "screen", item.id, "asked before anything calm is said", [] if item.unless is None else [item.unless]
        yield "finding", item.ask, "asked before anything calm is said", []
    yield from _contraindications(pack)
    yield from _dangers(pack)
    for programme in pack.programmes:
        yield "programme", programme.id, "contraindication: says when running stops", []
    for exercise in pack.exercises:
        yield "exercise", exercise.id, "contraindication: says how much, and when to stop", []
    yield "pack", "pack.yaml", "the words of the levels, and what each rules out", []


def _dangers(pack: Pack) -> Iterator[tuple[EntryKind, str, str, list[Premise]]]:
    """What must not be missed, and the contradictions for which nothing calm is said."""
    for condition in pack.conditions:
        if is_danger(condition):
            yield "condition", condition.id, "must not be missed", []
    for constraint in pack.constraints:
        yield "constraint", constraint.id, "nothing calm is said to whom it holds of", [constraint.never]


def _contraindications(pack: Pack) -> Iterator[tuple[EntryKind, str, str, list[Premise]]]:
    """The advice and the tests that are not for everybody, and the advice that says whom to see."""
    for advice in pack.advice:
        safe = pack.safe_advice.get(advice.id)
        if safe is not None or advice.rules_out or advice.category in ("escalation", "safety_net"):
            why = "contraindication" if safe is not None or advice.rules_out else "says whom to see, or when to go at once"
            yield "advice", advice.id, why, [] if safe is None else [safe]
    for name, safe in pack.safe_tests.items():
        yield "finding", name, "contraindication: when the test is safe", [safe]


def _guard(rule: Rule, leading: frozenset[tuple[str, str]]) -> str:
    """Why a rule guards; empty when it does not. A draft guards nothing."""
    if rule.status != "active":
        return ""
    concluded = [each for each in rule.conclusions if isinstance(each, Concludes)]
    levels = [each.id for each in concluded if each.kind == "urgency" and rank(each.id) >= rank(ALARM)]  # type: ignore[arg-type]
    if levels:
        return "red flag"
    if any(each.kind == "avoid" for each in concluded):
        return "contraindication"
    return "leads to a red flag or a contraindication" if any((each.kind, each.id) in leading for each in concluded) else ""


def _weighing(rule: Rule, leading: frozenset[tuple[str, str]]) -> str:
    """Why evidence guards: a red flag waits for its condition to be likely."""
    weighed = any(isinstance(each, Supports) and ("likely", each.condition) in leading for each in rule.conclusions)
    return "weighs towards a red flag or a contraindication" if weighed and rule.status == "active" else ""


def _excluding(rule: Rule, pack: Pack) -> str:
    """Why an exclusion guards: it hides a condition that must not be missed."""
    return "rules out what must not be missed" if rule.status == "active" and dangers_excluded(rule, pack) else ""


def dangers_excluded(rule: Rule, pack: Pack) -> frozenset[str]:
    """The conditions that must not be missed among those that a rule rules out."""
    excluded = {each.id for each in rule.conclusions if isinstance(each, Concludes) and each.kind == "excluded"}
    return frozenset(name for name in excluded if name in pack.condition_by_id and is_danger(pack.condition_by_id[name]))


def is_danger(condition: Condition) -> bool:
    """Whether a condition must not be missed."""
    return rank(condition.typical_urgency) >= rank("urgent")


def _leading(pack: Pack) -> frozenset[tuple[str, str]]:
    """The conclusions on which red flags and contraindications rest, through whatever chain of rules."""
    found: set[tuple[str, str]] = set()
    grew = True
    while grew:
        wanted = {
            (leaf.kind, leaf.id)
            for rule in pack.active_rules
            if not rule.made_from and _guard(rule, frozenset(found))
            for leaf in leaves(rule.premise)
            if isinstance(leaf, Established)
        }
        grew = not wanted <= found
        found |= wanted
    return frozenset(found)
