"""What the script of the map needs: every node with its words, what leads to what beneath them, and what is decisive."""

from collections.abc import Iterable, Mapping

from hipexpert.audit.suite.covering import NodeTests
from hipexpert.graphs.rule_graph.document import Shown
from hipexpert.graphs.rule_graph.nodes import KINDS, RuleGraphNode, RuleGraphNodeKind
from hipexpert.knowledge import Pack, allowed_answers
from hipexpert.knowledge.packs.facts import ANSWERED
from hipexpert.knowledge.packs.ladder import Level
from hipexpert.knowledge.packs.signing import GONE, Signature
from hipexpert.knowledge.packs.sourced import Citation
from hipexpert.knowledge.packs.vocabulary import Choice, Choices
from hipexpert.knowledge.packs.written import as_written
from hipexpert.rendering.cited import grade_words, place_in
from hipexpert.rendering.page.rulebook import source_entry
from hipexpert.rendering.rule_graph.summary import no_way, rule_as_written
from hipexpert.rendering.rule_graph.words import ONE, conclusion, named

Fields = dict[str, object]


SIGNED_AS: Mapping[RuleGraphNodeKind, tuple[str, ...]] = {
    "factor": ("condition",),
    "condition": ("condition", "picture"),
    "safe": ("finding",),
}
"""As what kinds of entry a node is signed, where that is not the kind of the node."""


def map_data(shown: Shown, signatures: Iterable[Signature] = (), tests: Mapping[str, NodeTests] | None = None) -> Fields:
    """The data. Nodes are called by their number in the order of the graph; all are there, so that a walk never ends at an edge
    of what is shown. ``tests``: those of each node, by its id, when they are known.
    """
    reviews = _reviews(signatures)
    graph = shown.graph
    topics = {topic.id: number for number, topic in enumerate(graph.topics)}
    numbers = {part: number for number, part in enumerate(graph.parts)}
    cited = _Cited(graph.pack)
    nodes = [
        {**_node(shown, node, topics[node.topic.id], cited), **_history(node, reviews), **_tested(node, tests)}
        for node in graph.nodes.values()
    ]
    return {
        "kinds": [[kind, ONE[kind]] for kind in KINDS],
        "topics": [[topic.id, topic.title] for topic in graph.topics],
        "nodes": nodes,
        "parts": [
            [graph.place[graph.node_of[part]], not part.startswith("fact:"), [numbers[each] for each in graph.parts.successors(part)]]
            for part in graph.parts
        ],
        "sources": cited.entries(),
        "focus": shown.focus.nodes[0] if shown.focus is not None else "",
    }


def _reviews(signatures: Iterable[Signature]) -> Mapping[str, list[str]]:
    """What was decided about each entry, and by whom, the oldest first."""
    found: dict[str, list[str]] = {}
    for signature in signatures:
        for made in signature.decisions:
            reason = f": {made.reason}" if made.reason else ""
            lowers = ", asks less than before" if made.lowers else ""
            gone = ", taken out" if made.content == GONE else ""
            found.setdefault(made.entry, []).append(f"{signature.text}: {made.decision}{gone}{lowers}{reason}")
    return found


def _history(node: RuleGraphNode, reviews: Mapping[str, list[str]]) -> Fields:
    """``r``: what reviewers decided about what the node shows."""
    told = [each for kind in SIGNED_AS.get(node.kind, (node.kind,)) for each in reviews.get(f"{kind} {node.name}", ())]
    return {"r": told} if told else {}


def _tested(node: RuleGraphNode, tests: Mapping[str, NodeTests] | None) -> Fields:
    """``v``: how many tests reach what the node shows, the first of them, and where checks say that it must fire and must not."""
    if tests is None:
        return {}
    found = tests[node.id]
    return {"v": [found.reaching, found.named, found.must_fire, found.must_not]}


