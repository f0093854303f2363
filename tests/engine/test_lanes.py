"""Numbers side by side in one are what they are each by itself."""

from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples

from hipexpert.engine.lanes import Lanes


@st.composite
def lanes_with_numbers(draw: st.DrawFn) -> tuple[Lanes, list[int], list[int]]:
    """Lanes of every width, and two numbers within reach for each of them."""
    reach = draw(st.sampled_from([0, 1, 3, 4_095, 4_096, 100_000, 1 << 27, 1 << 28, 1 << 40, 1 << 60]))
    count = draw(st.integers(1, 6))
    numbers = st.lists(st.integers(-reach, reach), min_size=count, max_size=count)
    return Lanes(count, reach), draw(numbers), draw(numbers)


@settings(max_examples=examples(300))
@given(lanes_with_numbers())
def test_numbers_in_lanes_add_up_and_compare_each_by_itself(drawn: tuple[Lanes, list[int], list[int]]) -> None:
    """Of either sign: no lane takes from its neighbour or gives it anything."""
    lanes, first, second = drawn
    one, other = lanes.of(first), lanes.of(second)
    pairs = list(zip(first, second, strict=True))
    assert lanes.read(one) == tuple(first)
    assert lanes.read(one + other) == tuple(a + b for a, b in pairs)
    assert lanes.read(one - other) == tuple(a - b for a, b in pairs)
    assert lanes.marked(lanes.at_least(one, other)) == [lane for lane, (a, b) in enumerate(pairs) if a >= b]
    for each in (one, one - other, lanes.at_least(one, other)):
        assert lanes.restored(lanes.kept(each)) == each


@settings(max_examples=examples(100))
@given(lanes_with_numbers(), st.data())
def test_a_set_of_lanes_has_the_lanes_that_it_was_made_of(drawn: tuple[Lanes, list[int], list[int]], data: st.DataObject) -> None:
    """The mark of each is its own, and a number is put in its lane alone."""
    lanes, numbers, _ = drawn
    chosen = data.draw(st.sets(st.integers(0, len(numbers) - 1)))
    assert lanes.marked(sum(lanes.mark(lane) for lane in chosen)) == sorted(chosen)
    for lane, number in enumerate(numbers):
        assert lanes.read(lanes.put(lane, number)) == tuple(number if each == lane else 0 for each in range(len(numbers)))


@settings(max_examples=examples(100))
@given(lanes_with_numbers())
def test_no_lane_comes_to_the_most(drawn: tuple[Lanes, list[int], list[int]]) -> None:
    """What stands for a mark that a tally has not is reached by no total, of whatever width the lanes are, and still fits."""
    lanes, first, second = drawn
    most = lanes.of(lanes.most for _ in first)
    assert lanes.at_least(lanes.of(first) + lanes.of(second), most) == 0
    assert lanes.marked(lanes.at_least(most, lanes.of(first))) == list(range(len(first)))
