"""The brute-force fixpoint: the definition of what a program means, short enough to read as one.

Deliberately shares no code with the session that it checks.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hipexpert.engine.premises import Gate, GroundPremise
from hipexpert.engine.program import Program
from hipexpert.engine.rules import Tally


@dataclass(frozen=True, slots=True)
class Meaning:
    """What follows from the given facts: all true facts, each reason ``(rule or tally id, conclusion)``, all totals."""

    facts: frozenset[str]
    justifications: frozenset[tuple[str, str]]
    totals: Mapping[str, int]


def holds(premise: GroundPremise, facts: set[str] | frozenset[str]) -> bool:
    """Whether a premise is true of a set of facts."""
    if isinstance(premise, Gate):
        return sum(holds(part, facts) for part in premise.of) >= premise.count
    return premise in facts


def meaning(program: Program, given: Iterable[str]) -> Meaning:
    """What a program concludes from the given facts, by trying every rule until nothing changes."""
    facts = set(given)
    _close(program, facts, late=False)
    totals = {tally.id: total for tally in program.tallies if (total := _total(tally, facts)) is not None}
    marks = {
        (tally.id, mark.fact)
        for tally in program.tallies
        for mark in tally.marks
        if tally.id in totals and totals[tally.id] >= mark.at_least
    }
    facts |= {fact for _, fact in marks}
    _close(program, facts, late=True)
    reasons = {(rule.id, fact) for rule in program.rules if holds(rule.premise, facts) for fact in rule.conclusions}
    return Meaning(frozenset(facts), frozenset(reasons | marks), totals)


def _close(program: Program, facts: set[str], *, late: bool) -> None:
    size = -1
    while size != len(facts):
        size = len(facts)
        for rule in program.rules:
            if (late or rule.id not in program.late_rules) and holds(rule.premise, facts):
                facts.update(rule.conclusions)


def _total(tally: Tally, facts: set[str]) -> int | None:
    counts = [item.fact in facts and facts.isdisjoint(item.unless) for item in tally.items]
    if tally.blocked_by in facts or not any(each and item.leading for each, item in zip(counts, tally.items, strict=True)):
        return None
    groups: dict[str, list[int]] = {}
    for number, item in enumerate(tally.items):
        if counts[number]:
            groups.setdefault(item.group or f"\0{number}", []).append(item.weight)
    return tally.base + sum(max(weights, key=lambda weight: (abs(weight), weight)) for weights in groups.values())
