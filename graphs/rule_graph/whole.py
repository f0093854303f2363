"""The rule graph of a pack: nodes an author would point at, and what leads to what through the program beneath them."""

from collections import deque
from collections.abc import Container, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Literal

import networkx as nx
from msgspec import Struct

from hipexpert.graphs.rule_graph.nodes import RuleGraphNode, Topic, nodes_of
from hipexpert.graphs.rule_graph.program_graph import program_graph
from hipexpert.knowledge import Pack, program_of
from hipexpert.knowledge.packs.facts import weigh_id

if TYPE_CHECKING:
    from hipexpert.engine import Program

Role = Literal["premise", "conclusion", "evidence", "exception"]


class RuleGraphEdge(Struct, frozen=True):
    """An edge between two nodes: what ``source`` has to do with ``target``, and the facts by which.

    ``premise``: a rule asks for these facts. ``conclusion``: a rule concludes them. ``evidence``: a rule, or an answer that the
    picture of a condition speaks of, weighs ``weight`` decibans for or against it, of several answers the heaviest.
    ``exception``: these answers keep evidence about a condition from counting.
    """

    source: str
    target: str
    role: Role
    facts: tuple[str, ...]
    weight: int | None = None


class RuleGraph:
    """The rule graph of a pack. What it works out is kept; it is never changed.

    What leads to what is read off ``parts``, the graph of all facts, rules and weighings, never off the nodes: two ways
    through one node could look like one.
    """

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.program: Program = program_of(pack)

    @cached_property
    def nodes(self) -> Mapping[str, RuleGraphNode]:
        """The nodes by id, in a fixed order."""
        return nodes_of(self.pack, self.program)

    @cached_property
    def parts(self) -> "nx.DiGraph[str]":
        """The program graph, with every fact of the program in it."""
        graph = program_graph(self.program)
        graph.add_nodes_from(f"fact:{fact}" for fact in self.program.facts)
        frozen: nx.DiGraph[str] = nx.freeze(graph)
        return frozen

    @cached_property
    def node_of(self) -> Mapping[str, str]:
        """The id of the node that stands for each part."""
        return {part: node.id for node in self.nodes.values() for part in node.parts}

    @cached_property
    def place(self) -> Mapping[str, int]:
        """The number of each node in the fixed order."""
        return {name: number for number, name in enumerate(self.nodes)}

    @cached_property
    def topics(self) -> tuple[Topic, ...]:
        """The topics, in the order of their first nodes."""
        return tuple(dict.fromkeys(node.topic for node in self.nodes.values()))

    @cached_property
    def edges(self) -> tuple[RuleGraphEdge, ...]:
        """The edges between different nodes, in the order of the nodes."""
        return self.edges_within(self.parts.edges)

    def edges_within(self, steps: Iterable[tuple[str, str]]) -> tuple[RuleGraphEdge, ...]:
        """The edges that steps between parts make, each once, in the order of the nodes."""
        found: dict[tuple[str, str, Role], list[str]] = {}
        for before, after in steps:
            source, target = self.node_of[before], self.node_of[after]
            if source != target:
                fact, role = self._said(before, after)
                found.setdefault((source, target, role), []).append(fact)
        place = self.place
        ordered = sorted(found, key=lambda each: (place[each[0]], place[each[1]], each[2]))
        return tuple(RuleGraphEdge(*key, tuple(sorted(found[key])), self._weight(key, found[key])) for key in ordered)

    def _weight(self, edge: tuple[str, str, Role], facts: Iterable[str]) -> int | None:
        _, condition, role = edge
        if role != "evidence":
            return None
        weights = self._weights[weigh_id(condition.partition(":")[2])]
        return max((weights[fact] for fact in facts), key=lambda weight: (abs(weight), weight))

    @cached_property
    def _weights(self) -> Mapping[str, Mapping[str, int]]:
        return {tally.id: {item.fact: item.weight for item in tally.items} for tally in self.program.tallies}

    def _said(self, before: str, after: str) -> tuple[str, Role]:
        """The fact that a step between parts of different nodes is about, and its role."""
        if before.startswith("rule:"):
            return after.removeprefix("fact:"), "conclusion"
        fact = before.removeprefix("fact:")
        if after.startswith("tally:"):
            return fact, "evidence" if fact in self._weights[after.removeprefix("tally:")] else "exception"
        return fact, "premise"

    @cached_property
    def after(self) -> Mapping[str, tuple[str, ...]]:
        """The nodes that directly follow each node."""
        return self._beside(forwards=True)

    @cached_property
    def before(self) -> Mapping[str, tuple[str, ...]]:
        """The nodes that lead directly to each node."""
        return self._beside(forwards=False)

    def _beside(self, *, forwards: bool) -> dict[str, tuple[str, ...]]:
        found: dict[str, dict[str, None]] = {name: {} for name in self.nodes}
        for edge in self.edges:
            here, there = (edge.source, edge.target) if forwards else (edge.target, edge.source)
            found[here][there] = None
        return {name: tuple(beside) for name, beside in found.items()}

    def reached(self, parts: Iterable[str], *, forwards: bool, steps: int | None = None) -> dict[str, int]:
        """The parts that parts can touch, or that can touch them, themselves included, and how many rules and weighings away
        each is; with ``steps``, at most so many.
        """
        beside = self.parts.successors if forwards else self.parts.predecessors
        far = dict.fromkeys(parts, 0)
        waiting = deque(far)
        while waiting:
            part = waiting.popleft()
            for each in beside(part):
                distance = far[part] + (not each.startswith("fact:"))
                if distance < far.get(each, distance + 1) and (steps is None or distance <= steps):
                    far[each] = distance
                    if distance == far[part]:
                        waiting.appendleft(each)
                    else:
                        waiting.append(each)
        return far

    def nearest_first(self, far: Mapping[str, int]) -> tuple[str, ...]:
        """The nodes that stand for parts, each once, by how far away they are, then in the fixed order."""
        near: dict[str, int] = {}
        for part, distance in far.items():
            node = self.node_of[part]
            near[node] = min(distance, near.get(node, distance))
        return tuple(sorted(near, key=lambda node: (near[node], self.place[node])))

    def in_order(self, parts: Iterable[str]) -> tuple[str, ...]:
        """The nodes that stand for parts, each once, in the fixed order."""
        return tuple(sorted({self.node_of[part] for part in parts}, key=self.place.__getitem__))

    def upstream(self, node: str) -> tuple[str, ...]:
        """The nodes that can touch a node: everything that it may rest on, however indirectly."""
        return tuple(each for each in self.in_order(self.reached(self.nodes[node].parts, forwards=False)) if each != node)

    def downstream(self, node: str) -> tuple[str, ...]:
        """The nodes that a node can touch: everything that may rest on it, however indirectly."""
        return tuple(each for each in self.in_order(self.reached(self.nodes[node].parts, forwards=True)) if each != node)

    def steps_among(self, parts: Container[str]) -> Iterator[tuple[str, str]]:
        """The steps of the program graph between parts of a set."""
        for before in self.parts:
            if before in parts:
                yield from ((before, after) for after in self.parts.successors(before) if after in parts)
