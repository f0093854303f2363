"""The questions that come before advice which is not safe for everybody."""

import pytest

from hipexpert import Engine, ExplainedAssessment

TABLETS = "take-anti-inflammatory-tablets-for-a-few-days-at-most"
BUMPED: dict[str, object] = {
    "age_years": 28, "sex": "male", "main_activity": "running", "pain_side": "right", "pain_site": ["iliac_spine_crest"],
    "trauma_recent": "low_energy", "visible_bruising": True, "symptom_duration_days": 10, "pain_course": "improving",
    "pain_severity": "mild", "weight_bearing": "full", "limp": False, "none_of": ["red_flag"],
}  # fmt: skip
NO_REASON_AGAINST = {"nsaid_contraindication": False, "blood_thinner_use": False, "systemic_steroid_use": False}


def asked(assessment: ExplainedAssessment) -> set[str]:
    """What is asked before more is advised."""
    return {each.finding for each in assessment.plan.ask_first}


@pytest.mark.hazard("painkillers-hide-or-harm")
def test_what_speaks_against_tablets_is_asked_before_they_are_named(engine: Engine) -> None:
    """Each question about them that is open, and only those; once all are denied the tablets are named and nothing of it is asked."""
    for left in NO_REASON_AGAINST:
        denied = {name: said for name, said in NO_REASON_AGAINST.items() if name != left}
        assessment = engine.assess({**BUMPED, **denied})
        assert asked(assessment) & set(NO_REASON_AGAINST) == {left}
        assert TABLETS not in {each.id for each in assessment.plan.advice}
    sound = engine.assess({**BUMPED, **NO_REASON_AGAINST})
    assert not asked(sound) & set(NO_REASON_AGAINST)
    assert TABLETS in {each.id for each in sound.plan.advice}


@pytest.mark.hazard("painkillers-hide-or-harm")
@pytest.mark.parametrize("reason", NO_REASON_AGAINST)
def test_once_something_speaks_against_advice_nothing_more_is_asked_of_it(reason: str, engine: Engine) -> None:
    """Who takes blood thinners is not asked about steroids for the sake of tablets that they cannot have."""
    assessment = engine.assess({**BUMPED, reason: True})
    assert not asked(assessment) & set(NO_REASON_AGAINST)
    assert TABLETS not in {each.id for each in assessment.plan.advice}


def test_nothing_is_asked_for_advice_that_no_rule_would_give(engine: Engine) -> None:
    """Of somebody who said nothing no tablet is in sight, and of a bruise no injection into a joint with a prosthesis."""
    assert "hip_surgery_or_prosthesis" not in asked(engine.assess(BUMPED))
    assert asked(engine.assess({})) == set()
    assert asked(engine.assess({"pain_side": "left", "sex": "male"})) == set()


@pytest.mark.parametrize(
    "answers",
    [
        {
            "age_years": 24, "sex": "female", "main_activity": "running", "pain_site": ["low_back", "buttock"], "onset_type": "over_months",
            "symptom_duration_days": 150, "rel_exercise_not_rest": True, "morning_stiffness_min": 40, "weight_bearing": "full",
        },
        {"age_years": 39, "pain_site": ["deep_groin"], "locking_catching": True, "agg_twist_pivot": True, "weight_bearing": "full"},
    ],
    ids=["stiff back", "caught cartilage"],
)  # fmt: skip
def test_nothing_is_asked_of_whom_no_rule_would_give_the_advice(answers: dict[str, object], engine: Engine) -> None:
    """Nothing that they said is eased by tablets or leads to an injection: so nothing that speaks against these matters yet."""
    assert engine.assess(answers).level == "soon"
    assert asked(engine.assess(answers)) == set()


def test_nothing_is_asked_for_advice_that_waits(engine: Engine) -> None:
    """In an emergency there is only the way to help."""
    assessment = engine.assess({**BUMPED, "none_of": [], "saddle_numbness": True, "bladder_bowel_change": True})
    assert assessment.level == "emergency"
    assert asked(assessment) == set()
