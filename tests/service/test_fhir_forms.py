"""The interview as an adaptive form of FHIR: what is asked next, when it ends, and what becomes of anything that is sent."""

from collections.abc import Iterator
from typing import Any

import pytest
from asking import Asking
from fhir_resources import Json, check_valid, code, item, items, resources, response
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st
from profiles import examples
from random_intakes import random_intakes

import hipexpert


def fill(told: Json, answers: Json) -> Json:
    """What is asked last, answered from what somebody would say to everything."""
    asked = told["contained"][0]["item"][-1]
    group = [each for each in items(answers) if each["linkId"] in {one["linkId"] for one in items(asked)} and "answer" in each]
    here = [{"linkId": asked["linkId"], "item": [{"linkId": each["linkId"], "answer": each["answer"]} for each in group]}] if group else []
    return {**told, "item": [*told.get("item", []), *here]} if here or "item" in told else told


def interviewed(service: Asking, engine: hipexpert.Engine, intake: hipexpert.Intake, begun: Json) -> tuple[Json, int]:
    """The response at the end of an interview over HTTP with somebody who would answer so, and how many questions it took."""
    answers, told, steps = hipexpert.fhir_response(intake, engine.pack), begun, 0
    while True:
        answer = service("POST", "/fhir/Questionnaire/$next-question", json=told)
        assert answer.status_code == 200, answer.text
        told = answer.json()
        if told["status"] == "completed":
            return told, steps
        steps += 1
        assert steps < 120
        told = fill(told, answers)


@given(st.integers(0, 10_000))
@trying(max_examples=examples(12))
def test_the_interview_as_an_adaptive_form_ends_and_says_what_follows(service: Asking, engine: hipexpert.Engine, seed: int) -> None:
    """Valid at every end; what was asked was asked once; it ends with the level of all that was answered, and so does `$assess`."""
    (intake,) = random_intakes(engine.pack, 1, seed)
    told, _steps = interviewed(service, engine, intake, {"resourceType": "QuestionnaireResponse", "status": "in-progress"})
    check_valid(told)
    (form,) = told["contained"]
    links = [each["linkId"] for each in items(form)]
    assert len(links) == len(set(links))
    read = hipexpert.read_fhir(told, engine.pack)
    here = engine.assess(read)
    assert form["item"][-1]["text"].startswith(here.urgency.title)
    assert set(read.answers) <= set(intake.answers)
    bundle = service("POST", "/fhir/QuestionnaireResponse/$assess", json=told).json()
    assert code(resources(bundle, "GuidanceResponse")[0]["reasonCode"][0]) == here.level


def test_an_adaptive_form_stops_at_an_emergency_and_takes_what_was_answered_before(service: Asking, engine: hipexpert.Engine) -> None:
    """At once, and with what to do; as parameters of the operation, as the standard has it; and an answer can be changed."""
    path = "/fhir/Questionnaire/$next-question"
    begun = response(
        item("weight_bearing", valueString="unable"), questionnaire=f"urn:hipexpert:questionnaire:hip|{engine.pack.about.version}"
    )
    sent = {"resourceType": "Parameters", "parameter": [{"name": "questionnaire-response", "resource": begun}]}
    (returned,) = service("POST", path, json=sent, headers={"content-type": "application/fhir+json"}).json()["parameter"]
    told = returned["resource"]
    assert (returned["name"], told["status"]) == ("return", "completed")
    assert "emergency department" in told["contained"][0]["item"][-1]["text"]
    changed = {**told, "item": [item("weight_bearing", valueString="full")]}
    again = service("POST", path, json=changed).json()
    assert again["status"] == "in-progress"
    assert [each["linkId"] for each in again["contained"][0]["item"]] == ["step.1"]
    assert hipexpert.fhir_next_question(engine)["contained"][0]["item"][0]["item"][0]["linkId"] == "age_years"


@pytest.mark.parametrize(
    ("change", "expression"),
    [
        ({"contained": []}, "QuestionnaireResponse.contained"),
        (
            {"contained": [{"resourceType": "Questionnaire", "id": "asked", "derivedFrom": ["urn:other"]}]},
            "QuestionnaireResponse.contained[0].derivedFrom",
        ),
        ({"contained": 7}, "QuestionnaireResponse.contained"),
        ({"item": [{"linkId": "limb", "answer": [{"valueBoolean": True}]}]}, "QuestionnaireResponse.item[0]"),
    ],
)
def test_a_form_that_no_interview_leads_to_is_refused(service: Asking, engine: hipexpert.Engine, change: Json, expression: str) -> None:
    """With the place of what is wrong."""
    told = {**hipexpert.fhir_next_question(engine), **change}
    answer = service("POST", "/fhir/Questionnaire/$next-question", json=told)
    assert answer.status_code in (409, 422)
    assert answer.json()["issue"][0]["expression"] == [expression]


def places(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Where something stands in a value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, each in inner:
        yield (*path, key)
        yield from places(each, (*path, key))


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**30), 10**30) | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["item", "linkId", "code", "valueCoding"]), inner, max_size=2)
    ),
    max_leaves=4,
)


@given(st.data())
@trying(max_examples=examples(120))
def test_whatever_is_sent_is_answered_or_refused(service: Asking, engine: hipexpert.Engine, data: st.DataObject) -> None:
    """A sound response in which something was exchanged for anything: never a fault, and what is refused is an OperationOutcome."""
    intake = engine.read({"limp": True, "age_years": 30, "pain_site": {"buttock": True, "foot": False}, "none_of": ["red_flag"]})
    told = fill(hipexpert.fhir_next_question(engine), hipexpert.fhir_response(intake, engine.pack))
    path = data.draw(st.sampled_from(list(places(told))))
    holder: Any = told
    for step in path[:-1]:
        holder = holder[step]
    holder[path[-1]] = data.draw(ANYTHING)
    for operation in ("Questionnaire/$next-question", "QuestionnaireResponse/$assess"):
        answer = service("POST", f"/fhir/{operation}", json=told)
        assert answer.status_code in (200, 400, 409, 422), answer.text
        if answer.status_code != 200:
            check_valid(answer.json())
