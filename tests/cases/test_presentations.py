"""The presentations: stories whose outcome is known, half of them never looked at while pictures were mended."""

from running import ROOT

from hipexpert import Engine
from hipexpert.knowledge.cases.cases import read_cases
from hipexpert.knowledge.cases.judging import judged

FOLDER = ROOT / "tests" / "presentations"


def test_no_emergency_of_a_presentation_is_told_anything_calmer(engine: Engine) -> None:
    """Whoever tells the story of an emergency in a few words is sent to a hospital, also where nobody looked at the story before."""
    cases = [each for each in read_cases([FOLDER], engine.pack) if each.expected.urgency.at_least == "emergency"]
    calmer = [each.id for each in cases if judged(each.intake, engine).assessment.level != "emergency"]
    assert (calmer, len(cases) > 15) == ([], True)
