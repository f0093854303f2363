"""The picture in layers: nothing of the derivation is lost in it, and what leads to what is the derivation's own."""

from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples
from strategies_intake import intakes

from hipexpert import Engine, ExplainedAssessment, Pack
from hipexpert.graphs.layers import DerivationPicture, picture_of
from hipexpert.knowledge import read_case_file

EXAMPLES = sorted((Path(__file__).parents[2] / "examples").glob("*.yaml"))


@pytest.fixture(scope="module", params=EXAMPLES, ids=lambda path: path.stem)
def assessment(request: pytest.FixtureRequest, engine: Engine) -> ExplainedAssessment:
    """The assessment of each example."""
    return engine.assess(read_case_file(request.param, engine.pack))


def check_whole(assessment: ExplainedAssessment, picture: DerivationPicture) -> None:
    """Each node of the derivation stands in exactly one node of the picture, and each edge in an edge or inside a node."""
    parts = [part for node in picture.nodes for part in node.stands_for]
    assert len(parts) == len(set(parts))
    assert set(assessment.graph.nodes) <= set(parts) == set(picture.derivation.nodes)
    edges = set(picture.edges)
    for source, target in assessment.graph.edges():
        ends = picture.place[source], picture.place[target]
        assert ends[0] == ends[1] or ends in edges
    assert all(0 <= node.layer < len(picture.bands) for node in picture.nodes)
    assert all(picture.nodes[source].layer != picture.nodes[target].layer for source, target in picture.edges)


def test_nothing_of_the_derivation_is_lost(assessment: ExplainedAssessment) -> None:
    """So it is for every example, where moreover every edge runs from left to right."""
    picture = picture_of(assessment)
    check_whole(assessment, picture)
    assert all(picture.nodes[source].layer < picture.nodes[target].layer for source, target in picture.edges)


@settings(max_examples=examples(40), deadline=None)
@given(data=st.data())
def test_nothing_is_lost_for_any_runner(data: st.DataObject, pack: Pack, engine: Engine) -> None:
    """Random answers, which may contradict one another."""
    assessment = engine.assess(data.draw(intakes(pack, most=25)))
    check_whole(assessment, picture_of(assessment))


def test_the_columns_are_answers_patterns_conditions_urgency_advice(assessment: ExplainedAssessment) -> None:
    """The kind of a node says in which band it stands."""
    picture = picture_of(assessment)
    bands = {"answer": "answers", "pattern": "patterns", "condition": "conditions", "urgency": "urgency", "advice": "advice"}
    for node in picture.nodes:
        if node.kind in bands:
            assert picture.bands[node.layer] == bands[node.kind]


def test_what_leads_to_a_conclusion_is_its_ancestors(assessment: ExplainedAssessment) -> None:
    """The part for a conclusion stands for its ancestors in the derivation, and for nothing without one among them."""
    picture = picture_of(assessment)
    for fact in sorted(assessment.run.facts - set(assessment.run.given)):
        wanted = nx.ancestors(assessment.graph, fact) | {fact}
        assert set(picture.leading_to([fact])) == {picture.place[each] for each in wanted}


def test_every_ranked_condition_stands_in_the_picture(assessment: ExplainedAssessment) -> None:
    """Also one too light to be suspected, with exactly the evidence that counted."""
    picture = picture_of(assessment)
    by_id = {node.id: node for node in picture.nodes}
    for ranked in assessment.differential:
        node = by_id[f"condition:{ranked.condition}"]
        assert node.label == ranked.name
        if node.stands_for == (f"weigh:{ranked.condition}",):
            counted = {each.fact for each in (*ranked.for_, *ranked.against) if each.counted}
            assert set(picture.derivation.predecessors(node.stands_for[0])) == counted
