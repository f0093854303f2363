"""The experta session, the derivation and the oracle say the same of every program."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples
from strategies import given_facts, programs, programs_with_facts

from hipexpert.engine import CompiledProgram, Derivation, Fired, Given, Program, unverified_steps
from hipexpert.engine.oracle import meaning


@pytest.mark.hazard("the-program-or-pack-is-broken")
@settings(max_examples=examples(2000), deadline=None)
@given(programs_with_facts())
def test_a_session_and_its_derivation_are_what_the_oracle_says(case: tuple[Program, frozenset[str]]) -> None:
    """Facts and totals are the oracle's; every reason for every fact is kept, also those that came second."""
    program, given_ = case
    run, oracle = CompiledProgram(program).run(given_), meaning(program, given_)
    assert run.facts == oracle.facts
    assert run.totals == oracle.totals
    derivation = Derivation(run)
    assert {(each.source, each.conclusion) for each in derivation} == oracle.justifications
    assert unverified_steps(derivation) == ()


@settings(max_examples=examples(300), deadline=None)
@given(programs_with_facts())
def test_the_steps_of_a_derivation_are_those_of_the_trace(case: tuple[Program, frozenset[str]]) -> None:
    """Each fact first held when it was given, derived or marked, and each reason stands at the step at which its rule fired."""
    program, given_ = case
    run = CompiledProgram(program).run(given_)
    derivation, trace = Derivation(run), run.trace
    assert [event.step for event in trace] == list(range(1, len(trace) + 1))
    first = {event.fact: event.step for event in trace if isinstance(event, Given)}
    first |= {fact: event.step for event in trace if not isinstance(event, Given) for fact in event.derived}
    assert derivation.steps == first
    acted = {(event.rule if isinstance(event, Fired) else event.tally): event.step for event in trace if not isinstance(event, Given)}
    assert {each.source: each.step for each in derivation} == {each.source: acted[each.source] for each in derivation}


@pytest.mark.hazard("the-program-or-pack-is-broken")
@settings(max_examples=examples(500), deadline=None)
@given(programs_with_facts(), st.randoms(use_true_random=False))
def test_the_order_of_rules_and_facts_cannot_matter(case: tuple[Program, frozenset[str]], shuffler: random.Random) -> None:
    """Permuted rules, tallies, items, gates and facts give the same facts and the same trace of firings."""
    program, given_ = case
    rules, tallies, facts = list(program.rules), list(program.tallies), sorted(given_)
    for each in (rules, tallies, facts):
        shuffler.shuffle(each)
    tallies = [replace(tally, items=tuple(shuffler.sample(tally.items, len(tally.items)))) for tally in tallies]
    permuted = CompiledProgram(Program(program.inputs, rules, tallies)).run(facts)
    run = CompiledProgram(program).run(given_)
    assert permuted.facts == run.facts
    assert permuted.trace == run.trace
    assert list(Derivation(permuted)) == list(Derivation(run))


@settings(max_examples=examples(500), deadline=None)
@given(st.data())
def test_adding_a_fact_never_removes_what_rests_on_rules_alone(data: st.DataObject) -> None:
    """Early conclusions only grow when more is given; only the weighing can change its mind."""
    program = data.draw(programs())
    fewer = data.draw(given_facts(program))
    more = fewer | data.draw(given_facts(program))
    early = {fact for rule in program.rules if rule.id not in program.late_rules for fact in rule.conclusions}
    early -= {fact for rule in program.rules if rule.id in program.late_rules for fact in rule.conclusions}
    compiled = CompiledProgram(program)
    assert (compiled.run(fewer).facts & early) <= compiled.run(more).facts


@settings(max_examples=examples(500), deadline=None)
@given(programs_with_facts())
def test_following_first_reasons_backwards_ends_at_what_was_given(case: tuple[Program, frozenset[str]]) -> None:
    """However circular the rules are, each derived fact has a justification that rests on earlier facts only."""
    program, given_ = case
    derivation = Derivation(CompiledProgram(program).run(given_))
    for fact in derivation.run.facts - set(given_):
        assert any(derivation.well_founded(each) for each in derivation.justifications(fact))
