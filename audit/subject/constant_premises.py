"""Premises that hold whatever is answered to their questions, and those that contradict themselves."""

import itertools
import math

from hipexpert.audit.subject.subject import Subject
from hipexpert.audit.subject.ways import DEEPEST, TooManyWaysError, mentioned
from hipexpert.engine import Gate, GroundPremise, fold, holds
from hipexpert.knowledge.packs.answer_space import AnswerSpace, Question

MOST_COMBINATIONS = 20_000


def is_impossible(subject: Subject, premise: GroundPremise) -> bool:
    """Whether no answers make a premise hold, whatever rules conclude; false when that was not decided."""
    try:
        return next(iter(subject.ways.of_itself(premise)), None) is None
    except TooManyWaysError:
        return False


def always_true(subject: Subject, premise: GroundPremise) -> bool:
    """Whether a premise holds for every complete answer to the questions it mentions; false when that was not decided."""
    # What rules conclude can always be missing, so what stands beside it must be enough by itself.
    questions: dict[Question, set[str]] = {}
    for fact in mentioned(premise):
        if fact in subject.states.finding_of:
            questions.setdefault(subject.states.space.question_of[fact], set()).add(fact)
    answers = [_answers(subject.states.space, question, facts) for question, facts in sorted(questions.items())]
    if not answers or math.prod(map(len, answers)) > MOST_COMBINATIONS:
        return False
    return all(holds(premise, frozenset().union(*combined)) for combined in itertools.product(*answers))


def always_true_through_chains(subject: Subject, premise: GroundPremise) -> bool:
    """The same through the rules that the premise rests on; false when that was not decided."""
    if not all(holds(premise, facts) for facts in subject.answering_all):
        return False
    return always_true(subject, _written_out(subject, premise, frozenset()))


def _written_out(subject: Subject, premise: GroundPremise, above: frozenset[str]) -> GroundPremise:
    """A premise with what rules conclude replaced by when they do; what weighing concludes can always be missing."""

    def of_fact(fact: str) -> GroundPremise:
        rules = () if fact in above or len(above) > DEEPEST else subject.program.rules_concluding.get(fact, ())
        if not rules:
            return fact
        parts = tuple(_written_out(subject, rule.premise, above | {fact}) for rule in rules)
        return parts[0] if len(parts) == 1 else Gate(1, parts)

    return fold(premise, of_fact, lambda count, parts: Gate(count, tuple(parts)))


def _answers(space: AnswerSpace, question: Question, facts: set[str]) -> list[frozenset[str]]:
    """What of the facts each answer to a question makes true. Premises are monotone, so an answer that makes more true than
    another needs no look.
    """
    found = {option.facts & facts for option in space.options[question]}
    # Who makes the least true shows first that a premise does not always hold.
    return sorted((true for true in found if not any(other < true for other in found)), key=lambda true: (len(true), sorted(true)))
