"""CDS Hooks 2.0: every card keeps the rules of the standard and says what the engine says, and none looks calmer than it is."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
import pytest
from asking import Asking
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st
from profiles import examples
from random_intakes import random_intakes
from running import run

import hipexpert
from hipexpert.knowledge.runner.intake import Intake
from hipexpert.service.application import of_hosted
from hipexpert.service.cds_hooks.cards import EXTENSION, card_of
from hipexpert.service.cds_hooks.messages import Context, HookRequest
from hipexpert.service.cds_hooks.routes import WHY
from hipexpert.service.fhir_mapping import FhirMapping, FhirMappingError, Mapped, read_mapping
from hipexpert.service.hosting import Hosted
from hipexpert.service.settings import ServiceSettings

Json = dict[str, Any]
INSTANCE = "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea"
CONTEXT = {"userId": "Practitioner/1", "patientId": "p1"}
CARD = {"uuid", "summary", "detail", "indicator", "source", "suggestions", "selectionBehavior", "overrideReasons", "links", "extension"}
VIEW, CHANGE = "hip-patient-view", "hip-triage-answers-change"


def check_card(card: Json) -> None:
    """What the standard asks of a card (CDS Hooks 2.0, card attributes, and the invariants cds-resp-1 to 7 of its logical models)."""
    assert set(card) <= CARD
    assert {"summary", "indicator", "source"} <= set(card)
    assert 0 < len(card["summary"]) < 140
    assert "\n" not in card["summary"]
    assert card["indicator"] in ("info", "warning", "critical")
    assert card["source"]["label"]
    UUID(card["uuid"])
    assert isinstance(card["extension"], dict)
    suggestions = card.get("suggestions", [])
    assert not suggestions or card["selectionBehavior"] in ("any", "at-most-one")  # cds-resp-6
    assert len({each["uuid"] for each in suggestions}) == len(suggestions)
    for each in suggestions:
        UUID(each["uuid"])
        assert each["label"]
        for action in each["actions"]:
            assert action["type"] == "create"
            assert action["description"]  # cds-resp-5
            task = action["resource"]
            assert (task["resourceType"], task["status"], task["intent"]) == ("Task", "draft", "proposal")
            assert task["for"] == {"reference": "Patient/p1"}
    for link in card.get("links", []):
        assert link["label"]
        assert re.match(r"https?://\S+\Z", link["url"])
        assert link["type"] == "absolute"
        assert "appContext" not in link  # cds-resp-3
    check_filled({key: value for key, value in card.items() if key != "extension"})


def check_filled(value: object) -> None:
    """Nothing is null or empty: what has no value is left out."""
    assert value not in (None, "", [], {})
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        check_filled(each)


def item(link: str, *values: Json, **more: object) -> Json:
    """An item of a response."""
    return {"linkId": link, **({"answer": list(values)} if values else {}), **more}


def response(*items: Json, **more: object) -> Json:
    """A response of the patient."""
    told = {"resourceType": "QuestionnaireResponse", "status": "completed", "subject": {"reference": "Patient/p1"}}
    return {**told, **more, "item": list(items)}


def bundle(*resources: Json) -> Json:
    """What a search found."""
    return {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": each} for each in resources]}


def as_response(intake: Intake) -> Json:
    """Answers as a form in which each finding has an item, and those with several values one for each."""
    items = []
    for name, answer in intake.answers.items():
        if isinstance(answer, Mapping):
            items.append(item(name, item=[item(f"{name}.{part}", {"valueBoolean": said}) for part, said in answer.items()]))
        elif isinstance(answer, bool):
            items.append(item(name, {"valueBoolean": answer}))
        elif isinstance(answer, str):
            items.append(item(name, {"valueCoding": {"system": "urn:any", "code": answer}}))
        else:
            items.append(item(name, {"valueDecimal": answer}))
    return response(*items, *(item(f"none_of.{group}", {"valueBoolean": True}) for group in intake.none_of))


def call(service: Asking, prefetch: object, name: str = VIEW, **more: object) -> Any:
    """What a service answers."""
    body = {"hook": name.removeprefix("hip-"), "hookInstance": INSTANCE, "context": CONTEXT, "prefetch": prefetch, **more}
    return service("POST", f"/cds-services/{name}", json=body)


def card_for(service: Asking, *items: Json) -> Json:
    """The one card for a response."""
    answer = call(service, {"answers": response(*items)})
    assert answer.status_code == 200, answer.text
    (card,) = answer.json()["cards"]
    check_card(card)
    return card  # type: ignore[no-any-return]


def test_the_services_are_discovered(service: Asking) -> None:
    """Hook, id and description of each, and prefetch with the token of the standard."""
    services = service.get("/cds-services").json()["services"]
    assert [(each["hook"], each["id"]) for each in services] == [("patient-view", VIEW), ("triage-answers-change", CHANGE)]
    for each in services:
        check_filled(each)
        assert each["description"]
        assert set(each) <= {"hook", "title", "description", "id", "prefetch", "usageRequirements"}
    assert services[0]["prefetch"] == {"answers": "QuestionnaireResponse?patient={{context.patientId}}&_sort=-authored"}


@given(st.integers(0, 10_000))
@trying(max_examples=examples(60))
def test_every_card_keeps_the_rules_and_says_what_the_engine_says(service: Asking, engine: hipexpert.Engine, seed: int) -> None:
    """Of random runners, told by a form of the record and by answers: one card, the engine's level, and calm only where that is."""
    (intake,) = random_intakes(engine.pack, 1, seed)
    here = engine.assess(intake)
    answers = {**intake.answers, "none_of": list(intake.none_of)}
    told = [
        call(service, {"answers": as_response(intake)}).json(),
        call(service, {}, CHANGE, context={**CONTEXT, "answers": answers}).json(),
    ]
    for answer in told:
        (card,) = answer["cards"]
        check_card(card)
        said = card["extension"][EXTENSION]
        assert (said["level"], said["at_most"], said["settled"]) == (here.level, here.urgency.at_most, here.urgency.settled)
        assert "not_read" not in said
        expected = "warning" if here.contradictions and here.urgency.cds_hooks == "info" else here.urgency.cds_hooks
        assert card["indicator"] == expected
        assert (card["indicator"] == "info") <= (here.level in ("self_care", "routine"))


