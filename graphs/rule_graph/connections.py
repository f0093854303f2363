"""What hangs together in a program: which rules and facts rest on each other, and what lies behind them."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from hipexpert.engine import Program
from hipexpert.knowledge.packs.facts import Fact, FactKind

if TYPE_CHECKING:
    import networkx as nx

OUTPUTS: tuple[FactKind, ...] = (
    "urgency",
    "advise",
    "avoid",
    "suspected",
    "likely",
    "excluded",
    "contributing",
    "contradiction",
    "safe",
    "screen",
)


@dataclass(frozen=True)
class Part:
    """Some of a program: the ids of rules and of tallies, and facts."""

    rules: frozenset[str]
    tallies: frozenset[str]
    facts: frozenset[str]

    @property
    def outputs(self) -> frozenset[str]:
        """The facts that an assessment says."""
        return frozenset(fact for fact in self.facts if Fact.of(fact).kind in OUTPUTS)


class Connections:
    """Answers questions about the rule graph of one program.

    networkx is loaded with the first of them: it is a fifth of what an audit loads, which after most edits asks none.
    """

    def __init__(self, program: Program) -> None:
        self.program = program
        self._behind_rules: dict[str, Part] = {}

    @cached_property
    def _graph(self) -> "nx.DiGraph[str]":
        from hipexpert.graphs.rule_graph.program_graph import program_graph

        return program_graph(self.program)

    @cached_property
    def rings(self) -> tuple[Part, ...]:
        """What rests on itself: rules and facts that lead to each other in a circle, each ring as large as it gets.

        A tally lies on none: what it weighs may not depend on a tally.
        """
        import networkx as nx

        found = [each for each in nx.strongly_connected_components(self._graph) if len(each) > 1]
        return tuple(_part(each) for each in sorted(found, key=min))

    @cached_property
    def islands(self) -> tuple[Part, ...]:
        """The parts between which nothing leads, whichever way it is followed."""
        import networkx as nx

        return tuple(_part(each) for each in sorted(nx.weakly_connected_components(self._graph), key=min))

    def behind_rule(self, rule: str) -> Part:
        """Everything that a rule leads to."""
        import networkx as nx

        if rule not in self._behind_rules:
            self._behind_rules[rule] = _part(nx.descendants(self._graph, f"rule:{rule}"))
        return self._behind_rules[rule]

    def behind_facts(self, facts: Iterable[str]) -> Part:
        """The facts of the program among these, and everything that they lead to, through any number of rules and tallies."""
        import networkx as nx

        nodes = {f"fact:{fact}" for fact in facts} & self._graph.nodes
        return _part(node for layer in nx.bfs_layers(self._graph, nodes) for node in layer)


def _part(nodes: Iterable[str]) -> Part:
    named: dict[str, set[str]] = {"rule": set(), "tally": set(), "fact": set()}
    for node in nodes:
        kind, _, name = node.partition(":")
        named[kind].add(name)
    return Part(*map(frozenset, named.values()))
