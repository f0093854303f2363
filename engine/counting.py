"""The one counting loop: what follows from facts, in time linear in the rules that they touch (Dowling & Gallier 1984,
"Linear-time algorithms for testing the satisfiability of propositional Horn formulae").

Sessions, closures, statuses and looking ahead all count with it. What differs is what a rule that comes to hold adds by
itself: in a session nothing (its conclusions come when it fires), before the weighing nothing that late rules conclude.
"""

from collections.abc import Iterable, Sequence

from hipexpert.engine.tables import Tables


class Counting:
    """The facts that hold in one program, and of each gate how many of its premises are still unmet. Not to be shared
    between threads.
    """

    __slots__ = ("_held", "_tables", "_unmet")

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._held = bytearray(len(tables.facts))
        self._unmet = list(tables.needed)

    def copy(self) -> "Counting":
        """The same state, to which other facts can be added."""
        found = object.__new__(Counting)
        found._tables, found._held, found._unmet = self._tables, bytearray(self._held), self._unmet.copy()
        return found

    def __contains__(self, fact: int) -> bool:
        return self._held[fact] != 0

    def silence(self, rule: int) -> None:
        """Keep a rule from ever coming to hold; before any fact is added."""
        self._unmet[self._tables.roots[rule]] = -1  # below zero it never comes down to zero

    def add(self, facts: Iterable[int], concludes: Sequence[Sequence[int]]) -> tuple[list[int], list[int]]:
        """Add facts, and with them what each rule ``concludes`` that comes to hold: the facts that are new, these rules."""
        watchers, parents, held, unmet = self._tables.watchers, self._tables.parents, self._held, self._unmet
        waiting = list(facts)
        new: list[int] = []
        rules: list[int] = []
        while waiting:
            fact = waiting.pop()
            if held[fact]:
                continue
            held[fact] = 1
            new.append(fact)
            for watcher in watchers[fact]:
                node = watcher
                unmet[node] -= 1
                while not unmet[node]:
                    node = parents[node]
                    if node < 0:
                        rules.append(-1 - node)
                        waiting.extend(concludes[-1 - node])
                        break
                    unmet[node] -= 1
        return new, rules

    def take_back(self, new: Iterable[int]) -> None:
        """Undo the adding of facts that were new."""
        watchers, parents, unmet = self._tables.watchers, self._tables.parents, self._unmet
        for fact in new:
            self._held[fact] = 0
            for watcher in watchers[fact]:
                node = watcher
                unmet[node] += 1
                while unmet[node] == 1 and (node := parents[node]) >= 0:
                    unmet[node] += 1
