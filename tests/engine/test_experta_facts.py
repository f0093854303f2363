"""The seven measured facts about experta 1.9.4 (DESIGN §4), each with the behaviour that the engine promises instead.

Facts 1 to 3 are about importing it and are tested in fresh processes; the installs are in ``tests/package``.
"""

import gc
import os
import subprocess
import sys
import weakref
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from profiles import examples
from running import CHECKOUT
from strategies import programs_with_facts

from hipexpert.engine import (
    CompiledProgram,
    Derivation,
    FiringLimitError,
    Given,
    Program,
    ProgramRule,
    UnknownFactError,
    any_of,
    at_least,
    session,
)
from hipexpert.engine.oracle import meaning

ROOT = Path(__file__).parents[2]


def python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run code in a fresh Python that can import the project."""
    env = {**os.environ, **environment}
    env["PYTHONPATH"] = os.pathsep.join(filter(None, [environment.get("PYTHONPATH", ""), CHECKOUT]))
    return subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=False)


def test_fact_1_collections_mapping_is_put_back_only_while_experta_is_imported() -> None:
    """Importing the engine works on this Python and leaves `collections` as it was."""
    code = "import collections; before = set(vars(collections)); import hipexpert.engine; print(set(vars(collections)) - before - {'abc'})"
    outcome = python(code)
    assert (outcome.stdout, outcome.returncode) == ("set()\n", 0), outcome.stderr


def test_fact_2_the_root_logger_is_left_untouched() -> None:
    """An application that sets up logging after importing the engine gets the set-up it asked for."""
    code = """
import logging
import hipexpert.engine
print(logging.getLogger().handlers, logging.getLogger().level)
logging.basicConfig(format="mine %(message)s", level="INFO")
logging.info("hello")
"""
    outcome = python(code)
    assert outcome.stdout == f"[] {30}\n"
    assert outcome.stderr == "mine hello\n"


def test_fact_2_handlers_of_the_application_survive() -> None:
    """A handler that was there before the import is there after it."""
    code = """
import logging
logging.basicConfig()
before = list(logging.getLogger().handlers)
import hipexpert.engine
print(logging.getLogger().handlers == before)
"""
    assert python(code).stdout == "True\n"


def test_no_answer_reaches_the_log_of_an_application() -> None:
    """With the root logger at DEBUG no public call logs anything: facts and firings are what somebody said of their health."""
    code = """
import logging
logging.basicConfig(level=logging.DEBUG)
import hipexpert
engine = hipexpert.Engine()
result = engine.assess({"age_years": 30, "pain_site": ["deep_groin"], "fever": True})
result.to_json(), engine.next_questions({"fever": True}), hipexpert.read_words("my groin hurts")
"""
    outcome = python(code)
    assert (outcome.stdout, outcome.stderr, outcome.returncode) == ("", "", 0)


def test_an_application_can_still_watch_experta() -> None:
    """`experta.watch()` shows the firings to whoever asks for them."""
    code = """
import logging
logging.basicConfig(level=logging.DEBUG)
import hipexpert
engine = hipexpert.Engine()
import experta
experta.watch("RULES")
engine.assess({"fever": True})
"""
    assert "FIRE" in python(code).stderr


def test_fact_3_a_broken_install_fails_loudly_with_the_remedy(tmp_path: Path) -> None:
    """A dependency of experta that cannot be imported is named, instead of a package without `Rule`."""
    (tmp_path / "schema.py").write_text("raise ImportError('the schema package is damaged')")
    outcome = python("import hipexpert.engine", PYTHONPATH=str(tmp_path))
    assert outcome.returncode == 1
    last = outcome.stderr.strip().splitlines()[-1]
    assert "ExpertaError" in last
    assert "the schema package is damaged" in last
    assert "pip install --force-reinstall experta==1.9.4" in last


def test_fact_3_a_missing_experta_is_named(tmp_path: Path) -> None:
    """Without experta the error says so and how to get it."""
    (tmp_path / "experta.py").write_text("raise ModuleNotFoundError(\"No module named 'experta'\")")
    outcome = python("import hipexpert.engine", PYTHONPATH=str(tmp_path))
    assert "experta cannot be imported" in outcome.stderr
    assert "pip install" in outcome.stderr


def test_fact_3_the_command_line_says_so_without_a_traceback(tmp_path: Path) -> None:
    """A broken installation is one line with the remedy and exit code 1: it is not the user's mistake."""
    (tmp_path / "schema.py").write_text("raise ImportError('the schema package is damaged')")
    outcome = python(
        "import sys; sys.argv = ['x', 'explain', '-f', 'limp=yes']; from hipexpert.cli.main import main; main()", PYTHONPATH=str(tmp_path)
    )
    assert outcome.returncode == 1
    assert len(outcome.stderr.splitlines()) == 1
    assert "pip install --force-reinstall experta==1.9.4" in outcome.stderr


def test_fact_4_the_firing_order_is_the_same_under_every_hash_seed() -> None:
    """The trace of a program with many rules ready at once does not depend on PYTHONHASHSEED."""
    code = """
from hipexpert.engine import *
rules = [ProgramRule(f"rule-{n}", any_of(f"in{n % 5}", f"in{(n + 1) % 5}"), (f"out{n % 7}",)) for n in range(40)]
tally = Tally("t", 0, tuple(Item(f"out{n}", n) for n in range(7)), (Mark("m", 1),))
run = CompiledProgram(Program([f"in{n}" for n in range(5)], rules, [tally])).run(["in3", "in1", "in0"])
print(run.trace)
"""
    traces = {python(code, PYTHONHASHSEED=str(seed)).stdout for seed in range(4)}
    assert len(traces) == 1
    assert "rule-17" in traces.pop()


