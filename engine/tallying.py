"""Weighing: the total of a tally, and how high and how low it could still get."""

from collections.abc import Callable, Iterator, Mapping, Set
from copy import copy
from dataclasses import dataclass
from functools import cached_property

from hipexpert.engine.program import Program
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
        found: dict[str, list[Item]] = {}
        for number, item in enumerate(self.tally.items):
            found.setdefault(item.group or f"\0{number}", []).append(item)
        return tuple(tuple(sorted(items, key=_strength, reverse=True)) for items in found.values())

    def counted(self, is_true: Callable[[str], bool]) -> Iterator[Item]:
        """The items that count: the strongest true one of each group."""
        for group in self.groups:
            for item in group:
                if _counts(item, is_true, is_true):
                    yield item
                    break

    def basis(self, is_true: Callable[[str], bool]) -> list[Item]:
        """What a total rests on: the items that count, and a leading one where a stronger item of its group stands for it."""
        counted = list(self.counted(is_true))
        if not any(item.leading for item in counted):
            counted += [item for group in self.groups for item in group if item.leading and _counts(item, is_true, is_true)][:1]
        return counted

    def highest(self, is_true: Callable[[str], bool], is_possible: Callable[[str], bool]) -> int | None:
        """An upper bound of the total over every way the possible facts can still turn out; None: it stays untaken."""
        if self.tally.blocked_by and is_true(self.tally.blocked_by):
            return None
        if not any(item.leading and _counts(item, is_possible, is_true) for item in self.tally.items):
            return None
        return self.tally.base + sum(_extreme(group, is_true, is_possible) for group in self.groups)


def _counts(item: Item, holds: Callable[[str], bool], excepted: Callable[[str], bool]) -> bool:
    """Whether an item counts when ``holds`` says what holds and ``excepted`` which exceptions apply."""
    return holds(item.fact) and not any(excepted(fact) for fact in item.unless)


def _extreme(group: tuple[Item, ...], is_true: Callable[[str], bool], is_possible: Callable[[str], bool]) -> int:
    """The largest weight a group can end with: what is certain to count stays, what may count may join it."""
    best = 0
    for item in group:  # strongest first: once an item is met that is certain to count, weaker ones cannot
        if _counts(item, is_true, is_possible):
            return max(best, item.weight) if best else item.weight
        if _counts(item, is_possible, is_true):
            best = max(best, item.weight)
    return best


class Weights:
    """The tallies of a program as integer tables, by which all are taken in one pass over the facts that hold.

    ``index`` numbers the facts; the tallies are numbered in the program's order.
    """

    def __init__(self, program: Program, index: Mapping[str, int]) -> None:
        self._items: dict[int, list[tuple[int, int, bool, tuple[int, ...]]]] = {}
        self._tally_of_group: list[int] = []
        for number, tally in enumerate(program.tallies):
            for group in Scale(tally).groups:
                for item in group:
                    unless = tuple(index[fact] for fact in item.unless)
                    said = (len(self._tally_of_group), item.weight, item.leading, unless)
                    self._items.setdefault(index[item.fact], []).append(said)
                self._tally_of_group.append(number)
        self._bases = tuple(tally.base for tally in program.tallies)
        self._blockers = tuple(index[tally.blocked_by] if tally.blocked_by else None for tally in program.tallies)
        self._marks = tuple(tuple((index[mark.fact], mark.at_least) for mark in tally.marks) for tally in program.tallies)

    def reweighed(self, fact: int, weight: int) -> "Weights":
        """The same tables with another weight for the items of one fact."""
        changed = copy(self)
        items = [(group, weight, leading, unless) for group, _, leading, unless in self._items.get(fact, ())]
        changed._items = {**self._items, fact: items}
        return changed

    def totals(self, facts: Set[int]) -> dict[int, int]:
        """The total of every tally that is taken when these facts hold, by the tally's number, in that order."""
        strongest: dict[int, int] = {}
        taken: set[int] = set()
        for fact in facts:
            for group, weight, leading, unless in self._items.get(fact, ()):
                if unless and not facts.isdisjoint(unless):
                    continue
                if leading:
                    taken.add(self._tally_of_group[group])
                best = strongest.get(group)
                if best is None or (abs(weight), weight) > (abs(best), best):
                    strongest[group] = weight
        sums: dict[int, int] = {}
        for group, weight in strongest.items():
            tally = self._tally_of_group[group]
            sums[tally] = sums.get(tally, 0) + weight
        return {tally: self._bases[tally] + sums[tally] for tally in sorted(taken) if self._blockers[tally] not in facts}

    def reached(self, tally: int, total: int) -> list[int]:
        """The marks of a tally that a total reaches."""
        return [mark for mark, at_least in self._marks[tally] if total >= at_least]
