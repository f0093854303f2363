"""The domain-neutral program: ground facts, premises as k-of-n gates, rules and tallies.

A fact is named by a string and is either true or not known to be true: there is no negation, so a program is a set of
monotone threshold formulas over its input facts, followed by one weighing step. What it means is written down in
:mod:`hipexpert.engine.oracle` and on the page ``docs/semantics.md``.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from hipexpert.engine.errors import ProgramError


@dataclass(frozen=True, slots=True)
class Gate:
    """Holds when at least ``count`` of the premises ``of`` hold: 1 is *any*, ``len(of)`` is *all*."""

    count: int
    of: tuple["Premise", ...]


Premise = str | Gate


def all_of(*premises: Premise) -> Gate:
    """The gate that needs every premise."""
    return Gate(len(premises), premises)


def any_of(*premises: Premise) -> Gate:
    """The gate that needs one premise."""
    return Gate(1, premises)


def at_least(count: int, *premises: Premise) -> Gate:
    """The gate that needs ``count`` of the premises."""
    return Gate(count, premises)


def leaves(premise: Premise) -> Iterator[str]:
    """The facts a premise mentions, left to right, repeated where it repeats them."""
    if isinstance(premise, str):
        yield premise
    else:
        for part in premise.of:
            yield from leaves(part)


@dataclass(frozen=True, slots=True)
class Rule:
    """When the premise holds, every conclusion is true. Fires once in a session."""

    id: str
    premise: Premise
    conclusions: tuple[str, ...]

    def concluding_only(self, facts: Container[str]) -> "Rule":
        """The rule without its conclusions that are not among the facts."""
        return replace(self, conclusions=tuple(fact for fact in self.conclusions if fact in facts))


@dataclass(frozen=True, slots=True)
class Item:
    """``weight`` counts in a tally while ``fact`` holds. Of the items of one ``group`` only the strongest counts.

    A tally is taken only while an item that is ``leading`` counts: the others colour a story but do not start one.
    An item does not count while a fact of ``unless`` holds, which is how an exception is written.
    """

    fact: str
    weight: int
    group: str = ""
    leading: bool = True
    unless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """``fact`` is concluded when a tally's total is ``at_least`` this much."""

    fact: str
    at_least: int


@dataclass(frozen=True, slots=True)
class Tally:
    """A sum of weights, taken once when no early rule can fire any more.

    The total is ``base`` plus the strongest item of each group that holds. A mark is concluded when the total reaches
    it, but never while no leading item counts or while ``blocked_by`` holds: then there is nothing to weigh.
    """

    id: str
    base: int
    items: tuple[Item, ...]
    marks: tuple[Mark, ...] = ()
    blocked_by: str = ""

    def mentions(self) -> Iterator[str]:
        """The facts that the total depends on, repeated where it repeats them."""
        for item in self.items:
            yield from (item.fact, *item.unless)
        if self.blocked_by:
            yield self.blocked_by


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
    rules: tuple[Rule, ...]
    tallies: tuple[Tally, ...] = ()
    late_rules: frozenset[str] = field(init=False)
    late_facts: frozenset[str] = field(init=False)

    def __init__(self, inputs: Iterable[str], rules: Iterable[Rule], tallies: Iterable[Tally] = ()) -> None:
        from hipexpert.engine.validation import late_facts_and_rules, program_problems

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
        rules: tuple[Rule, ...],
        tallies: tuple[Tally, ...],
        late_rules: frozenset[str],
        late_facts: frozenset[str],
    ) -> "Program":
        """A program out of the parts of one that was checked before, in its order: nothing is checked again."""
        program = object.__new__(cls)
        parts = {"inputs": inputs, "rules": rules, "tallies": tallies, "late_rules": late_rules, "late_facts": late_facts}
        for name, part in parts.items():
            object.__setattr__(program, name, part)
        return program

    @cached_property
    def facts(self) -> tuple[str, ...]:
        """Every fact of the program in a fixed order: inputs first, then conclusions, each sorted by name."""
        concluded = {fact for rule in self.rules for fact in rule.conclusions}
        concluded |= {mark.fact for tally in self.tallies for mark in tally.marks}
        return (*sorted(self.inputs), *sorted(concluded))

    @cached_property
    def rule_by_id(self) -> Mapping[str, Rule]:
        """The rules by id."""
        return {rule.id: rule for rule in self.rules}

    @cached_property
    def tally_by_id(self) -> Mapping[str, Tally]:
        """The tallies by id."""
        return {tally.id: tally for tally in self.tallies}

    @cached_property
    def tallies_marking(self) -> Mapping[str, tuple[Tally, ...]]:
        """For each fact that a mark concludes the tallies that have such a mark, sorted by id."""
        found: dict[str, list[Tally]] = {}
        for tally in self.tallies:
            for fact in dict.fromkeys(mark.fact for mark in tally.marks):
                found.setdefault(fact, []).append(tally)
        return {fact: tuple(tallies) for fact, tallies in found.items()}

    @cached_property
    def rules_mentioning(self) -> Mapping[str, tuple[Rule, ...]]:
        """For each fact the rules whose premises mention it, sorted by id."""
        found: dict[str, list[Rule]] = {}
        for rule in self.rules:
            for fact in dict.fromkeys(leaves(rule.premise)):
                found.setdefault(fact, []).append(rule)
        return {fact: tuple(rules) for fact, rules in found.items()}

    @cached_property
    def rules_concluding(self) -> Mapping[str, tuple[Rule, ...]]:
        """For each concluded fact the rules that conclude it, sorted by id."""
        found: dict[str, list[Rule]] = {}
        for rule in self.rules:
            for fact in dict.fromkeys(rule.conclusions):
                found.setdefault(fact, []).append(rule)
        return {fact: tuple(rules) for fact, rules in found.items()}
