"""Sets of small numbers as the bits of one whole number, so that a premise is worked out for all of them at once."""

from collections.abc import Iterable, Iterator, Sequence


def set_of(numbers: Iterable[int]) -> int:
    """The set of these numbers."""
    found = bytearray()
    for number in numbers:
        if number >> 3 >= len(found):
            found.extend(bytes((number >> 3) + 1 - len(found)))
        found[number >> 3] |= 1 << (number & 7)
    return int.from_bytes(found, "little")


def members_of(numbers: int) -> Iterator[int]:
    """The members of a set, from the lowest."""
    while numbers:
        lowest = numbers & -numbers
        yield lowest.bit_length() - 1
        numbers ^= lowest


def in_at_least(count: int, parts: Sequence[int], every: int) -> int:
    """The members of at least ``count`` of the parts; ``every`` is the set of all there are."""
    found = 0
    if count == 1:
        for part in parts:
            found |= part
        return found
    if count == len(parts):
        found = every
        for part in parts:
            found &= part
        return found
    reached = [every] + [0] * count  # reached[k]: what lies in at least k of the parts so far
    for part in parts:
        for number in range(count, 0, -1):
            reached[number] |= reached[number - 1] & part
    return reached[count]
