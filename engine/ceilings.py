"""How high the totals of all tallies can still get, worked out from what differs from "nothing is known" alone.

While nothing is known every item that speaks for a tally may still come to count, and none that speaks against it must. A fact that
is ruled out takes away what it could have added; one that holds adds what it takes away for certain.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from hipexpert.engine.rules import Tally
from hipexpert.engine.tallying import Balance, Scale, Weights, strength_of, weight_of


class _Group(NamedTuple):
    """A group without exceptions: what its items could add, the most first, and the fact of each."""

    tally: int
    adding: tuple[tuple[int, int], ...]

    def top(self, ruled_out: bytearray) -> int:
        """The most that it can still add if nothing counts yet."""
        return next((weight for weight, fact in self.adding if not ruled_out[fact]), 0)


class _Excepted(NamedTuple):
    """An item of a group in which there are exceptions."""

    fact: int
    weight: int
    leading: bool
    unless: tuple[int, ...]

    def counts(self, ruled_out: bytearray, held: Set[int]) -> bool:
        """Whether it may still come to count."""
        return not ruled_out[self.fact] and held.isdisjoint(self.unless)

    def must_count(self, ruled_out: bytearray, held: Set[int]) -> bool:
        """Whether it counts for certain."""
        return self.fact in held and all(ruled_out[fact] for fact in self.unless)


class Lowered(NamedTuple):
    """What is left when some facts are ruled out and nothing counts yet: the most that each total can come to and how many items could
    lead it, as lanes, and of each group whose strongest item went the most that it can still add.
    """

    highest: int
    leading: int
    tops: Mapping[int, int]


class KeptCeilings(NamedTuple):
    """What :class:`Ceilings` adds up of all items, to be written down; see there."""

    highest: bytes
    leading: bytes
    raises: dict[int, bytes]
    lowers: dict[int, bytes]
    leads: dict[int, bytes]
    groups: dict[int, _Group]
    excepted: list[tuple[int, tuple[_Excepted, ...]]]


class Ceilings:
    """The highest totals of a program's tallies. ``index`` numbers the facts, ``weights`` weighs them. What was ``kept`` of the same
    tallies need not be added up again.
    """

    def __init__(
        self,
        tallies: Sequence[Tally],
        index: Mapping[str, int],
        scales: Mapping[str, Scale],
        weights: Weights,
        kept: KeptCeilings | None = None,
    ) -> None:
        self._lanes = lanes = weights.lanes
        self._one = lanes.of(1 for _ in tallies)
        self._raises: dict[int, int] = {}  # what a fact that is ruled out could have added
        self._lowers: dict[int, int] = {}  # what a fact that holds takes away
        self._leads: dict[int, int] = {}  # for how many items of each tally that lead a fact stands
        self._groups: dict[int, _Group] = {}
        self._topped: dict[int, list[int]] = {}  # the groups in which no item could add more than that of the fact
        self._excepted: list[tuple[int, tuple[_Excepted, ...]]] = []
        self._weights = weights
        if kept is None:
            self.nothing = self._add_up(tallies, index, scales)
        else:
            restored = lanes.restored
            self._raises = {fact: restored(table) for fact, table in kept.raises.items()}
            self._lowers = {fact: restored(table) for fact, table in kept.lowers.items()}
            self._leads = {fact: restored(table) for fact, table in kept.leads.items()}
            self._groups, self._excepted = kept.groups, kept.excepted
            self.nothing = Lowered(restored(kept.highest), restored(kept.leading), {})
        for number, group in self._groups.items():
            if group.adding:
                self._topped.setdefault(group.adding[0][1], []).append(number)
        # What an item of a group is as strong as that is no stronger than the most that the group could add; for others no bound.
        self._bounds = [lanes.most] * (len(self._groups) + len(self._excepted))
        for number, group in self._groups.items():
            self._bounds[number] = strength_of(group.adding[0][0] if group.adding else 0)

    def _add_up(self, tallies: Sequence[Tally], index: Mapping[str, int], scales: Mapping[str, Scale]) -> Lowered:
        lanes, highest, leading = self._lanes, self._lanes.of(tally.base for tally in tallies), 0
        raises, lowers, leads, grouped = self._raises, self._lowers, self._leads, 0
        for number, tally in enumerate(tallies):
            scale, lane, led, most = scales[tally.id], lanes.put(number, 1), 0, 0
            for item in scale.alone:
                fact, weight = index[item.fact], item.weight
                if item.leading:
                    led += 1
                    leads[fact] = leads.get(fact, 0) + lane
                if weight > 0:
                    most += weight
                    raises[fact] = raises.get(fact, 0) + weight * lane
                else:
                    lowers[fact] = lowers.get(fact, 0) + weight * lane
            for items in [[tally.items[place] for place in places] for places in scale.together]:
                if any(item.unless for item in items):
                    unless = [tuple(index[fact] for fact in item.unless) for item in items]
                    each = zip(items, unless, strict=True)
                    self._excepted.append((number, tuple(_Excepted(index[i.fact], i.weight, i.leading, but) for i, but in each)))
                    grouped += 1
                    continue
                for item in items:
                    if item.leading:
                        led += 1
                        fact = index[item.fact]
                        leads[fact] = leads.get(fact, 0) + lane
                adding = tuple([(item.weight, index[item.fact]) for item in items if item.weight > 0])
                self._groups[grouped] = _Group(number, adding)
                if adding:
                    most += adding[0][0]
                grouped += 1
            leading += led * lane
            highest += most * lane
        return Lowered(highest, leading, {})

    def kept(self) -> KeptCeilings:
        """What was added up, to be written down."""
        kept = self._lanes.kept
        raises, lowers, leads = ({fact: kept(table) for fact, table in each.items()} for each in (self._raises, self._lowers, self._leads))
        return KeptCeilings(kept(self.nothing.highest), kept(self.nothing.leading), raises, lowers, leads, self._groups, self._excepted)

    def lowered(self, facts: Iterable[int], ruled_out: bytearray, before: Lowered | None = None) -> Lowered:
        """What is left once these facts are ruled out as well as those ``before``; ``ruled_out`` tells all of them."""
        (highest, leading, tops), lanes = before or self.nothing, self._lanes
        raises, leads, topped = self._raises, self._leads, self._topped
        touched = set(tops)
        for fact in facts:
            if fact in raises:
                highest -= raises[fact]
            if fact in leads:
                leading -= leads[fact]
            if fact in topped:
                touched.update(topped[fact])
        now = dict(tops)
        for number in touched:
            group = self._groups[number]
            top = now[number] = group.top(ruled_out)
            highest += lanes.put(group.tally, top - (tops[number] if number in tops else group.adding[0][0]))
        return Lowered(highest, leading, now)

    def within_reach(self, ruled_out: bytearray, balance: Balance) -> frozenset[int]:
        """The marks that some tally can still reach, when these facts are ``ruled_out`` and what holds is on the ``balance``."""
        lowered = self.lowered([fact for fact, out in enumerate(ruled_out) if out], ruled_out)
        had, lost = Counter(self._weights.every_mark), Counter(self.out_of_reach(lowered, ruled_out, balance))
        return frozenset(mark for mark, count in had.items() if count > lost[mark])

    def out_of_reach(self, lowered: Lowered, ruled_out: bytearray, balance: Balance) -> Iterator[int]:
        """The marks that a tally can no longer reach, one for each tally that had it; ``lowered`` is what is left beside what is
        ``ruled_out``.
        """
        return self._weights.unreached(*self._reach(lowered, ruled_out, balance))

    def _reach(self, lowered: Lowered, ruled_out: bytearray, balance: Balance) -> tuple[int, int]:
        """An upper bound of each total over every way in which the open facts can turn out, as lanes, and the tallies that can be taken
        as a set of lanes.
        """
        (highest, leading, tops), lanes = lowered, self._lanes
        for fact in self._lowers.keys() & balance.facts:
            highest += self._lowers[fact]
        bounds, strongest = self._bounds, balance.strongest
        fallen = tops.keys() & strongest.keys()
        for number in [*fallen, *(each for each, strength in strongest.items() if strength > bounds[each] and each not in fallen)]:
            group, weight = self._groups[number], weight_of(strongest[number])
            top = tops[number] if number in tops else group.adding[0][0] if group.adding else 0
            if top < abs(weight):  # nothing that may still come is stronger than what counts
                highest += lanes.put(group.tally, weight - top)
        able = lanes.at_least(leading, self._one)
        for tally, items in self._excepted:
            highest += lanes.put(tally, _most(items, ruled_out, balance.facts))
            if any(item.leading and item.counts(ruled_out, balance.facts) for item in items):
                able |= lanes.mark(tally)
        return highest, able & ~balance.blocked


def _most(items: tuple[_Excepted, ...], ruled_out: bytearray, held: Set[int]) -> int:
    """The largest weight that a group can end with: what is certain to count stays, what may count may join it."""
    best = 0
    for item in items:  # strongest first: once an item is met that is certain to count, weaker ones cannot
        if item.must_count(ruled_out, held):
            return best or item.weight
        if item.counts(ruled_out, held):
            best = max(best, item.weight)
    return best
