"""The rule graph of a pack as a document."""

from collections import Counter
from collections.abc import Sequence

from hipexpert.graphs.rule_graph.focusing import Focus
from hipexpert.graphs.rule_graph.nodes import CONCLUSIONS, Topic
from hipexpert.graphs.rule_graph.shape import Shape
from hipexpert.graphs.rule_graph.values import SCHEMA, Counts, FocusValue, GraphDocument, NodeValue
from hipexpert.graphs.rule_graph.view import View, ViewDirection, folded, view_of
from hipexpert.graphs.rule_graph.whole import RuleGraph
from hipexpert.knowledge.runner.results import Knowledge


class Shown:
    """What a user asked to see of a rule graph: all forms are written from it."""

    def __init__(
        self,
        graph: RuleGraph,
        focus: Focus | None = None,
        direction: ViewDirection = "both",
        steps: int | None = None,
        topics: Sequence[Topic] = (),
    ) -> None:
        self.graph = graph
        self.shape = Shape(graph)
        self.focus = focus
        self.direction = direction
        self.steps = steps
        self.topics = tuple(topics)
        self.view: View = view_of(graph, focus, direction, steps, topics)

    @property
    def whole(self) -> bool:
        """Whether nothing is left out."""
        return self.focus is None and not self.topics


def document_of(shown: Shown) -> GraphDocument:
    """The document: what is shown, and the shape of the whole."""
    graph, shape, view = shown.graph, shown.shape, shown.view
    pack = graph.pack
    topics = dict.fromkeys(graph.nodes[name].topic for name in view.nodes)
    return GraphDocument(
        schema=SCHEMA,
        counts=counts(graph),
        focus=_focus(shown),
        topics=tuple(topics),
        nodes=tuple(_node(shape, name) for name in view.nodes),
        edges=view.edges,
        topic_edges=folded(graph, view).edges,
        rings=shape.rings,
        chains=shape.chains,
        decisive_findings=shape.decisive_findings,
        knowledge=Knowledge.of(pack),
        disclaimer=pack.about.disclaimer,
    )


def counts(graph: RuleGraph) -> Counts:
    """How much there is of everything."""
    number = Counter(node.kind for node in graph.nodes.values())
    return Counts(
        findings=number["finding"],
        rules=number["rule"],
        patterns=number["pattern"],
        factors=number["factor"],
        conditions=number["condition"],
        urgency_levels=number["urgency"],
        advice=number["advice"],
        constraints=number["constraint"],
        guarded_tests=number["safe"],
        edges=len(graph.edges),
        topics=len(graph.topics),
    )


def conclusions_downstream(shape: Shape, name: str) -> int:
    """How many conclusions a node can touch."""
    return sum((shape.touches[name] & shape.bits_of_kind.get(kind, 0)).bit_count() for kind in CONCLUSIONS)


def findings_upstream(shape: Shape, name: str) -> int:
    """How many findings can touch a node."""
    return (shape.touched_by[name] & shape.bits_of_kind.get("finding", 0)).bit_count()


def _node(shape: Shape, name: str) -> NodeValue:
    graph = shape.graph
    node = graph.nodes[name]
    return NodeValue(
        id=name,
        kind=node.kind,
        label=node.label,
        topic=node.topic.id,
        place=node.place,
        in_degree=len(graph.before[name]),
        out_degree=len(graph.after[name]),
        findings_upstream=findings_upstream(shape, name),
        conclusions_downstream=conclusions_downstream(shape, name),
        depth=shape.depth[name],
        concludable=shape.has_way(name),
        every_way_through=() if node.kind == "finding" else shape.on_every_way_to(name),
    )


def _focus(shown: Shown) -> FocusValue | None:
    focus = shown.focus
    if focus is None:
        return None
    return FocusValue(focus.word, focus.nodes, shown.direction, shown.steps, shown.view.upstream, shown.view.downstream)
