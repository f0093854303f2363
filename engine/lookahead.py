"""What further input facts would bring: the outcome of a session, moved on by a few facts instead of run again.

The early rules stand still at their end. :meth:`Lookahead.after` adds facts, reads what follows, and takes
everything back, so asking "what if" costs what the added facts touch and not a whole session.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from hipexpert.engine.counting import Counting
from hipexpert.engine.tables import Tables
from hipexpert.engine.tallying import Balance


@dataclass(frozen=True)
class Ahead:
    """What would hold, beyond what holds early: ``early`` are the new early facts, ``late`` all facts that rest on the
    weighing, ``balance`` what all tallies come to. Facts are numbers of the program's tables.
    """

    tables: Tables
    early: frozenset[int]
    late: frozenset[int]
    balance: Balance

    @cached_property
    def totals(self) -> Mapping[int, int]:
        """The totals of all tallies taken, by number."""
        return self.tables.weights.taken(self.balance)


class Lookahead:
    """The end of the early rules of some given facts, from which further facts can be tried. Not to be shared between threads.

    With ``wanted`` only these facts are looked ahead to, and what they rest on.
    """

    def __init__(self, tables: Tables, given: Iterable[int], wanted: frozenset[int] | None = None) -> None:
        self.tables = tables
        self._towards = tables.towards(wanted)
        self._counting = Counting(tables)
        self._order: list[int] = []
        self._due: list[int] = []
        self._early: frozenset[int] = frozenset()
        self._balance, self._steps = tables.weights.nothing, tuple[int, ...]()
        self._late_order: list[int] = []
        self.now = Ahead(tables, frozenset(), frozenset(), self._balance)
        self._add(given)

    def further(self, facts: Iterable[int]) -> "Lookahead":
        """The same once these input facts are given too."""
        found = object.__new__(Lookahead)
        found.tables, found._towards, found._balance, found._steps = self.tables, self._towards, self._balance, self._steps
        found._early, found._late_order, found.now = self._early, self._late_order, self.now
        found._counting, found._order, found._due = self._counting.copy(), self._order.copy(), self._due.copy()
        found._add(facts)
        return found

    def _add(self, facts: Iterable[int]) -> None:
        weights = self.tables.weights
        fresh, rules = self._counting.add(facts, self._towards.early)
        new, before = frozenset(fresh), self._steps
        self._order += fresh
        self._early |= new
        self._due += self._late_among(rules)
        self._balance = weights.weigh(new, None if self._balance is weights.nothing else self._balance)
        self._steps = weights.steps(self._balance, self._towards.marks)
        if self._steps != before or not self._towards.asked_late.isdisjoint(new):  # else nothing more rests on the weighing
            self._late_order = self._late(self._steps, self._due)
        self.now = Ahead(self.tables, frozenset(), frozenset(self._late_order), self._balance)

    @property
    def order(self) -> list[int]:
        """What holds, each fact after those that it follows from."""
        return self._order + self._late_order

    def holds(self, fact: int, ahead: Ahead) -> bool:
        """Whether a fact would hold, given what :meth:`after` found."""
        return fact in self._early or fact in ahead.early or fact in ahead.late

    def after(self, facts: Iterable[int]) -> Ahead:
        """What would hold if these input facts were given too."""
        fresh, rules = self._counting.add(facts, self._towards.early)
        if not fresh:
            return self.now
        weights = self.tables.weights
        new = frozenset(fresh)
        balance = weights.weigh(new, self._balance)
        steps = self._steps if balance is self._balance else weights.steps(balance, self._towards.marks)
        if steps == self._steps and self._towards.asked_late.isdisjoint(new):
            late = self.now.late
        else:
            late = frozenset(self._late(steps, [*self._due, *self._late_among(rules)]))
        self._counting.take_back(fresh)
        return Ahead(self.tables, new, late, balance)

    def _late_among(self, rules: Iterable[int]) -> list[int]:
        return [rule for rule in rules if self.tables.late[rule]]

    def _late(self, steps: tuple[int, ...], due: Iterable[int]) -> list[int]:
        """The facts that the marks and the late rules, of which some are ``due`` already, add to those that hold."""
        concludes = self._towards.concludes
        marks = self.tables.weights.marks(steps)
        late, _ = self._counting.add([*marks, *(fact for rule in due for fact in concludes[rule])], concludes)
        self._counting.take_back(late)
        return late
