"""The rule graph of a pack: its nodes, what can touch what, its shape, and parts of it."""

from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from profiles import examples
from strategies_packs import packs
from tiny import TINY, copied

from hipexpert import Pack, load_pack
from hipexpert.engine import leaves
from hipexpert.graphs.rule_graph.document import Shown
from hipexpert.graphs.rule_graph.focusing import UnknownIdError, focus_on, topic_of, words
from hipexpert.graphs.rule_graph.shape import Shape
from hipexpert.graphs.rule_graph.view import folded
from hipexpert.graphs.rule_graph.whole import RuleGraph

TINY_PACK = load_pack(TINY)


@pytest.fixture(scope="module")
def graph(pack: Pack) -> RuleGraph:
    """The rule graph of the pack that ships."""
    return RuleGraph(pack)


def test_everything_of_the_pack_is_a_node_and_every_part_has_one(graph: RuleGraph) -> None:
    """Findings, patterns, rules, conditions, levels, advice, constraints; nothing beneath them is left out or told twice."""
    pack, names = graph.pack, set(graph.nodes)
    assert names >= {f"finding:{each}" for each in pack.findings} | {f"rule:{each.id}" for each in pack.active_rules}
    assert names >= {f"pattern:{each.id}" for each in pack.patterns} | {f"constraint:{each.id}" for each in pack.constraints}
    assert sum(node.kind in ("condition", "factor") for node in graph.nodes.values()) == len(pack.conditions)
    assert sorted(part for node in graph.nodes.values() for part in node.parts) == sorted(graph.parts)
    assert all(node.place for node in graph.nodes.values() if node.kind != "urgency")


def test_an_edge_is_what_the_rule_says(graph: RuleGraph) -> None:
    """The edges to a rule are what its premise names, those from it what it concludes, evidence with its weight."""
    for rule in graph.pack.active_rules[::40]:
        node = f"rule:{rule.id}"
        asked = {fact for edge in graph.edges if edge.target == node for fact in edge.facts}
        assert asked == set(leaves(graph.program.rule_by_id[rule.id].premise))
        told = {fact for edge in graph.edges if edge.source == node for fact in edge.facts}
        assert told == set(graph.program.rule_by_id[rule.id].conclusions)
    weighed = {(fact, edge.target) for edge in graph.edges if edge.role == "evidence" for fact in edge.facts}
    weights = {(item.fact, f"condition:{tally.id[6:]}"): item.weight for tally in graph.program.tallies for item in tally.items}
    assert weighed == weights.keys()
    for edge in graph.edges:
        if edge.role == "evidence":
            heaviest = max(abs(weights[fact, edge.target]) for fact in edge.facts)
            assert any(weights[fact, edge.target] == edge.weight for fact in edge.facts)
            assert edge.weight is not None
            assert abs(edge.weight) == heaviest


@settings(max_examples=examples(25), deadline=None)
@given(packs(TINY_PACK))
def test_what_can_touch_what_is_what_networkx_finds(pack: Pack) -> None:
    """Every node of random packs with rings and weighing, forwards and backwards, and the counts made for all at once."""
    graph = RuleGraph(pack)
    shape = Shape(graph)
    for node in graph.nodes.values():
        before = {graph.node_of[each] for part in node.parts for each in nx.ancestors(graph.parts, part)} - {node.id}
        after = {graph.node_of[each] for part in node.parts for each in nx.descendants(graph.parts, part)} - {node.id}
        assert set(graph.upstream(node.id)) == before
        assert set(graph.downstream(node.id)) == after
        assert shape.touched_by[node.id].bit_count() == len(before)
        assert shape.touches[node.id].bit_count() == len(after)
    rings = [part for part in nx.strongly_connected_components(graph.parts) if len(part) > 1]
    assert sorted(sorted(ring) for ring in shape.rings) == sorted(sorted({graph.node_of[part] for part in ring}) for ring in rings)


@settings(max_examples=examples(25), deadline=None)
@given(packs(TINY_PACK))
def test_no_chain_is_longer_than_the_longest(pack: Pack) -> None:
    """Without rings the depth of each node is the most rules and weighings on any path to it, counted by networkx."""
    graph = RuleGraph(pack)
    shape = Shape(graph)
    if shape.rings:
        return
    weighed = nx.DiGraph()
    weighed.add_nodes_from(graph.parts)
    weighed.add_weighted_edges_from((before, after, not after.startswith("fact:")) for before, after in graph.parts.edges)
    for node in graph.nodes.values():
        longest = 0
        for part in node.parts:
            above = weighed.subgraph(nx.ancestors(weighed, part) | {part})
            longest = max(longest, nx.dag_longest_path_length(above))
        assert shape.depth[node.id] == longest
        chain = shape.chain_to(node.id)
        assert (chain.steps, chain.nodes[-1]) == (longest, node.id)


def test_two_ways_through_one_node_are_not_taken_for_one(tmp_path: Path) -> None:
    """What is answered to one value of a finding does not touch what asks for another value."""
    graph = RuleGraph(TINY_PACK)
    left = Shown(graph, focus_on(graph, "side=left"), "downstream")
    age = Shown(graph, focus_on(graph, "age<12"), "downstream")
    assert "rule:swelling-shows-an-irritated-joint" in left.view.nodes
    assert "rule:a-swollen-knee-in-a-child-is-urgent" not in age.view.nodes
    assert "rule:a-swollen-knee-in-a-child-is-urgent" in Shown(graph, focus_on(graph, "age"), "downstream").view.nodes


