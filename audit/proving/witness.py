"""A witness: the answers of a runner who shows something, as few as the search could find."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from hipexpert.audit.proving.answer_space import AnswerSpace, Chosen

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
        return Witness(space.answers(after), _words(space, after))
    return Witness(space.answers(after), _words(space, after), space.answers(before[0]), _words(space, before[0]))


def _words(space: AnswerSpace, chosen: Chosen) -> tuple[str, ...]:
    """The words of the answers; of somebody who answers nothing, the word that says so: `-f` must be given something."""
    return space.words(chosen) or (f"{space.slots[0].finding}=unknown",)


def fewer_answers(runners: Sequence[Chosen], shows: Shows) -> tuple[dict[int, int], ...]:
    """The runners with every answer left out that is not needed to show it, tried in a fixed order.

    What is left is minimal: without any one of its answers it would show nothing any more. Many are left out at once first,
    as most are not needed (Zeller & Hildebrandt 2002, delta debugging).
    """
    kept = [dict(chosen) for chosen in runners]
    size = max(1, len(_slots(kept)) // 2)
    while True:
        changed = False
        slots = _slots(kept)
        for start in range(0, len(slots), size):
            fewer = _without(kept, frozenset(slots[start : start + size]), shows)
            if fewer is not None:
                kept, changed = fewer, True
        if size == 1 and not changed:
            return tuple(kept)
        size = max(1, size // 2)


def _slots(runners: Sequence[Chosen]) -> list[int]:
    return sorted({slot for chosen in runners for slot in chosen}, reverse=True)


def _without(runners: list[dict[int, int]], slots: frozenset[int], shows: Shows) -> list[dict[int, int]] | None:
    """The runners without some answers, if they still show it.

    Without them in all first, then in the earlier ones only: what was said stays said, so an added answer may come later.
    """
    for last in range(len(runners), 0, -1):
        tried = [
            {slot: option for slot, option in chosen.items() if slot not in slots} if number < last else chosen
            for number, chosen in enumerate(runners)
        ]
        if tried != runners and shows(tried):
            return tried
    return None
