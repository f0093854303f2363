"""A derivation as plain nodes and edges: premise → rule → conclusion, in a fixed order."""

from collections.abc import Callable
from operator import itemgetter
from typing import Literal

from hipexpert.engine import Application, Derivation
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.runner.results import DerivationGraph, Edge, Node

Titled = tuple[str, tuple[str, ...]]
"""The title of a rule application or a weighing, and the ids of its sources."""


def derivation_graph(derivation: Derivation, label: Callable[[str], str], applied: Callable[[Application], Titled]) -> DerivationGraph:
    """Every fact that holds and every rule application that supports one, by what they are called."""
    given = set(derivation.run.given)
    steps = derivation.steps
    nodes = {
        fact: Node(fact, "answer" if fact in given else "conclusion", label(fact), steps[fact])
        for fact, _ in sorted(steps.items(), key=itemgetter(1, 0))
    }
    edges: list[Edge] = []
    for application in derivation.applications:
        kind: Literal["rule", "weighing"] = "rule" if application.total is None else "weighing"
        source = f"{kind}:{application.source}"
        title, sources = applied(application)
        nodes[source] = Node(source, kind, title, application.step, sources)
        edges += [Edge(premise, source, 0, "premise") for premise in application.premises]
        edges += [Edge(source, fact, 0, "conclusion") for fact in application.conclusions]
    return DerivationGraph(tuple(nodes.values()), tuple(edges))


def titled_in(pack: Pack) -> Callable[[Application], Titled]:
    """What rule applications and weighings of a pack are called."""

    def titled(application: Application) -> Titled:
        rule = pack.rule_by_id.get(application.source)
        if application.total is not None:
            return f"Weighing: {application.total:+d} decibans", ()
        if rule is not None:
            return rule.title, tuple(each.ref for each in rule.sources)
        return application.source.replace("-", " "), ()  # constraints and safety conditions of the vocabulary

    return titled
