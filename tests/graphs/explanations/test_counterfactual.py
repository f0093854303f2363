"""What would change a conclusion: the smallest changes, and that each does what it says."""

import pytest
from changing import changed
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples
from strategies_intake import intakes
from tiny import TINY

from hipexpert import Engine, Pack, UnknownConclusionError
from hipexpert.graphs.explanations.counterfactual import Counterfactuals, counterfactual
from hipexpert.graphs.explanations.trying import first_condition, ranking_order
from hipexpert.knowledge.packs.ladder import rank


@pytest.fixture(scope="module")
def tiny() -> Engine:
    """The engine of the tiny pack."""
    return Engine(TINY)


def ways(found: Counterfactuals) -> dict[str, list[list[str]]]:
    """The changes towards each outcome, as `-f` takes them."""
    return {each.towards: [[change.word for change in way.changes] for way in each.ways] for each in found.directions}


def test_each_level_is_reached_with_as_few_changes_as_possible(tiny: Engine) -> None:
    """From an urgent child's knee: no swelling is enough for calm; the age is not offered, though it would do as well."""
    found = counterfactual(tiny.assess({"swollen": True, "age": 10}))
    assert found.now == "urgent"
    assert ways(found)["self_care"] == [["swollen=no"]]
    assert next(each for each in found.directions if each.towards == "emergency").impossible


def test_what_nothing_can_change_is_called_impossible(tiny: Engine) -> None:
    """No rule of the tiny pack says emergency."""
    (direction,) = counterfactual(tiny.assess({}), "emergency").directions
    assert (direction.ways, direction.impossible) == ((), True)


def test_the_condition_ranked_first_can_be_overtaken(engine: Engine) -> None:
    """Asked about the first, every way puts another one first; asked about another, it is put first."""
    assessment = engine.assess({"pain_site": ["buttock"], "agg_sitting_long": True, "pain_spread": "down_thigh"})
    ranked = [each.condition for each in assessment.differential]
    for word, wanted in ((ranked[0], set(ranked[1:])), (ranked[1], {ranked[1]})):
        found = counterfactual(assessment, word)
        assert any(each.ways for each in found.directions)
        for direction in found.directions:
            for way in direction.ways:
                first = changed(assessment, way.changes).differential[0].condition
                assert first == direction.towards
                assert first in wanted
                assert way.difference.first_after is not None
                assert way.difference.first_after.id == first


@settings(max_examples=examples(100), deadline=None)
@given(data=st.data())
def test_who_ranks_first_by_totals_is_the_first_of_the_differential(data: st.DataObject, pack: Pack, engine: Engine) -> None:
    """Also where totals are equal: however they are weighed, the search and the ranking put the same condition first."""
    order = ranking_order(pack)
    assessment = engine.assess(data.draw(intakes(pack)))
    assert first_condition(order, assessment.run.totals) == next((each.condition.id for each in assessment.placings), None)
    equal = data.draw(st.lists(st.sampled_from(sorted(order)), unique=True, min_size=1))
    best = min((pack.condition_by_id[order[tally]] for tally in equal), key=lambda each: (-rank(each.typical_urgency), each.id))
    assert first_condition(order, dict.fromkeys(equal, 3)) == best.id


def test_what_has_no_counterfactual_is_refused(tiny: Engine) -> None:
    """A pattern is neither an urgency nor ranked; a wrong name brings the right one."""
    with pytest.raises(UnknownConclusionError, match="neither an urgency nor ranked"):
        counterfactual(tiny.assess({}), "irritated_joint")
    with pytest.raises(UnknownConclusionError, match="did you mean `jumpers_knee`"):
        counterfactual(tiny.assess({}), "jumper_knee")


@pytest.mark.deep
@settings(max_examples=examples(10), deadline=None)
@given(data=st.data())
def test_every_counterfactual_applied_does_what_it_says(data: st.DataObject, pack: Pack, engine: Engine) -> None:
    """The level after is the one named, nothing contradicts, no single change was overlooked, and nobody gets younger."""
    assessment = engine.assess(data.draw(intakes(pack, most=8)))
    for direction in counterfactual(assessment).directions:
        assert direction.found >= len(direction.ways)
        for way in direction.ways:
            after = changed(assessment, way.changes)
            assert after.level == direction.towards == way.difference.urgency.after
            assert {each.constraint for each in after.contradictions} <= {each.constraint for each in assessment.contradictions}
            assert not {each.finding for each in way.changes} & {"age_years", "sex"}
            if len(way.changes) > 1:
                for change in way.changes:
                    assert changed(assessment, (change,)).level != direction.towards
