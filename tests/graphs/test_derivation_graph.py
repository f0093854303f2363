"""The derivation as a networkx graph: premise → rule → conclusion, whole, in order, and not to be changed."""

import json
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples
from strategies_intake import intakes

from hipexpert import Engine, ExplainedAssessment, HowStep, Pack
from hipexpert.graphs.derivation import reasons_for, to_networkx
from hipexpert.knowledge import read_case_file

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
FACTS = {"answer", "conclusion"}
RULES = {"rule", "weighing"}


@pytest.fixture(scope="module", params=EXAMPLES, ids=lambda path: path.stem)
def assessment(request: pytest.FixtureRequest, engine: Engine) -> ExplainedAssessment:
    """The assessment of each example."""
    return engine.assess(read_case_file(request.param, engine.pack))


def check_shape(graph: "nx.MultiDiGraph[str]") -> None:
    """Facts and rule applications alternate, and every edge says which way it is."""
    assert isinstance(graph, nx.MultiDiGraph)
    kinds = dict(graph.nodes(data="kind"))
    assert set(kinds.values()) <= FACTS | RULES
    for source, target, role in graph.edges(data="role"):
        assert (kinds[source] in FACTS, kinds[target] in RULES, role) in ((True, True, "premise"), (False, False, "conclusion"))
    for node, kind in kinds.items():
        assert graph.nodes[node]["label"]
        if kind == "answer":
            assert graph.in_degree(node) == 0
        elif kind == "conclusion":
            assert graph.in_degree(node) > 0
        else:
            assert graph.in_degree(node) > 0
            assert graph.out_degree(node) > 0


def test_edges_run_from_premises_through_rules_to_conclusions(assessment: ExplainedAssessment) -> None:
    """Answers have nothing before them, conclusions have a rule before them, rules have both sides; a weighing stands there when
    it came to something.
    """
    check_shape(assessment.graph)
    assert nx.is_bipartite(assessment.graph)
    weighed = any(each.band in ("likely", "possible") for each in assessment.differential)
    kinds = set(dict(assessment.graph.nodes(data="kind")).values())
    assert kinds == (FACTS | RULES if weighed else FACTS | {"rule"})


@settings(max_examples=examples(60), deadline=None)
@given(data=st.data())
def test_the_shape_holds_for_any_runner(data: st.DataObject, pack: Pack, engine: Engine) -> None:
    """So it does for random answers, which may contradict one another."""
    check_shape(engine.assess(data.draw(intakes(pack, most=20))).graph)


def test_the_graph_holds_every_fact_and_every_justification(assessment: ExplainedAssessment) -> None:
    """Nothing that was concluded is missing, and nothing was added."""
    graph, derivation = assessment.graph, assessment.derivation
    kinds = dict(graph.nodes(data="kind"))
    assert {node for node, kind in kinds.items() if kind in FACTS} == assessment.run.facts
    assert {node for node, kind in kinds.items() if kind == "answer"} == set(assessment.run.given)
    drawn = {(source.partition(":")[2], target) for source, target, role in graph.edges(data="role") if role == "conclusion"}
    assert drawn == {(each.source, each.conclusion) for each in derivation}


def test_a_rule_node_names_its_sources(assessment: ExplainedAssessment) -> None:
    """Provenance is on the node, so that any graph tool can show it."""
    pack = assessment.pack
    for node, data in assessment.graph.nodes(data=True):
        rule = pack.rule_by_id.get(node.removeprefix("rule:"))
        if data["kind"] == "rule" and rule is not None:
            assert data["label"] == rule.title
            assert data["sources"].split() == [each.ref for each in rule.sources]


def test_the_graph_refuses_changes_and_is_built_once(assessment: ExplainedAssessment) -> None:
    """Several readers may share it."""
    assert nx.is_frozen(assessment.graph)
    assert assessment.graph is assessment.graph
    with pytest.raises(nx.NetworkXError, match=r"[Ff]rozen"):
        assessment.graph.add_edge("a", "b")
    with pytest.raises(nx.NetworkXError, match=r"[Ff]rozen"):
        assessment.graph.remove_node(f"urgency:{assessment.level}")


def test_the_node_link_json_is_the_same_graph(assessment: ExplainedAssessment) -> None:
    """Nodes, edges, keys and attributes survive the way through JSON, in the same order."""
    read = nx.node_link_graph(json.loads(assessment.to_json("full"))["derivation"], edges="edges")
    graph = assessment.graph
    assert list(read.nodes) == list(graph.nodes)
    assert [edge[:3] for edge in read.edges(keys=True)] == [edge[:3] for edge in graph.edges(keys=True)]
    assert [data for _, _, data in read.edges(data=True)] == [data for _, _, data in graph.edges(data=True)]
    for node, data in graph.nodes(data=True):
        assert {**read.nodes[node], "sources": " ".join(read.nodes[node]["sources"])} == data


def test_equal_answers_give_an_equal_graph(engine: Engine, assessment: ExplainedAssessment) -> None:
    """Nodes and edges come in the same order whatever the order of the answers."""
    turned = dict(reversed(assessment.intake.answers.items()))
    again = engine.assess({**turned, "none_of": list(assessment.intake.none_of)}).graph
    assert list(again.nodes(data=True)) == list(assessment.graph.nodes(data=True))
    assert list(again.edges(keys=True, data=True)) == list(assessment.graph.edges(keys=True, data=True))


def test_the_reasons_for_a_conclusion_are_its_ancestors(assessment: ExplainedAssessment) -> None:
    """The part has all that leads there, with its edges and attributes, and nothing else."""
    graph = to_networkx(assessment.derivation_graph)
    for conclusion in sorted(assessment.run.facts - set(assessment.run.given)):
        part = reasons_for(graph, [conclusion])
        assert set(part.nodes) == nx.ancestors(graph, conclusion) | {conclusion}
        whole = graph.subgraph(part.nodes)
        assert list(part.nodes(data=True)) == [(node, data) for node, data in graph.nodes(data=True) if node in part]
        assert sorted(part.edges(keys=True)) == sorted(whole.edges(keys=True))


def test_the_reasons_for_several_conclusions_are_those_of_each(assessment: ExplainedAssessment) -> None:
    """Asking for two is asking for both."""
    graph = assessment.graph
    chosen = sorted(fact for fact in assessment.run.facts if fact.startswith(("urgency:", "suspected:")))[-3:]
    nodes = set().union(*(reasons_for(graph, [each]).nodes for each in chosen))
    assert set(reasons_for(graph, chosen).nodes) == nodes
    assert len(reasons_for(graph, [])) == 0


def test_every_answer_behind_the_urgency_reaches_it(assessment: ExplainedAssessment) -> None:
    """The answers with a path to the urgency are those that the explanation in words ends at."""
    graph, goal = assessment.graph, f"urgency:{assessment.level}"
    if goal not in graph:  # nothing raised it, so nothing stands behind it
        assert assessment.how("urgency").tree.reasons == ()
        return
    reaching = {assessment.wording.label(node) for node in nx.ancestors(graph, goal) if graph.nodes[node]["kind"] == "answer"}
    assert reaching == ends(assessment.how("urgency").tree)
    for justification in assessment.derivation.justifications(goal):
        for premise in justification.premises:
            assert nx.has_path(graph, premise, goal)


def ends(step: HowStep) -> set[str]:
    """The labels of the answers at the ends of a tree."""
    below = [premise for reason in step.reasons for premise in reason.premises]
    return {step.label} if step.given else set().union(*map(ends, below))
