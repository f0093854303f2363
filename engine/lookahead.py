"""What further input facts would bring: the outcome of a session, moved on by a few facts instead of run again.

One session stands still at the end of its early rules. :meth:`Lookahead.after` adds facts, reads what follows, and takes
everything back, so asking "what if" costs what the added facts touch and not a whole session.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from hipexpert.engine.counting import Counting
from hipexpert.engine.session import Run
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
    """The end of one session's early rules, from which further facts can be tried. Not to be shared between threads.

    With ``wanted`` only these facts are looked ahead to, and what they rest on.
    """

    def __init__(self, run: Run, wanted: frozenset[int] | None = None) -> None:
        self.tables = tables = run.compiled.tables
        self._counting = Counting(tables)
        self._towards = tables.towards(wanted)
        index = tables.index
        early, rules = self._counting.add([index[name] for name in run.given], self._towards.early)
        self._early = frozenset(early)
        self._balance = run.balance
        self._due = self._late_among(rules)
        self._steps = tables.weights.steps(self._balance, self._towards.marks)
        self.now = Ahead(tables, frozenset(), self._late(self._steps, self._due), self._balance)

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
            late = self._late(steps, [*self._due, *self._late_among(rules)])
        self._counting.take_back(fresh)
        return Ahead(self.tables, new, late, balance)

    def _late_among(self, rules: Iterable[int]) -> list[int]:
        return [rule for rule in rules if self.tables.late[rule]]

    def _late(self, steps: tuple[int, ...], due: Iterable[int]) -> frozenset[int]:
        """The facts that the marks and the late rules, of which some are ``due`` already, add to those that hold."""
        concludes = self._towards.concludes
        marks = self.tables.weights.marks(steps)
        late, _ = self._counting.add([*marks, *(fact for rule in due for fact in concludes[rule])], concludes)
        self._counting.take_back(late)
        return frozenset(late)