def test_undetermined_is_no_info_whatever_a_pack_says(engine: hipexpert.Engine) -> None:
    """The indicator is the pack's, but for what may never look calm; and a title of any length fits."""
    texts = {name: msgspec.structs.replace(each, cds_hooks="info", title="long " * 60) for name, each in engine.pack.about.urgency.items()}
    about = msgspec.structs.replace(engine.pack.about, urgency=texts)
    other = hipexpert.Engine(msgspec.structs.replace(engine.pack, about=about))
    card = card_of(other.assess({}), HookRequest("patient-view", INSTANCE, Context("Practitioner/1", "p1")))
    assert card.indicator == "warning"
    assert len(card.summary) < 140
    assert "questions open: " in card.summary


def test_a_leg_that_takes_no_weight_is_critical(service: Asking) -> None:
    """With what to do first, the summary for who examines, the sources, and nothing more to ask."""
    card = card_for(service, item("weight_bearing", {"valueCoding": {"code": "unable"}}))
    assert (card["indicator"], card["summary"]) == ("critical", "Go to an emergency department now")
    assert card["detail"].startswith("Do not wait")
    assert "the leg cannot take weight" in card["detail"]
    assert card["links"]
    assert "suggestions" not in card


def test_what_is_open_is_suggested_as_tasks(service: Asking) -> None:
    """A form that was only begun is undetermined: a warning with the questions to ask; the same call gives the same card."""
    card = card_for(service, item("limp"))
    assert (card["indicator"], card["extension"][EXTENSION]["level"]) == ("warning", "undetermined")
    assert card["suggestions"][0]["label"] == "Ask: Where does it hurt?"
    assert len(card["suggestions"]) == 3
    assert card == card_for(service, item("limp"))
    other = call(service, {"answers": response(item("limp"))}, hookInstance=INSTANCE.replace("d1", "d2")).json()["cards"][0]
    assert other["uuid"] != card["uuid"]


@pytest.mark.parametrize(
    ("answers", "code"),
    [
        (None, "no-answers"),
        (bundle(), "no-answers"),
        (response(item("limp", {"valueBoolean": True}), status="entered-in-error"), "no-answers"),
        (response(item("rash", {"valueBoolean": True})), "other-form"),
    ],
)
def test_why_there_is_no_card(service: Asking, answers: object, code: str) -> None:
    """No answers that count, or none that are about this: said in the extension, and that it says nothing of the patient."""
    answer = call(service, {"answers": answers}).json()
    assert answer["cards"] == []
    assert answer["extension"][WHY]["code"] == code
    assert "nothing about how the patient is" in answer["extension"][WHY]["says"]


