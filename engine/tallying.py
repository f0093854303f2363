"""Weighing: the total of a tally, and how high and how low it could still get."""

from collections.abc import Iterator, Mapping, Sequence, Set
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from hipexpert.engine.lanes import Lanes
from hipexpert.engine.rules import Item, Tally


def _strength(item: Item) -> tuple[int, int]:
    """Orders items of one group: the larger weight first; of equal ones the supporting."""
    return abs(item.weight), item.weight


@dataclass(frozen=True)
class Scale:
    """A tally made ready for weighing: its items by group."""

    tally: Tally

    @cached_property
    def groups(self) -> tuple[tuple[Item, ...], ...]:
        """The items of each group, strongest first; an item without a group is a group of its own."""
        items = self.tally.items
        return tuple([tuple([items[place] for place in places]) for places in self.places])

    @cached_property
    def places(self) -> tuple[tuple[int, ...], ...]:
        """The items of each group by their places in the tally, strongest first."""
        items, found = self.tally.items, dict[str | int, list[int]]()
        for place, item in enumerate(items):
            found.setdefault(item.group or place, []).append(place)
        return tuple(self._by_strength(places) if len(places) > 1 else (places[0],) for places in found.values())

    @cached_property
    def alone(self) -> tuple[Item, ...]:
        """The items that add their weight whatever else holds: in no group with others, and without an exception."""
        return self._apart[0]

    @cached_property
    def together(self) -> tuple[tuple[int, ...], ...]:
        """The others: those of each group by their places in the tally, strongest first."""
        return self._apart[1]

    @cached_property
    def _apart(self) -> tuple[tuple[Item, ...], tuple[tuple[int, ...], ...]]:
        # Of thousands of items most are in no group: they are told from the others at a glance.
        alone: list[Item] = []
        found: dict[str | int, list[int]] = {}
        items = self.tally.items
        for place, item in enumerate(items):
            if item.group or item.unless:
                found.setdefault(item.group or place, []).append(place)
            else:
                alone.append(item)
        single = [places[0] for places in found.values() if len(places) == 1]
        alone += [items[place] for place in single if not items[place].unless]
        together = (places for places in found.values() if len(places) > 1 or items[places[0]].unless)
        return tuple(alone), tuple([self._by_strength(places) for places in together])

    def _by_strength(self, places: list[int]) -> tuple[int, ...]:
        return tuple(sorted(places, key=lambda place: _strength(self.tally.items[place]), reverse=True))

    def basis(self, facts: Set[str]) -> list[Item]:
        """What a total rests on when these facts hold: the items that count, the strongest true one of each group, and a leading one
        where a stronger item of its group stands for it.
        """
        touched = [
            self.groups[number] for number in sorted({each for fact in self._groups_of.keys() & facts for each in self._groups_of[fact]})
        ]
        true = [[item for item in group if item.fact in facts and facts.isdisjoint(item.unless)] for group in touched]
        counted = [items[0] for items in true if items]
        if not any(item.leading for item in counted):
            counted += [item for items in true for item in items if item.leading][:1]
        return counted

    @cached_property
    def _groups_of(self) -> Mapping[str, tuple[int, ...]]:
        """The numbers of the groups in which each fact is weighed."""
        found: dict[str, list[int]] = {}
        for number, group in enumerate(self.groups):
            for item in group:
                found.setdefault(item.fact, []).append(number)
        return {fact: tuple(numbers) for fact, numbers in found.items()}


class Balance(NamedTuple):
    """What weighing some facts came to: the totals of all tallies as lanes, the tallies that a leading item counts for and those
    that are blocked as bits, and of each group the strength of the item that counts. ``facts`` are those that are balance.
    """

    facts: Set[int]
    lanes: int
    leads: int
    blocked: int
    strongest: Mapping[int, int]


class _Grouped(NamedTuple):
    """An item that counts only while none of its group is stronger, or no exception applies."""

    group: int
    tally: int
    strength: int
    leads: bool
    unless: tuple[int, ...]


class _Added(NamedTuple):
    """What a fact adds to all tallies by its items in groups, the tallies for which it leads, and by group what is now the strongest."""

    lanes: int
    leads: int
    strongest: Mapping[int, int]


class KeptWeights(NamedTuple):
    """What :class:`Weights` adds up of all items, to be written down: by fact the weights of the items that count whatever else holds, as
    lanes, and the tallies that they lead, and the items in groups; for each tally the group of an item by its place.
    """

    reach: int
    adds: dict[int, bytes]
    leads: dict[int, bytes]
    grouped: dict[int, list[_Grouped]]
    group_of: tuple[dict[int, int], ...]


