"""The derivation of an assessment as plain nodes and edges: premise → rule → conclusion, in a fixed order."""

from hipexpert.engine import Derivation, Justification
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.runner.results import DerivationGraph, Edge, Node
from hipexpert.knowledge.runner.wording import Wording


def derivation_graph(derivation: Derivation, pack: Pack, wording: Wording) -> DerivationGraph:
    """Every fact that holds and every rule application that supports one, with the labels the authors wrote."""
    given = set(derivation.run.given)
    steps = derivation.steps
    nodes = {
        fact: Node(fact, "answer" if fact in given else "conclusion", wording.label(fact), steps[fact])
        for fact in sorted(steps, key=lambda fact: (steps[fact], fact))
    }
    edges: dict[tuple[str, str], Edge] = {}
    for justification in derivation:
        source = f"{'rule' if justification.total is None else 'weighing'}:{justification.source}"
        if source not in nodes:
            nodes[source] = _applied(justification, source, pack)
        for premise in justification.premises:
            if (premise, source) not in edges:
                edges[premise, source] = Edge(premise, source, 0, "premise")
        edges[(source, justification.conclusion)] = Edge(source, justification.conclusion, 0, "conclusion")
    return DerivationGraph(tuple(nodes.values()), tuple(edges.values()))


def _applied(justification: Justification, source: str, pack: Pack) -> Node:
    """The node of a rule that was applied, or of a weighing."""
    rule = pack.rule_by_id.get(justification.source)
    if justification.total is not None:
        return Node(source, "weighing", f"Weighing: {justification.total:+d} decibans", justification.step)
    if rule is not None:
        return Node(source, "rule", rule.title, justification.step, tuple(each.ref for each in rule.sources))
    # Constraints and safety conditions of the vocabulary.
    return Node(source, "rule", justification.source.replace("-", " "), justification.step)
