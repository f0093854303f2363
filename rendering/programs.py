"""What followed in a session of a program without a pack, as a picture and as a page."""

from hipexpert.engine import Problem, ProblemsError
from hipexpert.graphs.programs.explained import ExplainedRun
from hipexpert.knowledge import DerivationGraph
from hipexpert.languages.catalogue import say
from hipexpert.rendering import html
from hipexpert.rendering.page.fitting import heading
from hipexpert.rendering.page.templating import own, own_file, templates
from hipexpert.rendering.reports.program import program_report
from hipexpert.rendering.rule_graph.picture import MOST_BOXES, boxed, drawn

_NARROWEST = 640
_CLASS = {"answer": "answer", "rule": "rule", "weighing": "pattern"}


def to_html(run: ExplainedRun, title: str) -> str:
    """Everything that followed with its reasons, and the picture of it where it is not too large, as a page that loads nothing."""
    picture = _picture(run.derivation_graph, title, "") if len(run.derivation_graph.nodes) <= MOST_BOXES else ""
    return html.to_html(program_report(run, title), picture, own_file("picture.css"))


def to_svg(run: ExplainedRun, title: str) -> str:
    """How everything that follows follows from what was given, as an SVG that loads nothing.

    Raises :class:`hipexpert.ProblemsError` where there is more than can be drawn.
    """
    boxes = len(run.derivation_graph.nodes)
    if boxes > MOST_BOXES:
        raise ProblemsError([Problem("too-many-boxes", f"{boxes} boxes are too many for a picture: at most {MOST_BOXES}", "")])
    return _picture(run.derivation_graph, title, own_file("picture.css"))


def _picture(graph: DerivationGraph, title: str, style: str) -> str:
    place = {node.id: number for number, node in enumerate(graph.nodes)}
    texts = tuple(boxed(_CLASS.get(node.kind, "condition"), node.id, node.label) for node in graph.nodes)
    layers = _layers(graph)
    edges = [(place[edge.source], place[edge.target]) for edge in graph.edges]
    drawing, _ = drawn(texts, [layers[node.id] for node in graph.nodes], edges)
    width = max(drawing.width, _NARROWEST) + 32
    about = say("From what was given on the left to what follows on the right.")
    return (
        templates()
        .get_template("rule_graph.svg")
        .render(drawing=drawing, texts=texts, width=width, title=heading(title, width - 32), about=about, foot=(), style=own(style))
    )


def _layers(graph: DerivationGraph) -> dict[str, int]:
    """The column of each node: behind everything that held before it and that it rests on."""
    before: dict[str, list[str]] = {}
    for edge in graph.edges:
        before.setdefault(edge.target, []).append(edge.source)
    layers: dict[str, int] = {}
    for node in sorted(graph.nodes, key=lambda node: (node.step, node.kind == "conclusion")):
        layers[node.id] = 1 + max((layers[each] for each in before.get(node.id, ()) if each in layers), default=-1)
    return layers
