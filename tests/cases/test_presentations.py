"""The presentations: stories whose outcome is known, half of them never looked at while pictures were mended."""

import pytest
from running import ROOT

from hipexpert import Engine
from hipexpert.knowledge.cases.cases import read_cases
from hipexpert.knowledge.cases.judging import judged
from hipexpert.knowledge.packs.ladder import caution

FOLDER = ROOT / "tests" / "presentations"


def test_no_emergency_of_a_presentation_is_told_anything_calmer(engine: Engine) -> None:
    """Whoever tells the story of an emergency in a few words is sent to a hospital, also where nobody looked at the story before."""
    cases = [each for each in read_cases([FOLDER], engine.pack) if each.expected.urgency.at_least == "emergency"]
    calmer = [each.id for each in cases if judged(each.intake, engine).assessment.level != "emergency"]
    assert (calmer, len(cases) > 15) == ([], True)


@pytest.mark.hazard("alarm-fatigue-from-over-triage")
def test_what_clinics_see_every_day_is_neither_too_calm_nor_an_alarm(engine: Engine) -> None:
    """The benign stories of running and sports clinics, whose range was set before they were run, are seldom alarming and never too calm;
    the dangerous ones that are easily missed are never too calm.
    """
    cases = {each.id: each for each in read_cases([FOLDER / "levels"], engine.pack)}
    levels = {name: judged(each.intake, engine).assessment.level for name, each in cases.items()}
    calmer = [name for name, each in cases.items() if caution(levels[name]) < caution(each.expected.urgency.at_least)]
    benign = [name for name in cases if name.startswith("b")]
    alarmed = [name for name in benign if caution(levels[name]) > caution(cases[name].expected.urgency.at_most)]
    assert (calmer, len(benign), len(cases) - len(benign)) == ([], 48, 44)
    assert len(alarmed) <= 0.05 * len(benign), alarmed


@pytest.mark.hazard("alarm-fatigue-from-over-triage")
def test_what_was_written_blind_and_looked_at_is_seldom_graded_wrong(engine: Engine) -> None:
    """Stories written before they were run, apart from the half that is held out, are never too calm and hardly ever too loud."""
    looked_at = ("looked_at", "second_round", "third_round", "protocols/looked_at")
    cases = read_cases([FOLDER / "blind" / name for name in looked_at], engine.pack)
    levels = {each.id: (caution(judged(each.intake, engine).assessment.level), each.expected.urgency) for each in cases}
    calmer = [name for name, (level, safe) in levels.items() if level < caution(safe.at_least)]
    louder = [name for name, (level, safe) in levels.items() if level > caution(safe.at_most)]
    assert (calmer, len(cases)) == ([], 195)
    assert len(louder) <= 0.05 * len(cases), louder


def test_hormonal_contraception_hardly_speaks_against_bone_stress(engine: Engine) -> None:
    """No study shows that it protects the bone of runners, so it weighs no more than an answer that says nothing."""
    told = {"pain_site": ["anterior_groin"], "sex": "female", "agg_impact_running": True}
    before, after = (
        {each.condition: each.decibans for each in engine.assess(answers).differential}
        for answers in (told, {**told, "menstrual_status": "hormonal_contraception"})
    )
    assert before["femoral_neck_stress_fracture"] - after["femoral_neck_stress_fracture"] <= 1


def test_which_side_it_is_is_never_a_reason(engine: Engine) -> None:
    """What is told of the left is told of the right alike, and the reason is that it is one side."""
    left, right = (engine.assess({"pain_site": ["buttock"], "pain_side": side}) for side in ("left", "right"))
    weighed = [[(each.condition, each.decibans) for each in side.differential] for side in (left, right)]
    assert weighed[0] == weighed[1]
    said = {reason.says for each in left.differential for reason in (*each.for_, *each.against) if "side" in reason.says}
    assert said == {"pain on one side, the left"}


def test_advice_on_the_leg_fits_what_raised_the_level(engine: Engine) -> None:
    """Whom lost sight or a twisted testicle sends to a hospital, and who stands without pain, is not told outright to take weight off."""
    for answers in ({"new_head_or_eye_trouble": "sight"}, {"testicular_pain_sudden": True}, {"skin_rash": "growing_ring", "fever": True}):
        action = engine.assess({**answers, "pain_site": ["buttock"], "weight_bearing": "full", "limp": False}).urgency.action
        assert "weight" not in action or "If standing or walking hurts" in action
