"""Comparing two packs on the same cases."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import comb
from typing import Any, Literal

from msgspec.structs import replace

from hipexpert.audit.measuring.measures import Benchmark, CaseOutcome, Discordant, LeftOut, McNemar, PackComparison
from hipexpert.audit.measuring.measuring import both_groups, measured, outcomes_of
from hipexpert.knowledge.cases.cases import Case
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.runner.assessment import Assessor
from hipexpert.knowledge.runner.intake import Answer, Intake, IntakeError, merged
from hipexpert.knowledge.runner.reading_intake import read_intake
from hipexpert.knowledge.runner.results import Knowledge


def mcnemar_p(only_this: int, only_other: int) -> float:
    """The exact two-sided probability of McNemar's test (1947): the binomial tail of the discordant pairs, doubled."""
    discordant = only_this + only_other
    tail = sum(comb(discordant, number) for number in range(min(only_this, only_other) + 1))
    return min(1.0, 2 * tail / (1 << discordant))


def compared(cases: Sequence[Case], assessor: Assessor[Any], other: Assessor[Any]) -> Benchmark:
    """The measurement of a pack on cases, and beside it that of another pack.

    The other pack gets the answers that it has a finding and a value for; the rest is named in ``left_out``. A condition
    or rule that it does not know counts against it, as one that it knows and does not name.
    """
    this = measured(cases, assessor)
    understood = [known_answers(case.intake, other.pack) for case in cases]
    translated = [replace(case, intake=intake) for case, (intake, _) in zip(cases, understood, strict=True)]
    outcomes = outcomes_of(translated, other)
    pairs = [(mine, theirs) for mine, theirs in zip(this.outcomes, outcomes, strict=True) if mine.in_scope]
    comparison = PackComparison(
        Knowledge.of(other.pack),
        *both_groups(outcomes, other.pack),
        (_tested("M1", pairs), _tested("triage within the range", pairs)),
        tuple(LeftOut(case.id, left_out) for case, (_, left_out) in zip(cases, understood, strict=True) if left_out),
    )
    return replace(this, comparison=comparison)


def known_answers(intake: Intake, pack: Pack) -> tuple[Intake, tuple[str, ...]]:
    """The part of an intake that another pack understands, and the answers that it does not, as ``finding`` or
    ``finding.value``.
    """
    kept, left_out = Intake({}), []
    for name, answer in _one_by_one(intake):
        try:
            kept = merged(kept, read_intake(answer, pack))
        except IntakeError:
            left_out.append(name)
    return kept, tuple(left_out)


def _one_by_one(intake: Intake) -> Iterator[tuple[str, Mapping[str, Answer | list[str]]]]:
    for finding, answer in intake.answers.items():
        if isinstance(answer, Mapping):
            for value, said in answer.items():
                yield f"{finding}.{value}", {finding: {value: said}}
        else:
            yield finding, {finding: answer}
    for group in intake.none_of:
        yield f"none_of.{group}", {"none_of": [group]}


def _tested(measure: Literal["M1", "triage within the range"], pairs: Iterable[tuple[CaseOutcome, CaseOutcome]]) -> McNemar:
    """McNemar's test of one measure; on M1 only the cases that accept any condition count."""
    counts = {True: 0, False: 0}
    only: dict[bool, list[Discordant]] = {True: [], False: []}
    for mine, theirs in pairs:
        if measure == "M1" and not mine.accepted:
            continue
        here, there = _right(measure, mine), _right(measure, theirs)
        if here == there:
            counts[here] += 1
        else:
            only[here].append(Discordant(mine.case, _said(measure, mine), _said(measure, theirs)))
    p = mcnemar_p(len(only[True]), len(only[False]))
    return McNemar(measure, counts[True], counts[False], tuple(only[True]), tuple(only[False]), p)


def _right(measure: str, outcome: CaseOutcome) -> bool:
    if measure == "M1":
        return outcome.right is not None and outcome.right.place == 1
    return outcome.denied.triage == "within"


def _said(measure: str, outcome: CaseOutcome) -> str:
    """What a pack said of a case: its first condition, or its level."""
    if measure == "M1":
        return outcome.first[0].condition if outcome.first else ""
    return outcome.denied.level
