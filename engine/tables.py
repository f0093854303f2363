"""A program as flat integer tables: what the counting matcher reads (Dowling & Gallier 1984, linear-time Horn closure).

Every gate of every premise becomes a node that counts how many of its premises are still unmet. A fact that becomes
true counts down the nodes that watch it; a node that reaches zero counts down its parent, or activates its rule.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from hipexpert.engine.program import Gate, Premise, Program
from hipexpert.engine.tallying import Scale


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
    def scales(self) -> tuple[Scale, ...]:
        """The tallies made ready for weighing, in the order of the program."""
        return tuple(map(Scale, self.program.tallies))

    @cached_property
    def late_nodes(self) -> tuple[bool, ...]:
        """For each node whether it belongs to a late rule."""
        found: list[bool] = []
        for parent in self.parents:  # a node's parent stands before it
            found.append(found[parent] if parent >= 0 else self.late[-1 - parent])
        return tuple(found)

    @cached_property
    def weighed(self) -> tuple[tuple["Weighed", ...], ...]:
        """What each tally weighs."""
        return tuple(tuple(self._weighed(scale)) for scale in self.scales)

    def _weighed(self, scale: Scale) -> Iterator["Weighed"]:
        for group, items in enumerate(scale.groups):
            for item in items:
                yield Weighed(self.index[item.fact], group, item.weight, item.leading, tuple(self.index[fact] for fact in item.unless))

    @cached_property
    def blockers(self) -> tuple[int | None, ...]:
        """What each tally is blocked by."""
        return tuple(self.index[tally.blocked_by] if tally.blocked_by else None for tally in self.program.tallies)

    @cached_property
    def touches(self) -> dict[int, tuple[int, ...]]:
        """The tallies that a fact can change, as an item, an exception or a blocker; facts that change none are left out."""
        found: dict[int, set[int]] = {}
        for number, (blocker, items) in enumerate(zip(self.blockers, self.weighed, strict=True)):
            facts = {fact for item in items for fact in (item.fact, *item.unless)}
            for fact in facts if blocker is None else {blocker, *facts}:
                found.setdefault(fact, set()).add(number)
        return {fact: tuple(sorted(tallies)) for fact, tallies in found.items()}


class Weighed(NamedTuple):
    """One item of a tally, with facts by number; items of one ``group`` of the tally share its number."""

    fact: int
    group: int
    weight: int
    leading: bool
    unless: tuple[int, ...]


def tabulate(program: Program) -> Tables:
    """The tables of a program; rules and facts are numbered in the program's fixed order."""
    facts = program.facts
    index = {name: number for number, name in enumerate(facts)}
    watchers: list[list[int]] = [[] for _ in facts]
    needed: list[int] = []
    parents: list[int] = []

    def add_node(premise: Premise, parent: int) -> None:
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
