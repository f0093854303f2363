"""A witness: the answers of a runner who shows something, as few as the search could find."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from hipexpert.knowledge.packs.answer_space import AnswerSpace, Chosen, Question
from hipexpert.knowledge.packs.options import Option

Shows = Callable[[Sequence[Chosen]], bool]
"""Asks the engine whether the answers of one runner, or of one before and after, show what is sought."""


@dataclass(frozen=True)
class Witness:
    """Answers that ``hipexpert explain`` accepts.

    ``answers`` is the intake; ``words`` the same as they follow ``-f``. Where a claim is about an answer that is *added*,
    ``before`` holds the intake without it; else it is None.
    """

    answers: Mapping[str, object]
    words: tuple[str, ...]
    before: Mapping[str, object] | None = None
    words_before: tuple[str, ...] = ()


def witness_of(space: AnswerSpace, runners: Sequence[Chosen]) -> Witness:
    """The witness of one runner, or of the same runner before and after an added answer."""
    *before, after = runners
    if not before:
        return Witness(space.answers(after), space.words(after))
    return Witness(space.answers(after), space.words(after), space.answers(before[0]), space.words(before[0]))


def fewer_answers(runners: Sequence[Chosen], shows: Shows) -> tuple[Chosen, ...]:
    """The runners with every answer left out that is not needed to show it, tried in a fixed order.

    What is left is minimal: without any one of its answers it would show nothing any more. Many are left out at once first,
    as most are not needed (Zeller & Hildebrandt 2002, delta debugging).
    """
    kept = [dict(chosen) for chosen in runners]
    size = max(1, len(kept[-1]) // 2)
    while True:
        changed = False
        questions = list(kept[-1])[::-1]  # who answers more later has answered all of it by then
        for start in range(0, len(questions), size):
            fewer = _without(kept, frozenset(questions[start : start + size]), shows)
            if fewer is not None:
                kept, changed = fewer, True
        if size == 1 and not changed:
            return tuple(kept)
        size = max(1, size // 2)


def first_answers(space: AnswerSpace, runners: Sequence[Chosen], shows: Shows) -> tuple[Chosen, ...]:
    """The runners with each answer replaced by the first of its question that shows it as well, so that which of them a
    solver happened on does not matter: versions of it differ.
    """
    kept = [dict(chosen) for chosen in runners]
    for question in list(kept[-1]):
        for option in space.options[question]:
            if option == kept[-1][question]:
                break
            tried = [{**chosen, question: option} if question in chosen else chosen for chosen in kept]
            if shows(tried):
                kept = tried
                break
    return tuple(kept)


def _without(runners: list[dict[Question, Option]], questions: frozenset[Question], shows: Shows) -> list[dict[Question, Option]] | None:
    """The runners without some answers, if they still show it.

    Without them in all first, then in the earlier ones only: what was said stays said, so an added answer may come later.
    """
    for last in range(len(runners), 0, -1):
        tried = [
            {question: option for question, option in chosen.items() if question not in questions} if number < last else chosen
            for number, chosen in enumerate(runners)
        ]
        if tried != runners and shows(tried):
            return tried
    return None
