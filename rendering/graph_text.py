"""Graphs as text: DOT, Mermaid and GraphML. Equal graphs give equal bytes."""

from collections.abc import Callable

from hipexpert.graphs.derivation import reasons_for, to_networkx
from hipexpert.graphs.graphml import Labelled, to_graphml
from hipexpert.graphs.layers import with_light_conditions
from hipexpert.graphs.rule_graph import as_networkx
from hipexpert.graphs.rule_graph.document import Shown
from hipexpert.graphs.selection import shown_conclusions
from hipexpert.knowledge import Assessment, Pack
from hipexpert.rendering.report.harmless import harmless

_DOT_SHAPES = {"answer": "ellipse", "finding": "ellipse", "rule": "note", "weighing": "hexagon", "condition": "hexagon"}
_MERMAID_SHAPES = {
    "answer": ('(["', '"])'),
    "finding": ('(["', '"])'),
    "rule": ('[/"', '"/]'),
    "weighing": ('{{"', '"}}'),
    "condition": ('{{"', '"}}'),
}
_BOX = ('["', '"]')


def to_dot(graph: Labelled) -> str:
    """The graph in the DOT language of Graphviz. An edge may have a ``label``; what is no answer, rule or weighing is a box."""
    lines = [f"digraph {graph.graph.get('name') or 'derivation'} {{", "  rankdir=LR;", '  node [fontname="Helvetica"];']
    for node, data in graph.nodes(data=True):
        lines.append(f"  {_quoted(node)} [label={_quoted(data['label'])}, shape={_DOT_SHAPES.get(data['kind'], 'box')}];")
    for source, target, data in graph.edges(data=True):
        label = data.get("label", "")
        said = f" [label={_quoted(label)}]" if label else ""
        lines.append(f"  {_quoted(source)} -> {_quoted(target)}{said};")
    return "\n".join([*lines, "}", ""])


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def to_mermaid(graph: Labelled) -> str:
    """The graph as a Mermaid flowchart."""
    names = {node: f"n{number}" for number, node in enumerate(graph.nodes)}
    lines = ["flowchart LR"]
    for node, data in graph.nodes(data=True):
        before, after = _MERMAID_SHAPES.get(data["kind"], _BOX)
        lines.append(f"  {names[node]}{before}{mermaid_label(data['label'])}{after}")
    for source, target, data in graph.edges(data=True):
        label = data.get("label", "")
        said = f'|"{mermaid_label(label)}"|' if label else ""
        lines.append(f"  {names[source]} -->{said} {names[target]}")
    return "\n".join([*lines, ""])


def mermaid_label(text: str) -> str:
    """A text as it may stand between quotes in Mermaid."""
    return " ".join(text.split()).replace("#", "#35;").replace('"', "#quot;").replace("<", "#lt;").replace(">", "#gt;")


_COMMENTS = {"dot": "// {}\n", "mermaid": "%% {}\n", "graphml": ""}
_FORMS: dict[str, Callable[[Labelled], str]] = {"dot": to_dot, "mermaid": to_mermaid, "graphml": to_graphml}


def to_graph_text(assessment: Assessment, form: str) -> str:
    """The derivation of an assessment as ``dot``, ``mermaid`` or ``graphml``, with the disclaimer as a comment or attribute.

    GraphML holds the whole derivation; the pictures hold what leads to the urgency and to the conditions shown first.
    """
    graph = to_networkx(assessment.derivation_graph)
    shown = graph if form == "graphml" else reasons_for(with_light_conditions(assessment, graph), shown_conclusions(assessment))
    return _written(shown, form, assessment.pack)


def rule_graph_to_text(shown: Shown, form: str, *, fold: bool) -> str:
    """What is shown of a rule graph as ``dot``, ``mermaid`` or ``graphml``, with the disclaimer as a comment or attribute."""
    graph = as_networkx.folded_networkx(shown) if fold else as_networkx.to_networkx(shown)
    graph.graph["name"] = "rules"
    return _written(graph, form, shown.graph.pack)


def _written(graph: Labelled, form: str, pack: Pack) -> str:
    disclaimer = " ".join(pack.about.disclaimer.split())  # a comment is one line
    graph.graph["disclaimer"] = disclaimer
    return harmless(_COMMENTS[form].format(disclaimer) + _FORMS[form](graph))
