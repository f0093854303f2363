"""The shape of the rule graph: rings, longest chains, how far everything reaches, what is decisive."""

from collections.abc import Mapping
from functools import cached_property

import networkx as nx
from msgspec import Struct

from hipexpert.engine import members_of
from hipexpert.graphs.rule_graph.decisive import NOTHING, on_every_way
from hipexpert.graphs.rule_graph.nodes import CONCLUSIONS, RuleGraphNodeKind, answer_of
from hipexpert.graphs.rule_graph.whole import RuleGraph
from hipexpert.knowledge.packs.facts import Fact, FactKind

SAID: tuple[FactKind, ...] = (  # weightiest first
    "urgency",
    "suspected",
    "likely",
    "excluded",
    "pattern",
    "contributing",
    "advise",
    "avoid",
)
_TAKEN_OUT: tuple[RuleGraphNodeKind, ...] = ("finding", "pattern", "factor", "rule", "condition", "urgency")


class Chain(Struct, frozen=True):
    """A longest chain to a conclusion: ``steps`` rules and weighings one after the other, through these nodes."""

    to: str
    steps: int
    nodes: tuple[str, ...]


class Decisive(Struct, frozen=True):
    """Something that lies on every way to these conclusions (facts such as ``suspected:hip_osteoarthritis``)."""

    node: str
    conclusions: tuple[str, ...]


