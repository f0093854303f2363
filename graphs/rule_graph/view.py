"""A part of the rule graph to show: around a focus, up or down from it, or about some topics; and the same folded by topic."""

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

from hipexpert.graphs.rule_graph.focusing import Focus
from hipexpert.graphs.rule_graph.nodes import Topic
from hipexpert.graphs.rule_graph.whole import RuleGraph, RuleGraphEdge

ViewDirection = Literal["both", "upstream", "downstream"]


class View(Struct, frozen=True):
    """Nodes of the rule graph in its order, and the edges between them; ``upstream`` and ``downstream`` of a focus, nearest first."""

    nodes: tuple[str, ...]
    edges: tuple[RuleGraphEdge, ...]
    upstream: tuple[str, ...] = ()
    downstream: tuple[str, ...] = ()


class TopicEdge(Struct, frozen=True):
    """``rules`` rules lead from a topic straight to another: they ask for something of the one and conclude something of the other."""

    source: str
    target: str
    rules: int


class FoldedView(Struct, frozen=True):
    """A view folded by topic: topics other than those of rules, how many nodes each holds, and the rules between them."""

    topics: tuple[Topic, ...]
    sizes: tuple[int, ...]
    edges: tuple[TopicEdge, ...]


def view_of(graph: RuleGraph, focus: Focus | None, direction: ViewDirection, steps: int | None, topics: Sequence[Topic]) -> View:
    """What can touch a focus and what it can touch, at most ``steps`` rules and weighings away; without one, everything.

    With topics only nodes of these, the rules about them, and what stands directly beside these rules.
    """
    upstream: dict[str, int] = {}
    downstream: dict[str, int] = {}
    if focus is None:
        shown, edges = dict.fromkeys(graph.nodes), graph.edges
    else:
        upstream = graph.reached(focus.parts, forwards=False, steps=steps) if direction != "downstream" else {}
        downstream = graph.reached(focus.parts, forwards=True, steps=steps) if direction != "upstream" else {}
        passed = [*graph.steps_among(upstream), *graph.steps_among(downstream)]
        edges = graph.edges_within(dict.fromkeys(passed))
        shown = dict.fromkeys((*focus.nodes, *graph.in_order((*upstream, *downstream))))
    kept = _about(graph, set(shown), topics, focus.nodes if focus else ()) if topics else set(shown)
    here = focus.nodes if focus else ()
    return View(
        nodes=tuple(name for name in graph.nodes if name in kept),
        edges=tuple(edge for edge in edges if edge.source in kept and edge.target in kept),
        upstream=tuple(name for name in graph.nearest_first(upstream) if name in kept and name not in here),
        downstream=tuple(name for name in graph.nearest_first(downstream) if name in kept and name not in here),
    )


def _about(graph: RuleGraph, shown: set[str], topics: Sequence[Topic], always: Iterable[str]) -> set[str]:
    wanted = {topic.id for topic in topics}
    of_topic = {name for name in shown if graph.nodes[name].topic.id in wanted}
    beside = {each for name in of_topic for each in (*graph.before[name], *graph.after[name])}
    rules = {name for name in of_topic | beside if graph.nodes[name].kind == "rule"}
    ends = {each for name in rules for each in (*graph.before[name], *graph.after[name])}
    return ((of_topic | rules | ends) & shown) | set(always)


def folded(graph: RuleGraph, view: View) -> FoldedView:
    """A view folded by topic. Rules become the lines: what they ask for and what they conclude are in the topics they join."""
    sizes: dict[Topic, int] = {}
    asked: dict[str, set[str]] = {}
    told: dict[str, set[str]] = {}
    direct: dict[tuple[str, str], set[str]] = {}
    for name in view.nodes:
        node = graph.nodes[name]
        if node.kind != "rule":
            sizes[node.topic] = sizes.get(node.topic, 0) + 1
    for edge in view.edges:
        source, target = graph.nodes[edge.source], graph.nodes[edge.target]
        if target.kind == "rule":
            asked.setdefault(target.id, set()).add(source.topic.id)
        elif source.kind == "rule":
            told.setdefault(source.id, set()).add(target.topic.id)
        elif edge.role == "premise":  # a constraint, or the safety of a test, is its own rule
            direct.setdefault((source.topic.id, target.topic.id), set()).add(target.id)
    for rule, ends in told.items():
        for beginning in asked.get(rule, ()):
            for end in ends:
                direct.setdefault((beginning, end), set()).add(rule)
    order = {topic.id: number for number, topic in enumerate(graph.topics)}
    topics = tuple(sorted(sizes, key=lambda topic: order[topic.id]))
    lines = sorted(direct, key=lambda line: (order[line[0]], order[line[1]]))
    edges = tuple(TopicEdge(*line, len(direct[line])) for line in lines)
    return FoldedView(topics, tuple(sizes[topic] for topic in topics), edges)
