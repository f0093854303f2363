"""What a conclusion rests on: the sets of answers that suffice, and those it cannot do without."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples
from strategies_intake import intakes
from tiny import TINY

from hipexpert import Engine, NotConcludedError, Pack, UnverifiedError
from hipexpert.graphs.explanations import how as how_module
from hipexpert.graphs.explanations.how import how
from hipexpert.graphs.programs import grounds


@pytest.fixture(scope="module")
def tiny() -> Engine:
    """The engine of the tiny pack."""
    return Engine(TINY)


def words(sets: tuple[tuple[how_module.GivenAnswer, ...], ...]) -> list[list[str]]:
    """The sets as they read."""
    return [[each.says for each in answers] for answers in sets]


def test_each_way_stands_by_itself_and_only_what_all_need_is_necessary(tiny: Engine) -> None:
    """Swelling or the side alone shows an irritated joint; the age is needed in both ways."""
    found = how(tiny.assess({"swollen": True, "side": "left", "age": 10}), "urgency")
    assert words(found.sufficient) == [["a swollen knee", "age 10"], ["the left knee", "age 10"]]
    assert found.complete
    assert [each.says for each in found.necessary] == ["age 10"]


def test_a_weighed_condition_rests_on_its_evidence(tiny: Engine) -> None:
    """Pain in front is enough and needed; the young age spoke against it."""
    found = how(tiny.assess({"site": ["front"], "age": 40}), "jumpers_knee")
    assert words(found.sufficient) == [["pain in front"]]
    assert [each.says for each in found.necessary] == ["pain in front"]


def test_the_level_that_nobody_raised_rests_on_nothing(tiny: Engine) -> None:
    """Self care follows from no answer."""
    found = how(tiny.assess({"age": 40}), "urgency")
    assert (found.sufficient, found.complete, found.necessary) == ((), True, ())


def test_withheld_advice_tells_what_forbids_it(engine: Engine) -> None:
    """Asked how, advice that is both advised and forbidden answers with what forbids it."""
    assessment = engine.assess({"pain_site": ["deep_groin"], "weight_bearing": "painful", "agg_impact_running": True, "limp": True})
    withheld = next(each for each in assessment.plan.withheld if each.reasons)
    assert how(assessment, withheld.id).tree.fact == f"avoid:{withheld.id}"


def test_what_does_not_follow_is_sent_to_why_not(tiny: Engine) -> None:
    """The message names the question to ask instead."""
    with pytest.raises(NotConcludedError, match="--why-not irritated_joint"):
        how(tiny.assess({"age": 40}), "irritated_joint")


def test_a_set_that_the_checker_refuses_is_never_shown(tiny: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong set stops the answer instead of reaching somebody."""
    monkeypatch.setattr(grounds, "minimal_sets", lambda *_, **__: ([tuple(_[1])], True))
    with pytest.raises(UnverifiedError, match="does not verify"):
        how(tiny.assess({"swollen": True, "side": "left", "age": 10}), "urgency")


@settings(max_examples=examples(25), deadline=None)
@given(data=st.data())
def test_the_answers_of_a_set_alone_give_the_conclusion(data: st.DataObject, pack: Pack, engine: Engine) -> None:
    """Assessed with nothing but one of the sets, a runner gets the same level, and loses it with any answer less."""
    assessment = engine.assess(data.draw(intakes(pack)))
    found = how(assessment, "urgency")
    for answers in found.sufficient:
        said = {how_module.Question(each.finding, each.value): each.answer for each in answers}
        assert found.tree.fact in engine.assess(engine.key.intake(said)).run.facts
        for left_out in said:
            rest = {question: answer for question, answer in said.items() if question != left_out}
            assert found.tree.fact not in engine.assess(engine.key.intake(rest)).run.facts
    full = engine.key.said(assessment.intake)
    for needed in found.necessary:
        rest = {question: answer for question, answer in full.items() if question != how_module.Question(needed.finding, needed.value)}
        assert found.tree.fact not in engine.assess(engine.key.intake(rest)).run.facts
