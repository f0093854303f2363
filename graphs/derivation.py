"""The derivation as a networkx graph."""

from collections.abc import Iterable

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


def leading_to(graph: "nx.MultiDiGraph[str]", nodes: Iterable[str]) -> set[str]:
    """The nodes that lead to some nodes, themselves included. To ask for the ancestors of each would take the square of a chain."""
    found, waiting = set[str](), list(nodes)
    while waiting:
        node = waiting.pop()
        if node not in found:
            found.add(node)
            waiting += graph.predecessors(node)
    return found


def reasons_for(graph: "nx.MultiDiGraph[str]", conclusions: list[str]) -> "nx.MultiDiGraph[str]":
    """The part of a derivation graph that leads to the conclusions, in the order of the whole."""
    wanted = leading_to(graph, conclusions)
    part: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    part.add_nodes_from((node, data) for node, data in graph.nodes(data=True) if node in wanted)
    for source, target, key, data in graph.edges(keys=True, data=True):
        if source in wanted and target in wanted:
            part.add_edge(source, target, key=key, **data)
    return part
