"""What differs between two assessments, and what if an answer were different."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples
from strategies_intake import intakes
from tiny import TINY

from hipexpert import Engine, IntakeError, Pack
from hipexpert.graphs.explanations.difference import ImpossibleChangeError, difference, what_if


@pytest.fixture(scope="module")
def tiny() -> Engine:
    """The engine of the tiny pack."""
    return Engine(TINY)


def test_another_answer_changes_urgency_patterns_and_reasons(tiny: Engine) -> None:
    """Were the child's knee swollen, it would be urgent, and the rule says why."""
    found = what_if(tiny.assess({"age": 10}), {"swollen": True})
    assert (found.urgency.before, found.urgency.after) == ("self_care", "urgent")
    assert [each.rule for each in found.urgency.gained] == ["a-swollen-knee-in-a-child-is-urgent"]
    assert [each.id for each in found.patterns_gained] == ["irritated_joint"]
    assert [(each.finding, each.before, each.after) for each in found.changes] == [("swollen", None, True)]
    assert found.rules_gained == ("a-swollen-knee-in-a-child-is-urgent", "swelling-shows-an-irritated-joint")


def test_the_evidence_that_came_and_went_stands_with_each_condition(tiny: Engine) -> None:
    """A young age is one more item against, and the place in the ranking is told for both sides."""
    found = what_if(tiny.assess({"site": ["front"], "age": 40}), {"age": 8})
    (moved,) = found.differential
    assert (moved.decibans_before, moved.decibans_after) == (4, 1)
    assert ([each.decibans for each in moved.gained], moved.lost) == ([-3], ())


def test_two_cases_are_compared_with_what_only_one_of_them_answers(tiny: Engine) -> None:
    """An answer of the first that the second does not have is told as not answered."""
    found = difference(tiny.assess({"swollen": True, "age": 10}), tiny.assess({"site": ["front"], "age": 10}))
    assert {(each.finding, each.before_says, each.after_says) for each in found.changes} == {
        ("swollen", "a swollen knee", "not answered"),
        ("site", "not answered", "pain in front"),
    }
    assert [each.id for each in found.patterns_lost] == ["irritated_joint"]
    assert (found.first_before, found.first_after and found.first_after.id) == (None, "jumpers_knee")


def test_an_impossible_what_if_is_refused(engine: Engine, tiny: Engine, pack: Pack) -> None:
    """What is already so, what is no answer, and what cannot be true together."""
    with pytest.raises(ImpossibleChangeError, match="already what was answered"):
        what_if(tiny.assess({"age": 10}), {"age": 10})
    with pytest.raises(IntakeError, match="`maybe` is no answer"):
        what_if(tiny.assess({"age": 10}), {"swollen": "maybe"})
    with pytest.raises(ImpossibleChangeError, match="cannot all be true"):
        what_if(engine.assess({"sex": "male"}), {"pregnancy_status": "third_trimester"})


@settings(max_examples=examples(20), deadline=None)
@given(data=st.data())
def test_a_difference_is_empty_only_between_equals_and_mirrors(data: st.DataObject, pack: Pack, engine: Engine) -> None:
    """Against itself nothing differs; the other way round gained and lost change places."""
    one, other = engine.assess(data.draw(intakes(pack))), engine.assess(data.draw(intakes(pack)))
    same = difference(one, one)
    assert not any((same.changes, same.differential, same.advice, same.rules_gained, same.rules_lost, same.urgency.gained))
    there, back = difference(one, other), difference(other, one)
    assert (there.rules_gained, there.rules_lost) == (back.rules_lost, back.rules_gained)
    assert (there.urgency.before, there.urgency.after) == (one.level, other.level) == (back.urgency.after, back.urgency.before)
    assert {each.condition for each in there.differential} == {each.condition for each in back.differential}
    assert set(there.patterns_gained) == set(back.patterns_lost)
