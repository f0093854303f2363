"""What further input facts would bring: the outcome of a session, moved on by a few facts instead of run again.

One session stands still at the end of its early rules. :meth:`Lookahead.after` adds facts, reads what follows, and takes
everything back, so asking "what if" costs what the added facts touch and not a whole session.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from hipexpert.engine.counting import Counting
from hipexpert.engine.session import Run


@dataclass(frozen=True)
class Ahead:
    """What would hold, beyond what holds early: ``early`` are the new early facts, ``late`` all facts that rest on the
    weighing, ``totals`` all tallies taken, by number. Facts are numbers of the program's tables.
    """

    early: frozenset[int]
    late: frozenset[int]
    totals: Mapping[int, int]


class Lookahead:
    """The end of one session's early rules, from which further facts can be tried. Not to be shared between threads."""

    def __init__(self, run: Run) -> None:
        self.tables = run.compiled.tables
        self._counting = Counting(self.tables)
        index = self.tables.index
        early, rules = self._counting.add([index[name] for name in run.given], self.tables.concludes_early)
        self._early = frozenset(early)
        self._weighed = self.tables.weights.weigh(self._early)
        self._due = self._late_among(rules)
        self._totals = run.totals_by_number
        self._marks = self._marks_of(self._totals)
        self.now = Ahead(frozenset(), self._late(self._marks, self._due), self._totals)

    def holds(self, fact: int, ahead: Ahead) -> bool:
        """Whether a fact would hold, given what :meth:`after` found."""
        return fact in self._early or fact in ahead.early or fact in ahead.late

    def after(self, facts: Iterable[int]) -> Ahead:
        """What would hold if these input facts were given too."""
        fresh, rules = self._counting.add(facts, self.tables.concludes_early)
        if not fresh:
            return self.now
        totals = self._weigh(fresh)
        marks = self._marks if totals is self._totals else self._marks_of(totals)
        if marks == self._marks and self.tables.asked_late.isdisjoint(fresh):
            late = self.now.late
        else:
            late = self._late(marks, [*self._due, *self._late_among(rules)])
        self._counting.take_back(fresh)
        return Ahead(frozenset(fresh), late, totals)

    def _late_among(self, rules: Iterable[int]) -> list[int]:
        return [rule for rule in rules if self.tables.late[rule]]

    def _late(self, marks: Iterable[int], due: Iterable[int]) -> frozenset[int]:
        """The facts that the marks and the late rules, of which some are ``due`` already, add to those that hold."""
        concludes = self.tables.concludes
        late, _ = self._counting.add([*marks, *(fact for rule in due for fact in concludes[rule])], concludes)
        self._counting.take_back(late)
        return frozenset(late)

    def _weigh(self, fresh: list[int]) -> Mapping[int, int]:
        """The totals with the fresh facts; the very same as before when none of them is weighed."""
        weights = self.tables.weights
        weighed = weights.weigh(set(fresh), self._weighed)
        return self._totals if len(weighed.facts) == len(self._weighed.facts) else weights.taken(weighed)

    def _marks_of(self, totals: Mapping[int, int]) -> list[int]:
        return [mark for tally, total in sorted(totals.items()) for mark in self.tables.weights.reached(tally, total)]
