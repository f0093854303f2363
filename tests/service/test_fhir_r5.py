"""FHIR R5: valid there, and neither more nor less than what R4 says."""

import datetime
import json
from collections.abc import Iterator

import pytest
from asking import Asking
from fhir.resources.questionnaireresponse import QuestionnaireResponse
from fhir_resources import Json, check_valid_in_r5, items, resources
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st
from profiles import examples
from random_intakes import random_intakes
from running import run

import hipexpert

WHEN = datetime.datetime(2026, 11, 29, 8, 30, tzinfo=datetime.UTC)
RENAMED = {"choice", "derivation", "model-name", "not-started", "4.0.1"}  # codes that R5 has others for
R5 = {"accept": "application/fhir+json; fhirVersion=5.0"}


def leaves(value: object) -> Iterator[object]:
    """Whatever a resource says."""
    if isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from leaves(each)
    else:
        yield value


@given(st.integers(0, 10_000))
@trying(max_examples=examples(12))
def test_a_bundle_in_r5_is_valid_and_says_what_it_says_in_r4(engine: hipexpert.Engine, seed: int) -> None:
    """Every text, code and number of R4 but for the codes that are others; each activity a task of the plan; every reference leads
    somewhere; the answers, through models of R5 and back, are the same.
    """
    (intake,) = random_intakes(engine.pack, 1, seed)
    here = engine.assess(intake)
    of_r4 = hipexpert.fhir_bundle(here, recorded=WHEN, subject="Patient/p1")
    before = json.dumps(of_r4)
    bundle = hipexpert.fhir_r5(of_r4)
    assert json.dumps(of_r4) == before
    with pytest.raises(hipexpert.FhirError, match="no resource of R4"):
        hipexpert.fhir_r5(bundle)
    check_valid_in_r5(bundle)
    assert {str(each) for each in leaves(of_r4)} - {str(each) for each in leaves(bundle)} <= RENAMED
    names = {each["fullUrl"] for each in bundle["entry"]}
    assert {word for word in json.dumps(bundle).split('"') if word.startswith("urn:uuid:")} == names
    (plan,), tasks = resources(of_r4, "CarePlan"), resources(bundle, "Task")
    planned = [each["plannedActivityReference"]["reference"] for each in resources(bundle, "CarePlan")[0]["activity"]]
    assert planned == [f"urn:uuid:{each['id']}" for each in tasks]
    for task, activity in zip(tasks, plan["activity"], strict=True):
        assert {name: task.get(name) for name in ("description", "code", "doNotPerform")} == {
            name: activity["detail"].get(name) for name in ("description", "code", "doNotPerform")
        }
    (answers,) = resources(bundle, "QuestionnaireResponse")
    assert hipexpert.read_fhir(json.loads(QuestionnaireResponse.model_validate(answers).model_dump_json()), engine.pack) == here.intake


def test_who_asks_for_r5_is_answered_in_r5(service: Asking, engine: hipexpert.Engine) -> None:
    """By what is accepted, by what was sent, or in the address; the others in R4; of a release that is not there, it is said which are."""
    form = service.get("/fhir/Questionnaire/hip", headers=R5)
    assert form.json() == hipexpert.fhir_r5(hipexpert.fhir_questionnaire(engine.pack))
    assert (form.headers["content-type"], form.headers["vary"]) == (R5["accept"], "Accept")
    check_valid_in_r5(form.json())
    assert {each["type"] for each in items(form.json())} == {"boolean", "coding", "decimal", "display", "group", "integer"}
    for address in ("metadata?_format=application/fhir%2Bjson;fhirVersion=5.0", "Questionnaire?_format=json;fhirVersion=5.0", "$versions"):
        check_valid_in_r5(service.get(f"/fhir/{address}").json())
    assert service.get("/fhir/metadata", headers=R5).json()["fhirVersion"] == "5.0.0"
    assert service.get("/fhir/metadata").json()["fhirVersion"] == "4.0.1"
    told = hipexpert.fhir_response(engine.read({"limp": True}), engine.pack)
    bundle = service("POST", "/fhir/QuestionnaireResponse/$assess", json=told, headers={"content-type": R5["accept"]}).json()
    assert resources(bundle, "Task")
    wrong = service.get("/fhir/metadata", headers={"accept": "application/fhir+json; fhirVersion=3.0"})
    assert (wrong.status_code, wrong.json()["resourceType"]) == (406, "OperationOutcome")


def test_an_adaptive_form_goes_on_in_r5(service: Asking) -> None:
    """What comes back in R5, passed over again and again, asks what R4 asks, and is valid at each step."""
    begun = {"resourceType": "QuestionnaireResponse", "status": "in-progress"}
    ours: Json = dict(begun)
    theirs: Json = {"resourceType": "Parameters", "parameter": [{"name": "questionnaire-response", "resource": begun}]}
    path = "/fhir/Questionnaire/$next-question"
    for _ in range(4):
        ours, theirs = (service("POST", path, json=ours).json(), service("POST", path, json=theirs, headers=R5).json())
        told = theirs["parameter"][0]["resource"]
        check_valid_in_r5(told)
        assert told == hipexpert.fhir_r5(ours)
        theirs["parameter"][0]["name"] = "questionnaire-response"


def test_the_commands_write_r5(engine: hipexpert.Engine) -> None:
    """The form, and what follows from a case."""
    assert json.loads(run("export", "--format", "fhir-r5").stdout) == hipexpert.fhir_r5(hipexpert.fhir_questionnaire(engine.pack))
    bundle = json.loads(run("explain", "-", "--format", "fhir-r5", stdin="limp: true\n").stdout)
    assert resources(bundle, "Task")
