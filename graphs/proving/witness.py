"""A witness: the answers of a runner who shows something, as few as the search could find."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from hipexpert.graphs.proving.answer_space import AnswerSpace, Chosen


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


def fewer_answers(runners: Sequence[Chosen], shows: Callable[[Sequence[Chosen]], bool]) -> tuple[dict[int, int], ...]:
    """The runners with every answer left out that is not needed to show it, tried in a fixed order.

    What is left is minimal: without any one of its answers it would show nothing any more.
    """
    kept = [dict(chosen) for chosen in runners]
    changed = True
    while changed:
        changed = False
        for slot in sorted({slot for chosen in kept for slot in chosen}, reverse=True):
            # Out of all first, then out of the earlier ones only: what was said stays said, so an added answer may come later.
            for last in range(len(kept), 0, -1):
                tried = [
                    {each: option for each, option in chosen.items() if each != slot} if number < last else dict(chosen)
                    for number, chosen in enumerate(kept)
                ]
                if tried != kept and shows(tried):
                    kept, changed = tried, True
                    break
    return tuple(kept)
