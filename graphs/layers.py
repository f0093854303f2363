"""The derivation as a picture in layers: answers → patterns → conditions → urgency and advice, with the rules between them.

A node of the picture stands for one or more nodes of the derivation: a rule and the evidence it brings, a condition with its
weighing and what follows from the weight, an answer and every comparison it makes true. What leads to what is read off the
derivation itself, never off the picture, where two ways through one node could look like one.
"""

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Literal

import networkx as nx
from msgspec import Struct

from hipexpert.graphs.derivation import leading_to, to_networkx
from hipexpert.knowledge import Assessment
from hipexpert.knowledge.packs.facts import Fact, is_band_rule, weigh_id

NodeKind = Literal["answer", "pattern", "condition", "urgency", "advice", "warning", "rule"]
PictureBand = Literal["answers", "patterns", "evidence", "conditions", "raising", "urgency", "advising", "advice"]
_KINDS: Mapping[str, NodeKind] = {
    "pattern": "pattern",
    "contributing": "pattern",
    "suspected": "condition",
    "likely": "condition",
    "excluded": "condition",
    "weigh": "condition",
    "urgency": "urgency",
    "advise": "advice",
    "avoid": "advice",
    "contradiction": "warning",
    "safe": "pattern",
    "screen": "pattern",
}
_AFTER_PATTERNS: tuple[PictureBand, ...] = ("evidence", "conditions", "raising", "urgency", "advising", "advice")
_COLUMN: Mapping[NodeKind, int] = {"condition": 2, "urgency": 4, "warning": 4, "advice": 6}


class PictureNode(Struct, frozen=True):
    """A node: ``stands_for`` are nodes of the derivation, ``layer`` is its column, ``id`` names what it is about."""

    id: str
    kind: NodeKind
    label: str
    layer: int
    stands_for: tuple[str, ...]


class DerivationPicture(Struct, frozen=True, dict=True):
    """Nodes in the order of the derivation, edges between their places, and the band of each layer.

    ``derivation`` is the graph the picture was made from, with a node ``weigh:ID`` for each condition that was weighed and
    too light to be suspected.
    """

    nodes: tuple[PictureNode, ...]
    edges: tuple[tuple[int, int], ...]
    bands: tuple[PictureBand, ...]
    derivation: "nx.MultiDiGraph[str]"

    @cached_property
    def place(self) -> Mapping[str, int]:
        """The place of the node that stands for a node of the derivation."""
        return {part: number for number, node in enumerate(self.nodes) for part in node.stands_for}

    def leading_to(self, facts: Iterable[str]) -> tuple[int, ...]:
        """The places of the nodes that lead to facts of the derivation, themselves included, in order."""
        return tuple(sorted({self.place[each] for each in leading_to(self.derivation, facts)}))


def picture_of(assessment: Assessment) -> DerivationPicture:
    """The whole derivation of an assessment as a picture in layers."""
    graph = with_light_conditions(assessment, to_networkx(assessment.derivation_graph))
    parts: dict[str, list[str]] = {}
    for node in graph:
        parts.setdefault(_name(node, graph), []).append(node)
    place = {part: number for number, members in enumerate(parts.values()) for part in members}
    depth = _depths(graph)
    deepest = max(depth.values(), default=0)
    patterns: list[PictureBand] = ["patterns"] * (2 * deepest)
    bands: tuple[PictureBand, ...] = ("answers", *patterns, *_AFTER_PATTERNS)
    nodes = []
    for name, members in parts.items():
        kind = _kind(name)
        layer = _layer(kind, name, graph, depth, deepest)
        nodes.append(PictureNode(name, kind, _label(assessment, name, graph, members), layer, tuple(members)))
    edges = {(place[source], place[target]) for source, target in graph.edges() if place[source] != place[target]}
    return DerivationPicture(tuple(nodes), tuple(sorted(edges)), bands, nx.freeze(graph))


def with_light_conditions(assessment: Assessment, graph: "nx.MultiDiGraph[str]") -> "nx.MultiDiGraph[str]":
    """The derivation and the conditions that were weighed without anything following from the weight."""
    for ranked in assessment.differential:
        if f"weighing:weigh:{ranked.condition}" not in graph:
            name = weigh_id(ranked.condition)
            graph.add_node(name, kind="conclusion", label=ranked.name, step=0, sources="")
            for each in (*ranked.for_, *ranked.against):
                if each.counted:
                    graph.add_edge(each.fact, name, key=0, role="premise")
    return graph


def _name(node: str, graph: "nx.MultiDiGraph[str]") -> str:
    """The name of the picture's node that a node of the derivation belongs to."""
    data = graph.nodes[node]
    if data["kind"] == "answer":
        return f"answer:{data['label']}"
    kind, _, rest = node.partition(":")
    if kind == "band" or is_band_rule(rest):  # a number lies in a band: one of the comparisons that the answer makes true
        return _name(next(iter(graph.predecessors(node))), graph)
    if kind == "evidence":
        return f"rule:{Fact.of(node).weighs[0]}"
    if kind == "weighing":
        return f"condition:{Fact.of(rest).id}"
    return f"condition:{rest}" if kind in ("suspected", "likely", "weigh") else node


def _kind(name: str) -> NodeKind:
    kind = name.partition(":")[0]
    return kind if kind in ("answer", "rule", "condition") else _KINDS[kind]  # type: ignore[return-value]


def _label(assessment: Assessment, name: str, graph: "nx.MultiDiGraph[str]", members: list[str]) -> str:
    if name.startswith("condition:"):
        return assessment.pack.condition_by_id[name.partition(":")[2]].name
    label: str = graph.nodes[name if name in graph else members[0]]["label"]
    return label


def _depths(graph: "nx.MultiDiGraph[str]") -> dict[str, int]:
    """How many patterns lie between the answers and each pattern, itself included; and so for the rules that conclude them."""
    depth: dict[str, int] = {}
    for node in nx.topological_sort(graph):
        kind = node.partition(":")[0]
        before = max((depth.get(each, 0) for each in graph.predecessors(node)), default=0)
        if _KINDS.get(kind) == "pattern" and graph.nodes[node]["kind"] == "conclusion":
            depth[node] = max(before, 1)
        elif kind == "rule" and any(_KINDS.get(each.partition(":")[0]) == "pattern" for each in graph.successors(node)):
            depth[node] = before + 1
    return depth


def _layer(kind: NodeKind, name: str, graph: "nx.MultiDiGraph[str]", depth: Mapping[str, int], deepest: int) -> int:
    """The column of a node: a rule stands just before the first thing it concludes."""
    if kind == "answer":
        return 0
    if kind == "pattern":
        return 2 * depth[name]
    if kind != "rule":
        return 2 * deepest + _COLUMN[kind]
    if name in depth:
        return 2 * depth[name] - 1
    concluded = {each.partition(":")[0] for each in graph.successors(name)}
    return 2 * deepest + min(1 if kind == "evidence" else _COLUMN[_KINDS[kind]] - 1 for kind in concluded)
