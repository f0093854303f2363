"""A program as flat integer tables: what :mod:`hipexpert.engine.counting` reads.

Every gate of every premise becomes a node that counts how many of its premises are still unmet. A fact that becomes
true counts down the nodes that watch it; a node that reaches zero counts down its parent, or activates its rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, TypeAlias

from hipexpert.engine.ceilings import Ceilings
from hipexpert.engine.premises import Gate, GroundPremise, leaves
from hipexpert.engine.program import Program
from hipexpert.engine.tallying import Scale, Weights

# A fact by its number, or how many of which parts a gate needs.
NumberedPremise: TypeAlias = "int | tuple[int, tuple[NumberedPremise, ...]]"


class Rising(NamedTuple):
    """An item that could still raise a total: ``place`` is its place in the tally; ``group`` the group in which it may have to be
    stronger than what counts, or -1.
    """

    weight: int
    name: str
    place: int
    fact: int
    group: int
    leading: bool
    unless: tuple[int, ...]


class Towards(NamedTuple):
    """What leads to some facts: what each rule concludes of it, also before the weighing, what late rules ask for, and the tallies
    whose first mark, second mark and so on it is, as sets of lanes.
    """

    concludes: tuple[tuple[int, ...], ...]
    early: tuple[tuple[int, ...], ...]
    asked_late: frozenset[int]
    marks: tuple[int, ...]


@dataclass(frozen=True)
class Tables:
    """Integer tables of one program.

    ``facts[i]`` is the name of fact ``i``; ``watchers[i]`` the nodes it counts down; ``needed[n]`` how many premises
    node ``n`` needs, and ``spare[n]`` how many of them may fail; ``parents[n]`` the node above it, or ``-1 - r`` when it is
    the root of rule ``r``;
    ``concludes[r]`` the facts that rule ``r`` concludes; ``late[r]`` whether it runs after the weighing.
    """

    program: Program
    facts: tuple[str, ...]
    watchers: tuple[tuple[int, ...], ...]
    needed: tuple[int, ...]
    spare: tuple[int, ...]
    parents: tuple[int, ...]
    concludes: tuple[tuple[int, ...], ...]
    late: tuple[bool, ...]

    @property
    def index(self) -> Mapping[str, int]:
        """The number of each fact."""
        return self.program.number

    @cached_property
    def scales(self) -> Mapping[str, Scale]:
        """The tallies made ready for weighing, by id."""
        return self.program.scales

    @cached_property
    def weights(self) -> Weights:
        """The tallies as tables."""
        return self.program.weights

    @cached_property
    def roots(self) -> dict[int, int]:
        """The topmost node of each rule."""
        return {-1 - parent: node for node, parent in enumerate(self.parents) if parent < 0}

    @cached_property
    def leads_on(self) -> tuple[tuple[int, ...], ...]:
        """What each rule concludes and some premise asks for."""
        return tuple(tuple(fact for fact in facts if self.watchers[fact]) for facts in self.concludes)

    @cached_property
    def leads_nowhere(self) -> tuple[tuple[int, ...], ...]:
        """What each rule concludes and no premise asks for: most conclusions, from which nothing follows by rules."""
        return tuple(tuple(fact for fact in facts if not self.watchers[fact]) for facts in self.concludes)

    def towards(self, wanted: frozenset[int] | None) -> "Towards":
        """What leads to these facts, or to any fact; the same again for the same facts."""
        if wanted not in self._towards:
            self._towards[wanted] = self._leading_to(wanted)
        return self._towards[wanted]

    @cached_property
    def _towards(self) -> dict[frozenset[int] | None, "Towards"]:
        return {}

    def _leading_to(self, wanted: frozenset[int] | None) -> "Towards":
        asked = self.asked_by
        leading = set(range(len(self.facts))) if wanted is None else set(wanted | self.weights.facts)
        waiting = [] if wanted is None else list(leading)
        while waiting:
            for rule in self.concluding[waiting.pop()]:
                waiting += asked[rule] - leading
                leading |= asked[rule]
        concludes = tuple(tuple([fact for fact in facts if fact in leading]) for facts in self.concludes)
        early = tuple([() if late else facts for late, facts in zip(self.late, concludes, strict=True)])
        asked_late = frozenset().union(*(facts for facts, late, led in zip(asked, self.late, concludes, strict=True) if late and led))
        return Towards(concludes, early, asked_late, self.weights.steps_towards(leading))

    @cached_property
    def concludes_nothing(self) -> tuple[tuple[int, ...], ...]:
        """That no rule concludes anything by itself."""
        return ((),) * len(self.concludes)

    @property
    def rule_number(self) -> Mapping[str, int]:
        """The number of each rule."""
        return self.program.rule_number

    @cached_property
    def premises(self) -> tuple[NumberedPremise, ...]:
        """The premise of each rule, its facts by number."""
        return tuple(numbered(rule.premise, self.index) for rule in self.program.rules)

    @cached_property
    def asked_by(self) -> tuple[frozenset[int], ...]:
        """The facts that the premise of each rule mentions."""
        return tuple(frozenset(map(self.index.__getitem__, leaves(rule.premise))) for rule in self.program.rules)

    @cached_property
    def plain(self) -> tuple[tuple[str, ...] | None, ...]:
        """The facts of each rule's premise, each once, where it has no gates within gates: of these, those that hold are what it
        rests on. None for another premise.
        """
        return tuple(
            None
            if isinstance(rule.premise, Gate) and any(isinstance(part, Gate) for part in rule.premise.of)
            else tuple(dict.fromkeys(leaves(rule.premise)))
            for rule in self.program.rules
        )

    @cached_property
    def whole(self) -> tuple[tuple[str, ...] | None, ...]:
        """The same of the rules that need all these facts: each rests on every one of them. None for the others."""
        return tuple(
            facts if facts is not None and (isinstance(rule.premise, str) or rule.premise.count == len(rule.premise.of)) else None
            for facts, rule in zip(self.plain, self.program.rules, strict=True)
        )

    @cached_property
    def concluding(self) -> tuple[tuple[int, ...], ...]:
        """The rules that conclude each fact."""
        found: list[list[int]] = [[] for _ in self.facts]
        for rule, facts in enumerate(self.concludes):
            for fact in facts:
                found[fact].append(rule)
        return tuple(map(tuple, found))

    @cached_property
    def marking(self) -> Mapping[int, tuple[tuple[int, int], ...]]:
        """For each fact that a mark concludes the tallies that have such a mark, and the lowest total that reaches it."""
        found: dict[int, dict[int, int]] = {}
        for tally, each in enumerate(self.program.tallies):
            for mark in each.marks:
                by_tally = found.setdefault(self.index[mark.fact], {})
                by_tally[tally] = min(mark.at_least, by_tally.get(tally, mark.at_least))
        return {fact: tuple(by_tally.items()) for fact, by_tally in found.items()}

    def rising(self, tally: int) -> tuple[Rising, ...]:
        """The items that could raise a total, the most first and of equal ones the last by name."""
        if tally not in self._rising:
            groups = self.weights.group_of[tally]
            found = (
                Rising(
                    each.weight,
                    each.fact,
                    place,
                    self.index[each.fact],
                    groups.get(place, -1),
                    each.leading,
                    tuple(map(self.index.__getitem__, each.unless)),
                )
                for place, each in enumerate(self.program.tallies[tally].items)
                if each.weight > 0
            )
            self._rising[tally] = tuple(sorted(found, key=lambda each: (each.weight, each.name, -each.place), reverse=True))
        return self._rising[tally]

    def rising_in(self, tally: int, group: int) -> tuple[Rising, ...]:
        """Those of one group."""
        if group not in self._rising_in:
            self._rising_in[group] = tuple(each for each in self.rising(tally) if each.group == group)
        return self._rising_in[group]

    @cached_property
    def _rising_in(self) -> dict[int, tuple[Rising, ...]]:
        return {}

    @cached_property
    def tally_of_group(self) -> Mapping[int, int]:
        """The tally of each group of items."""
        return {group: tally for tally, groups in enumerate(self.weights.group_of) for group in groups.values()}

    @cached_property
    def _rising(self) -> dict[int, tuple[Rising, ...]]:
        return {}

    @cached_property
    def ceilings(self) -> Ceilings:
        """How high the totals can still get."""
        return self.program.ceilings

    @cached_property
    def ways(self) -> tuple[int, ...]:
        """In how many ways each fact can come to hold: a rule or a mark is one each, and for an input that it is given."""
        found = [int(name in self.program.inputs) for name in self.facts]
        for facts in self.concludes:
            for fact in facts:
                found[fact] += 1
        for tally in self.program.tallies:
            for mark in tally.marks:
                found[self.index[mark.fact]] += 1
        return tuple(found)

    @property
    def asking(self) -> list[set[int]]:
        """The rules whose premises ask for each fact."""
        rule_of: list[int] = []  # of each node; those above it come before it
        for parent in self.parents:
            rule_of.append(-1 - parent if parent < 0 else rule_of[parent])
        return [{rule_of[node] for node in nodes} for nodes in self.watchers]

    @cached_property
    def is_circular(self) -> bool:
        """Whether some fact can be concluded from itself, however indirectly, so that what supports it may be itself alone."""
        concluding = [0] * len(self.facts)
        for facts in self.concludes:
            for fact in facts:
                concluding[fact] += 1
        asking = self.asking
        unmet = [0] * len(self.concludes)
        for rules in asking:
            for rule in rules:
                unmet[rule] += 1
        waiting = [fact for fact, count in enumerate(concluding) if not count]
        reached = len(waiting)
        while waiting:
            for rule in asking[waiting.pop()]:
                unmet[rule] -= 1
                if not unmet[rule]:
                    for fact in self.concludes[rule]:
                        concluding[fact] -= 1
                        if not concluding[fact]:
                            waiting.append(fact)
                            reached += 1
        return reached < len(self.facts)


def numbered(premise: GroundPremise, index: Mapping[str, int]) -> NumberedPremise:
    """A premise with its facts by number. Raises KeyError for a fact that there is not."""
    if isinstance(premise, str):
        return index[premise]
    return premise.count, tuple(numbered(part, index) for part in premise.of)


def tabulate(program: Program) -> Tables:
    """The tables of a program; rules and facts are numbered in the program's fixed order."""
    facts, index = program.facts, program.number
    watchers: list[list[int]] = [[] for _ in facts]
    needed: list[int] = []
    spare: list[int] = []
    parents: list[int] = []

    def add_node(premise: GroundPremise, parent: int) -> None:
        node = len(needed)
        parents.append(parent)
        if isinstance(premise, Gate):
            needed.append(premise.count)
            spare.append(len(premise.of) - premise.count)
            for part in premise.of:
                if isinstance(part, str):
                    watchers[index[part]].append(node)
                else:
                    add_node(part, node)
        else:
            needed.append(1)
            spare.append(0)
            watchers[index[premise]].append(node)

    for number, rule in enumerate(program.rules):
        add_node(rule.premise, -1 - number)
    return Tables(
        program=program,
        facts=facts,
        watchers=tuple(tuple(nodes) for nodes in watchers),
        needed=tuple(needed),
        spare=tuple(spare),
        parents=tuple(parents),
        concludes=tuple(tuple(dict.fromkeys(index[fact] for fact in rule.conclusions)) for rule in program.rules),
        late=tuple(rule.id in program.late_rules for rule in program.rules),
    )
