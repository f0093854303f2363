"""The three-valued status of facts, premises and rules."""

from itertools import chain, combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples
from strategies import given_facts, programs

from hipexpert.engine import CompiledProgram, Item, Mark, Never, Outlook, Program, ProgramRule, Status, Tally, UnknownFactError, at_least
from hipexpert.engine.oracle import meaning


@pytest.mark.hazard("unknown-read-as-no")
@settings(max_examples=examples(300), deadline=None)
@given(st.data())
def test_status_agrees_with_trying_every_completion(data: st.DataObject) -> None:
    """Early facts: holds, contradicted and open mean true in all, in none, and in some but not all completions.

    What depends on a tally is bounded: a fact that some completion makes true is never called contradicted.
    """
    program = data.draw(programs())
    given_ = data.draw(given_facts(program))
    denied = data.draw(given_facts(program)) - given_
    unknown = sorted(program.inputs - given_ - denied)[:6]
    denied = program.inputs - given_ - set(unknown)
    outlook = Outlook(CompiledProgram(program).run(given_), denied)
    subsets = chain.from_iterable(combinations(unknown, size) for size in range(len(unknown) + 1))
    completions = [meaning(program, given_ | set(chosen)).facts for chosen in subsets]
    late = {fact for rule in program.rules if rule.id in program.late_rules for fact in rule.conclusions}
    late |= {mark.fact for tally in program.tallies for mark in tally.marks}
    for fact in program.facts:
        times = sum(fact in facts for facts in completions)
        status = outlook.fact(fact)
        if fact not in late:
            expected = Status.HOLDS if times == len(completions) else Status.OPEN if times else Status.CONTRADICTED
            assert status is expected
        else:
            assert (status is Status.CONTRADICTED) <= (times == 0)
            assert (status is Status.HOLDS) == (fact in completions[0])


def test_a_gate_is_contradicted_once_too_many_of_its_premises_are() -> None:
    """Two of three: one denied leaves it open, two denied contradict it, two given make it hold."""
    program = Program(["a", "b", "c"], [ProgramRule("two", at_least(2, "a", "b", "c"), ("enough",))])
    compiled = CompiledProgram(program)
    assert Outlook(compiled.run([]), ["a"]).rule("two") is Status.OPEN
    assert Outlook(compiled.run([]), ["a", "b"]).rule("two") is Status.CONTRADICTED
    assert Outlook(compiled.run(["a", "b"]), []).rule("two") is Status.HOLDS


def test_a_mark_is_out_of_reach_only_when_no_open_item_can_lift_the_total_to_it() -> None:
    """The highest possible total decides whether a mark is open or contradicted."""
    items = (Item("sign", 3), Item("proof", 10), Item("alibi", -20))
    program = Program(["sign", "proof", "alibi"], [], [Tally("case", -5, items, (Mark("guilty", 5),))])
    compiled = CompiledProgram(program)
    assert Outlook(compiled.run(["sign"]), []).fact("guilty") is Status.OPEN
    assert Outlook(compiled.run(["sign"]), ["proof"]).fact("guilty") is Status.CONTRADICTED
    assert Outlook(compiled.run(["sign", "alibi"]), []).fact("guilty") is Status.CONTRADICTED


@pytest.mark.hazard("unknown-read-as-no")
@settings(max_examples=examples(400), deadline=None)
@given(
    st.lists(st.tuples(st.integers(-9, 9), st.sampled_from(["", "a", "a", "b"]), st.sampled_from("ynu")), min_size=1, max_size=6),
    st.integers(-9, 9),
)
def test_a_mark_is_contradicted_exactly_when_no_completion_comes_to_it(said: list[tuple[int, str, str]], base: int) -> None:
    """Where no fact is weighed twice and a leading item holds: in groups the strongest counts, whatever else could have been."""
    names = [f"in{number}" for number in range(len(said))]
    items = [Item(name, weight, group, leading=False) for name, (weight, group, _) in zip(names, said, strict=True)]
    marks = tuple(Mark(f"mark{total}", total) for total in range(-20, 21, 4))
    tallies = [Tally(f"t{number}", base + number, (Item("lead", 0), *items), marks if number else ()) for number in range(2)]
    program = Program(["lead", *names], [], tallies)
    held = {"lead", *(name for name, (_, _, each) in zip(names, said, strict=True) if each == "y")}
    denied = [name for name, (_, _, each) in zip(names, said, strict=True) if each == "n"]
    unknown = [name for name, (_, _, each) in zip(names, said, strict=True) if each == "u"]
    subsets = chain.from_iterable(combinations(unknown, size) for size in range(len(unknown) + 1))
    possible = set().union(*(meaning(program, held | set(chosen)).facts for chosen in subsets))
    outlook = Outlook(CompiledProgram(program).run(held), denied)
    assert {mark.fact for mark in marks if outlook.fact(mark.fact) is not Status.CONTRADICTED} == possible & {mark.fact for mark in marks}


@settings(max_examples=examples(200), deadline=None)
@given(st.lists(st.lists(st.tuples(st.sampled_from(["", "g"]), st.booleans(), st.sampled_from("ynu")), max_size=3), min_size=1, max_size=3))
def test_nothing_is_weighed_once_every_leading_item_is_denied(said: list[list[tuple[str, bool, str]]]) -> None:
    """However low the mark is: it stays possible exactly while a leading item of its own tally may still hold, alone or in a group."""
    names = [[f"in{tally}{number}" for number in range(len(each))] for tally, each in enumerate(said)]
    tallies = []
    for tally, each in enumerate(said):
        items = tuple(Item(name, 1, group, leading=leading) for name, (group, leading, _) in zip(names[tally], each, strict=True))
        tallies.append(Tally(f"t{tally}", 0, items, (Mark(f"mark{tally}", -100),)))
    flat = [(name, about) for some, each in zip(names, said, strict=True) for name, about in zip(some, each, strict=True)]
    program = Program([name for name, _ in flat], [], tallies)
    held, denied = ([name for name, (_, _, known) in flat if known == wanted] for wanted in "yn")
    outlook = Outlook(CompiledProgram(program).run(held), denied)
    for tally, each in enumerate(said):
        able = any(leading and known != "n" for _, leading, known in each)
        assert (outlook.fact(f"mark{tally}") is not Status.CONTRADICTED) == able


@settings(max_examples=examples(100), deadline=None)
@given(st.data())
def test_what_can_hold_of_nobody_may_be_ruled_out_once(data: st.DataObject) -> None:
    """Going on from what these inputs rule out comes to the same as denying them with the others."""
    program = data.draw(programs())
    given_ = data.draw(given_facts(program))
    never = data.draw(given_facts(program)) - given_
    denied = (data.draw(given_facts(program)) - given_) | never
    run = CompiledProgram(program).run(given_)
    anew, going_on = Outlook(run, denied), Outlook(run, denied, Never(run.compiled.tables, never))
    assert going_on.possible == anew.possible
    assert going_on.rules == anew.rules


def test_denying_a_fact_that_is_no_input_is_refused() -> None:
    """A misspelt name cannot silently deny nothing."""
    outcome = CompiledProgram(Program(["a"], [ProgramRule("r", "a", ("b",))])).run([])
    with pytest.raises(UnknownFactError, match="`aa`"):
        Outlook(outcome, ["aa"])
