"""What is said beyond the question counts, and what was said too vaguely is asked more exactly."""

import pytest

from hipexpert import Engine
from hipexpert.knowledge import Intake
from hipexpert.knowledge.interview.interview import Interview
from hipexpert.knowledge.runner.reading_intake import read_intake


def test_what_is_said_in_the_same_breath_counts_until_it_is_taken_back(engine: Engine) -> None:
    """It is not asked again, takes nothing from what was answered before, and goes with the step it was said at."""
    before = Interview(engine, Intake({"pain_side": "left"}))
    assert before.question is not None
    assert before.question.ids == ("age_years", "symptom_duration_days")
    now = before.answered({"age_years": 46}, told={"sex": "female", "pain_side": "right"})
    assert now.intake.answers == {"age_years": 46, "sex": "female", "pain_side": "left"}
    asked = set[str]()
    then = now
    while then.question is not None:
        asked |= set(then.question.ids)
        then = then.skipped()
    assert asked.isdisjoint({"sex", "pain_side"})
    assert now.back() == before
    with pytest.raises(ValueError, match="mango"):
        before.answered({"age_years": 46}, told={"sex": "mango"})


@pytest.mark.parametrize(
    ("places", "asked"), [(["hip_unspecified"], True), (["thigh_unspecified"], False), (["hip_unspecified", "lateral_hip"], False)]
)
def test_who_only_says_the_hip_is_asked_in_which_area(engine: Engine, places: list[str], *, asked: bool) -> None:
    """Once: "my hip" may be the groin, the outer side or the buttock. It stays where nothing more exact is known."""
    about = {"age_years": 46, "symptom_duration_days": 9, "sex": "female", "pain_side": "left"}
    now = Interview(engine, read_intake({**about, "pain_site": places}, engine.pack))
    question = now.question
    assert question is not None
    assert (question.kind == "areas") is asked
    if asked:
        assert not question.may_be_none
        then = now.skipped()
        assert then.question is not None
        assert then.question.kind != "areas"
        assert then.intake.answers["pain_site"] == {"hip_unspecified": True}