def test_a_ring_is_named(tmp_path: Path) -> None:
    """A pattern that rests on itself through two rules is one strongly connected part with both rules."""
    ring = """- id: an-irritated-joint-is-irritated
  title: An irritated joint is irritated
  when: {pattern: irritated_joint}
  then: [{pattern: irritated_joint}]
  because: It is.
  sources: [{ref: book, at: page 1}]
  reviewed: {date: 2026-11-21, by: tester}
"""
    file = "rules/knee.yaml"
    text = (TINY / file).read_text()
    folder = copied(tmp_path, (file, "rules:\n", f"rules:\n{ring}"))
    assert text != (folder / file).read_text()
    shape = Shape(RuleGraph(load_pack(folder)))
    assert shape.rings == (("pattern:irritated_joint", "rule:an-irritated-joint-is-irritated"),)
    assert Shape(RuleGraph(TINY_PACK)).rings == ()


def test_the_tiny_pack_has_the_shape_that_can_be_counted_by_hand() -> None:
    """Its decisive findings, its longest chain, and what lies on every way to its urgent level."""
    shape = Shape(RuleGraph(TINY_PACK))
    assert {each.node: set(each.conclusions) for each in shape.decisive_findings} == {
        "finding:site": {"contributing:low_saddle", "suspected:jumpers_knee"},
        "finding:age": {"urgency:urgent"},
    }
    assert "answer:site=front" in shape.on_every_way("suspected:jumpers_knee")
    assert not shape.concludable("likely:jumpers_knee")  # strong evidence lifts a rare condition to possible, never to likely
    assert set(shape.on_every_way("urgency:urgent")) >= {
        "finding:age",
        "pattern:irritated_joint",
        "rule:swelling-shows-an-irritated-joint",
        "rule:a-swollen-knee-in-a-child-is-urgent",
    }
    assert max(chain.steps for chain in shape.chains) == 3  # evidence, weighing, a visit
    assert not shape.concludable("excluded:jumpers_knee")


def test_steps_bound_how_far_is_gone(graph: RuleGraph) -> None:
    """One step reaches the next rule and what it concludes; more steps reach more, and all of them everything."""
    focus = focus_on(graph, "limp")
    one = Shown(graph, focus, "downstream", 1).view
    assert {name for name in one.nodes if name.startswith("rule:")} == {name for name in graph.after["finding:limp"] if name[:5] == "rule:"}
    sizes = [len(Shown(graph, focus, "downstream", steps).view.nodes) for steps in (1, 2, 4, 20)]
    assert sizes == sorted(sizes)
    assert sizes[0] < sizes[1] < sizes[2]
    assert sizes[-1] == len(Shown(graph, focus, "downstream").view.nodes) == len(graph.downstream("finding:limp")) + 1


def test_a_topic_shows_its_nodes_the_rules_about_them_and_what_stands_beside(graph: RuleGraph) -> None:
    """A vocabulary group by its last word, a family of conditions, a file of rules."""
    for word in ("red_flag", "conditions/bone", "rules/urgency"):
        topic = topic_of(graph, word)
        view = Shown(graph, topics=[topic]).view
        own = {name for name, node in graph.nodes.items() if node.topic == topic}
        assert own <= set(view.nodes) < set(graph.nodes)
        for edge in graph.edges:
            if edge.source in own and edge.target.startswith("rule:"):
                assert edge.target in view.nodes


def test_folding_counts_each_rule_between_two_topics_once(graph: RuleGraph) -> None:
    """Against counting the rules that name something of the one and conclude something of the other."""
    fold = folded(graph, Shown(graph).view)
    assert sum(fold.sizes) == sum(node.kind != "rule" for node in graph.nodes.values())
    for edge in fold.edges[::12]:
        rules = [
            rule
            for rule in graph.pack.active_rules
            if any(graph.nodes[each].topic.id == edge.source for each in graph.before[f"rule:{rule.id}"])
            and any(graph.nodes[each].topic.id == edge.target for each in graph.after[f"rule:{rule.id}"])
        ]
        assert edge.rules == len(rules) or edge.target in ("constraints", "safe", "screen")


def test_a_word_names_one_thing_or_is_told_the_nearest(graph: RuleGraph) -> None:
    """Ids, ids with their kind, facts, `urgency`; two things of one name are told apart; what takes no part says so."""
    assert focus_on(graph, "limp").nodes == ("finding:limp",)
    assert focus_on(graph, "urgent").nodes == ("urgency:urgent",)
    assert focus_on(graph, "suspected:labral_tear").parts == ("fact:suspected:labral_tear",)
    assert len(focus_on(graph, "urgency").nodes) == 5
    assert focus_on(graph, "finding:fever").nodes == ("finding:fever",)
    for wrong, code, help_text in (
        ("limpp", "unknown-id", "did you mean `limp`?"),
        ("condition:labral_tera", "unknown-id", "did you mean `condition:labral_tear`?"),
        ("limp=yess", "unknown-id", "did you mean `limp=yes`?"),
        ("fever", "ambiguous-id", "say `finding:fever` or `pattern:fever`"),
    ):
        with pytest.raises(UnknownIdError) as caught:
            focus_on(graph, wrong)
        assert [(each.code, each.help) for each in caught.value.problems] == [(code, help_text)]
    retired = next(rule for rule in graph.pack.rules if rule.status != "active")
    with pytest.raises(UnknownIdError, match="takes no part"):
        focus_on(graph, retired.id)
    assert all(focus_on(graph, word).nodes for word in words(graph)[::50])
