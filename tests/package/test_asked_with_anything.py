"""Public calls are given what a request's body holds, and words that a pack knows: they answer, or say what is wrong."""

import datetime
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml
from tiny import TINY

from hipexpert import (
    AssessmentResult,
    Engine,
    IntakeError,
    PackError,
    Problem,
    ProblemsError,
    asgi_application,
    fhir_bundle,
    fhir_next_question,
    fhir_questionnaire,
    fhir_r5,
    fhir_response,
    in_language,
    load_pack,
    read_fhir,
    schema,
)
from hipexpert.engine import gathering
from hipexpert.graphs.explanations.document import explanation_json
from hipexpert.graphs.programs.explained import ExplainedProgram
from hipexpert.knowledge import program_of
from hipexpert.rendering.markdown import to_markdown
from hipexpert.rendering.reports.answers import answer_report

ANYTHING: tuple[Any, ...] = (None, True, 0, -1, 3, 2.5, "", "nonsense", "x" * 100_000, b"x", [], ["nonsense"], [[]], {}, {"a": 1}, [3])
NOW = datetime.datetime(2026, 5, 1, tzinfo=datetime.UTC)
CALLS: dict[str, Callable[[Engine, AssessmentResult, Any], object]] = {
    "assess": lambda engine, _, said: engine.assess(said),
    "an answer": lambda engine, _, said: engine.assess({"site": said}),
    "a denied group": lambda engine, _, said: engine.assess({"none_of": said}),
    "what was given": lambda engine, _, said: engine.interview(said),
    "how many": lambda engine, _, said: engine.next_questions({}, said),
    "passed": lambda engine, _, said: engine.next_questions({}, passed=said),
    "own words": lambda engine, _, said: engine.read_words(said),
    "today": lambda engine, _, said: engine.read_words("nothing about a day", today=said),
    "replay": lambda engine, _, said: engine.replay(said),
    "how": lambda _, result, said: result.how(said),
    "why": lambda _, result, said: result.why(said),
    "why not": lambda _, result, said: result.why_not(said),
    "what if": lambda _, result, said: result.what_if(said),
    "counterfactual": lambda _, result, said: result.counterfactual(said),
    "with answers": lambda _, result, said: result.with_answers(said),
    "without": lambda _, result, said: result.without(said),
    "parts": lambda _, result, said: result.to_json(said),
    "letter": lambda _, result, said: result.to_letter(said),
    "answered": lambda engine, _, said: engine.interview().answered(said),
    "schema": lambda _, __, said: schema(said),
    "load pack": lambda _, __, said: load_pack(said),
    "packs of a service": lambda _, __, said: asgi_application(said or ""),
    "in a language": lambda _, __, said: in_language(said, "de"),
    "questionnaire": lambda _, __, said: fhir_questionnaire(said),
    "read FHIR": lambda engine, _, said: read_fhir(said, engine.pack),
    "next question of FHIR": lambda engine, _, said: fhir_next_question(engine, said),
    "R5": lambda _, __, said: fhir_r5(said),
    "response": lambda engine, _, said: fhir_response(said, engine.pack),
    "a fact of a program": lambda engine, _, said: ExplainedProgram(program_of(engine.pack)).run([]).how(said),
}
# What these mean is no mistake: nothing given, or no date.
ANSWERED = {"passed": [[]], "today": [None], "what was given": [None]}


@pytest.fixture(scope="module")
def tiny() -> Engine:
    """The engine of the tiny pack."""
    return Engine(TINY)


