"""What a caller gets to hold has a public name, and is a value: immutable, comparable, and the same after a copy or a pickle."""

import copy
import multiprocessing
import pickle
from collections.abc import Mapping
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pytest
from public_names import reached
from tiny import TINY

import hipexpert
from hipexpert import AssessmentResult, Engine, Intake, IntakeError

ANSWERS = {"pain_site": {"lateral_hip": True}, "limp": True, "age_years": 46}


def test_everything_that_a_public_name_speaks_of_is_public() -> None:
    """Parameters, results, attributes and what these are made of can be imported from `hipexpert`; of the engine, from its room."""
    public = {getattr(hipexpert, name) for name in hipexpert.__all__}
    met = {kind: place for kind, place in reached().items() if not kind.__module__.startswith("hipexpert.engine.")}
    assert {place: kind.__qualname__ for kind, place in met.items() if kind not in public} == {}
    assert len(met) > 100


def test_a_result_is_a_value(engine: Engine) -> None:
    """Equal for equal answers, in whatever order; hashable; unchanged by a copy; the same after a pickle, with its engine."""
    result, same = engine.assess(ANSWERS), engine.assess(dict(reversed(ANSWERS.items())))
    other = result.with_answers({"limp": False})
    assert result == same
    assert len({result, same, other}) == 2
    assert result != other
    assert copy.copy(result) == copy.deepcopy(result) == result
    again = pickle.loads(pickle.dumps(result))  # noqa: S301  # our own
    assert again == result
    assert again.to_json("full") == result.to_json("full")
    assert again.assessor == engine
    assert len(repr(result)) < 120
    assert result.level in repr(result)


def test_an_engine_of_another_pack_comes_with_it() -> None:
    """What does not ship is pickled with the engine, and gives the same."""
    engine = Engine(TINY)
    again = pickle.loads(pickle.dumps(engine))  # noqa: S301  # our own
    assert again == engine
    assert again.assess({}).to_json("full") == engine.assess({}).to_json("full")
    assert engine != Engine()


@pytest.mark.deep
def test_results_and_errors_cross_to_a_process_that_was_spawned(engine: Engine) -> None:
    """A pool of fresh processes takes results, gives results, and raises what the engine raises."""
    result = engine.assess(ANSWERS)
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert pool.submit(AssessmentResult.to_json, result).result() == result.to_json()
        assert pool.submit(engine.assess, ANSWERS).result() == result
        with pytest.raises(IntakeError, match="limb"):
            pool.submit(engine.assess, {"limb": True}).result()


def test_an_intake_cannot_be_changed_and_is_read_like_any_answers(engine: Engine) -> None:
    """Its mappings refuse, however deep; one that was made by hand is checked as a mapping is."""
    intake = engine.read(ANSWERS)
    site = intake.answers["pain_site"]
    assert isinstance(site, Mapping)
    for mapping in (intake.answers, site):
        with pytest.raises(TypeError, match="cannot be changed"):
            mapping["limp"] = False  # type: ignore[index]
    assert pickle.loads(pickle.dumps(intake)) == copy.deepcopy(intake) == intake  # noqa: S301  # our own
    assert hash(engine.read(ANSWERS)) == hash(intake)
    for answers in ({"limb": True}, {"limp": "perhaps"}, {"age_years": float("nan")}):
        with pytest.raises(IntakeError) as raised:
            engine.assess(Intake(answers))  # type: ignore[arg-type]
        assert raised.value.problems[0].place


def test_a_result_writes_itself_in_every_form(engine: Engine, tmp_path: Path) -> None:
    """Page, picture, Markdown and letter say the level and hold what the command line writes."""
    result = engine.assess(ANSWERS)
    title = result.urgency.title
    assert title in result.to_html()
    assert title in result.to_markdown()
    assert result.to_svg().startswith("<svg")
    for form in ("text", "markdown", "html"):
        assert title in result.to_letter(form)  # type: ignore[arg-type]
    shown = result._repr_html_()  # what a notebook calls
    assert shown.startswith("<iframe srcdoc=")
    assert "sandbox" in shown
