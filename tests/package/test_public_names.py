"""What a caller gets to hold has a public name, and is a value: immutable, comparable, and the same after a copy or a pickle."""

import ast
import copy
import gc
import multiprocessing
import pickle
import weakref
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from functools import cached_property
from pathlib import Path

import pytest
from public_names import reached
from tiny import TINY
from value_samples import is_value, sample

import hipexpert
from hipexpert import Asker, AssessmentResult, Client, Engine, Intake, IntakeError, Interview, Pack, in_language, load_pack
from hipexpert.knowledge.packs.frozen import FrozenMapping

ANSWERS = {"pain_site": {"lateral_hip": True}, "limp": True, "age_years": 46}


def test_everything_that_a_public_name_speaks_of_is_public() -> None:
    """Parameters, results, attributes and what these are made of can be imported from `hipexpert`; of the engine, from its room."""
    public = {getattr(hipexpert, name) for name in hipexpert.__all__}
    met = {kind: place for kind, place in reached().items() if not kind.__module__.startswith("hipexpert.engine.")}
    assert {place: kind.__qualname__ for kind, place in met.items() if kind not in public} == {}
    assert len(met) > 100


def test_a_type_checker_is_shown_every_public_name() -> None:
    """The program that `make types` reads from outside names all of them."""
    program = ast.parse((Path(__file__).parent / "typed_surface.py").read_text(encoding="utf-8"))
    named = {each.id for node in program.body if isinstance(node, ast.AnnAssign) for each in ast.walk(node) if isinstance(each, ast.Name)}
    assert set(hipexpert.__all__) - {"__version__"} <= named


def test_every_public_value_stays_as_it_was_made(engine: Engine) -> None:
    """Of each public class that holds something: nothing in it can be set or put into, it has a hash, and a copy and a pickle are
    equal to it. It is made of plain dictionaries: that these change later does not change it.
    """
    begun, client = Interview(engine, engine.read(ANSWERS)).skipped(), Client("http://localhost")
    given = {Engine: engine, AssessmentResult: engine.assess(ANSWERS), Interview: begun, Client: client, Asker: client}
    public = [thing for name in hipexpert.__all__ if isinstance(thing := getattr(hipexpert, name), type)]
    values = {kind.__name__: sample(kind, given) for kind in public if is_value(kind)}
    assert {name: faults for name, value in values.items() if (faults := list(_faults_of(value)))} == {}
    assert len(values) > 140
    assert {name: faults for kind, value in given.items() if (faults := list(_faults_of(value))) for name in [kind.__name__]} == {}
    made = {base for kind in given for base in kind.__mro__}
    assert [kind for kind in public if not is_value(kind) and not issubclass(kind, Exception) and kind not in made] == []
    worked_out = {
        name: getattr(engine.pack, name) for name, each in vars(Pack).items() if isinstance(each, cached_property) and name[0] != "_"
    }
    assert [name for name, held in worked_out.items() if isinstance(held, dict) and not isinstance(held, FrozenMapping)] == []


def _faults_of(value: object) -> Iterator[str]:
    """What can be changed in a value, and what a value has and it has not."""
    for name in getattr(value, "__match_args__", None) or getattr(value, "_fields", ()):
        held = getattr(value, name)
        try:
            setattr(value, name, held)
            yield f"{name} can be set"
        except (AttributeError, TypeError):
            pass
        if any(isinstance(each, dict | list | set) and not isinstance(each, FrozenMapping) for each in _inside(held)):
            yield f"{name} can be changed"
    if hash(value) != hash(copy.copy(value)):
        yield "equal values have another hash"
    if not copy.copy(value) == copy.deepcopy(value) == pickle.loads(pickle.dumps(value)) == value:  # noqa: S301  # our own
        yield "a copy is another"


def _inside(held: object) -> Iterator[object]:
    yield held
    if isinstance(held, dict | tuple):
        for each in held.values() if isinstance(held, dict) else held:
            yield from _inside(each)


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


def test_a_pack_that_was_loaded_is_a_value(engine: Engine) -> None:
    """Nothing in it can be changed, however deep, or it had no hash: not even what says when a test is safe."""
    for pack in (engine.pack, in_language(engine.pack, "de"), load_pack(Path(__file__).parents[2] / "examples" / "packs" / "server")):
        assert hash(pack) == hash(copy.deepcopy(pack))
    told = next(each for each in engine.pack.findings.values() if each.safe_when is not None)
    with pytest.raises(TypeError, match="cannot be changed"):
        told.safe_when["all"] = []  # type: ignore[index]


def test_an_engine_of_another_pack_comes_with_it() -> None:
    """What does not ship is pickled with the engine, and gives the same."""
    engine = Engine(TINY)
    again = pickle.loads(pickle.dumps(engine))  # noqa: S301  # our own
    assert again == engine
    assert again.assess({}).to_json("full") == engine.assess({}).to_json("full")
    assert engine != Engine()


def test_nothing_is_kept_of_what_was_assessed(engine: Engine) -> None:
    """Once a caller lets go of a result, no cache of the engine, of explanations or of forms holds the result or its answers."""
    result = engine.assess(ANSWERS)
    result.to_json("full")
    result.to_html()
    result.how("urgency")
    result.why_not("septic_arthritis")
    result.with_answers({"fever": True}).counterfactual()
    engine.next_questions(ANSWERS)
    kept = [weakref.ref(each) for each in (result, result.run, result.intake.answers)]
    del result
    gc.collect()
    assert [each() for each in kept] == [None, None, None]


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
