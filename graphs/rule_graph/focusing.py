"""What a user points at in the rule graph, by its id."""

from collections.abc import Mapping

from msgspec import Struct

from hipexpert.engine import Problem, ProblemsError
from hipexpert.graphs.rule_graph.nodes import KINDS, Topic
from hipexpert.graphs.rule_graph.whole import RuleGraph
from hipexpert.knowledge import did_you_mean


class UnknownIdError(ProblemsError):
    """The rule graph was asked about something that it does not hold."""


class Focus(Struct, frozen=True):
    """What is looked at: the user's word, the nodes it names, and the parts of the program graph that it means."""

    word: str
    nodes: tuple[str, ...]
    parts: tuple[str, ...]


def focus_on(graph: RuleGraph, word: str) -> Focus:
    """What a word names: an id of the pack (``limp``), one with its kind (``finding:limp``), a fact (``limp=yes``,
    ``suspected:labral_tear``), or ``urgency`` for every level.

    Raises :class:`UnknownIdError` when there is no such thing, or more than one.
    """
    if word == "urgency":
        levels = tuple(node for node in graph.nodes.values() if node.kind == "urgency")
        return Focus(word, tuple(node.id for node in levels), tuple(part for node in levels for part in node.parts))
    named = _named(graph)
    found = (word,) if word in graph.nodes else named.get(word, ())
    if len(found) == 1:
        return Focus(word, found, graph.nodes[found[0]].parts)
    if found:
        raise _unknown("ambiguous-id", f"`{word}` names {len(found)} things", f"say {' or '.join(f'`{each}`' for each in found)}")
    part = f"fact:{word}"
    if part in graph.node_of:
        return Focus(word, (graph.node_of[part],), (part,))
    rule = graph.pack.rule_by_id.get(word.removeprefix("rule:"))
    advice = graph.pack.advice_by_id.get(word.removeprefix("advice:"))
    for kind, entry in (("rule", rule), ("advice", advice)):
        if entry is not None:
            raise _unknown("not-active", f"the {kind} `{entry.id}` takes no part: its status is {entry.status}", "only active ones do")
    nodes = graph.nodes if word.partition(":")[0] in KINDS else named
    is_fact = nodes is named and any(sign in word for sign in "=<>:")
    wanted = (did_you_mean(word, graph.program.facts) if is_fact else "") or did_you_mean(word, nodes)
    help_text = wanted or "name a finding, rule, pattern, factor, condition, level, advice or constraint of the pack"
    raise _unknown("unknown-id", f"there is no finding, rule or conclusion `{word}`", help_text)


def words(graph: RuleGraph) -> list[str]:
    """Every word that names one thing, for completion: ids, and ids with their kind where an id has several."""
    return ["urgency", *(word if len(found) == 1 else each for word, found in _named(graph).items() for each in found)]


def topic_of(graph: RuleGraph, word: str) -> Topic:
    """The topic that a word names: its id, or the last parts of it. Raises :class:`UnknownIdError`."""
    exact = [topic for topic in graph.topics if topic.id == word]
    found = exact or [topic for topic in graph.topics if topic.id.endswith(f"/{word}")]
    if len(found) == 1:
        return found[0]
    if found:
        raise _unknown("ambiguous-topic", f"`{word}` names {len(found)} topics", f"say {' or '.join(f'`{each.id}`' for each in found)}")
    names = {name for topic in graph.topics for name in (topic.id, topic.id.rpartition("/")[2])}
    help_text = did_you_mean(word, names) or "`--format json` lists the topics"
    raise _unknown("unknown-topic", f"there is no topic `{word}`", help_text)


def _named(graph: RuleGraph) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for node in graph.nodes.values():
        found[node.name] = (*found.get(node.name, ()), node.id)
    return {name: _first(ids) for name, ids in found.items()}


def _first(ids: tuple[str, ...]) -> tuple[str, ...]:
    """What a bare id names: a finding rather than its safety, which says `safe:` before it."""
    return tuple(each for each in ids if not each.startswith("safe:")) or ids


def _unknown(code: str, message: str, help_text: str) -> UnknownIdError:
    return UnknownIdError([Problem(code, message, "", help_text)])
