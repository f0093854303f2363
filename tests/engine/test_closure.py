"""The closure without a session, and the part of a program that a goal needs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples
from strategies import given_facts, programs, programs_with_facts

from hipexpert.engine import Closure, Item, Mark, Program, ProgramRule, Tally, part_concluding
from hipexpert.engine.closure import PARTS
from hipexpert.engine.oracle import meaning


@settings(max_examples=examples(300), deadline=None)
@given(programs_with_facts())
def test_the_closure_gives_what_the_oracle_gives(drawn: tuple[Program, frozenset[str]]) -> None:
    """The same facts and the same totals, on every random program."""
    program, facts = drawn
    expected, found = meaning(program, facts), Closure(program).of(facts)
    assert {fact for fact in program.facts if found.holds(fact)} == expected.facts
    assert found.totals == expected.totals


@settings(max_examples=examples(300), deadline=None)
@given(st.data())
def test_the_part_that_concludes_a_goal_gives_what_the_whole_gives(data: st.DataObject) -> None:
    """Goals hold in the part exactly when they hold in the whole, and every rule left in it is needed for a goal."""
    program, facts = data.draw(programs_with_facts())
    names = sorted({*program.facts, *program.tally_by_id})
    goals = data.draw(st.lists(st.sampled_from(names), min_size=1, max_size=3, unique=True))
    part = part_concluding(program, goals)
    expected, found = meaning(program, facts), meaning(part, facts & part.inputs)
    assert {goal for goal in goals if goal in found.facts} == {goal for goal in goals if goal in expected.facts}
    assert {goal: found.totals.get(goal) for goal in goals} == {goal: expected.totals.get(goal) for goal in goals}
    assert len(part.rules) <= len(program.rules)


@pytest.mark.parametrize("weight", [100, 5_000, 20_000, 1_000_000_000])
def test_totals_are_exact_however_large_the_weights(weight: int) -> None:
    """Beside a tally of small ones, with marks that are small: no total runs into its neighbour's."""
    signs = (Item("a", weight), Item("b", weight), Item("c", -weight))
    small = Tally("small", -1, (Item("a", 1), Item("c", -1)), (Mark("n", 0),))
    program = Program("abc", [], [Tally("big", 0, signs, (Mark("m", 1),)), small])
    for facts in (frozenset("ab"), frozenset("c"), frozenset("abc")):
        found, expected = Closure(program).of(facts), meaning(program, facts)
        assert (found.facts, found.totals) == (expected.facts, expected.totals)


def test_the_part_for_a_goal_is_kept_and_not_for_ever() -> None:
    """Asked again for the same goals it is the same, so that nothing is compiled anew; of very many goals not all are kept."""
    names = [f"goal{number}" for number in range(PARTS + 3)]
    closure = Closure(Program(["a"], [ProgramRule(name, "a", (name,)) for name in names]))
    first = closure.concluding(names[:1])
    others = [closure.concluding([name]) for name in names[1:PARTS]]
    assert closure.concluding(names[:1]) is first
    assert [closure.concluding([name]) for name in names[1:PARTS]] == others
    for name in names[PARTS:]:
        assert closure.concluding([name]).of(["a"]).holds(name)
    assert closure.concluding(names[:1]) is not first


@settings(max_examples=examples(50), deadline=None)
@given(st.data())
def test_facts_that_the_program_does_not_mention_are_passed_over(data: st.DataObject) -> None:
    """A part of a program can be asked about the answers of a whole runner."""
    program = data.draw(programs())
    facts = data.draw(given_facts(program))
    assert Closure(program).of([*facts, "elsewhere"]).numbers == Closure(program).of(facts).numbers
    assert not Closure(program).of(facts).holds("elsewhere")
