"""The counting matcher and experta's own Rete matcher: the same sessions, to the byte."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from known_cases import PUBLISHED
from oracles.rete import ReteProgram, rete_engine
from profiles import examples
from strategies import programs_with_facts
from strategies_intake import intakes
from tiny import TINY

from hipexpert import Engine, FiringLimitError
from hipexpert.engine import CompiledProgram, Gate, Program, ProgramRule, any_of
from hipexpert.knowledge import load_pack
from hipexpert.rendering.reports.assessment import assessment_report


@settings(max_examples=examples(100), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(programs_with_facts())
def test_a_random_program_runs_the_same_with_either_matcher(case: tuple[Program, frozenset[str]]) -> None:
    """Facts, totals and every event of the trace, in the same order; and again when the network is used again."""
    program, facts = case
    counting, rete = CompiledProgram(program).run(facts), ReteProgram(program)
    for _ in range(2):
        run = rete.run(facts)
        assert (run.facts, run.totals, run.trace) == (counting.facts, counting.totals, counting.trace)


@pytest.fixture(scope="module")
def rete(engine: Engine) -> Engine:
    """The engine of the pack that ships with experta's own matcher."""
    return rete_engine(engine.pack)


@pytest.mark.parametrize("case", PUBLISHED[::40], ids=lambda case: case.id)
def test_published_cases_give_the_same_bytes_with_either_matcher(case: object, engine: Engine, rete: Engine) -> None:
    """The document with everything in it, the trace, the page in Markdown, and the answers to how and why not."""
    ours, theirs = (each.assess(case.answers) for each in (engine, rete))  # type: ignore[attr-defined]
    assert theirs.run.trace == ours.run.trace
    assert theirs.to_json("full") == ours.to_json("full")
    assert assessment_report(theirs, full=True) == assessment_report(ours, full=True)
    assert theirs.how("urgency") == ours.how("urgency")
    assert theirs.why_not("femoral_neck_stress_fracture") == ours.why_not("femoral_neck_stress_fracture")


@settings(max_examples=examples(60), deadline=None)
@given(data=st.data())
def test_random_runners_get_the_same_document_with_either_matcher(data: st.DataObject) -> None:
    """Of a small pack with every kind of finding."""
    counting, rete = TINY_ENGINES
    for answers in data.draw(st.lists(intakes(counting.pack), min_size=4, max_size=8)):
        assert rete.assess(answers).to_json("full") == counting.assess(answers).to_json("full")


TINY_ENGINES = (Engine(load_pack(TINY)), rete_engine(load_pack(TINY)))


def test_gates_are_counted_and_not_multiplied_out() -> None:
    """Ten of twenty are 184,756 ways, and twelve times one of three are 531,441: here they are some hundred clauses."""
    of = tuple(f"in{number}" for number in range(36))
    threes = tuple(any_of(*of[start : start + 3]) for start in range(0, 36, 3))
    program = Program(of, [ProgramRule("half", Gate(10, of[:20]), ("half",)), ProgramRule("each", Gate(12, threes), ("each",))])
    counting, rete = CompiledProgram(program), ReteProgram(program)
    assert len(rete.clauses) < 300
    for given_ in (of[:9], of[4:14], of[::3], of[1::3] + of[:1], of[:35:3][:11], of):
        assert rete.run(given_).facts == counting.run(given_).facts


def test_many_threads_share_one_program_with_either_matcher() -> None:
    """Each session has its own engine; a network that is used again is used by one thread at a time."""
    inputs = [f"in{number}" for number in range(12)]
    rules = [ProgramRule(f"r{number}", any_of(f"in{number}", Gate(2, tuple(inputs[:4]))), (f"out{number % 5}",)) for number in range(12)]
    program = Program(inputs, rules)
    cases = [[name for place, name in enumerate(inputs) if number >> place & 1] for number in range(0, 4096, 37)]
    alone = [CompiledProgram(program).run(facts).trace for facts in cases]
    for shared in (CompiledProgram(program), ReteProgram(program)):
        with ThreadPoolExecutor(16) as pool:
            together = list(pool.map(lambda facts, shared=shared: shared.run(facts).trace, cases))
        assert together == alone


def test_the_firing_limit_means_the_same_with_either_matcher() -> None:
    """What happens inside the network is no firing; a session that was given up leaves nothing behind."""
    gate = Gate(2, ("a", "b", any_of("c", "d")))
    program = Program("abcd", [ProgramRule("r", gate, ("x",)), ProgramRule("s", "x", ("y",))])
    rete = ReteProgram(program)
    with pytest.raises(FiringLimitError):
        rete.run("ad", limit=2)
    assert rete.run("ad", limit=3).facts == {"a", "d", "x", "y"}
    assert rete.run("a").facts == {"a"}
