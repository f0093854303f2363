"""The nodes of the rule graph: what an author would point at, each standing for one or more facts, rules and weighings."""

import re
from collections.abc import Iterator, Mapping
from typing import Literal, get_args

from msgspec import Struct, structs

from hipexpert.engine import Program
from hipexpert.knowledge import LEVELS, Pack
from hipexpert.knowledge.packs.facts import ANSWERED, CONTRADICTED, Fact, FactKind, banded, is_band_rule
from hipexpert.knowledge.packs.pack import Condition
from hipexpert.knowledge.packs.screen import CONTRADICTING, RULE

RuleGraphNodeKind = Literal["finding", "pattern", "factor", "rule", "condition", "urgency", "advice", "constraint", "safe", "screen"]
KINDS: tuple[RuleGraphNodeKind, ...] = get_args(RuleGraphNodeKind)
CONCLUSIONS: tuple[RuleGraphNodeKind, ...] = ("pattern", "factor", "condition", "urgency", "advice")
_KIND_OF_FACT: Mapping[FactKind, RuleGraphNodeKind] = {
    "pattern": "pattern",
    "contributing": "factor",
    "evidence": "rule",
    "suspected": "condition",
    "likely": "condition",
    "excluded": "condition",
    "urgency": "urgency",
    "advise": "advice",
    "avoid": "advice",
    "contradiction": "constraint",
    "safe": "safe",
    "screen": "screen",
}
_ANSWER = re.compile(r"([a-z][a-z0-9_]*)(=|!=|>=|<=|>|<)")


class Topic(Struct, frozen=True):
    """Nodes that the authors of the pack put together: a group of findings, or the file in which entries are written."""

    id: str
    title: str


class RuleGraphNode(Struct, frozen=True):
    """``parts`` are the nodes of the program graph that it stands for, ``place`` is where it is written (``file:line``)."""

    id: str
    kind: RuleGraphNodeKind
    label: str
    topic: Topic
    place: str
    parts: tuple[str, ...]

    @property
    def name(self) -> str:
        """The id without the kind: the id of the entry in the pack."""
        return self.id.partition(":")[2]


def nodes_of(pack: Pack, program: Program) -> dict[str, RuleGraphNode]:
    """Every node by id, kind by kind and in the order of the files. Rules and advice that are not active are left out."""
    parts: dict[str, list[str]] = {}
    for part in _parts(program):
        parts.setdefault(_node_of(part, pack), []).append(part)
    return {node.id: structs.replace(node, parts=tuple(parts.get(node.id, ()))) for node in _entries(pack)}


def answer_of(fact: str) -> str:
    """The finding that a fact is an answer to; empty for a fact that is no answer."""
    found = _ANSWER.match(fact)
    return found[1] if found else ""


def _parts(program: Program) -> Iterator[str]:
    yield from (f"fact:{fact}" for fact in program.facts)
    yield from (f"rule:{rule.id}" for rule in program.rules)
    yield from (f"tally:{tally.id}" for tally in program.tallies)


def _node_of(part: str, pack: Pack) -> str:
    """The id of the node that stands for a part."""
    kind, _, name = part.partition(":")
    if kind == "tally":
        return f"condition:{Fact.of(name).id}"
    if kind == "rule" and is_band_rule(name):
        return f"finding:{banded(name)}"
    if kind == "rule":
        if name in pack.rule_by_id:
            return part
        if name in (RULE, CONTRADICTING):
            return ANSWERED if name == RULE else CONTRADICTED
        return name.replace("constraint-", "constraint:", 1) if name.startswith("constraint-") else name.replace("safe-", "safe:", 1)
    finding = answer_of(name)
    if finding:
        return f"finding:{finding}"
    fact = Fact.of(name)
    if fact.kind == "band":
        return f"finding:{banded(name)}"
    return f"{_KIND_OF_FACT[fact.kind]}:{fact.weighs[0] if fact.kind == 'evidence' else fact.id}"


def _entries(pack: Pack) -> Iterator[RuleGraphNode]:
    """The nodes without their parts."""
    for group in pack.groups:
        topic = Topic(f"findings/{group.group}", group.title)
        for finding in group.findings:
            yield _node("finding", finding.id, finding.question, topic, _at(pack, "findings", finding.id))
    for pattern in pack.patterns:
        yield _node("pattern", pattern.id, pattern.name, Topic("patterns", "Patterns"), _at(pack, "patterns", pattern.id))
    yield from _conditions(pack, "factor")
    for rule in pack.active_rules:
        yield _node("rule", rule.id, rule.title, _of_file(rule.topic), _at(pack, "rules", rule.id))
    yield from _conditions(pack, "condition")
    for level in LEVELS:
        yield _node("urgency", level, f"{level.replace('_', ' ')}: {pack.level_text(level).title}", Topic("urgency", "Urgency"))
    for advice in pack.advice:
        if advice.status == "active":
            topic = Topic(f"advice/{advice.category}", pack.texts.heading(advice.category))
            yield _node("advice", advice.id, advice.title, topic, _at(pack, "advice", advice.id))
    together, safe = Topic("constraints", "Answers that cannot stand together"), Topic("safe", "When a test at home is safe to try")
    for constraint in pack.constraints:
        yield _node("constraint", constraint.id, constraint.because, together, _at(pack, "constraints", constraint.id))
    yield from _screen(pack)
    for name in pack.safe_tests:
        yield _node("safe", name, f"safe to try: {pack.findings[name].question}", safe, _at(pack, "findings", name))


def _screen(pack: Pack) -> Iterator[RuleGraphNode]:
    if pack.screen:
        says = "every question of the screen is answered, so something calm may be said"
        topic = Topic("screen", "The screen")
        yield _node("screen", Fact.of(ANSWERED).id, says, topic, _at(pack, "screen", pack.screen[0].id))
        if pack.constraints:
            says = "some answers cannot all be true, so nothing calm may be said"
            yield _node("screen", Fact.of(CONTRADICTED).id, says, topic, _at(pack, "constraints", pack.constraints[0].id))


def _node(kind: RuleGraphNodeKind, name: str, label: str, topic: Topic, place: str = "") -> RuleGraphNode:
    return RuleGraphNode(f"{kind}:{name}", kind, label, topic, place, ())


def _conditions(pack: Pack, kind: Literal["condition", "factor"]) -> Iterator[RuleGraphNode]:
    for condition in pack.conditions:
        if (condition.kind == "contributing_factor") == (kind == "factor"):
            yield _node(kind, condition.id, condition.name, _family(pack, condition), _at(pack, "conditions", condition.id))


def _at(pack: Pack, kind: str, name: str) -> str:
    return pack.places.get(kind, {}).get(name, "")


def _of_file(file: str) -> Topic:
    """The topic of a file: its path without the ending, its name in words."""
    path = file.rpartition(":")[0] if re.search(r":\d+$", file) else file
    name = path.removesuffix(".yaml").removesuffix(".yml")
    words = name.partition("/")[2] or name
    title = words.replace("/", ", ").replace("_", " ")
    return Topic(name, f"Rules: {title}" if name.startswith("rules") else title)


def _family(pack: Pack, condition: Condition) -> Topic:
    """The family of a condition: the file it is written in."""
    topic = _of_file(_at(pack, "conditions", condition.id) or f"conditions/{condition.kind}s")
    return Topic(topic.id, f"Conditions: {topic.title}" if condition.kind == "condition" else topic.title.capitalize())