@pytest.mark.parametrize("call", CALLS)
def test_whatever_a_request_holds_is_answered_or_is_a_problem(
    call: str, tiny: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No kind of value that JSON knows ends in a fault of the program, and a problem is never longer than a few lines."""
    monkeypatch.chdir(tmp_path)  # an empty text names this folder
    result = tiny.assess({"swollen": True})
    told: list[Problem] = []
    for said in ANYTHING:
        with gathering(told):
            CALLS[call](tiny, result, said)
    assert all(each.code and each.message and len(each.message + each.help) < 2_000 for each in told)
    for said in ANSWERED.get(call, ()):
        CALLS[call](tiny, result, said)


@pytest.mark.parametrize(
    ("call", "said"),
    [("letter", "pdf"), ("today", "2026-05-01"), ("what was given", []), ("load pack", 3), ("in a language", 3), ("passed", None)],
)
def test_what_is_not_what_was_meant_is_never_passed_over(call: str, said: object, tiny: Engine) -> None:
    """Another form of the letter is not the text, and a date as text is refused whether or not the text speaks of a day."""
    with pytest.raises(ProblemsError):
        CALLS[call](tiny, tiny.assess({}), said)


def test_a_single_name_stands_for_itself(tiny: Engine) -> None:
    """Wherever several may be asked for."""
    result = tiny.assess({})
    assert result.to_json("urgency") == result.to_json(["urgency"])
    assert tiny.next_questions({}, passed="site") == tiny.next_questions({}, passed=["site"])
    assert callable(asgi_application(TINY))
    assert callable(asgi_application(tiny.pack))


def test_results_of_two_packs_are_not_compared(tiny: Engine, engine: Engine) -> None:
    """Their difference would be one of rules, told as one of answers."""
    with pytest.raises(ProblemsError, match="different packs"):
        tiny.assess({}).against(engine.assess({}))


def test_open_evidence_of_a_condition_that_there_is_not_is_refused(tiny: Engine) -> None:
    """A misspelt name would read as: nothing is open."""
    with pytest.raises(KeyError, match="jumpers_nee"):
        tiny.assess({}).open_evidence("jumpers_nee")


def sparse(folder: Path) -> Iterator[Path]:
    """Copies of the tiny pack without what a pack may go without."""
    cited = {"because": "A test.", "sources": [{"ref": "book", "at": "page 1"}]}
    rule = {"id": "a-swollen-knee-is-urgent", "title": "Swollen", "when": {"swollen": True}, "then": [{"urgency": "urgent"}], **cited}
    rule["reviewed"] = {"date": datetime.date(2026, 11, 21), "by": "tester"}
    one_rule = yaml.safe_dump({"rules": [rule]})
    rules = (TINY / "rules" / "knee.yaml").read_text(encoding="utf-8")
    for name, left, text in (
        ("whole", True, rules),
        ("retired", True, rules.replace("  reviewed:", "  status: retired\n  reviewed:")),
        ("without patterns and conditions", False, one_rule),
        ("without rules", False, None),
    ):
        root = folder / name
        shutil.copytree(TINY, root)
        if not left:
            shutil.rmtree(root / "rules")
            for each in ("patterns.yaml", "conditions/knee.yaml", "constraints.yaml"):
                (root / each).unlink()
            for kind in ("advice", "words", "pictures", "programmes"):
                shutil.rmtree(root / kind, ignore_errors=True)
        if text is not None:
            (root / "rules").mkdir(exist_ok=True)
            (root / "rules" / "knee.yaml").write_text(text, encoding="utf-8")
        yield root


def test_every_word_of_a_pack_may_be_asked_about_whatever_it_goes_without(tmp_path: Path) -> None:
    """Levels, ids of every kind, values and facts, of nothing, something and contradictory answers: explained, or the reason why not."""
    told: list[Problem] = []
    for root in sparse(tmp_path):
        engine = Engine(root)
        pack = engine.pack
        words = ["urgency", "first", "screen", "undetermined", *(each.id for each in (*pack.conditions, *pack.patterns, *pack.advice))]
        words += [*pack.findings, *pack.rule_by_id, *engine.compiled.program.facts, "emergency", "urgent", "soon", "routine", "self_care"]
        words += [f"{each.id}.{value.id}" for each in pack.findings.values() for value in getattr(each, "values", ())]
        for answers in (
            {},
            {"swollen": True, "site": {"front": False}},
            {"swollen": False, "age": 9, "side": "left", "site": ["front", "back"]},
        ):
            result = engine.assess(answers)
            for ask in (result.how, result.why, result.why_not, result.counterfactual):
                for word in dict.fromkeys(words):
                    with gathering(told):
                        said = ask(word)
                        assert explanation_json(result, said)
                        assert to_markdown(answer_report(result, said, full=True))
            assert result.to_html()
            assert result.to_letter("html")
            assert msgspec.json.encode(fhir_bundle(result, recorded=NOW))
            assert engine.next_questions(answers, 20, clinician=True) is not None
            assert engine.replay(result.to_json("full")).same
    assert {"no-rule", "unknown-conclusion", "no-counterfactual"} <= {each.code for each in told}


def test_what_is_wrong_with_a_pack_or_answers_is_a_value_error_of_its_kind(tiny: Engine) -> None:
    """A program that catches what its user did wrong need not know where it was found."""
    with pytest.raises(PackError):
        Engine(3)  # type: ignore[arg-type]
    with pytest.raises(IntakeError):
        tiny.read_words(3)  # type: ignore[arg-type]