class Weights:
    """The tallies of a program as integer tables, by which all are taken in one pass over the facts that hold.

    ``index`` numbers the facts; the tallies are numbered in the program's order. An item that is a group of its own and has no
    exception adds its weight whatever else holds: so what a fact adds to all tallies is one number (:mod:`hipexpert.engine.lanes`).
    What was ``kept`` of the same tallies need not be added up again.
    """

    def __init__(
        self, tallies: Sequence[Tally], index: Mapping[str, int], scales: Mapping[str, Scale], kept: KeptWeights | None = None
    ) -> None:
        self._reach = max(map(_reach, tallies), default=0) if kept is None else kept.reach
        self.lanes = Lanes(len(tallies), self._reach)
        self._adds: dict[int, int] = {}  # what a fact adds to all tallies
        self._leads: dict[int, int] = {}  # the tallies for which it leads
        self._grouped: dict[int, list[_Grouped]] = {}
        self._alone: dict[int, _Added | None] = {}  # of these what was asked for
        self._blocks: dict[int, int] = {}
        self._marks = tuple(tuple((index[mark.fact], mark.at_least) for mark in tally.marks) for tally in tallies)
        # The lowest total that comes to a mark of each tally; where there is none, what no total reaches.
        self.lowest = tuple(min((at_least for _, at_least in marks), default=self.lanes.most) for marks in self._marks)
        # For each tally the number of the group of an item, by its place; the others add their weight whatever else holds.
        self.group_of: tuple[dict[int, int], ...] = tuple({} for _ in tallies)
        if kept is None:
            self._add_up(tallies, index, scales)
        else:
            restored = self.lanes.restored
            self._adds = {fact: restored(lanes) for fact, lanes in kept.adds.items()}
            self._leads = {fact: restored(lanes) for fact, lanes in kept.leads.items()}
            self._grouped, self.group_of = kept.grouped, kept.group_of
        for number, tally in enumerate(tallies):
            if tally.blocked_by:
                blocker = index[tally.blocked_by]
                self._blocks[blocker] = self._blocks.get(blocker, 0) | self.lanes.mark(number)
        self._excepting = {fact for items in self._grouped.values() for item in items if item.unless for fact in item.unless}
        self.facts = frozenset((*self._adds, *self._grouped, *self._excepting, *self._blocks))
        self.nothing = Balance(frozenset(), self.lanes.of(tally.base for tally in tallies), 0, 0, {})

    def _add_up(self, tallies: Sequence[Tally], index: Mapping[str, int], scales: Mapping[str, Scale]) -> None:
        adds, leading, groups = self._adds, self._leads, 0
        for number, tally in enumerate(tallies):
            items, scale, lane, mark = tally.items, scales[tally.id], self.lanes.put(number, 1), self.lanes.mark(number)
            for item in scale.alone:
                fact = index[item.fact]
                adds[fact] = adds.get(fact, 0) + item.weight * lane
                if item.leading:
                    leading[fact] = leading.get(fact, 0) | mark
            for places in scale.together:
                self.group_of[number].update(dict.fromkeys(places, groups))
                for item in [items[place] for place in places]:
                    said = _Grouped(groups, number, strength_of(item.weight), item.leading, tuple([index[each] for each in item.unless]))
                    self._grouped.setdefault(index[item.fact], []).append(said)
                groups += 1

    def kept(self) -> KeptWeights:
        """What was added up, to be written down."""
        kept = self.lanes.kept
        adds, leads = ({fact: kept(lanes) for fact, lanes in table.items()} for table in (self._adds, self._leads))
        return KeptWeights(self._reach, adds, leads, self._grouped, self.group_of)

    def reweighed(self, fact: int, weight: int) -> "Weights":
        """The same tables with another weight, of the same sign, for the items of one fact, each in one tally."""
        changed = copy(self)
        if fact in self._grouped:
            items = [each._replace(strength=strength_of(weight)) for each in self._grouped[fact]]
            changed._grouped, changed._alone = {**self._grouped, fact: items}, {}
        if fact in self._adds:
            adds = self.lanes.of(weight if each else 0 for each in self.lanes.read(self._adds[fact]))
            changed._adds = {**self._adds, fact: adds}
        return changed

    def weigh(self, facts: Set[int], before: Balance | None = None) -> Balance:
        """What all tallies come to when these facts hold, beside those weighed ``before``."""
        fresh = self.facts & facts
        if before is not None and not fresh:
            return before
        if before is None or not fresh.isdisjoint(self._excepting):  # an exception takes away what counted before it
            fresh, before = fresh | before.facts if before else fresh, self.nothing
        every = fresh | before.facts if before.facts else fresh
        lanes, leads, blocked, strongest = before.lanes, before.leads, before.blocked, dict(before.strongest)
        adds, leading, grouped = self._adds, self._leads, self._grouped
        for fact in fresh:
            if fact in adds:
                lanes += adds[fact]
                leads |= leading.get(fact, 0)
            if fact in grouped:
                alone = self._alone_of(fact)
                if alone is None or not strongest.keys().isdisjoint(alone.strongest):
                    alone = self._beside(fact, strongest, every)
                lanes += alone.lanes
                leads |= alone.leads
                strongest.update(alone.strongest)
        for fact in self._blocks.keys() & fresh:
            blocked |= self._blocks[fact]
        return Balance(every, lanes, leads, blocked, strongest)

    def _beside(self, fact: int, strongest: Mapping[int, int], facts: Set[int]) -> _Added:
        """What the items of a fact that are in groups add to what counts in these, when these facts hold."""
        lanes, leads, stronger = 0, 0, dict[int, int]()
        for group, tally, strength, leads_too, unless in self._grouped[fact]:
            if unless and not facts.isdisjoint(unless):
                continue
            if leads_too:
                leads |= self.lanes.mark(tally)
            best = stronger[group] if group in stronger else strongest.get(group, 0)
            if strength > best:
                stronger[group] = strength
                lanes += self.lanes.put(tally, weight_of(strength) - weight_of(best))
        return _Added(lanes, leads, stronger)

    def _alone_of(self, fact: int) -> _Added | None:
        """The same where nothing counts in any of these yet, whatever else holds; None where there are exceptions."""
        if fact not in self._alone:
            excepted = any(each.unless for each in self._grouped[fact])
            self._alone[fact] = None if excepted else self._beside(fact, {}, frozenset())
        return self._alone[fact]

    def taken(self, balance: Balance) -> dict[int, int]:
        """The total of every tally that is taken, by the tally's number, in that order."""
        totals = self.lanes.read(balance.lanes)
        return {tally: totals[tally] for tally in self.lanes.marked(balance.leads & ~balance.blocked)}

    def totals(self, facts: Set[int]) -> dict[int, int]:
        """The total of every tally that is taken when these facts hold, by the tally's number, in that order."""
        return self.taken(self.weigh(facts))

    @cached_property
    def _steps(self) -> tuple[int, ...]:
        """The first mark of every tally as lanes, the second, and so on; where there is none, what no total reaches."""
        most = max(map(len, self._marks), default=0)
        return tuple(
            self.lanes.of(marks[place][1] if place < len(marks) else self.lanes.most for marks in self._marks) for place in range(most)
        )

    def steps_towards(self, facts: Set[int]) -> tuple[int, ...]:
        """The tallies whose first mark is among the facts, those whose second is, and so on, as sets of lanes."""
        return tuple(
            sum(self.lanes.mark(tally) for tally, marks in enumerate(self._marks) if place < len(marks) and marks[place][0] in facts)
            for place in range(len(self._steps))
        )

    def steps(self, balance: Balance, among: tuple[int, ...]) -> tuple[int, ...]:
        """The tallies ``among`` these that are taken and reach their first mark, and so on, as sets of lanes."""
        taken = balance.leads & ~balance.blocked
        return tuple([self.lanes.at_least(balance.lanes, least) & taken & of for least, of in zip(self._steps, among, strict=True)])

    def marks(self, steps: tuple[int, ...]) -> list[int]:
        """The marks of these steps."""
        return [self._marks[tally][place][0] for place, tallies in enumerate(steps) if tallies for tally in self.lanes.marked(tallies)]

    @property
    def every_mark(self) -> list[int]:
        """The marks of all tallies, one for each tally that has it."""
        return [mark for marks in self._marks for mark, _ in marks]

    @cached_property
    def _having(self) -> tuple[int, ...]:
        """The tallies that have a first mark, those that have a second, and so on, as sets of lanes."""
        return self.steps_towards(frozenset(self.every_mark))

    def unreached(self, totals: int, taken: int) -> Iterator[int]:
        """The marks that no tally of a set of lanes, ``taken``, comes to with its total, one for each tally that has it."""
        for place, (least, having) in enumerate(zip(self._steps, self._having, strict=True)):
            missed = having & ~(self.lanes.at_least(totals, least) & taken)
            for tally in self.lanes.marked(missed):
                yield self._marks[tally][place][0]

    def reached(self, tally: int, total: int) -> list[int]:
        """The marks of a tally that a total reaches."""
        return [mark for mark, at_least in self._marks[tally] if total >= at_least]


def strength_of(weight: int) -> int:
    """A weight as a number above nought by which the items of one group are compared: the larger weight is the stronger, of
    equal ones the supporting.
    """
    return 2 * abs(weight) + (weight > 0) + 1


def weight_of(strength: int) -> int:
    """The weight of that strength; nought also for none."""
    size = strength - 1 >> 1 if strength else 0
    return -size if strength % 2 else size


def _reach(tally: Tally) -> int:
    items = abs(tally.base) + sum(abs(item.weight) or 1 for item in tally.items)
    return max(items, *(abs(mark.at_least) for mark in tally.marks), 0)
