"""The derivation of an assessment as plain nodes and edges: premise → rule → conclusion, in a fixed order."""

from hipexpert.engine import Derivation
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
        rule = pack.rule_by_id.get(justification.source)
        source = f"rule:{justification.source}"
        if justification.total is not None:
            source = f"weighing:{justification.source}"
            label = f"Weighing: {justification.total:+d} decibans"
            nodes.setdefault(source, Node(source, "weighing", label, justification.step))
        elif rule is not None:
            nodes.setdefault(source, Node(source, "rule", rule.title, justification.step, tuple(each.ref for each in rule.sources)))
        else:  # constraints and safety conditions of the vocabulary
            nodes.setdefault(source, Node(source, "rule", justification.source.replace("-", " "), justification.step))
        for premise in justification.premises:
            edges.setdefault((premise, source), Edge(premise, source, 0, "premise"))
        edges[(source, justification.conclusion)] = Edge(source, justification.conclusion, 0, "conclusion")
    return DerivationGraph(tuple(nodes.values()), tuple(edges.values()))
