"""What is left of a premise without the questions that may not be suggested."""

import pytest

from hipexpert import Pack
from hipexpert.knowledge.packs.ladder import LEVELS
from hipexpert.knowledge.packs.premises import Established, Is, Several
from hipexpert.knowledge.runner.safety import TESTS_WAIT, may_be_suggested, suggestible

HOP, LIMP, FEVER = Is("st_hop_pain", "yes"), Is("limp", "yes"), Is("fever", "yes")


def not_hopping(fact: str) -> bool:
    """Whether a question may be put: every one but the hop."""
    return not fact.startswith("st_hop_pain")


def test_a_premise_that_can_hold_without_a_test_is_left_without_it() -> None:
    """One way is that way itself; of several as many are needed as before."""
    assert suggestible(Several(1, (HOP, LIMP)), not_hopping) == LIMP
    assert suggestible(Several(2, (HOP, LIMP, FEVER)), not_hopping) == Several(2, (LIMP, FEVER))
    assert suggestible(Several(1, (HOP, LIMP, FEVER)), not_hopping) == Several(1, (LIMP, FEVER))


def test_a_premise_that_needs_a_test_is_not_suggested() -> None:
    """Alone, beside others, or deep within."""
    assert suggestible(HOP, not_hopping) is None
    assert suggestible(Several(2, (HOP, LIMP)), not_hopping) is None
    assert suggestible(Several(2, (Several(1, (HOP,)), LIMP)), not_hopping) is None


def test_a_premise_that_asks_for_no_test_stays_as_it_is() -> None:
    """What follows from answers is no question."""
    whole = Several(2, (LIMP, Several(1, (FEVER, Established("pattern", "st_hop_pain")))))
    assert suggestible(whole, not_hopping) is whole


@pytest.mark.parametrize("level", LEVELS)
def test_a_test_at_home_that_is_safe_waits_from_urgent_on(level: str, pack: Pack) -> None:
    """Somebody who must be seen within a day tries out nothing first; whoever may try it is asked once it is safe, and not before."""
    tests = [each for each in pack.not_for_everybody if pack.answered_by(each) == "self_test" and each in pack.safe_tests]
    assert tests
    for each in tests:
        assert may_be_suggested(pack, each, {f"safe:{each}", f"urgency:{level}"}.__contains__) == (level not in TESTS_WAIT)
        assert not may_be_suggested(pack, each, {f"urgency:{level}"}.__contains__)
