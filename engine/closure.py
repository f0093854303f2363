"""What follows from given facts and nothing else: no agenda, no trace, no reasons.

For questions that try many sets of answers, where a session's log would be thrown away. Tests hold it against the oracle.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from hipexpert.engine.program import Program, leaves
from hipexpert.engine.tables import Tables, tabulate
from hipexpert.engine.tallying import Weights


@dataclass(frozen=True, slots=True)
class Consequences:
    """The facts that hold and the totals of the tallies that were taken, by their numbers in ``tables``."""

    tables: Tables
    numbers: frozenset[int]
    totals_by_number: dict[int, int]

    def holds(self, fact: str) -> bool:
        """Whether a fact holds; a name that the program does not know does not."""
        return self.tables.index.get(fact, -1) in self.numbers

    @property
    def totals(self) -> dict[str, int]:
        """The total of each tally that was taken, by tally id."""
        return {self.tables.program.tallies[number].id: total for number, total in self.totals_by_number.items()}


class Closure:
    """A program made ready to be closed over many sets of facts."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.tables = tabulate(program)
        self.weights = Weights(program, self.tables.index)

    def of(self, given: Iterable[str]) -> Consequences:
        """What follows from the given facts; names that the program does not mention are passed over."""
        index = self.tables.index
        unmet = list(self.tables.needed)
        facts: set[int] = set()
        spread(self.tables, [index[name] for name in given if name in index], facts, unmet)
        totals = self.weights.totals(facts)
        marks = [mark for tally, total in totals.items() for mark in self.weights.reached(tally, total)]
        spread(self.tables, marks, facts, unmet)
        return Consequences(self.tables, frozenset(facts), totals)


def spread(tables: Tables, waiting: list[int], facts: set[int], unmet: list[int]) -> None:
    """Linear closure (Dowling & Gallier 1984): empty ``waiting`` into ``facts``, counting gates down in ``unmet``."""
    while waiting:
        fact = waiting.pop()
        if fact in facts:
            continue
        facts.add(fact)
        for watcher in tables.watchers[fact]:
            node = watcher
            while node >= 0:
                unmet[node] -= 1
                if unmet[node] != 0:
                    break
                node = tables.parents[node]
            else:
                waiting.extend(tables.concludes[-1 - node])


def part_concluding(program: Program, goals: Iterable[str]) -> Program:
    """The smallest part of a program that gives the goals (facts, or ids of tallies) on every input as the whole does."""
    wanted: set[str] = set()
    rules: set[str] = set()
    tallies: set[str] = set()
    waiting = list(goals)
    while waiting:
        name = waiting.pop()
        if name in wanted:
            continue
        wanted.add(name)
        for rule in program.rules_concluding.get(name, ()):
            rules.add(rule.id)
            waiting.extend(leaves(rule.premise))
        asked = [program.tally_by_id[name]] if name in program.tally_by_id else []
        for tally in (*asked, *program.tallies_marking.get(name, ())):
            tallies.add(tally.id)
            waiting.extend(tally.mentions())
    return Program(
        program.inputs & wanted,
        [rule.concluding_only(wanted) for rule in program.rules if rule.id in rules],
        [tally for tally in program.tallies if tally.id in tallies],
    )
