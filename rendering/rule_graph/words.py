"""The words of the rule graph, for every form that people read."""

from collections.abc import Mapping

from hipexpert.graphs.rule_graph.document import Shown
from hipexpert.graphs.rule_graph.nodes import RuleGraphNodeKind
from hipexpert.graphs.rule_graph.whole import RuleGraph
from hipexpert.knowledge.packs.facts import Fact

ONE: Mapping[RuleGraphNodeKind, str] = {
    "finding": "finding",
    "pattern": "pattern",
    "factor": "contributing factor",
    "rule": "rule",
    "condition": "condition",
    "urgency": "urgency level",
    "advice": "advice",
    "constraint": "constraint",
    "safe": "guarded test",
    "screen": "screen",
}
MANY: Mapping[RuleGraphNodeKind, str] = {kind: word if kind == "advice" else f"{word}s" for kind, word in ONE.items()}
_FACT_SAYS = {
    "pattern": "{}",
    "contributing": "{} contributes",
    "suspected": "{} is possible",
    "likely": "{} is likely",
    "excluded": "{} is excluded",
    "urgency": "{}",
    "advise": "advice: {}",
    "avoid": "advice withheld: {}",
}


def counted(number: int, kind: RuleGraphNodeKind) -> str:
    """``1 finding``, ``2 findings``."""
    return f"{number:,} {ONE[kind] if number == 1 else MANY[kind]}"


def headline(shown: Shown) -> str:
    """What is shown, in one line."""
    title = shown.graph.pack.about.title
    topics = f", {' and '.join(topic.title for topic in shown.topics)}" if shown.topics else ""
    if shown.focus is None:
        return f"Rule graph of {title}{topics}"
    label = shown.graph.nodes[shown.focus.nodes[0]].label if len(shown.focus.nodes) == 1 else shown.focus.word
    ways = {"both": "What leads to and follows from", "upstream": "What leads to", "downstream": "What follows from"}
    return f"{ways[shown.direction]}: {label}{topics}"


def conclusion(graph: RuleGraph, fact: str) -> str:
    """A conclusion in words."""
    kind = Fact.of(fact).kind
    return _FACT_SAYS[kind].format(graph.nodes[graph.node_of[f"fact:{fact}"]].label) if kind in _FACT_SAYS else fact


def named(graph: RuleGraph, name: str) -> str:
    """The name of a node or of a single answer (``answer:…``) as a user types it."""
    if name in graph.nodes:
        node = graph.nodes[name]
        return node.name
    return name.removeprefix("answer:")


def about_fold(left_out: int, most: int, beside: int) -> str:
    """What a folded picture leaves out."""
    said = ["Folded by topic: a line stands for rules that ask for something of the one topic and conclude something of the other."]
    if left_out:
        said.append(f"Of the lines to a topic the {most} that stand for most rules are kept; {left_out} are left out.")
    if beside:
        said.append(f"{beside} within one column are not drawn.")
    return " ".join(said)
