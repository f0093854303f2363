"""Whether a premise contradicts itself."""

from hipexpert.engine import Premise
from hipexpert.graphs.audit.subject import Subject
from hipexpert.graphs.audit.ways import TooManyWaysError


def is_impossible(subject: Subject, premise: Premise) -> bool:
    """Whether no answers make a premise hold, whatever rules conclude; false when that was not decided."""
    try:
        return next(iter(subject.ways.of_itself(premise)), None) is None
    except TooManyWaysError:
        return False
