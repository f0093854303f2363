"""Graphs as text: DOT, Mermaid and GraphML. Equal graphs give equal bytes."""

import io
from collections.abc import Callable

import networkx as nx

from hipexpert.graphs.derivation import reasons_for, to_networkx
from hipexpert.graphs.selection import shown_conclusions
from hipexpert.knowledge import Assessment

_DOT_SHAPES = {"answer": "ellipse", "finding": "ellipse", "rule": "note", "weighing": "hexagon", "condition": "hexagon"}
_MERMAID_SHAPES = {
    "answer": ('(["', '"])'),
    "finding": ('(["', '"])'),
    "rule": ('[/"', '"/]'),
    "weighing": ('{{"', '"}}'),
    "condition": ('{{"', '"}}'),
}
_BOX = ('["', '"]')


def to_dot(graph: "nx.MultiDiGraph[str]") -> str:
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


def to_mermaid(graph: "nx.MultiDiGraph[str]") -> str:
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
    return text.replace("#", "#35;").replace('"', "#quot;").replace("<", "#lt;").replace(">", "#gt;")


def to_graphml(graph: "nx.MultiDiGraph[str]") -> str:
    """The graph as GraphML (XML)."""
    stream = io.BytesIO()
    nx.write_graphml_xml(graph, stream, encoding="utf-8", prettyprint=True)
    return stream.getvalue().decode("utf-8").rstrip("\n") + "\n"


_COMMENTS = {"dot": "// {}\n", "mermaid": "%% {}\n", "graphml": ""}
FORMS: dict[str, Callable[["nx.MultiDiGraph[str]"], str]] = {"dot": to_dot, "mermaid": to_mermaid, "graphml": to_graphml}


def to_graph_text(assessment: Assessment, form: str) -> str:
    """The derivation of an assessment as ``dot``, ``mermaid`` or ``graphml``, with the disclaimer as a comment or attribute.

    GraphML holds the whole derivation; the pictures hold what leads to the urgency and to the conditions shown first.
    """
    disclaimer = assessment.pack.about.disclaimer
    graph = to_networkx(assessment.derivation_graph)
    graph.graph["disclaimer"] = disclaimer
    shown = graph if form == "graphml" else reasons_for(graph, shown_conclusions(assessment))
    return _COMMENTS[form].format(disclaimer) + FORMS[form](shown)
