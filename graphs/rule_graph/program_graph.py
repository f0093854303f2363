"""The rule graph of a program as a networkx graph: every fact, rule and weighing by itself."""

import networkx as nx

from hipexpert.engine import Program, leaves


def program_graph(program: Program) -> "nx.DiGraph[str]":
    """Facts (``fact:…``), rules (``rule:…``) and tallies (``tally:…``) as nodes; edges lead from what is needed to what follows.

    The edges to a tally come from what it weighs, from the exceptions of that, and from what ends the weighing.
    """
    graph: nx.DiGraph[str] = nx.DiGraph()
    for rule in program.rules:
        node = f"rule:{rule.id}"
        graph.add_node(node)
        graph.add_edges_from((f"fact:{fact}", node) for fact in dict.fromkeys(leaves(rule.premise)))
        graph.add_edges_from((node, f"fact:{fact}") for fact in rule.conclusions)
    for tally in program.tallies:
        node = f"tally:{tally.id}"
        graph.add_node(node)
        graph.add_edges_from((f"fact:{fact}", node) for fact in dict.fromkeys(tally.mentions()))
        graph.add_edges_from((node, f"fact:{mark.fact}") for mark in tally.marks)
    return graph
