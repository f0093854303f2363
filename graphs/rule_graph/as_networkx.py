"""The rule graph as a networkx graph, node by node or folded by topic."""

import networkx as nx

from hipexpert.graphs.rule_graph.document import Shown, conclusions_downstream, findings_upstream
from hipexpert.graphs.rule_graph.view import folded
from hipexpert.graphs.rule_graph.whole import RuleGraphEdge


def to_networkx(shown: Shown) -> "nx.MultiDiGraph[str]":
    """A MultiDiGraph of what is shown.

    Node attributes: ``kind``, ``label``, ``topic``, ``place``, ``depth``, ``findings_upstream``, ``conclusions_downstream``.
    RuleGraphEdge attributes: ``role``, ``facts`` (joined by a space), and of evidence ``weight`` and ``label`` (the weight with its sign).
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for name in shown.view.nodes:
        node = shown.graph.nodes[name]
        graph.add_node(
            name,
            kind=node.kind,
            label=node.label,
            topic=node.topic.id,
            place=node.place,
            depth=shown.shape.depth[name],
            findings_upstream=findings_upstream(shown.shape, name),
            conclusions_downstream=conclusions_downstream(shown.shape, name),
        )
    for edge in shown.view.edges:
        graph.add_edge(edge.source, edge.target, key=edge.role, role=edge.role, facts=" ".join(edge.facts), **_weight(edge))
    return graph


def _weight(edge: RuleGraphEdge) -> dict[str, object]:
    if edge.weight is None:
        return {"label": edge.role} if edge.role == "exception" else {}
    return {"weight": edge.weight, "label": f"{edge.weight:+d}"}


def folded_networkx(shown: Shown) -> "nx.MultiDiGraph[str]":
    """A MultiDiGraph of topics. Node attributes: ``kind`` (topic), ``label``, ``size``; edge attributes: ``rules``, ``label``."""
    fold = folded(shown.graph, shown.view)
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for topic, size in zip(fold.topics, fold.sizes, strict=True):
        graph.add_node(topic.id, kind="topic", label=f"{topic.title} ({size})", size=size)
    for edge in fold.edges:
        graph.add_edge(edge.source, edge.target, key="rules", rules=edge.rules, label=str(edge.rules))
    return graph
