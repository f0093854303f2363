"""Which tests of a suite cover each node of the rule graph: what a reviewer opens before judging a rule."""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from hipexpert.audit.suite.stories import Stories
from hipexpert.engine import members_of
from hipexpert.graphs.rule_graph.nodes import RuleGraphNode
from hipexpert.graphs.rule_graph.whole import RuleGraph
from hipexpert.knowledge.cases.rule_checks import Story

NAMED = 12  # of the tests that reach a node, so many are named


class NodeTests(Struct, frozen=True):
    """``reaching`` is in how many stories the rule of a node fires or one of its facts holds, ``named`` are the first of them by
    label: whole cases before checks, and those in which least else holds first, since they say most about the node. ``must_fire`` and
    ``must_not`` are the places of the checks that are about this rule.
    """

    reaching: int
    named: tuple[str, ...]
    must_fire: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()

    @property
    def any(self) -> bool:
        """Whether any test is about the node or reaches it."""
        return bool(self.reaching or self.must_fire or self.must_not)


def node_tests(stories: Stories, graph: RuleGraph) -> Mapping[str, NodeTests]:
    """The tests of every node, by its id."""
    must_fire, must_not = _checks(stories)
    order = [(not story.expects.cases, len(facts)) for story, (facts, _) in zip(stories.stories, stories.outcomes, strict=True)]
    found = {}
    for node in graph.nodes.values():
        among = sorted(members_of(_reaching(stories, node)), key=lambda story: (order[story], story))
        found[node.id] = NodeTests(
            len(among),
            tuple(dict.fromkeys(stories.stories[story].label for story in among[:NAMED])),
            tuple(must_fire.get(node.name, ()) if node.kind == "rule" else ()),
            tuple(must_not.get(node.name, ()) if node.kind == "rule" else ()),
        )
    return found


def _reaching(stories: Stories, node: RuleGraphNode) -> int:
    """The stories in which the rule of a node fires or a fact of it holds."""
    found = 0
    for part in node.parts:
        kind, _, name = part.partition(":")
        if node.kind != "rule":
            found |= stories.of_fact.get(name, 0) if kind == "fact" else 0
        elif kind == "rule":
            found |= stories.firing[name]
    return found


def _checks(stories: Stories) -> tuple[Mapping[str, list[str]], Mapping[str, list[str]]]:
    """The places of the checks of each rule: where it must fire, and where it must not."""
    fires: dict[str, list[str]] = {}
    silent: dict[str, list[str]] = {}
    for check in stories.suite.checks:
        _add(fires, check.rule, check.fires)
        _add(silent, check.rule, check.silent)
    return fires, silent


def _add(places: dict[str, list[str]], rule: str, told: Iterable[Story]) -> None:
    """Each place once: several stories may stand on one line."""
    there = places.setdefault(rule, [])
    there.extend(place for place in dict.fromkeys(each.place for each in told) if place not in there)
