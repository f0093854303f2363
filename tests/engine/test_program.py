"""Programs that have no meaning are refused with all their problems."""

import pytest

from hipexpert.engine import Gate, Item, Mark, Program, ProgramError, ProgramRule, Tally, all_of


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
