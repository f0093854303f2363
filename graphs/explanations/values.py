"""The answers of a runner as explanations name them, and changes of answers. Typed, frozen, in the shape of their JSON."""

from msgspec import Struct

from hipexpert.engine.searching import Answers
from hipexpert.knowledge import AnswerKey, Assessment, Pack, Question, Said
from hipexpert.knowledge.packs.answer_space import answer_word
from hipexpert.knowledge.packs.facts import Fact


class GivenAnswer(Struct, frozen=True):
    """One answer: ``finding`` (with ``value`` where it is about one value of a ``choices`` finding), and its words."""

    finding: str
    value: str
    answer: Said
    says: str


class Change(Struct, frozen=True):
    """An answer that is different. Before or after it is None where the question is not answered; ``word`` is what to give
    to ``-f`` (empty where nothing is).
    """

    finding: str
    value: str
    before: Said | None
    before_says: str
    after: Said | None
    after_says: str
    word: str


NOT_ANSWERED = "not answered"


def given_answer(key: AnswerKey, question: Question, answer: Said) -> GivenAnswer:
    """An answer with its words."""
    return GivenAnswer(question.finding, question.value, answer, key.phrase(question, answer))


def listed(answers: tuple[GivenAnswer, ...]) -> str:
    """Answers in one phrase."""
    return "; ".join(each.says for each in answers)


def change_of(key: AnswerKey, question: Question, before: Said | None, after: Said | None) -> Change:
    """A changed answer with its words."""
    words = [NOT_ANSWERED if each is None else key.phrase(question, each) for each in (before, after)]
    word = "" if after is None else answer_word(question, after)
    return Change(question.finding, question.value, before, words[0], after, words[1], word)


def changeable(assessment: Assessment) -> Answers[Question]:
    """The answers of a runner and what else each could truthfully be.

    What a person is (``fixed``: age, sex) stays as it is, and no test is offered that may do harm.
    """
    key, may_be_asked = assessment.assessor.key, assessment.unknowns.may_be_asked
    said = key.said(assessment.intake)
    return Answers(
        said=said,
        alternatives={
            question: key.alternatives(question, near=_number(said.get(question)))
            for question in key.questions
            if not assessment.pack.findings[question.finding].fixed and (question in said or may_be_asked(question.finding))
        },
        true=lambda question, answer: key.made(question, answer)[0],
    )


def _number(answer: Said | None) -> float | None:
    return float(answer) if isinstance(answer, (int, float)) and not isinstance(answer, bool) else None


def contradictions(pack: Pack) -> tuple[str, ...]:
    """The facts that say that answers cannot all be true."""
    return tuple(Fact("contradiction", each.id).name for each in pack.constraints)
