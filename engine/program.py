"""The domain-neutral program: ground facts, premises as k-of-n gates, rules and tallies.

A fact is named by a string and is either true or not known to be true: there is no negation, so a program is a set of
monotone threshold formulas over its input facts, followed by one weighing step. What it means is written down in
:mod:`hipexpert.engine.oracle` and on the page ``docs/semantics.md``.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple, TypeVar

from hipexpert.engine.ceilings import Ceilings, KeptCeilings
from hipexpert.engine.errors import ProgramError
from hipexpert.engine.plain_sums import PlainSums
from hipexpert.engine.premises import GroundPremise, leaves
from hipexpert.engine.rules import Item, ProgramRule, Tally
from hipexpert.engine.tallying import KeptWeights, Scale, Weights
from hipexpert.engine.validation import late_facts_and_rules, program_problems

Part = TypeVar("Part", ProgramRule, Tally)


class PremiseNeeds(NamedTuple):
    """A premise: it needs so many of these facts and of these further premises together."""

    least: int
    facts: frozenset[int]
    further: tuple["PremiseNeeds", ...] = ()


def _needs_of(premise: GroundPremise, number: Mapping[str, int]) -> PremiseNeeds:
    if isinstance(premise, str):
        return PremiseNeeds(1, frozenset([number[premise]]))
    facts, further = set[int](), list[PremiseNeeds]()
    for part in premise.of:
        if isinstance(part, str) and number[part] not in facts:
            facts.add(number[part])
        else:  # a fact that is named again counts again
            further.append(_needs_of(part, number))
    return PremiseNeeds(premise.count, frozenset(facts), tuple(further))


def _in_order(tally: Tally) -> Tally:
    return replace(
        tally, items=tuple(sorted(tally.items, key=lambda item: (item.fact, item.weight, item.group, item.leading, item.unless)))
    )


@dataclass(frozen=True)
class Program:
    """Input facts, rules and tallies that fit together; anything else raises :class:`ProgramError` with all problems.

    Rules are *late* when they depend, however indirectly, on a tally's mark; all others are *early*. A tally may only
    weigh facts that are not late (concluded by no late rule, and no mark), so a session runs the early rules, weighs once,
    then runs the late rules.
    Rules and tallies are kept sorted by id, the items of a tally by fact: the order they are written in cannot matter.
    """

    inputs: frozenset[str]
    rules: tuple[ProgramRule, ...]
    tallies: tuple[Tally, ...] = ()
    late_rules: frozenset[str] = field(init=False)
    late_facts: frozenset[str] = field(init=False)

    def __init__(self, inputs: Iterable[str], rules: Iterable[ProgramRule], tallies: Iterable[Tally] = ()) -> None:
        object.__setattr__(self, "inputs", frozenset(inputs))
        object.__setattr__(self, "rules", tuple(sorted(rules, key=lambda rule: rule.id)))
        object.__setattr__(self, "tallies", tuple(map(_in_order, sorted(tallies, key=lambda tally: tally.id))))
        late_facts, late_rules = late_facts_and_rules(self.rules, self.tallies)
        object.__setattr__(self, "late_rules", late_rules)
        object.__setattr__(self, "late_facts", late_facts)
        problems = program_problems(self.inputs, self.rules, self.tallies, late_facts)
        if problems:
            raise ProgramError(problems)

    @classmethod
    def restored(
        cls,
        inputs: frozenset[str],
        rules: tuple[ProgramRule, ...],
        tallies: tuple[Tally, ...],
        late_rules: frozenset[str],
        late_facts: frozenset[str],
        kept: tuple[KeptWeights, KeptCeilings] | None = None,
    ) -> "Program":
        """A program out of the parts of one that was checked before, in its order: nothing is checked again, and nothing of what was
        ``kept`` added up.
        """
        program = object.__new__(cls)
        parts = {"inputs": inputs, "rules": rules, "tallies": tallies, "late_rules": late_rules, "late_facts": late_facts}
        for name, part in parts.items():
            object.__setattr__(program, name, part)
        if kept is not None:
            weights = Weights(tallies, program.number, program.scales, kept[0])
            ceilings = Ceilings(tallies, program.number, program.scales, weights, kept[1])
            program.__dict__.update(weights=weights, ceilings=ceilings)
        return program

    def __reduce__(self) -> tuple[object, ...]:
        """What is pickled are its parts; what was worked out of them is worked out again where it arrives."""
        return Program.restored, (self.inputs, self.rules, self.tallies, self.late_rules, self.late_facts)

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """Every fact of the program in a fixed order: inputs first, then conclusions, each sorted by name."""
        concluded = {fact for rule in self.rules for fact in rule.conclusions}
        concluded |= {mark.fact for tally in self.tallies for mark in tally.marks}
        return (*sorted(self.inputs), *sorted(concluded))

    @cached_property
    def rule_by_id(self) -> Mapping[str, ProgramRule]:
        """The rules by id."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def tally_by_id(self) -> Mapping[str, Tally]:
        """The tallies by id."""
        return {tally.id: tally for tally in self.tallies}

    @cached_property
    def tallies_marking(self) -> Mapping[str, tuple[Tally, ...]]:
        """For each fact that a mark concludes the tallies that have such a mark, sorted by id."""
        return _by_fact((tally, (mark.fact for mark in tally.marks)) for tally in self.tallies)

    @cached_property
    def scales(self) -> Mapping[str, Scale]:
        """The tallies made ready for weighing, by id."""
        return {tally.id: Scale(tally) for tally in self.tallies}

    @cached_property
    def weights(self) -> Weights:
        """The tallies as tables."""
        return Weights(self.tallies, self.number, self.scales)

    @cached_property
    def ceilings(self) -> Ceilings:
        """How high the totals can still get."""
        return Ceilings(self.tallies, self.number, self.scales, self.weights)

    @cached_property
    def weighing(self) -> Mapping[str, tuple[tuple[int, Item], ...]]:
        """For each fact that is weighed its items, each with the number of its tally."""
        found: dict[str, list[tuple[int, Item]]] = {}
        for number, tally in enumerate(self.tallies):
            for item in tally.items:
                found.setdefault(item.fact, []).append((number, item))
        return {fact: tuple(items) for fact, items in found.items()}

    @cached_property
    def plain_sums(self) -> PlainSums:
        """The sums of weights, as the checker adds them up."""
        return PlainSums(self.tallies, {self.number[fact]: items for fact, items in self.weighing.items()})

    @cached_property
    def number(self) -> Mapping[str, int]:
        """The number of each fact: its place among ``facts``."""
        return {name: number for number, name in enumerate(self.facts)}

    @cached_property
    def rule_number(self) -> Mapping[str, int]:
        """The number of each rule."""
        return {rule.id: number for number, rule in enumerate(self.rules)}

    @cached_property
    def blocking(self) -> Mapping[str, tuple[int, ...]]:
        """For each fact that blocks tallies their numbers."""
        found: dict[str, tuple[int, ...]] = {}
        for number, tally in enumerate(self.tallies):
            if tally.blocked_by:
                found[tally.blocked_by] = (*found.get(tally.blocked_by, ()), number)
        return found

    def says(self, rule: int) -> tuple[frozenset[int], PremiseNeeds]:
        """What a rule concludes by number, and what its premise needs, as the checker reads it."""
        found = self.saying.get(rule)
        if found is None:
            said = self.rules[rule]
            concludes = frozenset(map(self.number.__getitem__, said.conclusions))
            found = self.saying[rule] = concludes, _needs_of(said.premise, self.number)
        return found

    @cached_property
    def saying(self) -> dict[int, tuple[frozenset[int], PremiseNeeds]]:
        """The same of the rules that were asked for."""
        return {}

    def leading_to(self, goals: Iterable[str]) -> set[str]:
        """The goals (facts, or ids of tallies) and every fact that they depend on, however indirectly."""
        found: set[str] = set()
        waiting = list(goals)
        while waiting:
            name = waiting.pop()
            if name not in found:
                found.add(name)
                waiting += self._rests_on(name)
        return found

    def _rests_on(self, name: str) -> tuple[str, ...]:
        """The facts that a fact or a tally depends on directly."""
        found = self._resting.get(name)
        if found is None:
            tallies = [self.tally_by_id[name]] if name in self.tally_by_id else []
            tallies += self.tallies_marking.get(name, ())
            facts = [fact for rule in self.rules_concluding.get(name, ()) for fact in leaves(rule.premise)]
            facts += [fact for tally in tallies for fact in tally.mentions()]
            found = self._resting[name] = tuple(dict.fromkeys(facts))
        return found

    @cached_property
    def _resting(self) -> dict[str, tuple[str, ...]]:
        return {}

    @cached_property
    def concluding(self) -> Mapping[str, frozenset[str]]:
        """What each rule concludes, by the rule's id."""
        return {rule.id: frozenset(rule.conclusions) for rule in self.rules}

    @cached_property
    def rules_mentioning(self) -> Mapping[str, tuple[ProgramRule, ...]]:
        """For each fact the rules whose premises mention it, sorted by id."""
        return _by_fact((rule, leaves(rule.premise)) for rule in self.rules)

    @cached_property
    def rules_concluding(self) -> Mapping[str, tuple[ProgramRule, ...]]:
        """For each concluded fact the rules that conclude it, sorted by id."""
        return _by_fact((rule, rule.conclusions) for rule in self.rules)


def _by_fact(named: Iterable[tuple[Part, Iterable[str]]]) -> Mapping[str, tuple[Part, ...]]:
    """For each fact the parts of a program that name it, each once, in their order."""
    found: dict[str, list[Part]] = {}
    for part, facts in named:
        for fact in dict.fromkeys(facts):
            found.setdefault(fact, []).append(part)
    return {fact: tuple(parts) for fact, parts in found.items()}
