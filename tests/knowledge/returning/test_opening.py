"""Which way back is for a runner, and whether it opens: never where not enough is known, never on a bone that nobody has cleared."""

import datetime
from typing import Any

import pytest
from hip_pack import shipped_pack
from hypothesis import given
from planned import HEALED as CALMED
from strategies_intake import intakes

from hipexpert import Engine
from hipexpert.knowledge.returning.opening import CLEARED_DAYS, Clearance, Opening, opening

DAY = datetime.date(2026, 5, 1)
CLEARED = Clearance("Dr. Abel", DAY)
HEALED: dict[str, Any] = {**CALMED, "agg_sprint": True, "none_of": ["screen", "red_flag"]}
TENDON: dict[str, Any] = {
    "age_years": 46,
    "sex": "female",
    "pain_site": ["lateral_hip"],
    "onset_type": "over_days_weeks",
    "symptom_duration_days": 120,
    "agg_lying_on_side": True,
    "agg_single_leg_stand": True,
    "agg_stairs": True,
    "ex_troch_tender": True,
    "tender_spot": ["outer_hip_point"],
    "pain_course": "improving",
    "pain_now": 0,
    "weight_bearing": "full",
    "night_pain": "only_when_lying_on_side",
    "none_of": ["screen", "red_flag"],
}
BROKE: dict[str, Any] = {**HEALED, "prior_stress_fracture": True, "st_walk30_painfree": True}


def opened(engine: Engine, answers: dict[str, Any], clearance: Clearance | None = None) -> Opening:
    """Whether a way back opens for answers that were given on the day."""
    known = {name: value for name, value in answers.items() if name == "none_of" or name in engine.pack.findings}
    return opening(engine.assess(known), DAY, clearance)


def test_a_healed_muscle_gets_the_four_phases(engine: Engine) -> None:
    """Without pain, on a leg that takes full weight, and with the screen denied, the common four phases open, by rules that are named."""
    found = opened(engine, HEALED)
    assert (found.programme, found.state) == ("back-after-soft-tissue-pain", "open")
    assert [each.rule for each in found.reasons] == ["improving-pain-with-full-weight-may-start-phase-1"]


def test_a_likely_tendon_gets_its_own_way(engine: Engine) -> None:
    """Where a tendon is likely the programme for tendons opens, with more rest between sessions."""
    found = opened(engine, TENDON)
    assert (found.programme, found.state) == ("back-after-tendon-pain", "open")


def test_nothing_opens_while_not_enough_is_known(engine: Engine) -> None:
    """An empty intake, and one whose screen is open, have no plan, cleared or not; what is to be answered is named."""
    for answers in ({}, {**HEALED, "none_of": []}):
        for clearance in (None, CLEARED):
            found = opened(engine, answers, clearance)
            assert (found.programme, found.state) == ("", "closed")
            assert found.missing


def test_nothing_opens_in_an_emergency(engine: Engine) -> None:
    """Somebody who cannot stand on the leg has no plan, whoever cleared them."""
    found = opened(engine, {**HEALED, "weight_bearing": "unable"}, CLEARED)
    assert (found.programme, found.state) == ("", "closed")


def test_what_speaks_against_it_is_named(engine: Engine) -> None:
    """Pain at rest forbids the first phase: the plan is closed, and the rule says so. An answer that is missing is named."""
    hurts = opened(engine, {**HEALED, "pain_now": 2})
    assert hurts.state == "closed"
    assert "any-pain-at-rest-forbids-every-phase" in [each.rule for each in hurts.reasons] or hurts.missing
    assert opened(engine, {name: value for name, value in HEALED.items() if name != "pain_course"}).missing


def test_what_is_closed_anyway_asks_for_nothing(engine: Engine) -> None:
    """A child is told at once that the plans are for adults, and not first asked how the pain is now."""
    unasked = {name: value for name, value in HEALED.items() if name not in ("pain_course", "pain_now")}
    found = opened(engine, {**unasked, "age_years": 13, "pain_site": ["outer_knee"]})
    assert found.state == "closed"
    assert found.reasons
    assert not found.missing


