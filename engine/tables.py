"""A program as flat integer tables: what the counting matcher reads (Dowling & Gallier 1984, linear-time Horn closure).

Every gate of every premise becomes a node that counts how many of its premises are still unmet. A fact that becomes
true counts down the nodes that watch it; a node that reaches zero counts down its parent, or activates its rule.
"""

from dataclasses import dataclass
from functools import cached_property

from hipexpert.engine.program import Gate, Premise, Program


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
