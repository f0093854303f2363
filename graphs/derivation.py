"""The derivation as a networkx graph."""

import networkx as nx

from hipexpert.knowledge import DerivationGraph


def to_networkx(derivation: DerivationGraph) -> "nx.MultiDiGraph[str]":
    """A MultiDiGraph with the nodes and edges of a derivation, in their order.

    Node attributes: ``kind`` (answer, conclusion, rule, weighing), ``label``, ``step`` and ``sources`` (ids joined by a
    space). Edge attribute: ``role`` (premise, conclusion). Edges run premise → rule → conclusion.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in derivation.nodes:
        graph.add_node(node.id, kind=node.kind, label=node.label, step=node.step, sources=" ".join(node.sources))
    for edge in derivation.edges:
        graph.add_edge(edge.source, edge.target, key=edge.key, role=edge.role)
    return graph


def reasons_for(graph: "nx.MultiDiGraph[str]", conclusions: list[str]) -> "nx.MultiDiGraph[str]":
    """The part of a derivation graph that leads to the conclusions, in the order of the whole."""
    wanted = set(conclusions)
    for conclusion in conclusions:
        wanted |= nx.ancestors(graph, conclusion)
    part: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    part.add_nodes_from((node, data) for node, data in graph.nodes(data=True) if node in wanted)
    for source, target, key, data in graph.edges(keys=True, data=True):
        if source in wanted and target in wanted:
            part.add_edge(source, target, key=key, **data)
    return part
