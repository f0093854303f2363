"""The rule graph as one SVG: node by node, or folded by topic where there are too many."""

from collections.abc import Sequence

from hipexpert.engine import Problem, ProblemsError
from hipexpert.graphs.layout import Box, layered_layout
from hipexpert.graphs.rule_graph.document import Shown
from hipexpert.graphs.rule_graph.view import FoldedView, TopicEdge, folded
from hipexpert.rendering.page.drawings import TOP, BoxText, Connector, Drawing, PlacedBox, smooth_path
from hipexpert.rendering.page.fitting import heading, wrapped
from hipexpert.rendering.page.templating import own, own_file, templates
from hipexpert.rendering.rule_graph.words import about_fold, headline

MOST_BOXES = 400
_NARROWEST, _WIDE, _PADDING, _LINE = 640, 168, 8, 15
_BOLD = 0.9  # of a line, as much text as bold type takes
_LAYER_OF_TOPIC = {"findings": 0, "patterns": 1, "urgency": 4, "advice": 5, "constraints": 6, "safe": 6, "screen": 6}
_CLASS = {"finding": "answer", "factor": "pattern", "constraint": "warning", "safe": "pattern", "screen": "pattern"}
_CLASS_OF_TOPIC = {"findings": "answer", "patterns": "pattern", "urgency": "urgency", "advice": "advice"}
_HEAVIEST = 3


def to_svg(shown: Shown, *, fold: bool) -> str:
    """What is shown as one SVG picture that loads nothing.

    Raises :class:`hipexpert.engine.ProblemsError` when there are more boxes than can be drawn.
    """
    if fold:
        drawing, texts, note = _topics(folded(shown.graph, shown.view))
    else:
        drawing, texts, note = _nodes(shown)
    width = max(drawing.width, _NARROWEST) + 32
    about = shown.graph.pack.about
    foot = f"{note} {about.disclaimer} Knowledge: {about.id} {about.version}, {shown.graph.pack.content_hash[:12]}.".strip()
    return (
        templates()
        .get_template("rule_graph.svg")
        .render(
            drawing=drawing,
            texts=texts,
            width=width,
            title=heading(headline(shown), width - 32),
            about="What leads to what in the rules, from the findings on the left to the conclusions on the right.",
            foot=wrapped(foot, width - 40, 6),
            style=own(own_file("picture.css")),
        )
    )


def _nodes(shown: Shown) -> tuple[Drawing, tuple[BoxText, ...], str]:
    names = shown.view.nodes
    if len(names) > MOST_BOXES:
        message = f"{len(names)} boxes are too many for a picture: at most {MOST_BOXES}"
        raise ProblemsError([Problem("too-many-boxes", message, "", "fold it by topic, or show less with --steps, --topic or --upstream")])
    place = {name: number for number, name in enumerate(names)}
    texts = tuple(boxed(_CLASS.get(node.kind, node.kind), node.id, node.label) for node in map(shown.graph.nodes.__getitem__, names))
    edges = [(place[edge.source], place[edge.target]) for edge in shown.view.edges]
    layers = [2 * shown.shape.depth[name] - (shown.graph.nodes[name].kind == "rule") for name in names]
    drawing, left_out = drawn(texts, layers, edges)
    return drawing, texts, f"{left_out} lines between boxes of one column are not drawn." if left_out else ""


def _topics(fold: FoldedView) -> tuple[Drawing, tuple[BoxText, ...], str]:
    """The topics, and of each the lines to it that stand for most rules: with all of them nothing could be read."""
    place = {topic.id: number for number, topic in enumerate(fold.topics)}
    texts = tuple(
        boxed(_CLASS_OF_TOPIC.get(topic.id.partition("/")[0], _other(topic.id)), topic.id, f"{topic.title} ({size})")
        for topic, size in zip(fold.topics, fold.sizes, strict=True)
    )
    kept = _heaviest(fold)
    drawing, beside = drawn(texts, [_layer(topic.id) for topic in fold.topics], [(place[edge.source], place[edge.target]) for edge in kept])
    return drawing, texts, about_fold(len(fold.edges) - len(kept), _HEAVIEST, beside)


def _heaviest(fold: FoldedView) -> list[TopicEdge]:
    """Of the lines to each topic those that stand for most rules, in their order."""
    to: dict[str, list[TopicEdge]] = {}
    for edge in fold.edges:
        to.setdefault(edge.target, []).append(edge)
    kept = {edge for edges in to.values() for edge in sorted(edges, key=lambda each: -each.rules)[:_HEAVIEST]}
    return [edge for edge in fold.edges if edge in kept]


def _layer(topic: str) -> int:
    kind, _, rest = topic.partition("/")
    return _LAYER_OF_TOPIC.get(kind, 2 if rest == "contributing_factors" else 3)


def _other(topic: str) -> str:
    return "pattern" if _layer(topic) == 2 else "warning" if _layer(topic) == 6 else "condition"


def boxed(kind: str, name: str, label: str) -> BoxText:
    """A label in a box as wide as the others."""
    room = _WIDE - 2 * _PADDING
    lines = wrapped(label, round(room * _BOLD) if kind in ("condition", "urgency") else room, 3)
    return BoxText(name, kind, lines, "", label, "", _WIDE, _LINE * len(lines) + 9)


def drawn(texts: Sequence[BoxText], layers: Sequence[int], edges: Sequence[tuple[int, int]]) -> tuple[Drawing, int]:
    """The drawing, and how many lines join boxes of one column and are left out."""
    joined = set(edges)
    across = sorted(edge for edge in joined if layers[edge[0]] != layers[edge[1]])
    layout = layered_layout([Box(text.width, text.height, layer) for text, layer in zip(texts, layers, strict=True)], across)
    boxes = tuple(
        PlacedBox(number, x - text.width // 2, y - text.height // 2 + TOP)
        for number, (text, (x, y)) in enumerate(zip(texts, layout.middles, strict=True))
    )
    lines = tuple(Connector(source, target, smooth_path(points)) for (source, target), points in zip(across, layout.lines, strict=True))
    drawing = Drawing("graph", "", "", boxes, lines, (), layout.width + 2, layout.height + TOP + 2)
    return drawing, len(joined) - len(across)
