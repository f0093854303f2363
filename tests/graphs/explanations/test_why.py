"""Why a question is asked: what its answers would do, and what they could still bring about."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples
from strategies_intake import intakes, never_spoken_of
from tiny import TINY

from hipexpert import Engine, Pack
from hipexpert.graphs.explanations.why import AnsweredError, UnknownFindingError, why
from hipexpert.knowledge.packs.ladder import caution


@pytest.fixture(scope="module")
def tiny() -> Engine:
    """The engine of the tiny pack."""
    return Engine(TINY)


def test_each_answer_is_shown_with_what_it_would_do(tiny: Engine) -> None:
    """A swollen knee of a child is urgent at once; one that is not swollen changes nothing."""
    found = why(tiny.assess({"age": 10}), "swollen")
    assert [(each.answer.says, each.urgency) for each in found.effects] == [("a swollen knee", "urgent"), ("no swelling", "self_care")]
    assert found.effects[0].fires == ("a-swollen-knee-in-a-child-is-urgent", "swelling-shows-an-irritated-joint")
    assert found.could_raise_to == "urgent"


def test_rules_that_need_more_answers_say_how_many(tiny: Engine) -> None:
    """With nothing known, swelling alone shows the pattern, and it takes the age as well to be urgent."""
    found = why(tiny.assess({}), "swollen")
    assert [(each.rule, each.further_answers) for each in found.rules] == [
        ("a-swollen-knee-in-a-child-is-urgent", 1),
        ("swelling-shows-an-irritated-joint", 0),
    ]


def test_what_an_answer_makes_more_or_less_likely_is_told(tiny: Engine) -> None:
    """A young age lowers the tendon."""
    found = why(tiny.assess({"site": ["front"]}), "age")
    assert [each.lowers for each in found.effects] == [("Jumper's knee -3",), (), ()]


def test_one_value_of_a_finding_can_be_asked_about(tiny: Engine) -> None:
    """Of several pain sites each is a question of its own, and answered ones are left out of the whole."""
    assessment = tiny.assess({"site": ["front"], "swollen": False})
    assert [each.answer.says for each in why(assessment, "site").effects] == ["pain behind", "no pain behind"]
    assert why(assessment, "site.back").value == "back"


def test_a_test_that_may_do_harm_says_so(engine: Engine) -> None:
    """Asked why, of hopping it is said only that it is not known to be safe, and what would have to be."""
    assessment = engine.assess({"pain_site": ["deep_groin"], "weight_bearing": "painful"})
    hop = why(assessment, "st_hop_pain")
    assert (hop.unsafe, hop.effects, hop.rules) == (True, (), ())
    assert hop.ask_first == ()
    open_ = why(engine.assess({"pain_site": {"deep_groin": False}}), "st_hop_pain")
    assert {engine.pack.findings[name].question for name in ("age_years", "limp", "low_bone_density")} <= set(open_.ask_first)
    assert not why(assessment, "fever").unsafe


@pytest.mark.parametrize(
    ("finding", "error", "message"),
    [
        ("site.front", AnsweredError, "`site.front` is answered already: pain in front"),
        ("age", AnsweredError, "`age` is answered already: age 10"),
        ("agee", UnknownFindingError, "unknown finding `agee`.*did you mean `age`"),
        ("site.frnt", UnknownFindingError, "did you mean `site.front`"),
        ("jumpers_knee", UnknownFindingError, "unknown finding `jumpers_knee`"),
    ],
)
def test_answered_and_unknown_findings_are_refused(finding: str, error: type[Exception], message: str, tiny: Engine) -> None:
    """The message says what was answered, or the nearest right name."""
    with pytest.raises(error, match=message):
        why(tiny.assess({"site": ["front"], "age": 10}), finding)


@settings(max_examples=examples(15), deadline=None)
@given(data=st.data())
def test_no_answer_raises_the_urgency_above_what_was_said_possible(data: st.DataObject, pack: Pack, engine: Engine) -> None:
    """Trying every answer: the effect is what an assessment gives, never above `could_raise_to` nor above `at_most`."""
    assessment = engine.assess(data.draw(intakes(pack, most=8)))
    open_ = [each for each in never_spoken_of(assessment) if each not in pack.safe_tests]
    found = why(assessment, data.draw(st.sampled_from(open_)))
    for effect in found.effects:
        highest = max(map(caution, (found.could_raise_to, assessment.level)))
        assert effect.urgency in ("self_care", "routine") or caution(effect.urgency) <= highest
        assert caution(assessment.level) == highest or highest <= caution(assessment.urgency.at_most)
