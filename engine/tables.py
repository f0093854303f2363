"""A program as flat integer tables: what :mod:`hipexpert.engine.counting` reads.

Every gate of every premise becomes a node that counts how many of its premises are still unmet. A fact that becomes
true counts down the nodes that watch it; a node that reaches zero counts down its parent, or activates its rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from hipexpert.engine.premises import Gate, GroundPremise, leaves
from hipexpert.engine.program import Program
from hipexpert.engine.tallying import Scale, Weights


@dataclass(frozen=True)
class Tables:
    """Integer tables of one program.

    ``facts[i]`` is the name of fact ``i``; ``watchers[i]`` the nodes it counts down; ``needed[n]`` how many premises
    node ``n`` needs; ``parents[n]`` the node above it, or ``-1 - r`` when it is the root of rule ``r``;
    ``concludes[r]`` the facts that rule ``r`` concludes; ``late[r]`` whether it runs after the weighing.
    """

    program: Program
    facts: tuple[str, ...]
    watchers: tuple[tuple[int, ...], ...]
    needed: tuple[int, ...]
    parents: tuple[int, ...]
    concludes: tuple[tuple[int, ...], ...]
    late: tuple[bool, ...]

    @cached_property
    def index(self) -> dict[str, int]:
        """The number of each fact."""
        return {name: number for number, name in enumerate(self.facts)}

    @cached_property
    def scales(self) -> Mapping[str, Scale]:
        """The tallies made ready for weighing, by id."""
        return {tally.id: Scale(tally) for tally in self.program.tallies}

    @cached_property
    def weights(self) -> Weights:
        """The tallies as tables."""
        return Weights(self.program, self.index)

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

    @cached_property
    def concludes_early(self) -> tuple[tuple[int, ...], ...]:
        """What each rule concludes before the weighing: late rules nothing."""
        return tuple(() if late else facts for late, facts in zip(self.late, self.concludes, strict=True))

    @cached_property
    def concludes_nothing(self) -> tuple[tuple[int, ...], ...]:
        """That no rule concludes anything by itself."""
        return ((),) * len(self.concludes)

    @cached_property
    def asked_late(self) -> frozenset[int]:
        """The facts that the premise of a late rule asks for."""
        late = [rule for rule, late in zip(self.program.rules, self.late, strict=True) if late]
        return frozenset(self.index[fact] for rule in late for fact in leaves(rule.premise))

    @cached_property
    def mentions(self) -> tuple[frozenset[int], ...]:
        """The facts that can change the total of each tally: items, exceptions and what blocks it."""
        return tuple(frozenset(map(self.index.__getitem__, tally.mentions())) for tally in self.program.tallies)

    @cached_property
    def touches(self) -> dict[int, tuple[int, ...]]:
        """The tallies that mention a fact; facts that none mentions are left out."""
        found: dict[int, list[int]] = {}
        for tally, facts in enumerate(self.mentions):
            for fact in facts:
                found.setdefault(fact, []).append(tally)
        return {fact: tuple(tallies) for fact, tallies in found.items()}


def tabulate(program: Program) -> Tables:
    """The tables of a program; rules and facts are numbered in the program's fixed order."""
    facts = program.facts
    index = {name: number for number, name in enumerate(facts)}
    watchers: list[list[int]] = [[] for _ in facts]
    needed: list[int] = []
    parents: list[int] = []

    def add_node(premise: GroundPremise, parent: int) -> None:
        node = len(needed)
        parents.append(parent)
        if isinstance(premise, Gate):
            needed.append(premise.count)
            for part in premise.of:
                if isinstance(part, str):
                    watchers[index[part]].append(node)
                else:
                    add_node(part, node)
        else:
            needed.append(1)
            watchers[index[premise]].append(node)

    for number, rule in enumerate(program.rules):
        add_node(rule.premise, -1 - number)
    return Tables(
        program=program,
        facts=facts,
        watchers=tuple(tuple(nodes) for nodes in watchers),
        needed=tuple(needed),
        parents=tuple(parents),
        concludes=tuple(tuple(dict.fromkeys(index[fact] for fact in rule.conclusions)) for rule in program.rules),
        late=tuple(rule.id in program.late_rules for rule in program.rules),
    )
