"""Finds what `impossible_premise.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.constant_premises import is_impossible
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.premises import Premise, Several, to_gate


def _find(subject: Subject) -> Iterator[Found]:
    for kind, name, premise in subject.premises():
        for part in _impossible_parts(subject, premise):
            whole = part is premise
            what = "the premise" if whole else "a part of the premise"
            yield Found.about(
                kind,
                name,
                f"{what} can never hold: {subject.says(part)}",
                "join alternatives with `any`, or correct the values" if isinstance(part, Several) else "correct the bound",
                severity=None if whole else "warning",
            )


def _impossible_parts(subject: Subject, premise: Premise) -> Iterator[Premise]:
    """The outermost parts that can never hold."""
    if is_impossible(subject, to_gate(premise)):
        yield premise
    elif isinstance(premise, Several):
        for part in premise.of:
            yield from _impossible_parts(subject, part)


CHECK = Check(
    "impossible-premise",
    "logic in a rule",
    "error",
    _find,
    lambda problem: problem.code == "impossible-gate",
    logic=True,
    unworded=True,
    unweighed=True,
)
