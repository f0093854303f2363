"""What further input facts would bring: the outcome of a session, moved on by a few facts instead of run again.

One session stands still at the end of its early rules. :meth:`Lookahead.after` adds facts, reads what follows, and takes
everything back, so asking "what if" costs what the added facts touch and not a whole session.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from hipexpert.engine.session import Run


@dataclass(frozen=True)
class Ahead:
    """What would hold, beyond what holds early: ``early`` are the new early facts, ``late`` all facts that rest on the
    weighing, ``totals`` all tallies taken, by number. Facts are numbers of the program's tables.
    """

    early: frozenset[int]
    late: frozenset[int]
    totals: dict[int, int]


class Lookahead:
    """The end of one session's early rules, from which further facts can be tried. Not to be shared between threads."""

    def __init__(self, run: Run) -> None:
        self.compiled = run.compiled
        self.tables = run.compiled.tables
        self._unmet = list(self.tables.needed)
        self._early: set[int] = set()
        self._due: list[int] = []  # late rules whose premise holds already
        index = self.tables.index
        self._spread([index[name] for name in run.given], self._early, self._due, [], late=False)
        self._totals = run.totals_by_number
        self._marks = self._marks_of(self._totals)
        self.now = Ahead(frozenset(), self._late(self._early, self._marks, self._due), self._totals)

    def holds(self, fact: int, ahead: Ahead) -> bool:
        """Whether a fact would hold, given what :meth:`after` found."""
        return fact in self._early or fact in ahead.early or fact in ahead.late

    def reach(self, facts: Iterable[int]) -> frozenset[int]:
        """The early facts that would hold, those of now included, if these input facts were given too."""
        fresh: set[int] = set()
        undone: list[int] = []
        self._spread([fact for fact in facts if fact not in self._early], fresh, [], undone, late=False)
        for node in undone:
            self._unmet[node] += 1
        return frozenset(self._early | fresh)

    def after(self, facts: Iterable[int]) -> Ahead:
        """What would hold if these input facts were given too."""
        fresh: set[int] = set()
        undone: list[int] = []
        due: list[int] = []
        try:
            self._spread([fact for fact in facts if fact not in self._early], fresh, due, undone, late=False)
            if not fresh:
                return self.now
            totals = self._weigh(fresh)
            marks = self._marks if totals is self._totals else self._marks_of(totals)
            late_nodes = self.tables.late_nodes
            if marks == self._marks and not due and not any(late_nodes[node] for node in undone):
                late = self.now.late
            else:
                late = self._late(self._early | fresh, marks, [*self._due, *due])
            return Ahead(frozenset(fresh), late, totals)
        finally:
            for node in undone:
                self._unmet[node] += 1

    def _spread(self, waiting: list[int], facts: set[int], due: list[int], undone: list[int], *, late: bool) -> None:
        """Close ``facts`` under the rules (Dowling & Gallier 1984); late rules wait in ``due`` unless they may fire."""
        tables, unmet, before = self.tables, self._unmet, self._early
        while waiting:
            fact = waiting.pop()
            if fact in facts or fact in before:
                continue
            facts.add(fact)
            for watcher in tables.watchers[fact]:
                node = watcher
                while node >= 0:
                    unmet[node] -= 1
                    undone.append(node)
                    if unmet[node] != 0:
                        break
                    node = tables.parents[node]
                else:
                    rule = -1 - node
                    if late or not tables.late[rule]:
                        waiting.extend(tables.concludes[rule])
                    else:
                        due.append(rule)

    def _late(self, known: set[int], marks: list[int], due: list[int]) -> frozenset[int]:
        """The facts that the marks and the late rules add to those known."""
        undone: list[int] = []
        facts: set[int] = set()
        waiting = [fact for fact in marks if fact not in known]
        for rule in due:
            waiting += [fact for fact in self.tables.concludes[rule] if fact not in known]
        before, self._early = self._early, known
        try:
            self._spread(waiting, facts, [], undone, late=True)
        finally:
            self._early = before
            for node in undone:
                self._unmet[node] += 1
        return frozenset(facts)

    def _weigh(self, fresh: set[int]) -> dict[int, int]:
        """The totals with the fresh facts; the very same as before when none of them is weighed."""
        touches = self.tables.touches
        touched: set[int] = set()
        for fact in fresh:
            touched.update(touches.get(fact, ()))
        if not touched:
            return self._totals
        totals = dict(self._totals)
        for tally in touched:
            total = self._total(tally, fresh)
            if total is None:
                totals.pop(tally, None)
            else:
                totals[tally] = total
        return totals

    def _total(self, tally: int, fresh: set[int]) -> int | None:
        early = self._early
        blocker = self.tables.blockers[tally]
        if blocker is not None and (blocker in early or blocker in fresh):
            return None
        strongest: dict[int, int] = {}
        taken = False
        for fact, group, weight, leading, unless in self.tables.weighed[tally]:
            if fact not in early and fact not in fresh:
                continue
            if any(each in early or each in fresh for each in unless):
                continue
            taken = taken or leading
            best = strongest.get(group)
            if best is None or (abs(weight), weight) > (abs(best), best):
                strongest[group] = weight
        return self.tables.program.tallies[tally].base + sum(strongest.values()) if taken else None

    def _marks_of(self, totals: dict[int, int]) -> list[int]:
        return [mark for tally, total in totals.items() for mark in self.compiled.weights.reached(tally, total)]
