"""The three-valued status of every fact, premise and rule: holds, contradicted, or open.

Early facts and rules: *holds* when true however the open inputs turn out, *contradicted* when false however they turn
out, *open* otherwise; for monotone formulas over independent inputs this is exact (Kleene's strong logic and
supervaluation agree). What depends on a tally is bounded: it is open whenever the tally's highest possible total
reaches the mark, so a conclusion that is still possible is never called contradicted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property

from hipexpert.engine.counting import Counting
from hipexpert.engine.errors import Problem, UnknownFactError
from hipexpert.engine.premises import GroundPremise, fold
from hipexpert.engine.program import Program
from hipexpert.engine.session import Run


class Status(Enum):
    """What is known of a fact, premise or rule."""

    HOLDS = "holds"
    CONTRADICTED = "contradicted"
    OPEN = "open"


def status_of_gate(count: int, parts: Sequence[Status]) -> Status:
    """The status of a gate that needs ``count`` of its parts, from the status of each."""
    if parts.count(Status.HOLDS) >= count:
        return Status.HOLDS
    return Status.OPEN if len(parts) - parts.count(Status.CONTRADICTED) >= count else Status.CONTRADICTED


@dataclass(frozen=True)
class Outlook:
    """What holds, and what can still come to hold, after a session in which the inputs ``denied`` are known to be
    false. Inputs neither given nor denied are open; an input both given and denied counts as given.
    """

    run: Run
    denied: frozenset[str]

    def __init__(self, run: Run, denied: Iterable[str]) -> None:
        object.__setattr__(self, "run", run)
        object.__setattr__(self, "denied", frozenset(denied))
        unknown = sorted(self.denied - run.program.inputs)
        if unknown:
            raise UnknownFactError(Problem("unknown-fact", f"`{name}` is not an input of the program", name) for name in unknown)

    @property
    def program(self) -> Program:
        """The program the outlook is about."""
        return self.run.program

    @cached_property
    def possible(self) -> frozenset[str]:
        """Every fact that holds or can still come to hold."""
        tables = self.run.compiled.tables
        counting, names = Counting(tables), tables.facts
        open_inputs = [tables.index[name] for name in self.program.inputs - self.denied]
        able, _ = counting.add([*self.run.numbers, *open_inputs], tables.concludes)
        facts = frozenset(map(names.__getitem__, able))
        is_possible = facts.__contains__
        marks: list[int] = []
        for scale in tables.scales.values():
            highest = scale.highest(self.run.facts.__contains__, is_possible)
            if highest is not None:
                marks += [tables.index[mark.fact] for mark in scale.tally.marks if highest >= mark.at_least]
        late, _ = counting.add(marks, tables.concludes)
        return facts.union(map(names.__getitem__, late))

    def fact(self, name: str) -> Status:
        """The status of a fact. Raises KeyError for a name that the program does not know."""
        return self.facts[name]

    @cached_property
    def facts(self) -> Mapping[str, Status]:
        """The status of every fact, by name."""
        found = dict.fromkeys(self.run.compiled.tables.facts, Status.CONTRADICTED)
        found.update(dict.fromkeys(self.possible, Status.OPEN))
        found.update(dict.fromkeys(self.run.facts, Status.HOLDS))
        return found

    def premise(self, premise: GroundPremise) -> Status:
        """The status of a premise."""
        return fold(premise, self.facts.__getitem__, status_of_gate)

    def rule(self, rule_id: str) -> Status:
        """The status of a rule's premise. Raises KeyError for an unknown rule."""
        return self.premise(self.program.rule_by_id[rule_id].premise)

    @cached_property
    def rules(self) -> Mapping[str, Status]:
        """The status of every rule, by id."""
        return {rule.id: self.premise(rule.premise) for rule in self.program.rules}
