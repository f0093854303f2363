"""Which tests cover a node of the rule graph, against runs of the engine."""

from hypothesis import given, settings
from profiles import examples
from strategies_packs import packs_with_suites
from tiny import TINY

from hipexpert import Engine, Pack, load_pack
from hipexpert.audit.suite.covering import NAMED, node_tests
from hipexpert.audit.suite.stories import Stories
from hipexpert.graphs.rule_graph.whole import RuleGraph
from hipexpert.knowledge.cases.suites import Suite

TINY_PACK = load_pack(TINY)


@settings(max_examples=examples(25), deadline=None)
@given(packs_with_suites(TINY_PACK))
def test_a_test_covers_what_fires_and_what_holds_in_it(drawn: tuple[Pack, Suite]) -> None:
    """A rule in the stories in which the engine fires it, all else where one of its facts holds; cases are named first, and few."""
    pack, suite = drawn
    engine = Engine(pack)
    stories = Stories(engine, suite)
    ran = [engine.compiled.run(story.given) for story in stories.stories]
    graph = RuleGraph(pack)
    found = node_tests(stories, graph)
    assert set(found) == set(graph.nodes)
    cases = {case.id for case in suite.cases}
    for node in graph.nodes.values():
        facts = {part.removeprefix("fact:") for part in node.parts if part.startswith("fact:")}
        there = [
            story
            for story, run in zip(stories.stories, ran, strict=True)
            if (node.name in {run.program.rules[number].id for number in run.fired} if node.kind == "rule" else facts & run.facts)
        ]
        told = found[node.id]
        assert told.reaching == len(there)
        assert set(told.named) <= {story.label for story in there}
        assert told.named or not there
        if len(there) <= NAMED:
            assert {story.label for story in there} == set(told.named)
        are_cases = [name in cases for name in told.named]
        assert are_cases == sorted(are_cases, reverse=True)
        checks = [check for check in suite.checks if node.kind == "rule" and check.rule == node.name]
        assert set(told.must_fire) == {each.place for check in checks for each in check.fires}
        assert set(told.must_not) == {each.place for check in checks for each in check.silent}
