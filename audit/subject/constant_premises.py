"""Premises that hold whatever is answered to their questions, and those that contradict themselves."""

import itertools
import math

from hipexpert.audit.subject.subject import Subject
from hipexpert.audit.subject.ways import TooManyWaysError, holds_in, mentioned
from hipexpert.engine import Premise
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, YesNo

MOST_COMBINATIONS = 20_000


def is_impossible(subject: Subject, premise: Premise) -> bool:
    """Whether no answers make a premise hold, whatever rules conclude; false when that was not decided."""
    try:
        return next(iter(subject.ways.of_itself(premise)), None) is None
    except TooManyWaysError:
        return False


def always_true(subject: Subject, premise: Premise) -> bool:
    """Whether a premise holds for every complete answer to the questions it mentions; false when that was not decided."""
    # What rules conclude can always be missing, so what stands beside it must be enough by itself.
    facts = frozenset(fact for fact in mentioned(premise) if fact in subject.space.finding_of)
    questions = sorted({subject.space.finding_of[fact] for fact in facts})
    answers = [_answers(subject, name, facts) for name in questions]
    if not answers or math.prod(map(len, answers)) > MOST_COMBINATIONS:
        return False
    return all(holds_in(premise, frozenset().union(*combined)) for combined in itertools.product(*answers))


def _answers(subject: Subject, name: str, facts: frozenset[str]) -> list[frozenset[str]]:
    """What of the facts each complete answer to a question makes true. Premises are monotone, so an answer that makes more
    true than another needs no look.
    """
    finding = subject.pack.findings[name]
    match finding:
        case YesNo():
            found = {frozenset({f"{name}=yes"}) & facts, frozenset({f"{name}=no"}) & facts}
        case Choice():
            found = {frozenset({f"{name}={value.id}"}) & facts for value in finding.values}
        case Choices():
            both = [value.id for value in finding.values if {f"{name}={value.id}", f"{name}!={value.id}"} <= facts]
            if 2 ** len(both) > MOST_COMBINATIONS:
                return [frozenset()]
            found = {frozenset(combined) for combined in itertools.product(*((f"{name}={value}", f"{name}!={value}") for value in both))}
        case _:
            found = {true & facts for _, true in subject.space.cells[name]}
    return sorted((true for true in found if not any(other < true for other in found)), key=sorted)
