"""The ways in which a premise can come to hold: sets of answers, enumerated one by one.

Premises are monotone, so each runner for whom a premise holds says at least everything of one way. What follows from each
way therefore follows from the premise, and a premise without a way never holds: both are exact, over all intakes.
"""

import itertools
from collections.abc import Iterator
from functools import cached_property

from hipexpert.audit.subject.states import State, States
from hipexpert.engine import Closure, Gate, GroundPremise, Program, leaves

NOTHING: State = frozenset()
FIRST_WAYS = 400
MOST_STEPS = 20_000
DEEPEST = 100
"""Through so long a chain of rules a premise is followed; a longer one counts as too many ways."""


class TooManyWaysError(Exception):
    """There are more ways than are looked at, so nothing was decided."""


class WayFinder:
    """Enumerates ways in one program.

    A fact that rules conclude is taken back to what it rests on. What weighing concludes is not: a mark that a tally could
    reach counts as something that may hold or not. A fact is not followed in a circle back to itself, which loses no way.
    """

    def __init__(self, program: Program, states: States) -> None:
        self.program = program
        self.states = states

    @cached_property
    def marks(self) -> frozenset[str]:
        """What weighing concludes."""
        return frozenset(mark.fact for tally in self.program.tallies for mark in tally.marks)

    @cached_property
    def reachable_marks(self) -> frozenset[str]:
        """The marks that a tally could reach if everything that could hold did (an upper bound)."""
        able = Closure(self.program).by_rules(self.states.finding_of.keys() - self.states.space.impossible.keys())
        tables = able.tables
        ruled_out = bytearray(fact not in able.numbers for fact in range(len(tables.facts)))
        return frozenset(map(tables.facts.__getitem__, tables.ceilings.within_reach(ruled_out, tables.weights.nothing)))

    @cached_property
    def leading_on(self) -> frozenset[str]:
        """The concluded facts that neither lead back to themselves nor rest on such: each is taken back in the same ways wherever it
        is met.
        """
        resting: dict[str, set[str]] = {}
        left: dict[str, int] = {}
        for fact, rules in self.program.rules_concluding.items():
            below = {each for rule in rules for each in leaves(rule.premise) if each in self.program.rules_concluding}
            left[fact] = len(below)
            for each in below:
                resting.setdefault(each, set()).add(fact)
        found, waiting = set(), [fact for fact, number in left.items() if not number]
        while waiting:
            fact = waiting.pop()
            found.add(fact)
            for each in resting.get(fact, ()):
                left[each] -= 1
                if not left[each]:
                    waiting.append(each)
        return frozenset(found)

    def with_implied_marks(self, state: State) -> State:
        """A state with the marks that its marks bring along: who is likely is suspected."""
        if not any(fact in self.marks for fact in state):
            return state
        more = {
            mark.fact
            for tally in self.program.tallies
            for reached in tally.marks
            if reached.fact in state
            for mark in tally.marks
            if mark.at_least <= reached.at_least
        }
        return state | more

    def through_chains(self, premise: GroundPremise, within: State = NOTHING) -> Iterator[State]:
        """The ways of a premise down to answers and marks, each with all of the state ``within``."""
        return _Search(self, chains=True).ways(premise, within, frozenset())

    def of_itself(self, premise: GroundPremise) -> Iterator[State]:
        """The ways of a premise taken alone: what rules conclude may hold or not."""
        return _Search(self, chains=False).ways(premise, NOTHING, frozenset())


class _Search:
    """One enumeration, which gives up with :class:`TooManyWaysError` after too many steps."""

    def __init__(self, ways: WayFinder, *, chains: bool) -> None:
        self.states = ways.states
        self.givable = ways.states.finding_of
        self.chains = chains
        self.rules = ways.program.rules_concluding
        self.marks = ways.reachable_marks if chains else frozenset()
        self.leading_on = ways.leading_on if chains else frozenset()
        self.steps = 0
        self._met: dict[tuple[str, State], _Met] = {}

    def ways(self, premise: GroundPremise, state: State, above: frozenset[str]) -> Iterator[State]:
        """The ways of a premise beside a state; ``above`` are the facts that are being followed."""
        self.steps += 1
        if self.steps > MOST_STEPS or len(above) > DEEPEST:
            raise TooManyWaysError
        if isinstance(premise, Gate):
            yield from self._gate(premise, state, above)
        elif premise in state:
            yield state
        elif premise in self.givable:
            extended = self.states.with_fact(state, premise)
            if extended is not None:
                yield extended
        elif not self.chains:
            yield state | {premise}
        elif premise in self.leading_on:
            if (premise, state) not in self._met:
                self._met[premise, state] = _Met(self._taken_back(premise, state, above))
            yield from self._met[premise, state]
        elif premise not in above:
            yield from self._taken_back(premise, state, above)

    def _taken_back(self, fact: str, state: State, above: frozenset[str]) -> Iterator[State]:
        """The ways of a concluded fact beside a state, rule by rule."""
        if fact in self.marks:
            yield state | {fact}
        for rule in self.rules.get(fact, ()):
            yield from self.ways(rule.premise, state, above | {fact})

    def _gate(self, gate: Gate, state: State, above: frozenset[str]) -> Iterator[State]:
        if gate.count == 1:
            # A part that holds already makes the others needless: their ways would only say more.
            if any(isinstance(part, str) and part in state for part in gate.of):
                yield state
                return
            for part in gate.of:
                yield from self.ways(part, state, above)
            return
        for chosen in itertools.combinations(gate.of, gate.count):
            yield from self._all(chosen, state, above)

    def _all(self, parts: tuple[GroundPremise, ...], state: State, above: frozenset[str]) -> Iterator[State]:
        if not parts:
            yield state
            return
        first = min(range(len(parts)), key=lambda number: self._breadth(parts[number]))
        rest = (*parts[:first], *parts[first + 1 :])
        for extended in self.ways(parts[first], state, above):
            yield from self._all(rest, extended, above)

    def _breadth(self, part: GroundPremise) -> int:
        """Answers first: they narrow down the most."""
        return 2 if isinstance(part, Gate) else 0 if part in self.givable else 1


class _Met:
    """The ways of a fact that was met before, each once: looked for when they are first asked for, and then known."""

    def __init__(self, ways: Iterator[State]) -> None:
        self._known: dict[State, None] = {}
        self._further = ways

    def __iter__(self) -> Iterator[State]:
        given = 0
        while True:
            if given == len(self._known):
                new = next((each for each in self._further if each not in self._known), None)
                if new is None:
                    return
                self._known[new] = None
            yield from (known := list(self._known)[given:])
            given += len(known)


def limited(ways: Iterator[State], most: int = FIRST_WAYS) -> Iterator[State]:
    """Each way once. Raises :class:`TooManyWaysError` when there are more than ``most``."""
    seen: set[State] = set()
    for state in ways:
        if state not in seen:
            if len(seen) == most:
                raise TooManyWaysError
            seen.add(state)
            yield state


def mentioned(premise: GroundPremise) -> frozenset[str]:
    """The facts that a premise mentions."""
    return frozenset(leaves(premise))
