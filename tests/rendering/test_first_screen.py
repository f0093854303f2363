"""The first screen of known cases: short enough to be read at once, and no appointment later than the one that is urged."""

import re
from statistics import median

import pytest
from known_cases import AUTHORED, PUBLISHED

from hipexpert import Engine, ExplainedAssessment
from hipexpert.rendering.reports.assessment import assessment_report
from hipexpert.rendering.text import plain_text

LATER = {
    "emergency": re.compile(r"\b(today or tomorrow|within (24 hours|a day|days|a week|weeks))\b"),
    "urgent": re.compile(r"\bwithin (days|a week)\b"),
}


@pytest.fixture(scope="module")
def assessed(engine: Engine) -> list[ExplainedAssessment]:
    """The known cases, each third of those that were made up."""
    return [engine.assess(case.answers) for case in (*PUBLISHED, *AUTHORED[::3])]


@pytest.mark.deep
@pytest.mark.parametrize("level", ["undetermined", "soon", "urgent", "emergency"])
def test_the_first_screen_is_a_page(level: str, assessed: list[ExplainedAssessment]) -> None:
    """Half of the screens of a level have 40 lines of 80 columns at most, and none more than a fifth above it."""
    lines = [len(plain_text(assessment_report(each, full=False)).splitlines()) for each in assessed if each.level == level]
    assert len(lines) > 30
    assert median(lines) <= 40
    assert max(lines) <= 48


@pytest.mark.hazard("false-reassurance-by-self-care")
def test_no_advice_names_a_later_appointment_than_the_level(assessed: list[ExplainedAssessment]) -> None:
    """Who has to go at once reads nowhere that days would do."""
    urged = [each for each in assessed if each.level in LATER]
    assert len(urged) > 60
    found = {
        (each.level, advice.id)
        for each in urged
        for advice in each.plan.advice
        if LATER[each.level].search(f"{advice.title} {advice.dose}")
    }
    assert found == set()


def test_the_danger_that_an_emergency_is_about_is_named_where_the_list_is_short(engine: Engine) -> None:
    """A fever in a sore hip names the infection, and not only what is likelier and can wait until tomorrow."""
    answers = {"age_years": 45, "sex": "male", "pain_site": ["anterior_groin"], "eases_within_minutes_rest": True, "fever": True}
    result = engine.assess(answers)
    assert result.level == "emergency"
    told = " ".join(plain_text(assessment_report(result, full=False)).split())
    assert "Septic arthritis" in told or "septic arthritis" in told
