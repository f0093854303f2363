"""The rule graph as a document, in the shape of its JSON."""

from msgspec import Struct

from hipexpert.graphs.rule_graph.nodes import RuleGraphNodeKind, Topic
from hipexpert.graphs.rule_graph.shape import Chain, Decisive
from hipexpert.graphs.rule_graph.view import TopicEdge, ViewDirection
from hipexpert.graphs.rule_graph.whole import RuleGraphEdge
from hipexpert.knowledge.runner.results import Knowledge

SCHEMA = "hipexpert.graph/1"


class Counts(Struct, frozen=True):
    """How much there is of everything in the whole graph. ``topics`` counts those of rules too."""

    findings: int
    rules: int
    patterns: int
    factors: int
    conditions: int
    urgency_levels: int
    advice: int
    constraints: int
    guarded_tests: int
    edges: int
    topics: int


class NodeValue(Struct, frozen=True):
    """A node of the rule graph; all numbers are about the whole graph.

    ``in_degree`` and ``out_degree`` count the nodes directly before and after it, ``findings_upstream`` the findings that can
    touch it, ``conclusions_downstream`` the patterns, factors, conditions, levels and advice that it can touch. ``depth`` is the
    number of rules and weighings on a longest chain that ends with it. ``every_way_through`` is what lies on every way to it
    (ids of nodes, and ``answer:FACT``); when nothing does, or there is no way, it is empty; ``concludable`` tells these apart.
    ``place`` is ``file:line``.
    """

    id: str
    kind: RuleGraphNodeKind
    label: str
    topic: str
    place: str
    in_degree: int
    out_degree: int
    findings_upstream: int
    conclusions_downstream: int
    depth: int
    concludable: bool
    every_way_through: tuple[str, ...]


class FocusValue(Struct, frozen=True):
    """What was looked at: the word that was given, the nodes it names, and what can touch them and be touched by them."""

    id: str
    nodes: tuple[str, ...]
    direction: ViewDirection
    steps: int | None
    upstream: tuple[str, ...]
    downstream: tuple[str, ...]


class GraphDocument(Struct, frozen=True):
    """The rule graph of a pack, or a part of it.

    ``nodes``, ``edges`` and ``topic_edges`` are what was asked for; ``counts``, ``rings``, ``chains`` and ``decisive_findings``
    are always about the whole. ``rings`` are the strongly connected parts, ``chains`` a longest chain to a conclusion of each
    kind, ``decisive_findings`` the findings without an answer to which something cannot be concluded.
    """

    schema: str
    counts: Counts
    focus: FocusValue | None
    topics: tuple[Topic, ...]
    nodes: tuple[NodeValue, ...]
    edges: tuple[RuleGraphEdge, ...]
    topic_edges: tuple[TopicEdge, ...]
    rings: tuple[tuple[str, ...], ...]
    chains: tuple[Chain, ...]
    decisive_findings: tuple[Decisive, ...]
    knowledge: Knowledge
    disclaimer: str