@pytest.mark.parametrize("prefetch", [{}, {"answers": {"resourceType": "OperationOutcome"}}, {"other": None}])
def test_what_was_not_prefetched_is_a_failed_precondition(service: Asking, prefetch: object) -> None:
    """Nothing is fetched from the client's server."""
    answer = call(service, prefetch)
    assert (answer.status_code, answer.json()["type"]) == (412, "urn:hipexpert:problem:no-prefetch")


CALM = {"none_of": ["screen"], "pain_site": {"lateral_hip": True}, "age_years": 30.0, "sex": "male"}


@pytest.mark.parametrize(
    "wrong",
    [
        item("stairs_pain_of_nobody", {"valueBoolean": True}),
        item("limp", {"valueString": "perhaps"}),
        item("limp", {"valueAttachment": {"url": "https://example.org"}}),
        item("limp", {"valueBoolean": True}, {"valueBoolean": False}),
        item("limp", {"valueBoolean": True, "valueString": "no"}),
        item("symptom_duration_days", {"valueQuantity": {"value": 3, "unit": "weeks"}}),
        item("symptom_duration_days", {"valueQuantity": {"value": 3, "unit": "days", "comparator": ">"}}),
        item("symptom_duration_days", {"valueDecimal": -1}),
        item("pain_site", {"valueCoding": {"code": "moon"}}),
        item("pain_site.lateral_hip", {"valueBoolean": False}),
    ],
)
def test_an_answer_that_cannot_be_read_never_looks_calm(service: Asking, engine: hipexpert.Engine, wrong: Json) -> None:
    """It stays unknown, the others count, and the card says so as a warning; what has no place in the vocabulary is named only."""
    assert engine.assess(CALM).urgency.cds_hooks == "info"
    form = as_response(engine.read(CALM))
    (card,) = call(service, {"answers": {**form, "item": [*form["item"], wrong]}}).json()["cards"]
    check_card(card)
    said = card["extension"][EXTENSION]
    if wrong["linkId"] == "stairs_pain_of_nobody":
        assert (card["indicator"], said["no_finding"]) == ("info", [wrong["linkId"]])
    else:
        finding = wrong["linkId"].partition(".")[0]
        left = CALM if wrong["linkId"] == "pain_site" else {**CALM, finding: "unknown"}  # a place too many leaves the others
        assert (card["indicator"], said["level"]) == ("warning", engine.assess(left).level)
        assert "answers not read: 1" in card["summary"]
        assert finding in said["not_read"][0]["message"]
        assert "Not taken as said" in card["detail"]


def test_the_newest_response_that_is_about_this_counts(service: Asking) -> None:
    """Whatever the order, the zone of the time, and newer forms about something else."""
    old = response(item("weight_bearing", {"valueString": "unable"}), authored="2026-11-20T23:30:00-05:00")
    new = response(item("limp", {"valueBoolean": False}), authored="2026-11-21T05:00:00Z")
    rash = response(item("rash", {"valueBoolean": True}), authored="2026-11-28")
    undated = response(item("weight_bearing", {"valueString": "unable"}))
    for found in (bundle(old, new, rash, undated), bundle(undated, rash, new, old)):
        (card,) = call(service, {"answers": found}).json()["cards"]
        assert card["extension"][EXTENSION]["level"] == "undetermined"
    (card,) = call(service, {"answers": bundle(old, rash)}).json()["cards"]
    assert card["indicator"] == "critical"


