"""What facts add to all tallies: the checker's own sums, which share no code with the weighing that they check."""

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from struct import calcsize, unpack

from hipexpert.engine.rules import Item, Tally

_CODES = {2: "H", 4: "I", 8: "Q"}
_WEIGHT = attrgetter("weight")
Items = tuple[tuple[int, Item], ...]


class PlainSums:
    """Adds up the items that count whatever else holds.

    The weights of one fact for all tallies are the digits of one number to a large base, so that all tallies are added up at once.
    ``weighing`` are the items of each fact, by number, with the numbers of their tallies.
    """

    def __init__(self, tallies: Sequence[Tally], weighing: Mapping[int, Items]) -> None:
        # INVARIANT: lifted by the reach no digit is below nought, and none comes to the base.
        self._reach = max((abs(tally.base) + sum(map(abs, map(_WEIGHT, tally.items))) for tally in tallies), default=0)
        self._size = next(size for size in _CODES if size == 8 or 2 * self._reach < 1 << 8 * size)
        self._digits = f"<{len(tallies)}{_CODES[self._size]}"
        self.weighing = weighing
        self._nothing = sum(self._digit(number, self._reach + tally.base) for number, tally in enumerate(tallies))
        self._added: dict[int, tuple[int, int]] = {}
        self._sharing: dict[int, tuple[frozenset[str], bool]] = {}

    def _digit(self, tally: int, number: int) -> int:
        return number << 8 * self._size * tally

    def dependent(self, facts: Iterable[int]) -> set[int]:
        """Those of the facts of which it depends on others what they add: they have exceptions, or share a group with another of them."""
        found, first, known = set[int](), dict[str, int](), self._sharing
        for fact in facts:
            if fact not in known:
                items = [item for _, item in self.weighing[fact]]
                known[fact] = frozenset(item.group for item in items if item.group), any(item.unless for item in items)
            groups, excepted = known[fact]
            if excepted:
                found.add(fact)
            for group in groups:
                other = first.setdefault(group, fact)
                if other != fact:
                    found |= {fact, other}
        return found

    def of(self, facts: Iterable[int]) -> tuple[list[int], int]:
        """What each tally comes to by facts that depend on no others, and the tallies that they lead as bits."""
        whole, led, known = self._nothing, 0, self._added
        for fact in facts:
            if fact not in known:
                known[fact] = self._adding(self.weighing[fact])
            added, leading = known[fact]
            whole += added
            led |= leading
        reach = self._reach
        return [digit - reach for digit in unpack(self._digits, whole.to_bytes(calcsize(self._digits), "little"))], led

    def _adding(self, items: Items) -> tuple[int, int]:
        """What the items of one fact add, of each group the strongest, and the tallies that they lead."""
        added, strongest = 0, dict[tuple[int, str], int]()
        for number, item in items:
            if not item.group:
                added += self._digit(number, item.weight)
                continue
            best = strongest.get((number, item.group))
            if best is None or (abs(item.weight), item.weight) > (abs(best), best):
                strongest[number, item.group] = item.weight
        added += sum(self._digit(number, weight) for (number, _), weight in strongest.items())
        return added, sum(1 << number for number in {number for number, item in items if item.leading})
