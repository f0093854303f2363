"""The answers of a runner as explanations name them, and changes of answers. Typed, frozen, in the shape of their JSON."""

from msgspec import Struct

from hipexpert.knowledge import AnswerKey, Question, Said


class GivenAnswer(Struct, frozen=True):
    """One answer: ``finding`` (with ``value`` where it is about one value of a ``choices`` finding), and its words."""

    finding: str
    value: str
    answer: Said
    says: str


class Change(Struct, frozen=True):
    """An answer that would be different. ``before`` is None where the question is not answered yet; ``word`` is what to
    give to ``-f``.
    """

    finding: str
    value: str
    before: Said | None
    before_says: str
    after: Said
    after_says: str
    word: str


NOT_ANSWERED = "not answered"


def given_answer(key: AnswerKey, question: Question, answer: Said) -> GivenAnswer:
    """An answer with its words."""
    return GivenAnswer(question.finding, question.value, answer, key.phrase(question, answer))


def change_of(key: AnswerKey, question: Question, before: Said | None, after: Said) -> Change:
    """A changed answer with its words."""
    earlier = NOT_ANSWERED if before is None else key.phrase(question, before)
    return Change(question.finding, question.value, before, earlier, after, key.phrase(question, after), key.word(question, after))


def listed(answers: tuple[GivenAnswer, ...]) -> str:
    """Answers in one phrase."""
    return "; ".join(each.says for each in answers)