def deep(levels: int) -> Json:
    """An item in an item in an item."""
    made = item("limp", {"valueBoolean": True})
    for _ in range(levels):
        made = item("group", item=[made])
    return made


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"hook": "order-sign"}, "#/hook"),
        ({"hookInstance": "1"}, "#/hookInstance"),
        ({"context": {"userId": "Practitioner/1"}}, "#/context"),
        ({"context": {**CONTEXT, "patientId": "../p1"}}, "#/context/patientId"),
        ({"fhirAuthorization": {"access_token": "x"}}, "#/fhirServer"),
        ({"prefetch": []}, "#/prefetch"),
        ({"prefetch": {"answers": 7}}, "#/prefetch/answers"),
        ({"prefetch": {"answers": response(subject={"reference": "Patient/p2"})}}, "#/prefetch/answers/subject"),
        ({"prefetch": {"answers": response(subject=7)}}, "#/prefetch/answers/subject"),
        ({"prefetch": {"answers": response(status=None)}}, "#/prefetch/answers"),
        ({"prefetch": {"answers": response(authored="tomorrow")}}, "#/prefetch/answers/authored"),
        ({"prefetch": {"answers": response(authored="2026-02-31")}}, "#/prefetch/answers/authored"),
        ({"prefetch": {"answers": {**response(), "item": {}}}}, "#/prefetch/answers/item"),
        ({"prefetch": {"answers": {**response(), "item": [1]}}}, "#/prefetch/answers/item/0"),
        ({"prefetch": {"answers": response({"linkId": 1})}}, "#/prefetch/answers/item/0"),
        ({"prefetch": {"answers": bundle(7)}}, "#/prefetch/answers/entry/0/resource"),  # type: ignore[arg-type]
        ({"prefetch": {"answers": response(deep(100))}}, "#/prefetch/answers"),
    ],
)
def test_what_is_no_such_call_is_refused_with_its_place(service: Asking, more: Json, pointer: str) -> None:
    """Above all a form of another patient: problem details with a pointer, and no card."""
    answer = call(service, {"answers": None}, **more) if "prefetch" not in more else call(service, **more)
    assert answer.status_code == 422, answer.text
    assert [each["pointer"] for each in answer.json()["errors"]] == [pointer]
    assert answer.json()["errors"][0]["detail"]


def test_answers_of_the_other_hook_are_read_as_those_of_the_interface(service: Asking) -> None:
    """All mistakes at once, with pointers; none at all is one; a service that is not there is named with the nearest."""
    answer = call(service, {}, CHANGE, context={**CONTEXT, "answers": {"limp": "maybe", "pain_sight": True}})
    assert [each["pointer"] for each in answer.json()["errors"]] == ["#/context/answers/limp", "#/context/answers/pain_sight"]
    assert call(service, {}, CHANGE).json()["errors"][0]["pointer"] == "#/context/answers"
    missing = call(service, {}, "hip-patient-veiw")
    assert (missing.status_code, missing.json()["errors"][0]["help"]) == (404, "did you mean `hip-patient-view`?")
    assert service("POST", f"/cds-services/{VIEW}", content=b"a=1").status_code == 415


def test_what_later_versions_add_is_passed_over(service: Asking) -> None:
    """Extensions and fields that are not known here, wherever they stand."""
    more = {"extension": {"org.example.x": 1}, "future": 1, "context": {**CONTEXT, "encounterId": "e1", "future": [None]}}
    assert call(service, {"answers": None}, **more).status_code == 200


def test_feedback_is_counted_and_not_kept(hosted: Hosted) -> None:
    """Outcomes as numbers; an accepted card without suggestions, and what is no time, are refused."""
    service = Asking(of_hosted(hosted, ServiceSettings()))
    accepted = {"card": INSTANCE, "outcome": "accepted", "outcomeTimestamp": "2026-11-21T10:05:31Z"}
    overridden = {**accepted, "outcome": "overridden", "overrideReason": {"userComment": "a secret of the user"}}
    path = f"/cds-services/{VIEW}/feedback"
    sent = {"feedback": [{**accepted, "acceptedSuggestions": [{"id": INSTANCE}]}, overridden, overridden]}
    assert service("POST", path, json=sent).status_code == 200
    told = service.get("/metrics").text
    assert 'hipexpert_cds_feedback_total{outcome="accepted"} 1.0' in told
    assert 'hipexpert_cds_feedback_total{outcome="overridden"} 2.0' in told
    assert "secret" not in told
    for wrong, pointer in (({}, "#/feedback/0"), ({"outcomeTimestamp": "now"}, "#/feedback/0/outcomeTimestamp")):
        refused = service("POST", path, json={"feedback": [{**accepted, **wrong}]})
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
    assert service("POST", path.replace(VIEW, "nobody"), json=sent).status_code == 404


