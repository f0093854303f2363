"""Sets of numbers as the bits of one number are what sets are."""

from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples

from hipexpert.engine.bit_sets import in_at_least, members_of, set_of

NUMBERS = st.integers(0, 200)


@settings(max_examples=examples(200), deadline=None)
@given(st.lists(NUMBERS))
def test_a_set_has_the_members_that_it_was_made_of(numbers: list[int]) -> None:
    """In whatever order, and however often, they were named."""
    assert list(members_of(set_of(numbers))) == sorted(set(numbers))


def test_numbers_may_come_from_the_highest_down() -> None:
    """A set that is long enough for one number is for all below it."""
    assert list(members_of(set_of([79, 40, 8, 7, 0]))) == [0, 7, 8, 40, 79]


@settings(max_examples=examples(300), deadline=None)
@given(st.lists(st.frozensets(NUMBERS, max_size=12), min_size=1, max_size=5), st.data())
def test_what_lies_in_enough_parts_is_what_counting_finds(parts: list[frozenset[int]], data: st.DataObject) -> None:
    """Every count from one to all."""
    count = data.draw(st.integers(1, len(parts)))
    expected = [number for number in range(201) if sum(number in part for part in parts) >= count]
    found = in_at_least(count, [set_of(part) for part in parts], set_of(range(201)))
    assert list(members_of(found)) == expected