class _Cited:
    """The sources that were cited, numbered as they come."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.number: dict[str, int] = {}

    def said(self, citations: Iterable[Citation]) -> list[list[object]]:
        return [[self.number.setdefault(each.ref, len(self.number)), place_in(each), each.stance] for each in citations]

    def entries(self) -> list[list[str]]:
        found = (source_entry(self.pack, ref) for ref in self.number)
        return [[each.title, each.grade, each.published, each.address] for each in found]


def _node(shown: Shown, node: RuleGraphNode, topic: int, cited: _Cited) -> Fields:
    """A node: what it is called, and under ``more`` what is shown when it is opened. What is empty is left out."""
    graph, shape = shown.graph, shown.shape
    decides = [[graph.place[graph.node_of[f"fact:{fact}"]], conclusion(graph, fact)] for fact in shape.decides.get(node.id, ())]
    ways = [] if node.kind == "finding" else shape.on_every_way_to(node.id)
    told: Fields = {
        "k": KINDS.index(node.kind),
        "i": node.name,
        "l": node.label,
        "t": topic,
        "p": node.place,
        "d": shape.depth[node.id],
        "w": [graph.place[each] if each in graph.place else named(graph, each) for each in ways],
        "o": decides,
        "n": no_way(shown, node.id),
        **_told(shown, node, cited),
    }
    return {key: value for key, value in told.items() if value not in ("", [], None)}


def _told(shown: Shown, node: RuleGraphNode, cited: _Cited) -> Fields:
    """``s`` further words to search, ``y`` as it is written, ``x`` paragraphs, ``b`` why, ``c`` sources, ``g`` the foot line."""
    pack = shown.graph.pack
    match node.kind:
        case "rule":
            rule = pack.rule_by_id[node.name]
            grade = grade_words(pack, rule.sources)
            made = f", made from {rule.made_from}" if rule.made_from else ""
            return {
                "y": rule_as_written(shown, rule),
                "b": rule.because,
                "c": cited.said(rule.sources),
                "g": f"reviewed {rule.reviewed.text}, {rule.status}, evidence: {grade}{made}",
            }
        case "finding":
            return _finding(pack, node.name)
        case "condition" | "factor":
            condition = pack.condition_by_id[node.name]
            usual = f"Usually {condition.typical_urgency.replace('_', ' ')}."
            words = [condition.plain, usual, condition.recovery and f"Recovery: {condition.recovery}", condition.notes]
            return {
                "s": " ".join(condition.also_called),
                "x": [each for each in words if each],
                "c": cited.said(condition.sources),
                "g": condition.icd10cm and f"ICD-10-CM {condition.icd10cm}",
            }
        case "pattern":
            return {"x": [f"Reads: {pack.pattern_by_id[node.name].says}"]}
        case "urgency":
            level: Level = node.name  # type: ignore[assignment]
            return {"x": [pack.level_text(level).action]}
        case "advice":
            advice = pack.advice_by_id[node.name]
            return {
                "x": [advice.says, *([advice.dose] if advice.dose else [])],
                "b": advice.because,
                "c": cited.said(advice.sources),
                "g": f"reviewed {advice.reviewed.text}",
            }
        case "constraint":
            premise = next(each.never for each in pack.constraints if each.id == node.name)
            return {"y": "\n".join(as_written(pack, premise, "never"))}
        case "screen":
            asked = [*pack.screen] if node.id == ANSWERED else [*pack.constraints]
            return {"x": [f"{item.id}: {item.because}" for item in asked]}
        case "safe":
            return {"y": "\n".join(as_written(pack, pack.safe_tests[node.name], "safe_when"))}


def _finding(pack: Pack, name: str) -> Fields:
    finding = pack.findings[name]
    values = finding.values if isinstance(finding, (Choice, Choices)) else ()
    synonyms = [*finding.synonyms, *(each for value in values for each in (value.label, *value.synonyms))]
    listed = [f"{value.id}: {value.label}" for value in values]
    answers = "Any of:" if isinstance(finding, Choices) else "One of:"
    said = [answers, *listed] if listed else [f"Answer: {allowed_answers(finding)}."]
    return {"s": " ".join(synonyms), "x": [*([finding.help] if finding.help else []), *said]}