def observation(value: Json, **more: object) -> Json:
    """A number of days."""
    code = {"coding": [{"system": "urn:codes", "code": "days"}]}
    return {"resourceType": "Observation", "status": "final", "code": code, **value, **more}


def test_a_mapping_reads_foreign_forms_and_observations(hosted: Hosted, tmp_path: Path) -> None:
    """The newest observation of a code in the unit that the file names; codes of a form by what they mean; other forms are not read."""
    file = tmp_path / "mapping.yaml"
    file.write_text(
        "questionnaire: https://example.org/q\n"
        "items:\n  q1: {finding: weight_bearing, values: {'LA1': unable}}\n  q2: {finding: limp, values: {ja: yes, nei: no}}\n"
        "observations:\n  urn:codes|days: {finding: symptom_duration_days, unit: d}\n"
    )
    mapping = read_mapping(file, [each.pack for each in hosted.engines])
    service = Asking(of_hosted(hosted, ServiceSettings(mapping=mapping)))
    prefetch = service.get("/cds-services").json()["services"][0]["prefetch"]
    assert prefetch["observations"] == "Observation?patient={{context.patientId}}&code=urn:codes|days&_sort=-date"
    assert "questionnaire=https://example.org/q" in prefetch["answers"]
    days = [
        observation({"valueQuantity": {"value": 90, "code": "d"}}, effectiveDateTime="2026-11-01"),
        observation({"valueQuantity": {"value": 3, "code": "d"}}, effectiveDateTime="2026-10-01"),
        observation({"valueQuantity": {"value": 1, "code": "d"}}, status="cancelled", effectiveDateTime="2026-11-09"),
    ]
    (card,) = call(service, {"answers": None, "observations": bundle(*days)}).json()["cards"]
    assert "3 months" in card["detail"]
    (card,) = call(service, {"observations": observation({"valueQuantity": {"value": 90, "code": "wk"}})}).json()["cards"]
    assert "wk" in card["extension"][EXTENSION]["not_read"][0]["message"]
    form = response(
        item("q1", {"valueCoding": {"code": "LA1"}}), item("q2", {"valueString": "ja"}), questionnaire="https://example.org/q|2"
    )
    (card,) = call(service, {"answers": form}).json()["cards"]
    assert card["indicator"] == "critical"
    assert call(service, {"answers": {**form, "questionnaire": "https://example.org/other"}}).json()["cards"] == []


def test_a_mapping_with_mistakes_is_refused_before_anything_is_served(hosted: Hosted, tmp_path: Path) -> None:
    """Each with its line, by the command too."""
    file = tmp_path / "mapping.yaml"
    file.write_text("items:\n  q1: {finding: weight_baering}\nobservations:\n  days: {finding: limp}\n")
    with pytest.raises(FhirMappingError) as caught:
        read_mapping(file, [each.pack for each in hosted.engines])
    assert [each.place.rpartition(":")[2] for each in caught.value.problems] == ["2", "4"]
    assert caught.value.problems[0].help == "did you mean `weight_bearing`?"
    file.write_text("item: {}\n")
    outcome = run("serve", "--check", "--port", "0", "--fhir-mapping", str(file))
    assert (outcome.exit_code, "unknown key `item`" in outcome.output) == (2, True)


def test_the_guards_of_the_service_stand_here_too(hosted: Hosted) -> None:
    """A token where there are tokens, the origins that were allowed, and the longest body."""
    guarded = Asking(of_hosted(hosted, ServiceSettings(tokens=("a-token-of-this-test",), origins=("https://ehr.example",), body_bytes=500)))
    assert guarded.get("/cds-services").status_code == 401
    token = {"Authorization": "Bearer a-token-of-this-test", "Origin": "https://ehr.example"}
    answer = guarded.get("/cds-services", headers=token)
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (200, "https://ehr.example")
    assert guarded("POST", f"/cds-services/{VIEW}", content=b"1" * 501, headers=token).status_code == 413


def test_a_mapped_value_may_be_a_truth(hosted: Hosted) -> None:
    """What a form says with yes and no can be the value of a choice."""
    mapping = FhirMapping(items={"stands": Mapped("weight_bearing", {"false": "unable", "true": "full"})})
    service = Asking(of_hosted(hosted, ServiceSettings(mapping=mapping)))
    assert card_for(service, item("stands", {"valueBoolean": False}))["indicator"] == "critical"