def test_fact_5_the_second_reason_for_a_fact_is_kept() -> None:
    """Two rules that conclude the same fact are both among its justifications."""
    program = Program(["a", "b"], [ProgramRule("from-a", "a", ("c",)), ProgramRule("from-b", "b", ("c",))])
    derivation = Derivation(CompiledProgram(program).run(["a", "b"]))
    assert [each.source for each in derivation.justifications("c")] == ["from-a", "from-b"]


def test_fact_6_an_unknown_name_is_refused_not_ignored() -> None:
    """A misspelt fact raises and names itself; all of them at once."""
    compiled = CompiledProgram(Program(["a", "b"], [ProgramRule("r", "a", ("c",))]))
    with pytest.raises(UnknownFactError) as error:
        compiled.run(["a", "bb", "aa"])
    assert [problem.place for problem in error.value.problems] == ["aa", "bb"]


def test_fact_6_the_firing_limit_is_reported_and_leaves_nothing_half_run() -> None:
    """Reaching the limit raises; the compiled program goes on to work."""
    chain = [ProgramRule(f"r{number}", f"f{number}", (f"f{number + 1}",)) for number in range(5)]
    compiled = CompiledProgram(Program(["f0"], chain))
    with pytest.raises(FiringLimitError, match="3 firings"):
        compiled.run(["f0"], limit=3)
    assert "f5" in compiled.run(["f0"], limit=6).facts


def test_fact_6_an_exception_in_a_rule_stops_the_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    """When a rule's action raises, the exception comes out and the engine is not left running."""
    compiled = CompiledProgram(Program(["a"], [ProgramRule("r", "a", ("b",))]))
    engines: list[session.ProgramEngine] = []

    def explode(engine: session.ProgramEngine, *_: object) -> None:
        engines.append(engine)
        raise RuntimeError("boom")

    with monkeypatch.context() as patch:
        patch.setattr(session.ProgramEngine, "conclude", explode)
        with pytest.raises(RuntimeError, match="boom"):
            compiled.run(["a"])
    assert [engine.running for engine in engines] == [False]
    assert compiled.run(["a"]).facts == {"a", "b"}


def test_fact_6_engines_are_garbage_collected(monkeypatch: pytest.MonkeyPatch) -> None:
    """No cache keeps the engine of a finished session alive."""
    made: list[weakref.ref[session.ProgramEngine]] = []
    original = session.ProgramEngine.reset

    def remember(engine: session.ProgramEngine) -> None:
        made.append(weakref.ref(engine))
        original(engine)

    monkeypatch.setattr(session.ProgramEngine, "reset", remember)
    compiled = CompiledProgram(Program(["a"], [ProgramRule("r", "a", ("b",))]))
    run = compiled.run(["a"])
    gc.collect()
    assert len(made) == 1
    assert made[0]() is None
    assert run.facts == {"a", "b"}


def test_fact_7_gates_are_counted_and_never_expanded() -> None:
    """A ten-of-twenty gate, 184,756 conjunctions when expanded to DNF, is one node that counts."""
    names = [f"in{number}" for number in range(20)]
    compiled = CompiledProgram(Program(names, [ProgramRule("half", at_least(10, *names), ("enough",))]))
    assert len(compiled.tables.needed) == 1
    assert "enough" not in compiled.run(names[:9]).facts
    assert "enough" in compiled.run(names[:10]).facts


@settings(max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(programs_with_facts())
def test_sixteen_threads_that_share_a_program_agree_with_the_oracle(case: tuple[Program, frozenset[str]]) -> None:
    """A compiled program holds no state of a session, so threads may share it."""
    program, given_ = case
    compiled, expected = CompiledProgram(program), meaning(program, given_).facts
    with ThreadPoolExecutor(16) as pool:
        assert all(facts == expected for facts in pool.map(lambda _: compiled.run(given_).facts, range(64)))


@settings(max_examples=examples(20), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(programs_with_facts())
def test_sixteen_threads_with_a_program_each_agree_with_the_oracle(case: tuple[Program, frozenset[str]]) -> None:
    """Compiling and running in many threads at once gives what one thread gives."""
    program, given_ = case
    expected = meaning(program, given_).facts
    with ThreadPoolExecutor(16) as pool:
        assert all(facts == expected for facts in pool.map(lambda _: CompiledProgram(program).run(given_).facts, range(32)))


def test_the_trace_tells_the_session_in_order() -> None:
    """What was given comes first, then each firing with what it derived and what it only confirmed."""
    program = Program(["a", "b"], [ProgramRule("one", "a", ("c",)), ProgramRule("two", any_of("b", "c"), ("c", "d"))])
    trace = CompiledProgram(program).run(["b", "a"]).trace
    assert trace[:2] == (Given(1, "a"), Given(2, "b"))
    assert [(event.rule, event.derived, event.confirmed) for event in trace[2:]] == [("one", ("c",), ()), ("two", ("d",), ("c",))]
