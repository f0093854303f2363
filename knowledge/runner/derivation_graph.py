"""A derivation as plain nodes and edges: premise → rule → conclusion, in a fixed order."""

from collections.abc import Callable
from typing import Literal

from hipexpert.engine import Derivation, Justification
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.runner.results import DerivationGraph, Edge, Node

Titled = tuple[str, tuple[str, ...]]
"""The title of a rule application or a weighing, and the ids of its sources."""


def derivation_graph(derivation: Derivation, label: Callable[[str], str], applied: Callable[[Justification], Titled]) -> DerivationGraph:
    """Every fact that holds and every rule application that supports one, by what they are called."""
    given = set(derivation.run.given)
    steps = derivation.steps
    nodes = {
        fact: Node(fact, "answer" if fact in given else "conclusion", label(fact), steps[fact])
        for fact in sorted(steps, key=lambda fact: (steps[fact], fact))
    }
    edges: list[Edge] = []
    last, rests = "", None  # the application before, of which what it rests on is drawn once, whatever it concludes
    for justification in derivation:
        kind: Literal["rule", "weighing"] = "rule" if justification.total is None else "weighing"
        source = f"{kind}:{justification.source}"
        if source != last or justification.premises is not rests:
            last, rests = source, justification.premises
            if source not in nodes:
                title, sources = applied(justification)
                nodes[source] = Node(source, kind, title, justification.step, sources)
            edges += [Edge(premise, source, 0, "premise") for premise in rests]
        edges.append(Edge(source, justification.conclusion, 0, "conclusion"))
    return DerivationGraph(tuple(nodes.values()), tuple(edges))


def titled_in(pack: Pack) -> Callable[[Justification], Titled]:
    """What rule applications and weighings of a pack are called."""

    def titled(justification: Justification) -> Titled:
        rule = pack.rule_by_id.get(justification.source)
        if justification.total is not None:
            return f"Weighing: {justification.total:+d} decibans", ()
        if rule is not None:
            return rule.title, tuple(each.ref for each in rule.sources)
        return justification.source.replace("-", " "), ()  # constraints and safety conditions of the vocabulary

    return titled
