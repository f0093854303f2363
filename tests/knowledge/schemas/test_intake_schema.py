"""The schema of answers takes what the reader takes, and nothing else."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from known_cases import FOLDER
from profiles import examples
from strategies_intake import intakes
from tiny import TINY
from validating import faults, loaded, read, validator

from hipexpert import IntakeError, Pack
from hipexpert.knowledge import read_intake
from hipexpert.knowledge.cases.cases import read_cases
from hipexpert.knowledge.packs.vocabulary import Choice, Choices
from hipexpert.knowledge.runner.reading_intake import CASE_KEYS
from hipexpert.knowledge.runner.reading_values import WORDS

ROOT = Path(__file__).parents[3]
CASES = sorted([*(FOLDER / "published").glob("*.yaml"), *(FOLDER / "authored").glob("*.yaml"), *(ROOT / "examples").glob("*.yaml")])
INTAKE = validator("intake")
SOON = {"at_least": "soon", "at_most": "urgent"}


def test_every_case_and_example_fits() -> None:
    """All that can be bench-marked, and all that a newcomer starts from."""
    assert len(CASES) > 200
    assert {path.name: said for path in CASES if (said := faults(INTAKE, read(path)))} == {}


@pytest.mark.parametrize(
    "data",
    [
        {"pain_sight": "buttock"},
        {"site_lateral_hip": True},
        {"pain_site": "lateral_hipp"},
        {"pain_site": ["buttock", "moon"]},
        {"pain_site": {"buttock": 3}},
        {"pain_site": 5},
        {"limp": "maybe"},
        {"limp": 1},
        {"limp": []},
        {"sex": "femal"},
        {"sex": True},
        {"age_years": "forty"},
        {"age_years": True},
        {"age_years": 40.5},
        {"age_years": 400},
        {"none_of": ["red_flagg"]},
        {"red_flags": "some"},
        ["limp"],
        None,
        {"findings": ["limp"]},
        {"findings": {}, "titel": "x"},
        {"findings": {"limp": "maybe"}},
        {"title": "no findings"},
        {"id": "a b", "findings": {}},
        {"id": "x", "findings": {}, "expect": {}},
        {"findings": {}, "expect": {"urgency": {"at_least": "soon", "at_most": "urgent"}}},
        {"id": "x", "findings": {}, "expect": {"urgency": {"at_least": "soonish", "at_most": "urgent"}}},
        {"id": "x", "findings": {}, "expect": {"urgency": {"at_least": "soon", "at_most": "urgent"}, "accepted": ["femoral"]}},
        {"id": "x", "findings": {}, "expect": {"urgency": {"at_least": "soon", "at_most": "urgent"}, "diagnosis": "femoral"}},
        {"id": "x", "findings": {}, "expect": {"urgency": {"at_least": "soon", "at_most": "urgent"}, "acepted": []}},
        {"id": "x", "findings": {}, "expect": {"urgency": SOON, "exact": ["femoral"], "accepted": []}},
        {"id": "x", "findings": {}, "expect": {"urgency": SOON, "accepted": [], "diagnosis": "gout"}},
        {"findings": {}, "kind": "sparce"},
        {"findings": {}, "second_reading": {"conditions": []}},
        {"findings": {}, "second_reading": {"conditions": ["femoral"], "urgency": SOON}},
    ],
)
def test_a_wrong_answer_is_refused(data: object) -> None:
    """Unknown names, wrong values, wrong types, numbers out of range, and a case that cannot be measured."""
    assert faults(INTAKE, data)


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"findings": None, "none_of": None},
        {"limp": "Yes", "fever": "ABSENT", "age_years": "Unknown", "sex": "?", "pain_site": None},
        {"pain_site": {"buttock": "no", "sit_bone": "unknown", "deep_groin": None}},
        {"pain_site": "buttock", "none_of": "red_flags"},
        {"red_flags": "none", "age_years": 46.0},
        {"id": "x", "findings": {"none_of": ["red_flag"]}, "source": {"anything": 1}},
        {
            "id": "x",
            "findings": {},
            "expect": {"urgency": {"at_least": "soon", "at_most": "urgent"}, "in_scope": False, "accepted": [], "diagnosis": "gout"},
        },
        {"id": "x", "findings": {}, "expect": {"urgency": SOON, "exact": [], "accepted": ["avn_femoral_head"], "diagnosis": "gout"}},
        {"findings": {}, "kind": "sparse", "second_reading": {"conditions": ["training_load_spike", "doms"], "urgency": SOON}},
    ],
)
def test_every_way_to_answer_fits(data: object, pack: Pack) -> None:
    """The words in any case, lists and mappings, denied groups, a diagnosis out of scope or that the pack does not have."""
    assert faults(INTAKE, data) == []
    read_intake(data, pack)


@settings(deadline=None, max_examples=examples(60))
@given(data=st.data())
def test_allowed_answers_fit(data: st.DataObject, pack: Pack) -> None:
    """Answers that a runner could give fit, alone and as a case."""
    answers = data.draw(intakes(pack))
    assert faults(INTAKE, answers) == []
    assert faults(INTAKE, {"findings": answers}) == []


words = st.sampled_from([word for known in WORDS.values() for word in known if isinstance(word, str)])
odd = st.none() | st.booleans() | st.integers(-5, 500) | st.floats(-5, 500) | st.text(max_size=3) | words | words.map(str.title)


@settings(deadline=None, max_examples=examples(200))
@given(data=st.data(), tiny=st.booleans())
def test_the_schema_agrees_with_the_reader(data: st.DataObject, tiny: bool, pack: Pack) -> None:
    """Whatever stands in a file of answers: what fits can be read, and what can be read fits once it is read."""
    known = loaded(TINY) if tiny else pack
    checker = validator("intake", TINY) if tiny else INTAKE
    finding = data.draw(st.sampled_from(sorted(known.findings.values(), key=lambda each: each.id)))
    value_ids = [each.id for each in finding.values] if isinstance(finding, (Choice, Choices)) else ["yes"]
    scalar = odd | st.sampled_from(value_ids)
    value = data.draw(scalar | st.lists(scalar, max_size=3) | st.dictionaries(scalar.map(str), scalar, max_size=3))
    groups = [name for each in known.groups for name in (each.group, *known.about.group_synonyms.get(each.group, ()))]
    named = st.sampled_from([finding.id, finding.id, finding.id, *groups, "none_of", "nonsense"])
    none_of = st.sampled_from([*groups, "nothing", None])
    answers: dict[str, Any] = {data.draw(named): value}
    if data.draw(st.booleans()):
        answers["none_of"] = data.draw(none_of | st.lists(none_of, max_size=2) | st.just(3))
    form = data.draw(st.sampled_from(["plain", "case", "case with a stray key", "denied beside"]))
    whole = {
        "plain": answers,
        "case": {"findings": answers},
        "case with a stray key": {"findings": answers, finding.id: value},
        "denied beside": {"findings": answers, "none_of": data.draw(none_of)},
    }[form]
    try:
        intake = read_intake(whole, known)
    except IntakeError:
        assert faults(checker, whole), whole
    else:  # the reader also takes numbers as text, white space, and lists in one text; what it makes of them fits
        assert faults(checker, {"findings": intake.answers, "none_of": list(intake.none_of)}) == [], whole


def test_what_can_be_measured_fits(pack: Pack) -> None:
    """Every case that `hipexpert bench` reads fits, and each key of a case has its place in the schema."""
    assert read_cases([FOLDER / "published"], pack)
    assert set(INTAKE.schema["$defs"]["case"]["properties"]) == set(CASE_KEYS)  # type: ignore[index]


def test_each_finding_has_its_question_and_each_value_its_label(pack: Pack) -> None:
    """An editor shows the question beside the finding, and what each value means."""
    properties = INTAKE.schema["$defs"]["answers"]["properties"]  # type: ignore[index]
    for finding in pack.findings.values():
        assert properties[finding.id]["description"].startswith(finding.question)
        if isinstance(finding, Choice):
            (values, _) = properties[finding.id]["anyOf"]
            assert dict(zip(values["enum"], values["enumDescriptions"], strict=True)) == {each.id: each.label for each in finding.values}
