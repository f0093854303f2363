"""What a check looks at: a pack, its program, and everything about them that several checks need, worked out once."""

import datetime
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from hipexpert.audit.subject.states import State, States
from hipexpert.audit.subject.ways import TooManyWaysError, Ways, limited, mentioned
from hipexpert.engine import Closure, Consequences, Premise, Program, holds
from hipexpert.graphs.explained import ExplainingEngine
from hipexpert.graphs.rule_graph.connections import Connections
from hipexpert.knowledge import Pack
from hipexpert.knowledge.packs.answer_space import Chosen
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.pack import Concludes, Rule, Supports
from hipexpert.knowledge.packs.premises import Established, Several, leaves, to_gate
from hipexpert.knowledge.packs.premises import Premise as WrittenPremise

if TYPE_CHECKING:
    from hipexpert.audit.proving.questions import Prover
    from hipexpert.audit.proving.theorem import Theorem
    from hipexpert.audit.proving.verdict import Verdict

COVERED = "all intakes were covered"
MARKS_TRIED = 60
WAYS_TRIED = 40


class Subject:
    """A pack under audit. What it works out is kept; it is never changed."""

    def __init__(self, pack: Pack, as_of: datetime.date, *, prove: bool = False, engine: ExplainingEngine | None = None) -> None:
        self.pack = pack
        self.as_of = as_of
        self.prove = prove
        self._engine = engine

    # --- the program ----------------------------------------------------------------------------------------------

    @cached_property
    def engine(self) -> ExplainingEngine:
        """An engine of the pack."""
        return self._engine or ExplainingEngine(self.pack)

    @cached_property
    def program(self) -> Program:
        """The program of the pack."""
        return self.engine.compiled.program

    @cached_property
    def closure(self) -> Closure:
        """What follows from facts."""
        return Closure(self.program)

    @cached_property
    def states(self) -> States:
        """What runners can say together."""
        return States(self.engine.key.space)

    @cached_property
    def ways(self) -> Ways:
        """The ways in which premises hold."""
        return Ways(self.program, self.states)

    @cached_property
    def connections(self) -> Connections:
        """What hangs together in the program."""
        return Connections(self.program)

    @cached_property
    def gates(self) -> Mapping[str, Premise]:
        """The premise of each active rule, as gates."""
        return {rule.id: to_gate(rule.premise) for rule in self.pack.active_rules}

    @cached_property
    def answer_constraints(self) -> frozenset[str]:
        """The contradictions that rest on answers alone: who gives such answers is not a possible runner."""
        return frozenset(
            Fact("contradiction", each.id).name
            for each in self.pack.constraints
            if not any(isinstance(leaf, Established) for leaf in leaves(each.never))
        )

    def premises(self) -> Iterator[tuple[str, str, WrittenPremise]]:
        """Every premise that is in force, with the kind and the id of the entry it belongs to."""
        yield from (("rules", rule.id, rule.premise) for rule in self.pack.active_rules)
        yield from (("constraints", each.id, each.never) for each in self.pack.constraints)
        yield from (("findings", name, premise) for name, premise in self.pack.unsafe.items())

    @cached_property
    def used_facts(self) -> frozenset[str]:
        """Every fact that a premise or an exception of evidence mentions."""
        asked = {fact for rule in self.program.rules for fact in mentioned(rule.premise)}
        return frozenset(asked | {fact for tally in self.program.tallies for item in tally.items for fact in item.unless})

    # --- reachability ---------------------------------------------------------------------------------------------

    def consistent(self, facts: Consequences) -> bool:
        """Whether no constraint on answers is violated."""
        return not any(facts.holds(contradiction) for contradiction in self.answer_constraints)

    def possible_runners(self, ways: Iterator[State]) -> Iterator[tuple[State, Chosen]]:
        """The ways, each with numbers, of runners whose answers no constraint rules out."""
        for state in limited(ways):
            for facts, numbers in self.states.runners(state):
                if self.consistent(self.closure.by_rules(facts)):
                    yield state, numbers
                    break

    @cached_property
    def unreachable_rules(self) -> Mapping[str, bool]:
        """The active rules that no possible answers fire; true where that is only so because of constraints."""
        found = {}
        for rule in self.pack.active_rules:
            reachable = self._reachable(rule.id)
            if reachable is False:
                found[rule.id] = self._reachable(rule.id, constrained=False) is True
        return found

    def _reachable(self, rule: str, *, constrained: bool = True) -> bool | None:
        """Whether some answers fire a rule; None when it was not decided."""
        gate = self.gates[rule]
        ways = self.ways.through_chains(gate)
        try:
            state = next((each for each, _ in self.possible_runners(ways)) if constrained else limited(ways), None)
        except TooManyWaysError:
            return self._asked(self.prover.rule_reachable(rule, consistent=constrained)) if self.prover is not None else None
        if state is None or state.isdisjoint(self.ways.marks):
            return state is not None
        # What weighing must conclude first: shown by a runner, or left to the solver.
        if self.prover is None or self.runner(gate) is not None:
            return True
        return self._asked(self.prover.rule_reachable(rule, consistent=constrained))

    def attainable(self, fact: str) -> bool:
        """Whether a fact that weighing concludes can come to hold; true when that was not decided."""
        if fact not in self.ways.reachable_marks:
            return False
        if self.prover is None or self.runner(fact) is not None:
            return True
        return self._asked(self.prover.conclusion_reachable(fact)) is not False

    @staticmethod
    def _asked(verdict: "Verdict") -> bool | None:
        return verdict.answer

    @cached_property
    def prover(self) -> "Prover | None":
        """What proves statements about all runners; None without proofs."""
        if not self.prove:
            return None
        from hipexpert.audit.proving.questions import Prover

        return Prover(self.pack)

    @cached_property
    def theorems(self) -> "tuple[Theorem, ...]":
        """The safety theorems and the pack's claims, decided; empty without proofs."""
        if self.prover is None:
            return ()
        from hipexpert.audit.proving.theorems import prove_theorems

        return prove_theorems(self.prover)

    @cached_property
    def concluded(self) -> frozenset[str]:
        """Every fact that a rule that can fire concludes, and every mark that a tally could reach."""
        rules = self.program.rules
        by_rules = {fact for rule in rules if rule.id not in self.unreachable_rules for fact in rule.conclusions}
        return frozenset(by_rules | {fact for fact in self.ways.reachable_marks if fact not in by_rules and self.attainable(fact)})

    # --- implication ----------------------------------------------------------------------------------------------

    def always(self, premise: Premise, without: str = "", about: frozenset[int] = frozenset()) -> Consequences | None:
        """What follows for every runner for whom the premise of a rule holds, leaving out the rule ``without``; None when
        there is no such runner. Facts beside ``about`` are left out when no other rule always fires. Where there are too many
        ways, what rules conclude is not taken back to answers: then less follows.
        """
        ways = self._all_ways(premise)
        numbers: frozenset[int] | None = None
        fired: frozenset[int] = frozenset()
        for state in ways:
            each = self._for_all(self.with_implied_marks(state), without)
            numbers, fired = (each.numbers, each.fired) if numbers is None else (numbers & each.numbers, fired & each.fired)
            if len(fired) <= (not without) and numbers.isdisjoint(about):  # more of them change nothing about that
                return Consequences(self.closure.tables, frozenset(), fired)
        return None if numbers is None else Consequences(self.closure.tables, numbers, fired)

    def _for_all(self, state: State, without: str) -> Consequences:
        """What follows for every runner who says no more than a state, whatever their numbers are."""
        shared, ends = self.states.bounds(state)
        least = self._followed(shared, without)
        if not ends:
            return least
        low, high = (self._followed(facts, without) for facts in ends)
        if low.fired & high.fired == least.fired:  # what every number leads to, the lowest and the highest do
            return least
        runners = [self._followed(facts, without) for facts, _ in self.states.runners(state)]
        numbers = frozenset.intersection(*(each.numbers for each in runners))
        return Consequences(self.closure.tables, numbers, frozenset.intersection(*(each.fired for each in runners)))

    def _all_ways(self, premise: Premise) -> list[State]:
        """The ways of a premise, those that differ most first; down to what rules conclude where there are too many."""
        try:
            ways = list(limited(self.ways.through_chains(premise)))
        except TooManyWaysError:
            try:
                ways = list(limited(self.ways.of_itself(premise)))
            except TooManyWaysError:
                return []
        return [*ways[:: len(ways) // 5 + 1], *ways] if len(ways) > 5 else ways

    def _followed(self, facts: State, without: str) -> Consequences:
        """What follows from facts, leaving out a rule: from memory where the rule matters to no other."""
        known = self._memory.get(facts)
        if known is None:
            known = self._memory[facts] = self.closure.by_rules(facts)
        number = self.closure.rule_number.get(without, -1)
        if number not in known.fired:
            return known
        if without in self._feeding:
            return self.closure.by_rules(facts, without=without)
        concludes = self.closure.tables.concludes
        alone = set(concludes[number]).difference(*(concludes[rule] for rule in known.fired if rule != number))
        return Consequences(known.tables, known.numbers - alone, known.fired - {number})

    @cached_property
    def _memory(self) -> dict[State, Consequences]:
        return {}

    @cached_property
    def _feeding(self) -> frozenset[str]:
        """The rules with a conclusion that some rule asks for."""
        asked = {fact for rule in self.program.rules for fact in mentioned(rule.premise)}
        return frozenset(rule.id for rule in self.program.rules if not asked.isdisjoint(rule.conclusions))

    def always_with(self, rule: str) -> Consequences | None:
        """What follows whenever the premise of an active rule holds; None when that was not decided."""
        if rule not in self._always_with:
            self._always_with[rule] = self.always(self.gates[rule], about=self._overruling)
        return self._always_with[rule]

    @cached_property
    def _always_with(self) -> dict[str, Consequences | None]:
        return {}

    @cached_property
    def _overruling(self) -> frozenset[int]:
        index = self.closure.tables.index
        return frozenset(number for fact, number in index.items() if Fact.of(fact).kind in ("avoid", "excluded"))

    def implies(self, premise: Premise, other: Premise, without: str = "") -> bool | None:
        """Whether every runner for whom ``premise`` holds has ``other`` hold too, with the rules but ``without``; None
        when it was not decided.
        """
        try:
            for state in limited(self.ways.through_chains(premise)):
                for facts, _ in self.states.runners(self.with_implied_marks(state)):
                    if not holds(other, self._followed(facts, without).facts):
                        return False
        except TooManyWaysError:
            return None
        return True

    def implies_by_itself(self, premise: Premise, other: Premise) -> bool:
        """The same without other rules: what they conclude may hold or not. False when it was not decided."""
        try:
            return all(
                holds(other, facts)
                for state in limited(self.ways.of_itself(premise))
                for facts, _ in self.states.runners(self.with_implied_marks(state))
            )
        except TooManyWaysError:
            return False

    def with_implied_marks(self, state: State) -> State:
        """A state with the marks that its marks bring along: who is likely is suspected."""
        if not any(fact in self.ways.marks for fact in state):
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

    # --- witnesses ------------------------------------------------------------------------------------------------

    def runner(self, premise: Premise, also: State = frozenset()) -> dict[str, object] | None:
        """Answers of a possible runner for whom a premise holds, seen to hold in a session; None when none was found."""
        try:
            for number, (state, numbers) in enumerate(self.possible_runners(self.ways.through_chains(premise, also))):
                if number == WAYS_TRIED:
                    break
                for answers in self._reaching_marks(state, self.states.answers(state, numbers)):
                    facts = self.facts(answers)
                    if holds(premise, facts) and self.answer_constraints.isdisjoint(facts):
                        return answers
        except TooManyWaysError:
            pass
        return None

    def facts(self, answers: Mapping[str, object]) -> frozenset[str]:
        """Every fact that holds in a session with these answers."""
        true, _ = self.engine.key.facts(self.engine.read(answers))
        return self.engine.compiled.run(true).facts

    def _reaching_marks(self, state: State, answers: dict[str, object]) -> Iterator[dict[str, object]]:
        """The answers; when the state has marks, with the strongest evidence for their conditions added."""
        wanted = sorted(Fact.of(fact).id for fact in state if fact in self.ways.marks)
        if not wanted:
            yield answers
            return
        grown = state - self.ways.marks
        for condition in wanted:
            evidence = sorted(self.pack.evidence.get(condition, ()), key=lambda each: (-each[1].weight, each[0].id))
            for rule, item in evidence[:MARKS_TRIED]:
                if item.weight <= 0:
                    break
                try:
                    found = next(self.possible_runners(self.ways.through_chains(self.gates[rule.id], grown)), None)
                except TooManyWaysError:
                    found = None
                if found is not None and not any(fact in self.ways.marks for fact in found[0]):
                    grown, numbers = found
                    yield self.states.answers(grown, numbers)

    def leads(self, rule: str, condition: str) -> bool:
        """Whether the evidence of a rule can bring a condition up by itself."""
        return (rule, condition) in self._leading

    @cached_property
    def _leading(self) -> frozenset[tuple[str, str]]:
        items = [item for tally in self.program.tallies for item in tally.items if item.leading]
        return frozenset(Fact.of(item.fact).weighs for item in items)

    # --- the rules of the pack --------------------------------------------------------------------------------------

    def concluding(self, kind: str) -> Iterator[tuple[Rule, str]]:
        """Each active rule with each conclusion of a kind that it has."""
        for rule in self.pack.active_rules:
            for conclusion in rule.conclusions:
                if isinstance(conclusion, Concludes) and conclusion.kind == kind:
                    yield rule, conclusion.id

    def evidence(self) -> Iterator[tuple[Rule, Supports]]:
        """Each active rule with each piece of evidence that it gives."""
        for rule in self.pack.active_rules:
            for conclusion in rule.conclusions:
                if isinstance(conclusion, Supports):
                    yield rule, conclusion

    def says(self, premise: WrittenPremise) -> str:
        """A premise in words, as short as it was written."""
        if isinstance(premise, Several):
            word = " and " if premise.count == len(premise.of) else " or "
            parts = [f"({self.says(part)})" if isinstance(part, Several) else self.says(part) for part in premise.of]
            return word.join(parts) if premise.count in (1, len(parts)) else f"at least {premise.count} of {', '.join(parts)}"
        from hipexpert.knowledge.packs.premises import fact_of

        return fact_of(premise)
