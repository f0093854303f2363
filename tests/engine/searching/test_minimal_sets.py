"""The minimal sets from which something follows, against trying every subset."""

from collections.abc import Sequence
from itertools import combinations

from hypothesis import given, settings
from profiles import examples
from strategies import programs_with_facts

from hipexpert.engine import Program
from hipexpert.engine.oracle import meaning
from hipexpert.engine.searching import minimal_sets


def subsets(parts: Sequence[str]) -> list[tuple[str, ...]]:
    """Every subset, the smaller ones first."""
    return [each for size in range(len(parts) + 1) for each in combinations(parts, size)]


@settings(max_examples=examples(300), deadline=None)
@given(programs_with_facts())
def test_all_minimal_sets_of_an_early_fact_are_found(drawn: tuple[Program, frozenset[str]]) -> None:
    """Exactly the subsets that suffice and of which no smaller one does."""
    program, facts = drawn
    parts = sorted(facts)
    for goal in sorted(meaning(program, facts).facts - facts - program.late_facts)[:2]:
        suffice = [each for each in subsets(parts) if goal in meaning(program, each).facts]
        smallest = {frozenset(each) for each in suffice if not any(set(other) < set(each) for other in suffice)}

        def follows(given: Sequence[str], goal: str = goal) -> bool:
            return goal in meaning(program, given).facts

        found, complete = minimal_sets(follows, parts, most=1000, tried=100_000)
        assert complete
        assert {frozenset(each) for each in found} == smallest
        assert len(found) == len(smallest)


@settings(max_examples=examples(300), deadline=None)
@given(programs_with_facts())
def test_sets_of_a_weighed_fact_suffice_and_lose_it_with_any_one_answer(drawn: tuple[Program, frozenset[str]]) -> None:
    """Evidence against makes weighing not monotone; what is found is still enough, and nothing in it is idle."""
    program, facts = drawn
    parts = sorted(facts)
    for goal in sorted(meaning(program, facts).facts & program.late_facts)[:2]:

        def follows(given: Sequence[str], goal: str = goal) -> bool:
            return goal in meaning(program, given).facts

        found, _ = minimal_sets(follows, parts, most=20, tried=1000)
        assert found
        for each in found:
            assert follows(each)
            assert not any(follows([part for part in each if part != left_out]) for left_out in each)


def test_more_sets_than_asked_for_are_not_called_all() -> None:
    """The search says when it stopped early, and does not say so when it found just as many as there are."""
    parts = list("abcdef")
    assert minimal_sets(lambda chosen: len(chosen) >= 1, parts, most=5, tried=1000)[1] is False
    found, complete = minimal_sets(lambda chosen: len(chosen) >= 1, parts, most=6, tried=1000)
    assert (sorted(found), complete) == ([(part,) for part in parts], True)
    assert minimal_sets(lambda chosen: len(chosen) >= 3, parts, most=100, tried=4)[1] is False


def test_what_needs_nothing_has_one_empty_set() -> None:
    """A conclusion that follows anyway is not credited to any answer."""
    assert minimal_sets(lambda _: True, ["a"], most=5, tried=10) == ([()], True)
