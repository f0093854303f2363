"""What must never happen: an added answer that takes a conclusion away, a red flag that calms, an unknown read as no."""

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings
from profiles import examples
from strategies_intake import intakes

from hipexpert import Engine, ExplainedAssessment, Pack
from hipexpert.knowledge.packs.ladder import caution, rank
from hipexpert.knowledge.packs.vocabulary import YesNo

RED_FLAGS = [
    "saddle_numbness", "bladder_bowel_change", "bilateral_leg_symptoms", "fever", "systemically_unwell", "joint_hot_red",
    "weight_loss_unexplained", "foot_cold_pale", "calf_leg_swelling", "chest_pain_breathless", "vomiting_or_bowel_obstruction",
    "testicular_pain_sudden", "pelvic_pain_missed_period", "abdominal_urinary_symptoms", "dark_urine", "leg_short_turned_out",
]  # fmt: skip


@st.composite
def nested_intakes(draw: st.DrawFn, pack: Pack) -> tuple[dict[str, object], dict[str, object]]:
    """An intake and the same with more answers. Denying a group is an answer to all of it, so only the fuller has it."""
    more = draw(intakes(pack))
    names = sorted(set(more) - {"none_of"})
    kept = draw(st.lists(st.sampled_from(names), unique=True)) if names else []
    return {name: more[name] for name in kept}, more


def early(assessment: ExplainedAssessment) -> set[str]:
    """The facts that rest on rules alone, not on weighing."""
    program = assessment.run.program
    late = {fact for rule in program.rules if rule.id in program.late_rules for fact in rule.conclusions}
    marks = {mark.fact for tally in program.tallies for mark in tally.marks}
    found = {each.conclusion for each in assessment.derivation if each.total is None and each.source not in program.late_rules}
    return {fact for fact in found if fact not in late | marks or fact.startswith(("urgency:", "suspected:"))}


@pytest.mark.hazard("nerve-or-vessel-emergency-missed")
def test_the_red_flag_group_is_the_one_this_file_tests(pack: Pack) -> None:
    """No red flag is left out of the tests below."""
    group = next(each for each in pack.groups if each.group == "red_flag")
    assert {finding.id for finding in group.findings if isinstance(finding, YesNo)} == set(RED_FLAGS)


@pytest.mark.hazard("false-reassurance-by-self-care")
@settings(max_examples=examples(300), deadline=None)
@given(data=st.data())
def test_adding_an_answer_never_removes_what_rules_concluded(data: st.DataObject, pack: Pack, engine: Engine) -> None:
    """Patterns, factors, exclusions, evidence and the urgency that rests on answers only grow."""
    fewer, more = data.draw(nested_intakes(pack))
    assert early(engine.assess(fewer)) <= early(engine.assess(more))


@pytest.mark.hazard("joint-or-bone-infection-missed")
@settings(max_examples=examples(600), deadline=None)
@given(data=st.data(), flag=st.sampled_from(RED_FLAGS))
def test_adding_a_red_flag_never_lowers_the_urgency(data: st.DataObject, flag: str, pack: Pack, engine: Engine) -> None:
    """Whatever is known of a runner, a yes to a red flag leaves the level where it was or raises it."""
    answers = data.draw(intakes(pack))
    answers.pop(flag, None)
    before, after = engine.assess(answers).level, engine.assess({**answers, flag: True}).level
    assert caution(after) >= caution(before)


@pytest.mark.hazard("unknown-read-as-no")
@settings(max_examples=examples(300), deadline=None)
@given(data=st.data())
def test_the_level_never_passes_what_was_called_possible(data: st.DataObject, pack: Pack, engine: Engine) -> None:
    """However the unanswered questions turn out, the level stays at or below `at_most`."""
    fewer, more = data.draw(nested_intakes(pack))
    bound = engine.assess(fewer).urgency.at_most
    assert rank(engine.assess(more).raised) <= rank(bound)


@pytest.mark.hazard("unknown-read-as-no", "false-reassurance-by-self-care")
@pytest.mark.parametrize("flag", RED_FLAGS)
def test_self_care_is_never_said_plainly_while_a_red_flag_is_unasked(flag: str, engine: Engine, pack: Pack) -> None:
    """With one red flag left open nothing calm is said: the question is open, and it is the only one of the screen."""
    answers = {"none_of": ["red_flag", "screen"], "pain_site": ["lateral_hip"], "bilateral_muscle_soreness": True, "age_years": 17}
    if flag == "vomiting_or_bowel_obstruction":
        answers["groin_lump"] = "unknown"  # without a lump nobody need be asked
    assessment = engine.assess({**answers, flag: "unknown"})
    opened = {each.finding for each in assessment.screen.open}
    assert opened == {flag} | ({"groin_lump"} if flag == "vomiting_or_bowel_obstruction" else set())
    assert (assessment.level, assessment.urgency.settled, assessment.urgency.cds_hooks) == ("undetermined", False, "warning")
    assert assessment.urgency.title == pack.level_text("undetermined").title
    assert engine.assess({**answers, flag: False, "groin_lump": "none"}).level in ("self_care", "routine")


