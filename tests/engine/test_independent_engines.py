"""Two engines that share no code with ours agree with it: CLIPS, and experta as it comes."""

from benchmarks.peers import clips_runner, rules_only, stock_experta_runner
from hypothesis import HealthCheck, given, settings
from strategies import programs_with_facts

from hipexpert.engine import CompiledProgram, Program


@settings(max_examples=150, deadline=None)
@given(programs_with_facts())
def test_clips_concludes_the_same(case: tuple[Program, frozenset[str]]) -> None:
    """The rules of a random program, in CLIPS, give the same facts."""
    program, given_ = rules_only(case[0]), case[1]
    assert clips_runner(program)(sorted(given_)) == CompiledProgram(program).run(given_).facts


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(programs_with_facts())
def test_stock_experta_concludes_the_same(case: tuple[Program, frozenset[str]]) -> None:
    """The rules of a random program, with experta's own matcher and facts, give the same facts."""
    program, given_ = rules_only(case[0]), case[1]
    assert stock_experta_runner(program)(sorted(given_)) == CompiledProgram(program).run(given_).facts
