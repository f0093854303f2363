"""The three-valued status of every fact, premise and rule: holds, contradicted, or open.

Early facts and rules: *holds* when true however the open inputs turn out, *contradicted* when false however they turn
out, *open* otherwise; for monotone formulas over independent inputs this is exact (Kleene's strong logic and
supervaluation agree). What depends on a tally is bounded: it is open whenever the tally's highest possible total
reaches the mark, so a conclusion that is still possible is never called contradicted.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from itertools import compress

from hipexpert.engine.counting import Counting
from hipexpert.engine.errors import Problem, UnknownFactError
from hipexpert.engine.premises import GroundPremise, fold
from hipexpert.engine.program import Program
from hipexpert.engine.ruling_out import Never, RulingOut
from hipexpert.engine.session import Run

_TURNED = bytes([1]) + bytes(255)  # what was nought is one


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

    Of the denied inputs those that are denied of everybody may come with what follows from that (``never``). Who asks about early facts
    and rules alone spares how high the totals can still get: with ``early`` of the others nothing is ruled out by weighing.
    """

    run: Run
    denied: frozenset[str]
    never: Never | None = field(default=None, compare=False)
    early: bool = False

    def __init__(self, run: Run, denied: Iterable[str], never: Never | None = None, *, early: bool = False) -> None:
        object.__setattr__(self, "run", run)
        object.__setattr__(self, "early", early)
        object.__setattr__(self, "never", never if never and never.inputs.isdisjoint(run.given) else None)
        object.__setattr__(self, "denied", frozenset(denied))
        unknown = sorted(self.denied - run.program.inputs)
        if unknown:
            raise UnknownFactError(Problem("unknown-fact", f"`{name}` is not an input of the program", name) for name in unknown)

    @property
    def program(self) -> Program:
        """The program the outlook is about."""
        return self.run.program

    @cached_property
    def ruled_out(self) -> RulingOut:
        """The facts and rules that can no longer come to hold, by number: what is denied, and all that follows from that."""
        tables, held = self.run.compiled.tables, self.run.numbers
        if tables.is_circular:
            return self._counted_up()
        index, denied, never = tables.index, self.denied, self.never
        found = RulingOut(tables) if never is None else never.ruled_out.copy()
        if never is not None:
            denied = denied - never.inputs
        found.lose([number for name in denied if (number := index[name]) not in held])
        if not self.early:
            lowered = tables.ceilings.lowered(found.new, found.facts, None if never is None else never.lowered)
            found.lose(tables.ceilings.out_of_reach(lowered, found.facts, self.run.balance))
        return found

    def _counted_up(self) -> RulingOut:
        """The same where facts can support themselves in a circle: what cannot be counted up from the open inputs."""
        tables, found = self.run.compiled.tables, RulingOut(self.run.compiled.tables)
        counting = Counting(tables)
        open_inputs = [tables.index[name] for name in self.program.inputs - self.denied]
        _, rules = counting.add([*self.run.numbers, *open_inputs], tables.concludes)
        found.facts = bytearray(fact not in counting for fact in range(len(tables.facts)))
        _, late = counting.add(tables.ceilings.within_reach(found.facts, self.run.balance), tables.concludes)
        found.facts = bytearray(fact not in counting for fact in range(len(tables.facts)))
        found.rules = bytearray(b"\1") * len(tables.concludes)
        for rule in (*rules, *late):
            found.rules[rule] = 0
        return found

    @cached_property
    def possible(self) -> frozenset[str]:
        """Every fact that holds or can still come to hold."""
        return frozenset(compress(self.run.compiled.tables.facts, self.ruled_out.facts.translate(_TURNED)))

    @property
    def open(self) -> bytearray:
        """Of each fact by its number whether it does not hold and can still come to hold."""
        found = self.ruled_out.facts.translate(_TURNED)
        for fact in self.run.numbers:
            found[fact] = 0
        return found

    def of(self, fact: int) -> Status:
        """The status of a fact by its number."""
        return Status.CONTRADICTED if self.ruled_out.facts[fact] else Status.HOLDS if fact in self.run.numbers else Status.OPEN

    def fact(self, name: str) -> Status:
        """The status of a fact. Raises KeyError for a name that the program does not know."""
        return self.of(self.run.compiled.tables.index[name])

    def premise(self, premise: GroundPremise) -> Status:
        """The status of a premise."""
        return fold(premise, self.fact, status_of_gate)

    def rule(self, rule_id: str) -> Status:
        """The status of a rule's premise. Raises KeyError for an unknown rule."""
        number = self.run.compiled.tables.rule_number[rule_id]
        if number in self.run.fired:
            return Status.HOLDS
        return Status.CONTRADICTED if self.ruled_out.rules[number] else Status.OPEN

    @cached_property
    def rules(self) -> Mapping[str, Status]:
        """The status of every rule, by id."""
        return {rule.id: self.rule(rule.id) for rule in self.program.rules}
