"""What follows from given facts and nothing else: no agenda, no trace, no reasons.

For questions that try many sets of answers, where a session's log would be thrown away. Tests hold it against the oracle.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from hipexpert.engine.counting import Counting
from hipexpert.engine.program import Program
from hipexpert.engine.tables import Tables, tabulate
from hipexpert.engine.tallying import Weights

PARTS = 64  # parts of a program that are kept compiled


@dataclass(frozen=True)
class Consequences:
    """The facts that hold, the rules that fire and the totals of the tallies that were taken, by their numbers in ``tables``."""

    tables: Tables
    numbers: frozenset[int]
    fired: frozenset[int]
    totals_by_number: Mapping[int, int] = field(default_factory=dict)

    @cached_property
    def facts(self) -> frozenset[str]:
        """The facts that hold, by name."""
        names = self.tables.facts
        return frozenset([names[number] for number in self.numbers])

    def holds(self, fact: str) -> bool:
        """Whether a fact holds; a name that the program does not know does not."""
        return self.tables.index.get(fact, -1) in self.numbers

    @property
    def totals(self) -> dict[str, int]:
        """The total of each tally that was taken, by tally id."""
        return {self.tables.program.tallies[number].id: total for number, total in self.totals_by_number.items()}


class Closure:
    """A program made ready to be closed over many sets of facts; ``tables`` are those of the program where it has them already."""

    def __init__(self, program: Program, tables: Tables | None = None) -> None:
        self.program = program
        self.tables = tabulate(program) if tables is None else tables
        self._parts: dict[tuple[str, ...], Closure] = {}

    def concluding(self, goals: Iterable[str]) -> "Closure":
        """The closure of the smallest part of the program that gives the goals; the same again for the same goals."""
        names = tuple(goals)
        part = self._parts.get(names)
        if part is None:
            if len(self._parts) >= PARTS:
                self._parts.clear()
            part = self._parts[names] = Closure(part_concluding(self.program, names))
        return part

    def of(self, given: Iterable[str], *, without: str | None = None, weights: Weights | None = None) -> Consequences:
        """What follows from the given facts; names that the program does not mention are passed over.

        ``without`` names a rule that is left out, ``weights`` are others than the program's.
        """
        weights = weights or self.tables.weights
        counting, facts, fired = self._closed(given, without)
        totals = weights.totals(facts)
        fired += self._grow(counting, facts, (mark for tally, total in totals.items() for mark in weights.reached(tally, total)))
        return Consequences(self.tables, frozenset(facts), frozenset(fired), totals)

    def by_rules(self, given: Iterable[str], *, without: str | None = None) -> Consequences:
        """What follows by rules alone, without one of them if wished. Nothing is weighed: a mark is a fact like any other
        that may be given. A session comes to all of it too, because rules never take a conclusion back.
        """
        _, facts, fired = self._closed(given, without)
        return Consequences(self.tables, frozenset(facts), frozenset(fired))

    def _closed(self, given: Iterable[str], without: str | None) -> tuple[Counting, set[int], list[int]]:
        counting, facts, index = Counting(self.tables), set[int](), self.tables.index
        if without is not None:
            counting.silence(self.tables.rule_number[without])
        fired = self._grow(counting, facts, (index[name] for name in given if name in index))
        return counting, facts, fired

    def _grow(self, counting: Counting, facts: set[int], new: Iterable[int]) -> list[int]:
        """Add facts with all that follows by rules; the rules that fire."""
        found, fired = counting.add(new, self.tables.leads_on)
        facts.update(found, *map(self.tables.leads_nowhere.__getitem__, fired))
        return fired


def part_concluding(program: Program, goals: Iterable[str]) -> Program:
    """The smallest part of a program that gives the goals (facts, or ids of tallies) on every input as the whole does."""
    wanted = program.leading_to(goals)
    return Program(
        program.inputs & wanted,
        [rule.concluding_only(wanted) for rule in program.rules if not wanted.isdisjoint(rule.conclusions)],
        [tally for tally in program.tallies if tally.id in wanted or any(mark.fact in wanted for mark in tally.marks)],
    )
