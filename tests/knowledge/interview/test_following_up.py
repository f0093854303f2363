"""A follow-up takes over what cannot have changed, and nothing that an alarm of today could hide behind."""

from typing import Any

from hip_pack import shipped_pack
from hypothesis import given
from strategies_intake import intakes

from hipexpert import Engine
from hipexpert.knowledge.interview.following_up import still_true
from hipexpert.knowledge.interview.interview import Interview

PACK = shipped_pack()


def test_what_lasts_is_kept_and_what_can_have_changed_is_asked_again(engine: Engine) -> None:
    """Sex, age and how it began are kept; pain, weight on the leg, what was denied and what was denied with a group are not."""
    said = {
        "age_years": 30,
        "sex": "male",
        "onset_type": "sudden_moment",
        "pain_now": 3,
        "weight_bearing": "full",
        "limp": False,
        "prior_stress_fracture": False,
        "cancer_history": True,
        "none_of": ["screen"],
    }
    kept = still_true(engine.read(said), engine.pack)
    assert dict(kept.answers) == {"age_years": 30, "sex": "male", "onset_type": "sudden_moment", "cancer_history": True}
    assert kept.none_of == ()


@given(intakes(PACK, most=30))
def test_a_follow_up_is_never_calm_before_it_has_asked(engine: Engine, said: dict[str, Any]) -> None:
    """With what is kept alone nothing calm is said, and the interview has a question; each answer that is kept was given before."""
    before = engine.read(said)
    kept = still_true(before, engine.pack)
    assert kept.answers.keys() <= before.answers.keys()
    assert engine.assess(kept).level not in ("self_care", "routine")
    interview = Interview(engine, kept)
    assert interview.question is not None or interview.is_emergency
