"""The product as a whole: what its user gets, from answers to bytes."""

import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples
from running import CHECKOUT
from strategies_intake import intakes

import hipexpert
from hipexpert import Engine, Pack
from hipexpert.engine import unverified_steps
from hipexpert.engine.oracle import meaning
from hipexpert.graphs.explained import ExplainingEngine
from hipexpert.knowledge import read_case_file
from hipexpert.knowledge.cases.judging import judged
from hipexpert.knowledge.packs.ladder import LEVELS
from hipexpert.knowledge.packs.reading import parse

ROOT = Path(__file__).parents[1]
EXAMPLES = sorted((ROOT / "examples").glob("*.yaml"))
PUBLISHED = {parse(path.read_bytes(), path.name).data["id"]: path for path in (ROOT / "tests" / "cases" / "published").glob("*.yaml")}


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_an_example_gives_an_urgency_within_its_published_safe_range(path: Path, engine: Engine) -> None:
    """Each example is a published case with its source, and its level is safe and sensible, as a case is judged."""
    case = parse(path.read_bytes(), path.name).data
    assert case["source"]["title"]
    assert case["findings"] == parse(PUBLISHED[case["id"]].read_bytes(), path.name).data["findings"]
    expected = case["expect"]["urgency"]
    level = judged(read_case_file(path, engine.pack), engine).assessment.level
    assert LEVELS.index(expected["at_least"]) <= LEVELS.index(level) <= LEVELS.index(expected["at_most"])


def test_the_examples_reach_from_an_emergency_to_self_care(engine: Engine) -> None:
    """There are at least eight, and every level is among those by which they are judged."""
    assert len(EXAMPLES) >= 8
    assert {judged(read_case_file(path, engine.pack), engine).assessment.level for path in EXAMPLES} == set(LEVELS)


def test_the_facade_assesses_answers(engine: Engine) -> None:
    """The three lines of the README work, and the shipped engine is the one that `Engine()` makes."""
    answers = {"pain_site": ["lateral_hip"], "agg_lying_on_side": True, "age_years": 46, "none_of": ["screen"]}
    result = hipexpert.assess(answers)
    assert (result.urgency.level, result.differential[0].condition) == ("routine", "gluteal_tendinopathy_gtps")
    assert result.to_json("full") == engine.assess(answers).to_json("full")
    with pytest.raises(hipexpert.IntakeError, match="did you mean"):
        hipexpert.assess({"pain_sight": ["lateral_hip"]})


def test_results_cannot_be_changed(engine: Engine) -> None:
    """The values and the graph of a result refuse changes."""
    result = engine.assess({"weight_bearing": "unable"})
    with pytest.raises(AttributeError):
        result.urgency.level = "self_care"  # type: ignore[misc]
    with pytest.raises(Exception, match=r"[Ff]rozen"):
        result.graph.add_node("calm")


def test_a_case_with_no_finding_says_what_to_ask_first(engine: Engine, pack: Pack) -> None:
    """Knowing nothing is not an error and not an all-clear."""
    urgency = engine.assess({}).urgency
    assert (urgency.level, urgency.at_most, urgency.settled) == ("undetermined", "emergency", False)
    assert urgency.title == pack.level_text("undetermined").title
    assert {"weight_bearing", "pain_site"} <= {each.finding for each in urgency.decisive_unknowns[:3]}


@pytest.mark.deep
def test_equal_input_gives_equal_bytes_under_every_hash_seed(tmp_path: Path) -> None:
    """Fact 4 of DESIGN §4, for every form of output."""
    code = """
import sys
from click.testing import CliRunner
from hipexpert.cli.main import main
for form in ("text", "json", "markdown", "dot", "mermaid", "graphml"):
    print(CliRunner().invoke(main, ["explain", sys.argv[1], "--format", form], catch_exceptions=False).output)
"""
    command = [sys.executable, "-c", code, str(ROOT / "examples" / "groin_pain_college_runner.yaml")]
    outputs = {
        subprocess.run(
            command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": CHECKOUT, "PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "1", "2", "3")
    }
    assert len(outputs) == 1
    assert outputs.pop().lower().count(b"femoral") > 6


@settings(max_examples=examples(200), deadline=None)
@given(data=st.data())
def test_the_shipped_program_means_what_the_oracle_says(data: st.DataObject, pack: Pack, engine: Engine) -> None:
    """On random runners the session agrees with the brute-force definition, and every step verifies."""
    assessment = engine.assess(data.draw(intakes(pack, most=20)))
    expected = meaning(engine.compiled.program, assessment.run.given)
    assert (assessment.run.facts, assessment.run.totals) == (expected.facts, expected.totals)
    assert unverified_steps(assessment.derivation) == ()


@pytest.fixture(scope="module")
def turned(pack: Pack) -> ExplainingEngine:
    """The engine of the pack with its rules turned round."""
    return ExplainingEngine(msgspec.structs.replace(pack, rules=pack.rules[::-1]))


@settings(max_examples=examples(60), deadline=None)
@given(data=st.data())
def test_the_order_of_rules_and_answers_leaves_every_byte_in_place(
    data: st.DataObject, pack: Pack, engine: Engine, turned: ExplainingEngine
) -> None:
    """A pack with its rules turned round, asked in another order, gives the same document."""
    answers = data.draw(intakes(pack))
    document = json.loads(engine.assess(answers).to_json("full"))
    assert json.loads(turned.assess(dict(reversed(answers.items()))).to_json("full")) == document


@pytest.mark.deep
def test_sixteen_threads_share_one_engine(engine: Engine) -> None:
    """An engine holds no state of an assessment."""
    cases = [read_case_file(path, engine.pack) for path in EXAMPLES]
    alone = [engine.assess(case).to_json("full") for case in cases]
    with ThreadPoolExecutor(16) as pool:
        together = list(pool.map(lambda number: engine.assess(cases[number % len(cases)]).to_json("full"), range(8 * len(cases))))
    assert all(text == alone[number % len(cases)] for number, text in enumerate(together))
