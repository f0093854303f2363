"""What can no longer come to hold, once facts are known to be false: the counterpart of :mod:`hipexpert.engine.counting`.

Each gate counts how many of its premises may still fail, each fact in how many ways it can still be concluded. A fact that is ruled
out counts down the gates that watch it, a rule that is ruled out the facts that it concludes. This takes time linear in what is
touched, and is exact unless facts can support themselves in a circle, which never counts down to nought.
"""

from collections.abc import Iterable
from functools import cached_property

from hipexpert.engine.ceilings import Lowered
from hipexpert.engine.tables import Tables


class RulingOut:
    """The facts and rules of one program that are ruled out, a byte for each, and the facts that are ``new`` among them since this was
    made or copied. Not to be shared between threads.
    """

    __slots__ = ("_spare", "_tables", "_ways", "facts", "new", "rules")

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._spare = list(tables.spare)
        self._ways = list(tables.ways)
        self.new: list[int] = []
        self.facts = bytearray(len(tables.facts))
        self.rules = bytearray(len(tables.concludes))

    def copy(self) -> "RulingOut":
        """The same state, from which more can be ruled out."""
        found = object.__new__(RulingOut)
        found._tables, found._spare, found._ways = self._tables, self._spare.copy(), self._ways.copy()
        found.facts, found.rules, found.new = self.facts.copy(), self.rules.copy(), []
        return found

    def lose(self, facts: Iterable[int]) -> None:
        """Take from each fact one of the ways in which it can come to hold; with the last it is ruled out."""
        watchers, parents, concludes = self._tables.watchers, self._tables.parents, self._tables.concludes
        spare, ways, out, rules, new = self._spare, self._ways, self.facts, self.rules, self.new
        waiting = list(facts)
        while waiting:
            fact = waiting.pop()
            ways[fact] -= 1
            if ways[fact]:
                continue
            out[fact] = 1
            new.append(fact)
            for watcher in watchers[fact]:
                node = watcher
                spare[node] -= 1
                while spare[node] == -1:
                    node = parents[node]
                    if node < 0:
                        rules[-1 - node] = 1
                        waiting += concludes[-1 - node]
                        break
                    spare[node] -= 1


class Never:
    """Inputs that can hold of nobody, and what is ruled out by that, worked out once. Threads may share it."""

    def __init__(self, tables: Tables, inputs: frozenset[str]) -> None:
        self.inputs = inputs
        self._tables = tables

    @cached_property
    def ruled_out(self) -> RulingOut:
        """What these inputs rule out, to be copied."""
        found = RulingOut(self._tables)
        found.lose(map(self._tables.index.__getitem__, self.inputs))
        return found

    @cached_property
    def lowered(self) -> Lowered:
        """What that leaves of the totals."""
        return self._tables.ceilings.lowered(self.ruled_out.new, self.ruled_out.facts)
