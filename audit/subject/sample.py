"""Some runners of a pack, side by side as the bits of whole numbers: who of them shows that something does not always follow.

Premises are monotone, so whoever says just enough for a premise is the one for whom the least follows. For each part of the premise of
each rule there is a runner for whom it holds through that part, and for each answer of such a runner one who leaves it out. What is so
for all runners is so for these; so what is not so for one of them needs no look at all the ways.
"""

from collections.abc import Iterable, Iterator, Mapping

from hipexpert.audit.subject.states import State
from hipexpert.audit.subject.ways import TooManyWaysError, WayFinder
from hipexpert.engine import Gate, GroundPremise, fold, in_at_least, set_of

MOST_OF_A_RULE = 60


class Sample:
    """The runners, and what follows by rules for each; what weighing concludes is given to those whose way asks for it."""

    def __init__(self, gates: Mapping[str, GroundPremise], ways: WayFinder) -> None:
        self.ways = ways
        self.fires: dict[str, int] = {}
        """For each rule the runners for whom it fires, as bits."""
        self._ways: dict[str, State | None] = {}
        self._showing: dict[GroundPremise, int] = {}
        states = dict.fromkeys([frozenset[str]()])
        for gate in gates.values():
            states |= dict.fromkeys(self._around(gate))
        self.every = (1 << len(states)) - 1
        self._bits = self._closed(states)

    def _around(self, gate: GroundPremise) -> Iterator[frozenset[str]]:
        """Those for whom a rule holds through each of its parts, and those who leave one answer out."""
        found = [way for facts in _through_each_part(gate)[:MOST_OF_A_RULE] if (way := self._together(facts)) is not None]
        ways = found or [way for way in (self._way(gate),) if way is not None]
        for way in ways:
            yield self._said(way)
            for fact in way:
                yield self._said(way - {fact})

    def _together(self, facts: Iterable[str]) -> State | None:
        """The first ways of some facts in one state; None when they do not fit."""
        state: State | None = frozenset()
        marks, states = self.ways.marks, self.ways.states
        for fact in facts:
            if fact not in self._ways:
                self._ways[fact] = self._way(fact)
            way = self._ways[fact]
            for said in way or ():
                if state is not None:
                    state = state | {said} if said in marks else states.with_fact(state, said)
            if way is None or state is None:
                return None
        return state

    def _way(self, premise: GroundPremise) -> State | None:
        """The first way of a premise, if there is one."""
        try:
            return next(self.ways.through_chains(premise), None)
        except TooManyWaysError:
            return None

    def _said(self, way: State) -> frozenset[str]:
        """What is true of somebody who says a way and no more, with the lowest numbers that do."""
        return self.ways.states.lowest(self.ways.with_implied_marks(way))

    def _closed(self, states: Iterable[frozenset[str]]) -> Mapping[str, int]:
        """For each fact the runners for whom it holds by rules."""
        given: dict[str, list[int]] = {}
        for number, state in enumerate(states):
            for fact in state:
                given.setdefault(fact, []).append(number)
        bits = {fact: set_of(numbers) for fact, numbers in given.items()}
        rules, mentioning = self.ways.program.rule_by_id, self.ways.program.rules_mentioning
        waiting = dict.fromkeys(rules)
        while waiting:
            name = next(iter(waiting))
            del waiting[name]
            fires = self.fires[name] = self._holding(rules[name].premise, bits)
            for fact in rules[name].conclusions:
                if fires & ~bits.get(fact, 0):
                    bits[fact] = bits.get(fact, 0) | fires
                    waiting |= dict.fromkeys(rule.id for rule in mentioning.get(fact, ()))
        return bits

    def _holding(self, premise: GroundPremise, bits: Mapping[str, int]) -> int:
        return fold(premise, lambda fact: bits.get(fact, 0), lambda count, parts: in_at_least(count, parts, self.every))

    def showing(self, premise: GroundPremise) -> int:
        """Those of them for whom a premise holds, as bits."""
        if premise not in self._showing:
            self._showing[premise] = self._holding(premise, self._bits)
        return self._showing[premise]

    def parts(self, premise: GroundPremise, *others: GroundPremise) -> bool:
        """Whether somebody among them has the one hold and none of the others."""
        left = self.showing(premise)
        for other in others:
            left &= ~self.showing(other)
        return left != 0


def _through_each_part(premise: GroundPremise) -> list[frozenset[str]]:
    """Facts by which a premise holds, the first of each gate first; then, for each part in turn, some that hold through it."""
    if not isinstance(premise, Gate):
        return [frozenset({premise})]
    parts = [_through_each_part(part) for part in premise.of]
    if not 0 < premise.count <= len(parts):
        return []
    found: dict[frozenset[str], None] = {}
    for number, ways in enumerate(parts):
        others = [other for other in range(len(parts)) if other != number][: premise.count - 1]
        beside = frozenset().union(*(parts[other][0] for other in others))
        found |= dict.fromkeys(way | beside for way in ways)
    return list(found)
