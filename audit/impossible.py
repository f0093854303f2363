"""Whether a premise contradicts itself."""

from hipexpert.audit.subject import Subject
from hipexpert.audit.ways import TooManyWaysError
from hipexpert.engine import Premise


def is_impossible(subject: Subject, premise: Premise) -> bool:
    """Whether no answers make a premise hold, whatever rules conclude; false when that was not decided."""
    try:
        return next(iter(subject.ways.of_itself(premise)), None) is None
    except TooManyWaysError:
        return False
