"""What follows for every runner for whom a premise holds."""

from collections.abc import Callable, Iterable, Iterator
from functools import cached_property

from hipexpert.audit.subject.audited_pack import AuditedPack
from hipexpert.audit.subject.remembered import Remembered
from hipexpert.audit.subject.states import State
from hipexpert.audit.subject.ways import TooManyWaysError, limited, mentioned
from hipexpert.engine import Consequences, GroundPremise, holds, leaves
from hipexpert.knowledge.packs.facts import Fact


class Following:
    """What follows in one pack, over all ways in which a premise can hold."""

    def __init__(self, audited: AuditedPack, remembered: Remembered | None = None) -> None:
        """The pack; whether one premise leads to another may be ``remembered`` of it."""
        self.audited = audited
        self._remembered = remembered
        self._memory: dict[State, Consequences] = {}
        self._always_with: dict[str, Consequences | None] = {}

    def always(self, premise: GroundPremise, without: str = "", about: frozenset[int] = frozenset()) -> Consequences | None:
        """What follows for every runner for whom the premise of a rule holds, leaving out the rule ``without``; None when
        there is no such runner. Facts beside ``about`` are left out when no other rule always fires. Where there are too many
        ways, what rules conclude is not taken back to answers: then less follows.
        """
        ways = self._all_ways(premise)
        numbers: frozenset[int] | None = None
        fired: frozenset[int] = frozenset()
        for state in ways:
            each = self._for_all(self.audited.ways.with_implied_marks(state), without)
            numbers, fired = (each.numbers, each.fired) if numbers is None else (numbers & each.numbers, fired & each.fired)
            if len(fired) <= (not without) and numbers.isdisjoint(about):  # more of them change nothing about that
                return Consequences(self.audited.closure.tables, frozenset(), fired)
        return None if numbers is None else Consequences(self.audited.closure.tables, numbers, fired)

    def always_with(self, rule: str) -> Consequences | None:
        """What follows whenever the premise of an active rule holds; None when that was not decided."""
        if rule not in self._always_with:
            self._always_with[rule] = self.always(self.audited.gates[rule], about=self._overruling)
        return self._always_with[rule]

    def always_overruled(self, rule: str, fact: str) -> bool:
        """Whether a fact that overrules something (``avoid``, ``excluded``) always holds with a rule; false when that was not decided."""
        if self.audited.sample.fires[rule] & ~self.audited.sample.showing(fact):
            return False

        def look() -> bool:
            always = self.always_with(rule)
            return always is not None and always.holds(fact)

        gate = self.audited.gates[rule]
        return self._is_so(("always overruled", gate, fact), (*leaves(gate), fact), look) is True

    def always_fires(self, rule: str, other: str) -> bool:
        """Whether the second rule fires for every runner for whom the first does; false when that was not decided."""
        if self.audited.sample.fires[rule] & ~self.audited.sample.fires[other]:
            return False

        def look() -> bool:
            always = self.always_with(rule)
            return always is not None and self.audited.closure.tables.rule_number[other] in always.fired

        gate, fired = self.audited.gates[rule], self.audited.gates[other]
        return self._is_so(("always fires", gate, fired), (*leaves(gate), *leaves(fired)), look) is True

    def implies(self, premise: GroundPremise, other: GroundPremise, without: str = "") -> bool | None:
        """Whether every runner for whom ``premise`` holds has ``other`` hold too, with the rules but ``without``; None
        when it was not decided.
        """
        if self.audited.sample.parts(premise, other):  # with a rule less, no more follows
            return False

        def look() -> bool | None:
            ways = self.audited.ways.through_chains(premise)
            return self._all_have(ways, lambda facts: holds(other, self._followed(facts, without).facts))

        return self._is_so(("implies", premise, other, without), (*leaves(premise), *leaves(other)), look)

    def _is_so(self, said: object, facts: Iterable[str], look: Callable[[], bool | None]) -> bool | None:
        """Whether something is so that rests on what lies behind some facts alone."""
        return look() if self._remembered is None else self._remembered.is_so(said, facts, look)

    def implies_by_itself(self, premise: GroundPremise, other: GroundPremise) -> bool | None:
        """The same without other rules: what they conclude may hold or not."""
        return self._all_have(self.audited.ways.of_itself(premise), lambda facts: holds(other, facts))

    def _all_have(self, ways: Iterator[State], shows: Callable[[frozenset[str]], bool]) -> bool | None:
        """Whether all runners of these ways show something; None when there are too many ways."""
        try:
            states = map(self.audited.ways.with_implied_marks, list(limited(ways)))
        except TooManyWaysError:
            return None
        return all(shows(facts) for state in states for facts, _ in self.audited.states.runners(state))

    def _for_all(self, state: State, without: str) -> Consequences:
        """What follows for every runner who says no more than a state, whatever their numbers are."""
        shared, ends = self.audited.states.bounds(state)
        least = self._followed(shared, without)
        if not ends:
            return least
        low, high = (self._followed(facts, without) for facts in ends)
        if low.fired & high.fired == least.fired:  # what every number leads to, the lowest and the highest do
            return least
        runners = [self._followed(facts, without) for facts, _ in self.audited.states.runners(state)]
        numbers = frozenset.intersection(*(each.numbers for each in runners))
        return Consequences(self.audited.closure.tables, numbers, frozenset.intersection(*(each.fired for each in runners)))

    def _all_ways(self, premise: GroundPremise) -> list[State]:
        """The ways of a premise, those that differ most first; down to what rules conclude where there are too many."""
        try:
            ways = list(limited(self.audited.ways.through_chains(premise)))
        except TooManyWaysError:
            try:
                ways = list(limited(self.audited.ways.of_itself(premise)))
            except TooManyWaysError:
                return []
        return [*ways[:: len(ways) // 5 + 1], *ways] if len(ways) > 5 else ways

    def _followed(self, facts: State, without: str) -> Consequences:
        """What follows from facts, leaving out a rule: from memory where the rule matters to no other."""
        known = self._memory.get(facts)
        if known is None:
            known = self._memory[facts] = self.audited.closure.by_rules(facts)
        number = self.audited.closure.tables.rule_number.get(without, -1)
        if number not in known.fired:
            return known
        if without in self._feeding:
            return self.audited.closure.by_rules(facts, without=without)
        concludes = self.audited.closure.tables.concludes
        alone = set(concludes[number]).difference(*(concludes[rule] for rule in known.fired if rule != number))
        return Consequences(known.tables, known.numbers - alone, known.fired - {number})

    @cached_property
    def _feeding(self) -> frozenset[str]:
        """The rules with a conclusion that some rule asks for."""
        asked = {fact for rule in self.audited.program.rules for fact in mentioned(rule.premise)}
        return frozenset(rule.id for rule in self.audited.program.rules if not asked.isdisjoint(rule.conclusions))

    @cached_property
    def _overruling(self) -> frozenset[int]:
        index = self.audited.closure.tables.index
        return frozenset(number for fact, number in index.items() if Fact.of(fact).kind in ("avoid", "excluded"))
