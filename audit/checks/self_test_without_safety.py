"""Finds what `self_test_without_safety.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.constant_premises import always_true_through_chains
from hipexpert.audit.subject.subject import Subject
from hipexpert.audit.subject.ways import TooManyWaysError
from hipexpert.engine import GroundPremise
from hipexpert.knowledge.packs.premises import to_gate


def _find(subject: Subject) -> Iterator[Found]:
    for group in subject.pack.groups:
        for finding in group.findings if group.answered_by == "self_test" else ():
            premise = subject.pack.safe_tests[finding.id]  # a pack in which one has none does not load
            if always_true_through_chains(subject, to_gate(premise)):
                message, help_text = f"`{finding.id}` is called safe whatever is answered", "ask for what makes the test safe"
                yield Found.about(
                    "findings", finding.id, message, help_text, severity="warning", covered="all answers to its questions were covered"
                )
            elif _never(subject, to_gate(premise)):
                message, help_text = f"`{finding.id}` is safe for nobody, so it is never suggested", "mend `safe_when`, or retire the test"
                yield Found.about("findings", finding.id, message, help_text, severity="warning", covered=subject.covered)


def _never(subject: Subject, premise: GroundPremise) -> bool:
    """Whether a premise holds for no possible runner; false when that was not decided."""
    try:
        return next(subject.runners.possible(subject.ways.through_chains(premise)), None) is None
    except TooManyWaysError:
        return False


CHECK = Check("self-test-without-safety", "safety", "error", _find, lambda problem: problem.code == "unguarded-test", logic=True)
