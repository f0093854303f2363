"""A way that was found is one: the oracle concludes the fact from it."""

from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples
from strategies import INPUTS, given_facts, programs

from hipexpert.engine import CompiledProgram, Outlook, Program, ProgramRule, all_of, any_of
from hipexpert.engine.oracle import meaning
from hipexpert.engine.searching import GreedyWay


@settings(max_examples=examples(200), deadline=None)
@given(st.data())
def test_a_way_that_is_found_makes_the_fact_hold(data: st.DataObject) -> None:
    """By answers that each question can get: here one question decides two inputs, and no answer makes both true."""
    program = data.draw(programs())
    said = data.draw(given_facts(program))
    denied = data.draw(given_facts(program)) - said
    question = {name: number // 2 for number, name in enumerate(INPUTS)}
    outlook = Outlook(CompiledProgram(program).run(said), denied)
    witness = GreedyWay(outlook, question.get, lambda _, facts: len(facts) == 1)
    for fact in set(program.facts) - program.late_facts:
        chosen = witness.to(fact)
        if chosen is not None:
            made = frozenset[str]().union(*chosen.values())
            assert all(len(facts) == 1 for facts in chosen.values())
            assert made.isdisjoint(denied)
            assert fact in meaning(program, said | made).facts


def test_a_part_that_no_answer_can_give_beside_another_is_passed_over() -> None:
    """Of the two ways to the second part one contradicts the first; with that way alone nothing is found."""
    program = Program("abc", [ProgramRule("r", all_of("a", any_of("b", "c")), ("x",)), ProgramRule("s", all_of("a", "b"), ("y",))])
    question = {"a": 1, "b": 1, "c": 2}
    witness = GreedyWay(Outlook(CompiledProgram(program).run([]), []), question.get, lambda _, facts: len(facts) == 1)
    assert witness.to("x") == {1: frozenset("a"), 2: frozenset("c")}
    assert witness.to("y") is None
