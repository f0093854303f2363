"""What follows from facts, without a session: the linear closure of Dowling & Gallier (1984) over flat tables.

Weighing takes no part: a mark of a tally is a fact like any other that may be given. Whatever follows here follows in a
session too, because rules never take a conclusion back.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from hipexpert.engine import Program
from hipexpert.engine.tables import Tables, tabulate


@dataclass(frozen=True)
class Consequences:
    """What follows: the true facts by number and the rules that fire by number."""

    tables: Tables
    numbers: frozenset[int]
    fired: frozenset[int]

    @cached_property
    def facts(self) -> frozenset[str]:
        """The true facts by name."""
        names = self.tables.facts
        return frozenset([names[number] for number in self.numbers])

    def holds(self, fact: str) -> bool:
        """Whether a fact follows."""
        return self.tables.index.get(fact, -1) in self.numbers


class Forward:
    """Works out what follows from facts in one program."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.tables = tabulate(program)
        self.rule_number = {rule.id: number for number, rule in enumerate(program.rules)}
        # Most conclusions are asked for by no premise: they follow, and nothing follows from them.
        self._leads_on = [tuple(fact for fact in facts if self.tables.watchers[fact]) for facts in self.tables.concludes]
        self._leads_nowhere = [tuple(fact for fact in facts if not self.tables.watchers[fact]) for facts in self.tables.concludes]

    def from_facts(self, facts: Iterable[str], without: str = "") -> Consequences:
        """What follows from facts; ``without`` names a rule that is left out."""
        index = self.tables.index
        return self.from_numbers([index[fact] for fact in facts if fact in index], self.rule_number.get(without, -1))

    def from_numbers(self, waiting: list[int], without: int = -1) -> Consequences:
        """The same for the numbers of facts and of the rule that is left out."""
        tables = self.tables
        unmet, watchers, parents, leads_on = list(tables.needed), tables.watchers, tables.parents, self._leads_on
        facts: set[int] = set()
        fired: set[int] = set()
        while waiting:
            fact = waiting.pop()
            if fact in facts:
                continue
            facts.add(fact)
            for watcher in watchers[fact]:
                unmet[watcher] -= 1
                node = watcher
                while not unmet[node]:
                    node = parents[node]
                    if node < 0:
                        rule = -1 - node
                        if rule != without:
                            fired.add(rule)
                            waiting.extend(leads_on[rule])
                        break
                    unmet[node] -= 1
        facts.update(*map(self._leads_nowhere.__getitem__, fired))
        return Consequences(tables, frozenset(facts), frozenset(fired))
