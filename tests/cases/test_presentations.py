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


def test_advice_on_the_leg_fits_what_raised_the_level(engine: Engine) -> None:
    """Whom lost sight or a twisted testicle sends to a hospital, and who stands without pain, is not told outright to take weight off."""
    for answers in ({"new_head_or_eye_trouble": "sight"}, {"testicular_pain_sudden": True}, {"skin_rash": "growing_ring", "fever": True}):
        action = engine.assess({**answers, "pain_site": ["buttock"], "weight_bearing": "full", "limp": False}).urgency.action
        assert "weight" not in action or "If standing or walking hurts" in action
