"""Children: under 16 the adult path is left, wherever it hurts and whatever the adult conditions weigh."""

import pytest
from known_cases import AUTHORED, PUBLISHED

from hipexpert import Engine
from hipexpert.knowledge.packs.ladder import LEVELS, rank

AROUND_THE_HIP = [
    "anterior_groin", "deep_groin", "lateral_hip", "buttock", "sit_bone", "sacrum_si", "low_back", "pubic_midline", "inner_thigh",
    "lower_abdomen_inguinal", "front_thigh", "outer_thigh", "back_thigh", "iliac_spine_crest", "hip_unspecified", "thigh_unspecified",
    "knee_vague",
]  # fmt: skip
AGES = [5, 7, 8, 12, 15]
SOON, URGENT = LEVELS.index("soon"), LEVELS.index("urgent")


@pytest.mark.hazard("hip-of-a-growing-runner-missed")
@pytest.mark.parametrize("site", AROUND_THE_HIP)
def test_no_pain_around_the_hip_of_a_child_is_left_at_home(site: str, engine: Engine) -> None:
    """One place of pain and an age under 16 are enough for a doctor within a week; at 16 the adult path begins again."""
    for age in AGES:
        assert rank(engine.assess({"age_years": age, "pain_site": [site]}).level) >= SOON, age
    grown = engine.assess({"age_years": 16, "pain_site": [site]})
    assert not [reason.rule for reason in grown.urgency.because if "under-16" in reason.rule]


@pytest.mark.hazard("hip-of-a-growing-runner-missed")
@pytest.mark.parametrize(
    "sign", [{"limp": True}, {"reduced_motion": True}, {"weight_bearing": "painful"}, {"weight_bearing": "unable"}], ids=str
)
def test_what_a_hip_disease_of_a_child_shows_is_urgent_at_any_place(sign: dict[str, object], engine: Engine) -> None:
    """A limp, a stiff hip or painful standing is urgent under 16, with the place told or not."""
    for age in AGES:
        for sites in ([], *([site] for site in AROUND_THE_HIP)):
            answers = {"age_years": age, **sign, **({"pain_site": sites} if sites else {})}
            assert rank(engine.assess(answers).level) >= URGENT, answers


def test_a_child_with_the_story_of_any_grown_runner_sees_a_doctor(engine: Engine) -> None:
    """The answers of every known case that say where it hurts, given by a child, lead to a doctor within a week or sooner."""
    for case in (*AUTHORED, *PUBLISHED):
        sites = case.answers.get("pain_site")
        if isinstance(sites, list) and set(sites) & set(AROUND_THE_HIP):
            assert rank(engine.assess({**case.answers, "age_years": 13}).level) >= SOON, case.id
