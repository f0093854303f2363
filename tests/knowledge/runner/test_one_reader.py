"""Every way in means the same by the same text: the same value, or the same problem about the same finding."""

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from profiles import examples
from ways_in import ENGINE, NAMES, PACK, SAID, WAYS, can_be_said, outcome, python

from hipexpert import (
    Assessment,
    AssessmentResult,
    ColumnMapping,
    Engine,
    ExplainedAssessment,
    FhirMapping,
    Intake,
    IntakeError,
    Mapped,
    Pack,
    ProblemsError,
    fhir_response,
    read_fhir,
)
from hipexpert.cohort.mapping import FrameMapping
from hipexpert.knowledge import read_case
from hipexpert.knowledge.interview.interview import Interview


@pytest.mark.parametrize(("kind", "text", "wanted"), SAID)
def test_each_text_means_the_same_in_every_way_in(kind: str, text: str, wanted: object) -> None:
    """A small kept corpus: booleans in words, signs, zeros, exponents, NaN, digits of other scripts, lists, unknown ids."""
    name = NAMES[kind]
    finding = name.partition(".")[0]
    for way in WAYS:
        answers, problems = outcome(way, name, text)
        if isinstance(wanted, str) and wanted in ("bad-answer", "out-of-range", "not-a-number"):
            assert set(problems) == {(wanted, finding)}, way.__name__
        else:
            assert problems == [], way.__name__
            assert answers == ({} if wanted == "nothing" else {finding: wanted}), way.__name__


@pytest.mark.parametrize(("kind", "text", "wanted"), SAID)
def test_a_plain_word_of_yaml_means_what_the_text_means(kind: str, text: str, wanted: object) -> None:
    """Without quotes too: nothing is octal, in base 60 or a switch that is on."""
    if text[:1] in "?[-" or text[:2] == "- ":
        return
    name = NAMES[kind]

    def plain(name: str, text: str, pack: Pack) -> Intake:
        return read_case(f"{name}: {text}\n".encode(), "case.yaml", pack)

    assert outcome(plain, name, text) == outcome(python, name, text)


TEXT = st.text(alphabet="yesnoft01235.,;|+-eE_:x ?\u0664\uff14\u2003", max_size=8) | st.sampled_from([text for _, text, _ in SAID])


@settings(deadline=None, max_examples=examples(300))
@given(kind=st.sampled_from(sorted(NAMES)), text=TEXT)
@example(kind="number", text="7,5")
def test_any_text_means_the_same_in_every_way_in(kind: str, text: str) -> None:
    """Whatever the text: one value or one set of problems."""
    name = NAMES[kind]
    wanted = outcome(python, name, text)
    for way in WAYS[1:]:
        if can_be_said(way, name, text):
            assert outcome(way, name, text) == wanted, way.__name__


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"about": "none"}, ""),
        ({"about": "None"}, "bad-group"),
        ({"about": "yes"}, "bad-group"),
        ({"about": "about"}, "bad-group"),
        ({"none_of.about": "yes"}, ""),
        ({"none_of.about": "1"}, "bad-answer"),
        ({"none_of.about": "about"}, "bad-answer"),
        ({"none_of": "about"}, ""),
        ({"none_of": "abuot"}, "unknown-group"),
    ],
)
def test_a_group_is_denied_alike_in_every_way_in(data: dict[str, str], code: str) -> None:
    """`red_flags: yes` denies nothing, in no form; a number and the name of the group neither."""
    ((name, text),) = data.items()
    for way in (each for each in WAYS if can_be_said(each, name, text)):
        try:
            intake, codes = way(name, text, PACK), set()
        except ProblemsError as error:
            intake, codes = Intake({}), {each.code for each in error.problems}
        assert codes == ({code} if code else set()), way.__name__
        assert intake.none_of == (() if code else ("about",)), way.__name__


def test_no_constructor_skips_reading(engine: Engine) -> None:
    """Answers that were put together by hand are read where they are used, as a mapping is."""
    said = Intake({"fever": "yes", "hip_surgery": "no"}) if "hip_surgery" in engine.pack.findings else Intake({"fever": "yes"})  # type: ignore[dict-item]
    assert engine.assess(said).level == engine.assess({"fever": "yes"}).level == "urgent"
    assert Interview(engine, said).level == "urgent"
    first = Interview(engine)
    assert first.question is not None
    with pytest.raises(IntakeError):
        first.answered(dict.fromkeys(first.question.ids, "perhaps"))
    for wrong in (Intake({"fever": "perhaps"}), Intake({"nonsense": True}), Intake({}, ("nonsense",)), Intake(5)):  # type: ignore[arg-type]
        for use in (
            *(engine.assess, engine.read, engine.next_questions, lambda each: Interview(engine, each)),
            *(lambda each, kind=kind: kind(engine, each) for kind in (Assessment, ExplainedAssessment, AssessmentResult)),
            lambda each: fhir_response(each, engine.pack),
        ):
            with pytest.raises(IntakeError):
                use(wrong)


def test_an_assessment_that_is_made_by_hand_is_the_one_of_its_answers(engine: Engine) -> None:
    """There is no way to put the session of one runner beside the answers of another: it takes answers, and works out the rest."""
    answers = {"fever": "yes", "age_years": 40}
    for kind in (Assessment, ExplainedAssessment, AssessmentResult):
        made = kind(engine, answers)
        assert made.intake == engine.read(answers)
        assert made.to_json("full") == engine.assess(answers).to_json("full")
        assert made.with_answers({"fever": "no"}).level == engine.assess({"fever": "no", "age_years": 40}).level
    assert AssessmentResult(engine, answers) == engine.assess(answers)


@pytest.mark.parametrize(
    "made",
    [
        FrameMapping(5),  # type: ignore[arg-type]
        FrameMapping({"x": "age"}, keep=5),  # type: ignore[dict-item, arg-type]
        FrameMapping({"x": ColumnMapping(5)}),  # type: ignore[arg-type]
        FrameMapping({"x": ColumnMapping("age", {"a": ["b"]})}),  # type: ignore[dict-item]
        FrameMapping({"x": ColumnMapping("age")}, ("x",)),
        FrameMapping({"x": ColumnMapping("aeg")}),
    ],
)
def test_a_mapping_that_is_made_by_hand_is_read_too(made: FrameMapping) -> None:
    """What a file may not say of columns, no mapping says."""
    with pytest.raises(ProblemsError) as caught:
        ENGINE.assess_frame(pl.DataFrame({"x": ["40"]}), mapping=made)
    assert all(each.code and each.message for each in caught.value.problems)


@pytest.mark.parametrize("made", [FhirMapping(items={"a": 5}), FhirMapping(questionnaire=5), FhirMapping(observations={"a": Mapped(5)})])  # type: ignore[dict-item, arg-type]
def test_a_mapping_of_items_that_is_made_by_hand_is_typed(made: FhirMapping) -> None:
    """Before anything is read with it."""
    with pytest.raises(ProblemsError):
        read_fhir({"resourceType": "QuestionnaireResponse", "status": "completed"}, PACK, made)


def test_what_was_answered_is_not_asked_again(engine: Engine) -> None:
    """Neither a place that hurts nor what is said to be unknown: an embedding form comes to an end."""
    answers: dict[str, object] = {"pain_site": ["buttock"], "sex": "unknown"}
    asked = [name for question in engine.next_questions(answers, 60) for name in question.ids]
    assert asked
    assert not {"pain_site", "sex"} & set(asked)