def test_a_stress_fracture_before_waits_for_a_clinician(engine: Engine) -> None:
    """Somebody whose bone broke before goes the careful way, and only once a clinician has cleared them, not long ago."""
    assert (opened(engine, BROKE).programme, opened(engine, BROKE).state) == ("back-on-a-healed-bone", "clearance")
    assert opened(engine, BROKE, CLEARED).state == "open"
    old = Clearance("Dr. Abel", DAY - datetime.timedelta(days=CLEARED_DAYS + 1))
    assert opened(engine, BROKE, old).state == "clearance"


def test_an_alarm_is_cleared_after_it_was_raised(engine: Engine) -> None:
    """Where the answers say to be seen first, a clearance from before they were given does not count."""
    suspected = {
        **HEALED,
        "agg_impact_running": True,
        "pain_site": ["deep_groin"],
        "onset_type": "over_days_weeks",
        "low_bone_density": True,
        "st_walk30_painfree": True,
    }
    found = opened(engine, suspected)
    if found.state != "closed":
        assert (found.programme, found.state) == ("back-on-a-healed-bone", "clearance")
        assert opened(engine, suspected, Clearance("Dr. Abel", DAY - datetime.timedelta(days=1))).state == "clearance"


@given(answers=intakes(shipped_pack()))
def test_no_bone_in_question_runs_without_clearance(engine: Engine, answers: dict[str, Any]) -> None:
    """Whatever is answered: without a clearance nothing opens for whom a bone is or was in question, or who must be seen first."""
    assessment = engine.assess(answers)
    found = opening(assessment, DAY)
    bone = {"pattern:bone_stress", "pattern:possible_bone_stress", "prior_stress_fracture=yes", "suspected:femoral_neck_stress_fracture"}
    if bone & assessment.run.facts or assessment.level not in ("self_care", "routine"):
        assert found.state != "open"
    if assessment.level in ("undetermined", "emergency"):
        assert opening(assessment, DAY, CLEARED).state == "closed"


@pytest.mark.parametrize("answers", [HEALED, TENDON, BROKE])
def test_limps_and_pain_close_every_way(engine: Engine, answers: dict[str, Any]) -> None:
    """A limp, pain at rest or a leg that hurts to stand on closes every way back, cleared or not."""
    for more in ({"limp": True}, {"pain_now": 4}, {"weight_bearing": "painful"}):
        assert opened(engine, {**answers, **more}, CLEARED).state == "closed"


@pytest.mark.hazard("self-test-does-harm", "false-reassurance-by-self-care")
def test_who_must_be_seen_first_is_not_told_to_try_a_walk(engine: Engine) -> None:
    """Where the answers say to see a doctor, that is what is missing; once one has cleared the runner, what the first session asks for."""
    hurts = {"age_years": 62, "sex": "male", "pain_site": ["anterior_groin"], "low_bone_density": True, "weight_bearing": "painful"}
    seen_first = {**hurts, "none_of": ["screen"], "limp": True}
    found = opened(engine, seen_first)
    assert found.state == "closed"
    assert (found.missing, found.ask) == ((), ())
    assert "See a doctor within 24 hours" in found.because
    assert found.reasons
    assert opened(engine, seen_first, Clearance("Dr. Abel", DAY - datetime.timedelta(days=1))).missing == ()


def test_each_open_question_of_a_plan_is_named_by_its_finding(engine: Engine) -> None:
    """So it can be answered beside the case; an answer to each of them opens the plan."""
    known = {name: value for name, value in HEALED.items() if name not in ("pain_course", "pain_now")}
    found = opened(engine, known)
    assert set(found.ask) >= {"pain_course", "pain_now"}
    assert found.missing
    answers = {"pain_course": "improving", "pain_now": 0, "st_walk30_painfree": True}
    assert opened(engine, {**known, **{name: answers[name] for name in found.ask}}).state == "open"
