"""The rule graph in figures and lists: what the terminal and the page say of the whole and of one focus."""

from collections.abc import Callable, Iterable

from msgspec import Struct

from hipexpert.graphs.rule_graph.document import Shown, conclusions_downstream, findings_upstream
from hipexpert.graphs.rule_graph.nodes import KINDS, RuleGraphNodeKind
from hipexpert.graphs.rule_graph.whole import RuleGraph
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.pack import Rule
from hipexpert.knowledge.packs.written import as_written, conclusions_as_written
from hipexpert.rendering.rule_graph.words import conclusion, counted, named


class ListedNodes(Struct, frozen=True):
    """Nodes of one kind, as a heading and the names that users type."""

    kind: RuleGraphNodeKind
    title: str
    names: tuple[str, ...]


class ListedNode(Struct, frozen=True):
    """A line of a list: a node, its name as users type it, a number, and what is said of it."""

    id: str
    name: str
    number: int
    says: str


class Busiest(Struct, frozen=True):
    """The nodes of a kind with most on one side; the title says what is counted."""

    title: str
    rows: tuple[ListedNode, ...]


def grouped(graph: RuleGraph, names: Iterable[str]) -> tuple[ListedNodes, ...]:
    """Nodes by kind, in the order of the graph."""
    found: dict[RuleGraphNodeKind, list[str]] = {}
    for name in names:
        found.setdefault(graph.nodes[name].kind, []).append(named(graph, name))
    return tuple(ListedNodes(kind, counted(len(found[kind]), kind), tuple(found[kind])) for kind in KINDS if kind in found)


def inventory(graph: RuleGraph) -> str:
    """How much there is of everything, in one sentence."""
    number = {kind: sum(node.kind == kind for node in graph.nodes.values()) for kind in KINDS}
    middle = ", ".join(counted(number[kind], kind) for kind in ("pattern", "factor", "condition"))
    ends = f"{counted(number['urgency'], 'urgency')} and {number['advice']} pieces of advice"
    beside = f"Beside them {counted(number['constraint'], 'constraint')} and {counted(number['safe'], 'safe')}."
    return f"{counted(number['finding'], 'finding')} lead through {counted(number['rule'], 'rule')} to {middle}, {ends}. {beside}"


def busiest(shown: Shown) -> tuple[Busiest, ...]:
    """The findings that most rules ask for, the conditions that most is weighed about, and what most can touch and be touched."""
    graph, shape = shown.graph, shown.shape
    findings = [name for name, node in graph.nodes.items() if node.kind == "finding"]
    conditions = [name for name, node in graph.nodes.items() if node.kind == "condition"]
    return (
        _most(graph, "Findings with the highest out-degree (asked for by)", findings, lambda name: len(graph.after[name])),
        _most(graph, "Conditions with the highest in-degree (concluded or weighed by)", conditions, lambda name: len(graph.before[name])),
        _most(graph, "Findings that can touch most conclusions", findings, lambda name: conclusions_downstream(shape, name)),
    )


def _most(graph: RuleGraph, title: str, names: list[str], count: Callable[[str], int]) -> Busiest:
    number = {name: count(name) for name in names}
    first = sorted((name for name in names if number[name]), key=lambda name: (-number[name], graph.place[name]))[:5]
    return Busiest(title, tuple(ListedNode(name, named(graph, name), number[name], graph.nodes[name].label) for name in first))


def figures(shown: Shown, name: str) -> str:
    """The degrees, the reach and the depth of a node, in one line."""
    graph, shape = shown.graph, shown.shape
    touched, touches = counted(findings_upstream(shape, name), "finding"), conclusions_downstream(shape, name)
    degrees = f"in-degree {len(graph.before[name])}, out-degree {len(graph.after[name])}"
    return f"{degrees}; {touched} can touch it, it can touch {touches} conclusions; depth {shape.depth[name]}"


def every_way(shown: Shown, name: str) -> tuple[str, ...]:
    """What lies on every way to a node, as users type it; of a rule also what it asks for itself."""
    return tuple(named(shown.graph, each) for each in shown.shape.on_every_way_to(name))


def decided(shown: Shown, name: str) -> tuple[str, ...]:
    """The conclusions that cannot be reached without a node, in words."""
    return tuple(conclusion(shown.graph, fact) for fact in shown.shape.decides.get(name, ()))


def rule_as_written(shown: Shown, rule: Rule) -> str:
    """A rule's premise and conclusions, as YAML."""
    pack = shown.graph.pack
    return "\n".join([*as_written(pack, rule.premise), *conclusions_as_written(pack, rule.conclusions)])


def no_way(shown: Shown, name: str) -> str:
    """What is to be said where no set of answers leads to a node; empty elsewhere."""
    if shown.shape.has_way(name):
        return ""
    if name == Fact("urgency", "self_care").name:
        return "no rule concludes it: it is the level that remains when no other is concluded"
    return f"no set of answers can lead to {'this rule' if name.startswith('rule:') else 'it'}"
