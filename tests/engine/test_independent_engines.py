"""An engine that shares no code with ours agrees with it: experta as it comes. (CLIPS: tests/rendering/test_clips.py.)"""

from benchmarks.peers import rules_only, stock_experta_runner
from hypothesis import HealthCheck, given, settings
from profiles import examples
from strategies import programs_with_facts

from hipexpert.engine import CompiledProgram, Program


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(programs_with_facts())
def test_stock_experta_concludes_the_same(case: tuple[Program, frozenset[str]]) -> None:
    """The rules of a random program, with experta's own matcher and facts, give the same facts."""
    program, given_ = rules_only(case[0]), case[1]
    assert stock_experta_runner(program)(sorted(given_)) == CompiledProgram(program).run(given_).facts
