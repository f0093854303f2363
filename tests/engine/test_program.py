"""Programs that have no meaning are refused with all their problems."""

import copy
import pickle

import pytest
from hypothesis import given, settings
from profiles import examples
from strategies import programs_with_facts

from hipexpert.engine import Closure, Gate, Item, Mark, Program, ProgramError, ProgramRule, Tally, all_of


def problems_of(*rules: ProgramRule, inputs: tuple[str, ...] = ("a",), tallies: tuple[Tally, ...] = ()) -> dict[str, str]:
    """The code and place of each problem of a program."""
    with pytest.raises(ProgramError) as error:
        Program(inputs, rules, tallies)
    return {problem.code: problem.place for problem in error.value.problems}


def test_unknown_names_are_impossible() -> None:
    """A premise that mentions what nothing declares is refused, with the rule that does."""
    assert problems_of(ProgramRule("typo", "aa", ("b",))) == {"unknown-fact": "typo"}


def test_all_problems_are_reported_at_once() -> None:
    """A repeated id, an impossible gate, a concluded input and an empty rule are found together."""
    found = problems_of(
        ProgramRule("twice", "a", ("b",)),
        ProgramRule("twice", "a", ("b",)),
        ProgramRule("gate", Gate(3, ("a", "a")), ("c",)),
        ProgramRule("into", "a", ("a",)),
        ProgramRule("none", "a", ()),
    )
    assert found == {"repeated-id": "twice", "impossible-gate": "gate", "concluded-input": "a", "no-conclusion": "none"}


def test_a_tally_cannot_feed_itself() -> None:
    """A tally that weighs a fact which rests on its own mark is refused."""
    tally = Tally("t", 0, (Item("b", 1),), (Mark("m", 0),))
    assert problems_of(ProgramRule("back", all_of("a", "m"), ("b",)), tallies=(tally,)) == {"circular-tally": "t"}


def test_rules_that_rest_on_a_mark_are_late_however_indirectly() -> None:
    """Lateness spreads through chains of rules."""
    rules = [ProgramRule("first", "m", ("b",)), ProgramRule("second", "b", ("c",)), ProgramRule("other", "a", ("d",))]
    program = Program(["a"], rules, [Tally("t", 0, (Item("a", 1),), (Mark("m", 0),))])
    assert program.late_rules == {"first", "second"}


@pytest.mark.parametrize(("count", "refused"), [(-1, True), (0, True), (1, False), (2, False), (3, True)])
def test_a_gate_needs_one_of_its_premises_at_least_and_all_at_most(count: int, refused: bool) -> None:
    """One that needs none would hold of everybody, one that needs more than there are of nobody; also deep within others."""
    rule = ProgramRule("gate", all_of("a", Gate(1, (Gate(count, ("a", "b")),))), ("c",))
    if refused:
        assert problems_of(rule, inputs=("a", "b")) == {"impossible-gate": "gate"}
    else:
        assert Program(("a", "b"), [rule]).rules == (rule,)


def test_what_a_tally_mentions_in_any_place_has_to_be_known() -> None:
    """Its items, their exceptions and what blocks it."""
    for items, blocked_by in [((Item("x", 1),), ""), ((Item("a", 1, unless=("x",)),), ""), ((Item("a", 1),), "x")]:
        assert problems_of(tallies=(Tally("t", 0, items, (Mark("m", 0),), blocked_by),)) == {"unknown-fact": "t"}


@settings(max_examples=examples(50), deadline=None)
@given(programs_with_facts())
def test_a_program_out_of_its_parts_is_the_program(drawn: tuple[Program, frozenset[str]]) -> None:
    """As it is read back from what is kept of a pack: it is equal, and the same follows from it."""
    program, facts = drawn
    restored = Program.restored(program.inputs, program.rules, program.tallies, program.late_rules, program.late_facts)
    assert restored == program
    assert (restored.late_rules, restored.late_facts) == (program.late_rules, program.late_facts)
    assert Closure(restored).of(facts).facts == Closure(program).of(facts).facts


@settings(max_examples=examples(50), deadline=None)
@given(programs_with_facts())
def test_a_program_arrives_as_it_was_whatever_was_worked_out_of_it(drawn: tuple[Program, frozenset[str]]) -> None:
    """Pickled or copied it is the same program, and its tables weigh the same; how they are made does not travel."""
    program, given_facts = drawn
    held = frozenset(map(program.number.__getitem__, given_facts))
    weighed = program.weights.totals(held), program.ceilings.nothing, program.plain_sums.of([])
    for again in (pickle.loads(pickle.dumps(program)), copy.deepcopy(program), copy.copy(program)):  # noqa: S301 (our own bytes)
        assert again == program
        assert again.facts == program.facts
        assert (again.weights.totals(held), again.ceilings.nothing, again.plain_sums.of([])) == weighed
