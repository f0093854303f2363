"""Where rules feed each other: the facts that may, through rules, support themselves."""

from hipexpert.engine import Program, leaves


def circles_of(program: Program) -> tuple[frozenset[str], ...]:
    """The sets of facts that support each other in a circle, each as large as it gets, sorted; empty when there is none.

    A tally never lies on a circle: what it weighs may not depend on a tally.
    """
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    for rule in program.rules:
        graph.add_edges_from((fact, conclusion) for fact in set(leaves(rule.premise)) for conclusion in rule.conclusions)
    found = [frozenset(part) for part in nx.strongly_connected_components(graph) if len(part) > 1]
    found += [frozenset({fact}) for fact in graph if graph.has_edge(fact, fact)]
    return tuple(sorted(set(found), key=sorted))
