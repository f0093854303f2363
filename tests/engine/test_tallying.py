"""Tallies as tables: which items are told apart from the others before anything is weighed."""

from hypothesis import given, settings
from profiles import examples
from strategies import programs

from hipexpert.engine import Program
from hipexpert.engine.tallying import Scale


@settings(max_examples=examples(200), deadline=None)
@given(programs())
def test_an_item_is_alone_or_together_with_others_and_never_both(program: Program) -> None:
    """Alone are the groups of one item without an exception; all other groups stand as they are, in their order."""
    for tally in program.tallies:
        scale = Scale(tally)
        single = [group for group in scale.groups if len(group) == 1 and not group[0].unless]
        assert sorted(map(repr, scale.alone)) == sorted(repr(item) for (item,) in single)
        assert scale.together == tuple(
            places for places in scale.places if len(places) > 1 or any(tally.items[place].unless for place in places)
        )