class Shape:
    """What is worked out about a whole rule graph, each thing when it is first asked for."""

    def __init__(self, graph: RuleGraph) -> None:
        self.graph = graph

    # --- rings and chains -----------------------------------------------------------------------------------------

    @cached_property
    def rings(self) -> tuple[tuple[str, ...], ...]:
        """The strongly connected parts with more than one node or a node that leads to itself: what rests on itself."""
        parts = self.graph.parts
        found = [part for part in nx.strongly_connected_components(parts) if len(part) > 1]
        return tuple(sorted((self.graph.in_order(part) for part in found), key=lambda ring: self.graph.place[ring[0]]))

    @cached_property
    def _order(self) -> tuple[tuple[str, ...], ...]:
        """The strongly connected parts, what leads to others before them."""
        components = nx.condensation(self.graph.parts)
        return tuple(tuple(sorted(components.nodes[each]["members"])) for each in nx.topological_sort(components))

    @cached_property
    def _longest(self) -> Mapping[str, tuple[int, str]]:
        """For each part the rules and weighings on a longest chain that ends with it, and the part before it on that chain.

        A ring counts as one step: there is no longest way round it.
        """
        found: dict[str, tuple[int, str]] = {}
        parts = self.graph.parts
        for members in self._order:
            ring = frozenset(members)
            best, via = 0, ""
            for part in members:
                for before in parts.predecessors(part):
                    if before not in ring and (found[before][0], before) > (best, via):
                        best, via = found[before][0], before
            step = any(not part.startswith("fact:") for part in members)
            for part in members:
                found[part] = best + step, via
        return found

    @cached_property
    def depth(self) -> Mapping[str, int]:
        """For each node the number of rules and weighings on a longest chain that ends with it."""
        longest = self._longest
        return {node.id: max((longest[part][0] for part in node.parts), default=0) for node in self.graph.nodes.values()}

    def chain_to(self, node: str) -> Chain:
        """A longest chain that ends with a node."""
        longest = self._longest
        part = max(self.graph.nodes[node].parts, key=lambda each: (longest[each][0], each), default="")
        steps = longest[part][0] if part else 0
        walked = [node]
        while part:
            name = self.graph.node_of[part]
            if name != walked[-1]:
                walked.append(name)
            part = longest[part][1]
        return Chain(node, steps, tuple(reversed(walked)))

    @cached_property
    def chains(self) -> tuple[Chain, ...]:
        """A longest chain to a conclusion of each kind, the longest first."""
        ends: dict[RuleGraphNodeKind, str] = {}
        for node in self.graph.nodes.values():
            deepest = ends.get(node.kind)
            if node.kind in CONCLUSIONS and (deepest is None or self.depth[node.id] > self.depth[deepest]):
                ends[node.kind] = node.id
        return tuple(sorted((self.chain_to(end) for end in ends.values()), key=lambda chain: -chain.steps))

    # --- reach ----------------------------------------------------------------------------------------------------

    @cached_property
    def touches(self) -> Mapping[str, int]:
        """For each node the bits (its place in the order of nodes) of the nodes that it can touch."""
        return self._reach(forwards=True)

    @cached_property
    def touched_by(self) -> Mapping[str, int]:
        """For each node the bits of the nodes that can touch it."""
        return self._reach(forwards=False)

    def _reach(self, *, forwards: bool) -> dict[str, int]:
        graph, place = self.graph, self.graph.place
        beside = graph.parts.successors if forwards else graph.parts.predecessors
        reach: dict[str, int] = {}
        for members in reversed(self._order) if forwards else self._order:
            joined = 0
            for part in members:
                joined |= 1 << place[graph.node_of[part]]
                for each in beside(part):
                    joined |= reach.get(each, 0)
            reach.update(dict.fromkeys(members, joined))
        found = {}
        for node in graph.nodes.values():
            joined = 0
            for part in node.parts:
                joined |= reach[part]
            found[node.id] = joined & ~(1 << place[node.id])
        return found

    @cached_property
    def bits_of_kind(self) -> Mapping[RuleGraphNodeKind, int]:
        """The bits of the nodes of each kind."""
        found: dict[RuleGraphNodeKind, int] = {}
        for name, node in self.graph.nodes.items():
            found[node.kind] = found.get(node.kind, 0) | 1 << self.graph.place[name]
        return found

    # --- decisive -------------------------------------------------------------------------------------------------

    @cached_property
    def _names(self) -> tuple[str, ...]:
        """What can be taken out, by its bit: after NOTHING the nodes, then the single answers."""
        nodes = [node.id for node in self.graph.nodes.values() if node.kind in _TAKEN_OUT]
        return "", *nodes, *(f"answer:{fact}" for fact in self.graph.program.facts if answer_of(fact))

    @cached_property
    def _lost(self) -> Mapping[str, int]:
        bit = {name: 1 << number for number, name in enumerate(self._names)}
        own = {part: bit.get(node, 0) for part, node in self.graph.node_of.items()}
        given = [fact for fact in self.graph.program.inputs if answer_of(fact)]
        for fact in given:
            own[f"fact:{fact}"] |= bit[f"answer:{fact}"]
        return on_every_way(self.graph.program, given, own, self.graph.parts)

    def concludable(self, fact: str) -> bool:
        """Whether some set of answers can lead to a fact as far as this graph tells."""
        return not self._lost.get(f"fact:{fact}", NOTHING) & NOTHING

    def has_way(self, node: str) -> bool:
        """Whether some set of answers can lead to a node as far as this graph tells; a finding only needs its question."""
        kind, parts = self.graph.nodes[node].kind, self.graph.nodes[node].parts
        return kind == "finding" or any(not self._lost[part] & NOTHING for part in parts)

    def on_every_way(self, fact: str) -> tuple[str, ...]:
        """What lies on every way to a fact: ids of nodes and ``answer:…`` for single answers; empty when there is no way."""
        return self._named(self._lost[f"fact:{fact}"], f"fact:{fact}")

    def on_every_way_to(self, node: str) -> tuple[str, ...]:
        """What lies on every way to a node, whichever of its facts is concluded; empty when there is no way."""
        lost, own = 0, self.graph.nodes[node].parts
        ways = [self._lost[part] for part in own if not self._lost[part] & NOTHING]
        if ways:
            lost = ways[0]
            for each in ways[1:]:
                lost &= each
        return self._named(lost, *own)

    def _named(self, lost: int, *parts: str) -> tuple[str, ...]:
        if lost & NOTHING:
            return ()
        own = {self.graph.node_of[part] for part in parts} | {part.replace("fact:", "answer:", 1) for part in parts}
        return tuple(self._names[bit] for bit in members_of(lost) if self._names[bit] not in own)

    @cached_property
    def decides(self) -> Mapping[str, tuple[str, ...]]:
        """For each node and answer the conclusions that cannot be reached without it, the weightiest first."""
        found: dict[str, list[str]] = {}
        said = [fact for kind in SAID for fact in self.graph.program.facts if Fact.of(fact).kind == kind]
        for fact in said:
            for name in self.on_every_way(fact):
                found.setdefault(name, []).append(fact)
        return {name: tuple(facts) for name, facts in found.items()}

    @cached_property
    def decisive_findings(self) -> tuple[Decisive, ...]:
        """The findings without which something cannot be concluded, those with most conclusions first."""
        found = [Decisive(name, facts) for name, facts in self.decides.items() if name.startswith("finding:")]
        return tuple(sorted(found, key=lambda each: (-len(each.conclusions), self.graph.place[each.node])))