@pytest.mark.hazard("unknown-read-as-no")
def test_an_unlisted_pain_site_is_unknown_and_not_denied(engine: Engine) -> None:
    """Naming the outer hip leaves the groin open; denying the other sites closes it."""
    assessment = engine.assess({"pain_site": ["lateral_hip"]})
    assert ("pain_site", "deep_groin") in {(each.finding, each.value) for each in assessment.urgency.decisive_unknowns}
    closed = engine.assess({"pain_site": ["lateral_hip"], "none_of": ["pain_site"]})
    assert "pain_site" not in {each.finding for each in closed.urgency.decisive_unknowns}


@pytest.mark.hazard("alarm-fatigue-from-over-triage")
def test_an_answered_intake_can_be_settled(engine: Engine, pack: Pack) -> None:
    """When everything is answered and nothing is wrong, self care is said plainly and nothing is left to ask."""
    answers: dict[str, object] = {
        "none_of": [group.group for group in pack.groups],
        "pain_site": ["outer_thigh"],
        "weight_bearing": "full",
        "age_years": 30,
        "sex": "female",
    }
    answers |= {"menstrual_status": "regular", "pregnancy_status": "none", "onset_type": "within_one_run", "pain_course": "improving"}
    answers |= {
        "pain_constancy": "only_running",
        "pain_quality_main": "dull_ache",
        "pain_severity": "mild",
        "pain_pattern_over_time": "steady",
    }
    answers |= {"rest_effect": "not_tried", "physiotherapy_effect": "not_tried"}
    answers |= {"painkiller_response": "not_tried", "main_activity": "running", "onset_mechanism": "ordinary_running", "pain_side": "left"}
    answers |= {"agg_impact_running": True, "other_activities": ["running"]}  # of somebody who runs, and hurts only then
    for finding in pack.findings.values():
        if type(finding).__name__ == "Number" and finding.id not in answers:
            answers[finding.id] = max(finding.minimum, 0.0)
    answers |= {"cadence_spm": 175, "temperature_c": 36.6, "ex_flexion_deg": 120, "ex_ir_deg": 40, "bmi": 22, "ex_post_exercise_abi": 1.1}
    assessment = engine.assess(answers)
    urgency = assessment.urgency
    assert assessment.contradictions == ()
    assert (urgency.level, urgency.at_most, urgency.settled, urgency.decisive_unknowns) == ("self_care", "self_care", True, ())
    assert urgency.title == pack.level_text("self_care").title


# Everything that must be known before a test that loads the leg.
SOUND = {
    "age_years": 30, "sex": "male", "weight_bearing": "full", "limp": False, "trauma_recent": "none", "felt_pop": False,
    "prior_stress_fracture": False, "low_bone_density": False, "low_energy_intake": False, "systemic_steroid_use": False,
    "cancer_history": False, "hip_surgery_or_prosthesis": False, "pain_earlier_each_run": False, "night_pain": "none",
}  # fmt: skip
OVER_BONE = (
    "deep_groin", "anterior_groin", "front_thigh", "pubic_midline", "inner_thigh", "sacrum_si", "hip_unspecified", "thigh_unspecified",
)  # fmt: skip


@pytest.mark.hazard("self-test-does-harm")
def test_hopping_is_not_asked_of_somebody_who_may_have_a_cracked_bone(engine: Engine) -> None:
    """A test that can do harm is asked only when it is known to be safe."""
    limping = engine.assess({"pain_site": ["deep_groin"], "agg_impact_running": True, "limp": True})
    unknown = engine.assess({"pain_site": ["buttock"]})
    groin = engine.assess({**SOUND, "pain_site": ["deep_groin"]})
    safe = engine.assess({**SOUND, "pain_site": dict.fromkeys(OVER_BONE, False) | {"buttock": True}})
    asked = [{each.finding for each in case.urgency.decisive_unknowns} for case in (limping, unknown, groin, safe)]
    assert ["st_hop_pain" in findings for findings in asked] == [False, False, False, True]
