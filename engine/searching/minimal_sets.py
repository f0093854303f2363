"""The minimal sets of answers from which a conclusion follows: nothing in them can be left out.

All of them are found with a hitting-set tree (Reiter 1987, "A theory of diagnosis from first principles", section 4): a
set is shrunk from what is left after taking one answer out of each set found before.
"""

from collections import deque
from collections.abc import Callable, Sequence
from typing import TypeVar

Part = TypeVar("Part")


def minimal_sets(
    follows: Callable[[Sequence[Part]], bool], parts: Sequence[Part], *, most: int, tried: int
) -> tuple[list[tuple[Part, ...]], bool]:
    """Sets of parts from which something follows and no longer does when any one is left out; and whether these are all.

    Each set keeps the order of ``parts``. Where ``follows`` is monotone the search finds every set unless there are more
    than ``most``, or more than ``tried`` nodes of the tree; where it is not, each set is still minimal in this sense.
    """
    found: list[tuple[Part, ...]] = []
    seen = {frozenset[Part]()}
    waiting = deque(seen)
    for _ in range(tried):
        if not waiting:
            return found, True
        removed = waiting.popleft()
        known = next((each for each in found if removed.isdisjoint(each)), None)
        if known is None:
            rest = [part for part in parts if part not in removed]
            if not follows(rest):
                continue
            known = shrunk(follows, rest)
            if len(found) == most:
                return found, False
            found.append(known)
        for part in known:
            further = removed | {part}
            if further not in seen:
                seen.add(further)
                waiting.append(further)
    return found, not waiting


def shrunk(follows: Callable[[Sequence[Part]], bool], parts: Sequence[Part]) -> tuple[Part, ...]:
    """What is left when parts are taken away, last ones first, as long as the rest still suffices.

    Whole stretches are tried before single parts, since most parts of a long list are idle.
    """
    left, size = list(parts), max(len(parts) // 2, 1)
    while True:
        shrinking = False
        for start in range(len(left) - 1 - (len(left) - 1) % size, -1, -size) if left else ():
            rest = left[:start] + left[start + size :]
            if follows(rest):
                left, shrinking = rest, True
        if size > 1:
            size //= 2
        elif not shrinking:  # where `follows` is not monotone, a part kept once may be free to go later
            return tuple(left)
