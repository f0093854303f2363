"""The one counting loop against the oracle."""

from itertools import chain, combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples
from strategies import given_facts, programs

from hipexpert.engine import Closure, Counting, Program, ProgramRule, all_of, any_of, at_least
from hipexpert.engine.oracle import meaning


def _rules_alone(program: Program, without: str = "") -> Program:
    """The rules of a program but one; what nothing concludes any more may be given."""
    rules = [rule for rule in program.rules if rule.id != without]
    return Program(set(program.facts) - {fact for rule in rules for fact in rule.conclusions}, rules)


@settings(max_examples=examples(300))
@given(st.data())
def test_rules_alone_bring_what_the_oracle_says(data: st.DataObject) -> None:
    """Facts and the rules that fire, with a rule left out or none, where marks are given like any other fact."""
    program = data.draw(programs())
    without = data.draw(st.sampled_from([None, *program.rule_by_id]))
    alone = _rules_alone(program, without or "")
    facts = data.draw(given_facts(alone) if alone.inputs else st.just(frozenset[str]()))
    found, expected = Closure(program).by_rules(facts, without=without), meaning(alone, facts)
    assert found.facts == expected.facts
    assert {program.rules[number].id for number in found.fired} == {rule for rule, _ in expected.justifications}


@settings(max_examples=examples(200))
@given(st.data())
def test_a_closure_without_a_rule_is_that_of_the_program_without_it(data: st.DataObject) -> None:
    """With the weighing."""
    program = data.draw(programs())
    without = data.draw(st.sampled_from(program.rules))
    rest = [rule for rule in program.rules if rule is not without]
    gone = set(without.conclusions) - {fact for rule in rest for fact in rule.conclusions}
    gone -= {mark.fact for tally in program.tallies for mark in tally.marks}
    facts = data.draw(given_facts(program))
    found, expected = Closure(program).of(facts, without=without.id), meaning(Program(program.inputs | gone, rest, program.tallies), facts)
    assert (found.facts, found.totals) == (expected.facts, expected.totals)


@settings(max_examples=examples(200))
@given(st.data())
def test_what_is_taken_back_leaves_nothing_behind(data: st.DataObject) -> None:
    """Facts added after others were taken back bring what they bring by themselves."""
    program = data.draw(programs())
    tables = Closure(program).tables
    index, names = tables.index, tables.facts
    kept, tried, more = (data.draw(given_facts(program)) for _ in range(3))
    counting = Counting(tables)
    held, _ = counting.add(map(index.__getitem__, kept), tables.concludes)
    fresh, _ = counting.add(map(index.__getitem__, tried), tables.concludes)
    counting.take_back(fresh)
    assert [number in counting for number in range(len(names))] == [number in held for number in range(len(names))]
    later, _ = counting.add(map(index.__getitem__, more), tables.concludes)
    assert {names[number] for number in (*held, *later)} == meaning(_rules_alone(program), kept | more).facts


def test_gates_within_gates_are_taken_back_whole() -> None:
    """Every two sets of facts one after the other, of which the first was taken back: nothing of it counts for the second."""
    some = [ProgramRule("two", at_least(2, all_of("a", "b"), any_of("b", "c"), "d"), ("x",)), ProgramRule("on", all_of("x", "a"), ("y",))]
    whole = [ProgramRule("all", all_of(all_of("a", "b"), all_of("c", "d")), ("z",)), ProgramRule("any", any_of("a", "b", "c"), ("w",))]
    program = Program("abcd", [*some, *whole])
    tables = Closure(program).tables
    sets = list(chain.from_iterable(combinations("abcd", size) for size in range(5)))
    follows = {tried: meaning(program, frozenset(tried)).facts for tried in sets}
    for tried, then in product(sets, repeat=2):
        counting = Counting(tables)
        counting.take_back(counting.add(map(tables.index.__getitem__, tried), tables.concludes)[0])
        found, _ = counting.add(map(tables.index.__getitem__, then), tables.concludes)
        assert {tables.facts[number] for number in found} == follows[then]
