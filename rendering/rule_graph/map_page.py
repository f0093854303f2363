"""The map of a rule graph: one HTML page that loads nothing, to search, select and walk."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from hipexpert.audit.suite.covering import NodeTests
from hipexpert.graphs.rule_graph.document import Shown
from hipexpert.graphs.rule_graph.nodes import RuleGraphNodeKind
from hipexpert.knowledge.packs.signing import Signature
from hipexpert.rendering.content_policy import policy
from hipexpert.rendering.page.templating import own, own_file, script_json, templates
from hipexpert.rendering.rule_graph.map_data import map_data
from hipexpert.rendering.rule_graph.summary import Busiest, ListedNode, busiest, inventory
from hipexpert.rendering.rule_graph.words import MANY, ONE, conclusion, headline, named

_COLUMNS: tuple[tuple[str, tuple[RuleGraphNodeKind, ...]], ...] = (
    ("Findings", ("finding",)),
    ("Patterns, factors, constraints", ("pattern", "factor", "constraint", "safe", "screen")),
    ("Rules", ("rule",)),
    ("Conditions", ("condition",)),
    ("Urgency and advice", ("urgency", "advice")),
)
_LISTED = 12


class Cells(Struct, frozen=True):
    """A topic on the map: its nodes as numbers, each with its kind."""

    title: str
    nodes: tuple[tuple[int, RuleGraphNodeKind], ...]


class MapColumn(Struct, frozen=True):
    """A column of the map."""

    title: str
    wide: bool
    topics: tuple[Cells, ...]


class ChainRow(Struct, frozen=True):
    """A chain: what it leads to, its steps, and its nodes with their kinds."""

    to: ListedNode
    kind: str
    nodes: tuple[tuple[str, ListedNode], ...]


class TourStep(Struct, frozen=True):
    """A step of the tour: what to select, what it is, and what to see there."""

    node: ListedNode
    kind: str
    says: str


class Tested(Struct, frozen=True):
    """How many nodes that are shown some test reaches, of how many; and those that none does."""

    reached: int
    of: int
    none: tuple[tuple[str, ListedNode], ...]


class MapPage(Struct, frozen=True):
    """What stands on the page before anything is selected."""

    title: str
    inventory: str
    edges: int
    columns: tuple[MapColumn, ...]
    tour: tuple[TourStep, ...]
    kinds: tuple[tuple[RuleGraphNodeKind, str], ...]
    rings: tuple[tuple[ListedNode, ...], ...]
    busiest: tuple[Busiest, ...]
    chains: tuple[ChainRow, ...]
    decisive: tuple[ListedNode, ...]
    more_decisive: int
    tested: Tested | None
    disclaimer: str
    knowledge: str


def to_html(shown: Shown, signatures: Iterable[Signature] = (), tests: Mapping[str, NodeTests] | None = None) -> str:
    """What is shown of a rule graph as one page; the focus, when there is one, is selected when it opens. ``signatures``: those of the
    pack, so that each node tells who reviewed it. ``tests``: those of each node, so that it tells what covers it.
    """
    style = own_file("page.css") + own_file("picture.css") + own_file("map.css")
    script = own_file("map.js")
    return (
        templates()
        .get_template("map.html")
        .render(
            page=_page(shown, tests),
            policy=policy(style, script),
            style=own(style),
            script=own(script),
            data=script_json(map_data(shown, signatures, tests)),
        )
    )


def _page(shown: Shown, tests: Mapping[str, NodeTests] | None) -> MapPage:
    graph, shape = shown.graph, shown.shape
    pack = graph.pack
    kinds: list[RuleGraphNodeKind] = [kind for _, column in _COLUMNS for kind in column]
    there = {graph.nodes[name].kind for name in shown.view.nodes}
    decisive = tuple(
        ListedNode(
            each.node, named(graph, each.node), len(each.conclusions), "; ".join(conclusion(graph, fact) for fact in each.conclusions)
        )
        for each in shape.decisive_findings
    )
    chains = tuple(
        ChainRow(
            _row(shown, chain.to, chain.steps),
            ONE[graph.nodes[chain.to].kind],
            tuple((ONE[graph.nodes[name].kind], _row(shown, name)) for name in chain.nodes),
        )
        for chain in shape.chains
    )
    return MapPage(
        title=headline(shown) if shown.topics else f"Rule graph of {pack.about.title}",
        inventory=inventory(graph),
        edges=len(graph.edges),
        columns=tuple(column for column in (_column(shown, title, of) for title, of in _COLUMNS) if column.topics),
        tour=_tour(shown),
        kinds=tuple((kind, MANY[kind]) for kind in kinds if kind in there),
        rings=tuple(tuple(_row(shown, name) for name in ring) for ring in shape.rings),
        busiest=busiest(shown),
        chains=chains,
        decisive=decisive[:_LISTED],
        more_decisive=len(decisive[_LISTED:]),
        tested=None if tests is None else _tested(shown, tests),
        disclaimer=pack.about.disclaimer,
        knowledge=f"{pack.about.id} {pack.about.version}, {pack.content_hash}",
    )


_TOUR: tuple[tuple[tuple[RuleGraphNodeKind, ...], str], ...] = (
    (("finding",), "something that is asked: what it can touch lights up to the right, and is listed"),
    (("rule",), "one step of reasoning: as its author wrote it, why, by which source, and who reviewed it"),
    (("urgency", "condition", "advice"), "something that people are told: all that can touch it, and what every way to it goes through"),
)


def _tour(shown: Shown) -> tuple[TourStep, ...]:
    """Along the longest chain that leads from an answer to what people are told: its answer, its last rule, and its end."""
    graph = shown.graph
    for chain in shown.shape.chains:
        steps = []
        for kinds, says in _TOUR:
            found = [name for name in chain.nodes if graph.nodes[name].kind in kinds]
            steps += [TourStep(_row(shown, found[-1]), ONE[graph.nodes[found[-1]].kind], says)] if found else []
        if len(steps) == len(_TOUR):
            return tuple(steps)
    return ()


def _tested(shown: Shown, tests: Mapping[str, NodeTests]) -> Tested:
    names = shown.view.nodes
    none = tuple((ONE[shown.graph.nodes[name].kind], _row(shown, name)) for name in names if not tests[name].any)
    return Tested(len(names) - len(none), len(names), none)


def _row(shown: Shown, name: str, number: int = 0) -> ListedNode:
    return ListedNode(name, named(shown.graph, name), number, shown.graph.nodes[name].label)


def _column(shown: Shown, title: str, kinds: tuple[RuleGraphNodeKind, ...]) -> MapColumn:
    graph = shown.graph
    topics: dict[str, list[tuple[int, RuleGraphNodeKind]]] = {}
    for name in shown.view.nodes:
        node = graph.nodes[name]
        if node.kind in kinds:
            topics.setdefault(node.topic.title, []).append((graph.place[name], node.kind))
    cells = tuple(
        Cells(topic.removeprefix("Rules: ").removeprefix("conditions, ").removeprefix("Conditions: "), tuple(nodes))
        for topic, nodes in topics.items()
    )
    return MapColumn(title, "rule" in kinds, cells)
