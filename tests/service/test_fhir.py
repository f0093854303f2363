"""FHIR R4: what is written is valid and says what the engine says, what is read is what was meant, and unknown is never a no."""

import datetime
import json
from base64 import b64decode
from pathlib import Path

import pytest
from asking import Asking
from fhir_resources import Json, check_valid, code, item, items, resources, response
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st
from profiles import examples
from random_intakes import random_intakes
from running import refused, run
from strategies_intake import intakes
from tiny import TINY

import hipexpert
from hipexpert.knowledge.packs.vocabulary import Number
from hipexpert.service.application import of_hosted
from hipexpert.service.fhir.terms import UNITS
from hipexpert.service.hosting import Hosted
from hipexpert.service.settings import ServiceSettings

WHEN = datetime.datetime(2026, 11, 29, 8, 30, tzinfo=datetime.UTC)
YES, NO, UNKNOWN = "Y", "N", "unknown"
SOMEBODY_WELL = {
    "age_years": 30,
    "sex": "male",
    "weight_bearing": "full",
    "trauma_recent": "none",
    "night_pain": "none",
    "groin_lump": "none",
    **dict.fromkeys(("limp", "felt_pop", "prior_stress_fracture", "low_bone_density", "low_energy_intake"), False),
    **dict.fromkeys(("systemic_steroid_use", "cancer_history", "hip_surgery_or_prosthesis", "pain_earlier_each_run"), False),
    "pain_site": {
        "lateral_hip": True,
        **dict.fromkeys(("deep_groin", "anterior_groin", "front_thigh", "pubic_midline", "inner_thigh"), False),
        **dict.fromkeys(("sacrum_si", "hip_unspecified", "thigh_unspecified"), False),
    },
}


@pytest.fixture(scope="module")
def form(pack: hipexpert.Pack) -> Json:
    """The questionnaire of the hip pack."""
    return hipexpert.fhir_questionnaire(pack)


def test_the_questionnaire_is_valid_and_asks_for_every_finding_once(form: Json, pack: hipexpert.Pack) -> None:
    """Each link id stands once; what a condition looks at is a question of the form; a yes/no question can be answered unknown."""
    check_valid(form)
    found = {each["linkId"]: each for each in items(form)}
    assert len(found) == len(list(items(form)))
    assert set(pack.findings) <= set(found)
    for each in found.values():
        assert {when["question"] for when in each.get("enableWhen", [])} <= set(found)
        options = [option["valueCoding"]["code"] for option in each.get("answerOption", [])]
        assert UNKNOWN in options or not options or each["linkId"].startswith("not.")
    changed = hipexpert.fhir_questionnaire(pack)
    for each in items(changed):
        for option in each.get("answerOption", []):
            option["valueCoding"]["code"] = "changed"
    assert hipexpert.fhir_questionnaire(pack) == form
    assert [each["linkId"] for each in found.values() if each["type"] == "boolean"] == [
        f"none_of.{group}" for group in dict.fromkeys(pack.denied_with.values())
    ]  # a box that is not ticked denies nothing


def test_every_unit_of_the_pack_is_one_of_ucum(form: Json, pack: hipexpert.Pack) -> None:
    """With the limits of each number."""
    found = {each["linkId"]: each for each in items(form)}
    for finding in pack.findings.values():
        if isinstance(finding, Number):
            told = {
                each["url"].rpartition("/")[2]: next(value for key, value in each.items() if key != "url")
                for each in found[finding.id]["extension"]
            }
            assert (told["minValue"], told["maxValue"]) == (finding.minimum, finding.maximum)
            assert not finding.unit or told["questionnaire-unit"]["code"] == UNITS[finding.unit]


def enabled(link: str, form: Json, said: Json) -> bool:
    """Whether a form asks a question, by the words of the standard; ``said`` are the answers by link id."""

    def holds(when: Json) -> bool:
        answers = said.get(when["question"], [])
        (wanted,) = [value for key, value in when.items() if key.startswith("answer")]
        if when["operator"] == "exists":
            return bool(answers) is wanted
        values = [next(iter(each.values())) for each in answers]
        if when["operator"] == "=":
            return any((each["system"], each["code"]) == (wanted["system"], wanted["code"]) for each in values)
        return any(
            {">=": each >= wanted, "<=": each <= wanted, ">": each > wanted, "<": each < wanted}[when["operator"]] for each in values
        )

    def found(holder: Json, asked: bool) -> bool | None:
        for each in holder.get("item", []):
            conditions = [holds(when) for when in each.get("enableWhen", [])]
            here = asked and (not conditions or (all if each.get("enableBehavior") == "all" else any)(conditions))
            inner = here if each["linkId"] == link else found(each, here)
            if inner is not None:
                return inner
        return None

    result = found(form, True)
    assert result is not None
    return result


@given(st.data())
@trying(max_examples=examples(150))
def test_the_form_asks_for_a_test_only_where_the_engine_knows_that_it_is_safe(
    form: Json, engine: hipexpert.Engine, data: st.DataObject
) -> None:
    """Of somebody who is well but for a few answers: the nested conditions of the form hold exactly where the rules say so."""
    changed = {**SOMEBODY_WELL, **data.draw(intakes(engine.pack, 3))}
    changed.pop("none_of", None)
    left_out = data.draw(st.lists(st.sampled_from(sorted(SOMEBODY_WELL)), max_size=1))
    intake = engine.read({name: answer for name, answer in changed.items() if name not in left_out})
    said = {each["linkId"]: each["answer"] for each in items(hipexpert.fhir_response(intake, engine.pack)) if "answer" in each}
    patterns = {each.id for each in engine.assess(intake).patterns}
    assert enabled("st_hop_pain", form, said) == ("loading_test_is_safe" in patterns)
    assert enabled("st_figure4_pain", form, said) == ("gentle_test_is_safe" in patterns)
    sex = intake.answers.get("sex")
    assert enabled("testicular_pain_sudden", form, said) == (sex != "female")
    assert enabled("pregnancy_status", form, said) == (sex != "male")


def test_the_form_asks_somebody_who_is_well_to_hop(form: Json, engine: hipexpert.Engine) -> None:
    """And nobody of whom it knows nothing."""
    told = hipexpert.fhir_response(engine.read(SOMEBODY_WELL), engine.pack)
    assert enabled("st_hop_pain", form, {each["linkId"]: each["answer"] for each in items(told) if "answer" in each})
    assert not enabled("st_hop_pain", form, {})


@given(st.data())
@trying(max_examples=examples(300))
def test_answers_come_back_as_they_went(form: Json, engine: hipexpert.Engine, data: st.DataObject) -> None:
    """Whatever was answered, denied or left unknown, over JSON; each answer is one that the form offers, where the form asks it."""
    intake = engine.read(data.draw(intakes(engine.pack, 20)))
    written = hipexpert.fhir_response(intake, engine.pack, subject="Patient/p1", authored="2026-11-29")
    check_valid(written)
    assert hipexpert.read_fhir(json.loads(json.dumps(written)), engine.pack) == intake
    asked = {each["linkId"]: each for each in items(form)}
    for each in items(written):
        for answer in each.get("answer", []):
            kind = asked[each["linkId"]]["type"]
            ((key, value),) = answer.items()
            assert key == {"choice": "valueCoding", "integer": "valueInteger", "decimal": "valueDecimal", "boolean": "valueBoolean"}[kind]
            if kind == "choice":
                assert value in [option["valueCoding"] for option in asked[each["linkId"]]["answerOption"]]


def test_unknown_is_never_a_no(engine: hipexpert.Engine) -> None:
    """Said to be unknown, without an answer, a box that is not ticked: nothing is denied; and unknown stays so in a group that is."""
    absent = {"system": "http://terminology.hl7.org/CodeSystem/data-absent-reason", "code": "unknown"}
    for said in (item("limp", valueCoding=absent), {"linkId": "limp"}, item("none_of.screen", valueBoolean=False)):
        assert hipexpert.read_fhir(response(said), engine.pack) == hipexpert.Intake({})
    denied = item("none_of.red_flag", valueBoolean=True)
    read = hipexpert.read_fhir(response(item("fever", valueCoding=absent), denied), engine.pack)
    assert "fever" not in engine.key.said(read)
    assert engine.assess(read).level == "undetermined"


def test_what_others_write_is_read_too(engine: hipexpert.Engine) -> None:
    """Plain booleans, words and codes, a quantity in the unit of the question, a value under its own name, by another mapping."""
    told = response(
        item("limp", valueBoolean=False),
        item("weight_bearing", valueString="full"),
        item("symptom_duration_days", valueQuantity={"value": 9, "unit": "days", "system": "http://unitsofmeasure.org", "code": "d"}),
        item("pain_site.buttock", valueBoolean=False),
        item("q1", valueCoding={"code": "LA2"}),
    )
    mapping = hipexpert.FhirMapping("", {"q1": hipexpert.Mapped("sex", {"LA2": "female"})})
    expected = {"limp": False, "weight_bearing": "full", "symptom_duration_days": 9, "pain_site": {"buttock": False}, "sex": "female"}
    assert hipexpert.read_fhir(told, engine.pack, mapping) == engine.read(expected)


@pytest.mark.parametrize(
    ("told", "expression", "kind"),
    [
        (response(item("limb", valueBoolean=True)), "QuestionnaireResponse.item[0]", "code-invalid"),
        (response(item("limp", valueString="perhaps")), "QuestionnaireResponse.item[0].answer[0]", "value"),
        (
            response({"linkId": "g", "item": [item("age_years", valueInteger=300)]}),
            "QuestionnaireResponse.item[0].item[0].answer[0]",
            "value",
        ),
        (
            response(item("limp", valueBoolean=True), item("limp", valueBoolean=False)),
            "QuestionnaireResponse.item[1].answer[0]",
            "duplicate",
        ),
        (
            response(item("pain_site", valueCoding={"code": "buttock"}), item("not.pain_site", valueCoding={"code": "buttock"})),
            "QuestionnaireResponse.item[1].answer[0]",
            "duplicate",
        ),
        (
            response(item("symptom_duration_days", valueQuantity={"value": 9, "unit": "weeks"})),
            "QuestionnaireResponse.item[0].answer[0]",
            "value",
        ),
        (response(item("limp", valueBoolean=True), status="entered-in-error"), "QuestionnaireResponse.status", "invalid"),
        (response(questionnaire="https://example.org/Questionnaire/x"), "QuestionnaireResponse.questionnaire", "invalid"),
        (response({"answer": []}), "QuestionnaireResponse.item[0]", "structure"),
        ([], "QuestionnaireResponse", "structure"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(service: Asking, told: object, expression: str, kind: str) -> None:
    """An OperationOutcome with the FHIRPath of each mistake; nothing is concluded."""
    answer = service("POST", "/fhir/QuestionnaireResponse/$assess", json=told)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/fhir+json")
    check_valid(answer.json())
    assert (expression, kind) in [(each["expression"][0], each["code"]) for each in answer.json()["issue"]]


def test_a_test_that_nobody_may_try_is_put_as_what_was_noticed(engine: hipexpert.Engine) -> None:
    """The form says not to try it and offers no *No*; one that comes back all the same leaves it open."""
    told: Json = {"age_years": 30, "sex": "male", "pain_side": "left", "pain_site": {"anterior_groin": True}, "weight_bearing": "full"}
    told |= {"onset_type": "over_days_weeks", "symptom_duration_days": 21, "limp": False}
    asked = hipexpert.fhir_next_question(engine, hipexpert.fhir_response(engine.read(told), engine.pack))
    (hop,) = [each for each in items(asked["contained"][0]) if each["linkId"] == "st_hop_pain"]
    assert hop["text"] == engine.pack.noticed["st_hop_pain"]
    assert [each["valueCoding"]["code"] for each in hop["answerOption"]] == [YES, UNKNOWN]
    denied = {**asked, "item": [*asked["item"], item("st_hop_pain", valueCoding={"code": NO})]}
    skipped, after = (hipexpert.fhir_next_question(engine, each)["contained"][0] for each in (asked, denied))
    assert after == skipped
    check_valid(asked)


@given(st.integers(0, 10_000))
@trying(max_examples=examples(50))
def test_a_bundle_is_valid_and_says_what_the_engine_says(engine: hipexpert.Engine, seed: int) -> None:
    """Level, what is open, ranking, what must not be missed, plan, derivation and answers; every reference leads somewhere."""
    (intake,) = random_intakes(engine.pack, 1, seed)
    here = engine.assess(intake)
    bundle = hipexpert.fhir_bundle(here, recorded=WHEN, subject="Patient/p1")
    check_valid(bundle)
    check_says(bundle, here)
    text = json.dumps(bundle)
    inside = {each["fullUrl"] for each in bundle["entry"]}
    assert {word for word in text.split('"') if word.startswith("urn:uuid:")} == inside
    assert text == json.dumps(hipexpert.fhir_bundle(engine.assess(engine.read(intake)), recorded=WHEN, subject="Patient/p1"))


def check_says(bundle: Json, here: hipexpert.ExplainedAssessment) -> None:
    """A bundle holds the conclusions of an assessment."""
    (guidance,), (told,) = resources(bundle, "GuidanceResponse"), resources(bundle, "Parameters")
    said = {each["name"]: next(value for key, value in each.items() if key != "name") for each in told["parameter"]}
    assert (said["level"], said["at-most"], said["settled"]) == (here.level, here.urgency.at_most, here.urgency.settled)
    assert code(guidance["reasonCode"][0]) == here.level
    assert (guidance["status"] == "data-required") == (here.level == "undetermined")
    assert (guidance["status"] == "success") <= here.urgency.settled
    needed = [each["codeFilter"][0]["code"][0]["code"] for each in guidance.get("dataRequirement", [])]
    assert needed == list(dict.fromkeys(each.finding for each in here.left_to_answer))
    red = resources(bundle, "DetectedIssue")
    urgent = here.level in ("soon", "urgent", "emergency")
    assert {code(each["mitigation"][0]["action"]) for each in red} >= ({here.level} if urgent else set())
    assert urgent or not red
    assert {each.rule for each in here.urgency.because} <= {code(each["code"]) for each in red} or not urgent
    risks = resources(bundle, "RiskAssessment")
    found = [prediction for each in risks for prediction in each["prediction"]]
    assert [code(each["outcome"]) for each in found][: len(here.differential)] == [each.condition for each in here.differential]
    missed = {code(each["outcome"]) for each in found if "not_to_be_missed" in {one["code"] for one in each["qualitativeRisk"]["coding"]}}
    assert missed == {each.condition for each in here.not_to_be_missed}
    assert not any("probabilityDecimal" in each for each in found)
    for each in found:
        condition = here.pack.condition_by_id[code(each["outcome"])]
        assert [one["code"] for one in each["outcome"]["coding"][1:]] == ([condition.icd10cm] if condition.icd10cm else [])
    (plan,) = resources(bundle, "CarePlan")
    activities = [each["detail"] for each in plan["activity"]]
    assert activities[0]["description"] == here.urgency.action
    advised = [code(each["code"]) for each in activities[1:] if "code" in each and not each["doNotPerform"]]
    assert advised == [each.id for each in here.plan.advice]
    assert [code(each["code"]) for each in activities if each["doNotPerform"]] == [each.id for each in here.plan.withheld]
    (derivation,), (provenance,) = resources(bundle, "Binary"), resources(bundle, "Provenance")
    graph = json.loads(b64decode(derivation["data"]))
    assert len(graph["nodes"]) == len(here.derivation_graph.nodes)
    rules = {each.id.removeprefix("rule:") for each in here.derivation_graph.nodes if each.kind == "rule"}
    assert {each["what"]["identifier"]["value"] for each in provenance["entity"][3:]} == rules
    assert len(provenance["target"]) == 2 + len(red) + len(risks)
    (answers,) = resources(bundle, "QuestionnaireResponse")
    assert hipexpert.read_fhir(answers, here.pack) == here.intake


def test_nothing_known_is_visibly_undetermined(engine: hipexpert.Engine) -> None:
    """More data are required, the questions are named, nothing alarms, nothing is calm, and no conclusion is final."""
    bundle = hipexpert.fhir_bundle(engine.assess({}), recorded=WHEN)
    (guidance,) = resources(bundle, "GuidanceResponse")
    assert (guidance["status"], guidance["reasonCode"][0]["text"]) == ("data-required", "Not enough is known to say")
    assert guidance["dataRequirement"]
    assert {each["code"] for each in resources(bundle, "OperationOutcome")[0]["issue"]} == {"incomplete"}
    assert {each["status"] for each in resources(bundle, "RiskAssessment")} <= {"preliminary"}
    assert resources(bundle, "CarePlan")[0]["title"] == "Not enough is known to say"
    with pytest.raises(hipexpert.ProblemsError, match="time zone"):
        hipexpert.fhir_bundle(engine.assess({}), recorded=WHEN.replace(tzinfo=None))


def test_what_the_server_can_do_is_told(service: Asking, form: Json) -> None:
    """A CapabilityStatement, the questionnaire by its name and by its address, with a tag; what is not there is an OperationOutcome."""
    check_valid(service.get("/fhir/metadata").json())
    one = service.get("/fhir/Questionnaire/hip")
    assert one.json() == form
    assert service.get("/fhir/Questionnaire/hip", headers={"if-none-match": one.headers["etag"]}).status_code == 304
    for address, count in (("", 1), ("?url=urn:hipexpert:questionnaire:hip", 1), ("?url=urn:hipexpert:questionnaire:knee", 0)):
        found = service.get(f"/fhir/Questionnaire{address}").json()
        check_valid(found)
        assert found["total"] == count
    assert service.get("/fhir/Questionnaire/hip?_format=json").json() == form
    for address, status in (("Questionnaire/hop", 404), ("metadata?_format=xml", 406), ("metadata?what=1", 422)):
        wrong = service.get(f"/fhir/{address}")
        assert wrong.status_code == status
        check_valid(wrong.json())
    assert service("POST", "/fhir/QuestionnaireResponse/$assess", content=b"x").status_code == 415


def test_several_packs_are_told_apart_by_the_questionnaire(pack: hipexpert.Pack) -> None:
    """And FHIR needs a token where the rest does."""
    hosted = Hosted([pack, TINY])
    service = Asking(of_hosted(hosted, ServiceSettings()))
    tiny = hosted.engine("tiny")
    told = hipexpert.fhir_response(tiny.read({}), tiny.pack)
    bundle = service("POST", "/fhir/QuestionnaireResponse/$assess", json=told).json()
    assert resources(bundle, "GuidanceResponse")[0]["moduleCanonical"].startswith("urn:hipexpert:questionnaire:tiny|")
    check_valid(service.get("/fhir/Questionnaire/tiny").json())
    guarded = Asking(of_hosted(hosted, ServiceSettings(tokens=("a-token-of-this-test",))))
    assert guarded.get("/fhir/metadata").status_code == 401


def test_the_command_reads_a_response_and_writes_a_bundle(tmp_path: Path, engine: hipexpert.Engine, form: Json) -> None:
    """From a file or standard input, the same as from a case; mistakes with their line; the questionnaire by `export`."""
    answers = {"limp": True, "pain_site": {"anterior_groin": True, "buttock": False}, "none_of": ["red_flag"]}
    told = tmp_path / "answers.json"
    told.write_text(json.dumps(hipexpert.fhir_response(engine.read(answers), engine.pack), indent=1))
    document = json.loads(run("explain", str(told), "--format", "json").stdout)
    assert document == json.loads(engine.assess(answers).to_json())
    bundle = json.loads(run("explain", "-", "--format", "fhir", stdin=told.read_text()).stdout)
    check_valid(bundle)
    check_says(bundle, engine.assess(answers))
    told.write_text(told.read_text().replace('"limp"', '"limb"'))
    assert "answers.json:" in refused("explain", str(told))
    assert json.loads(run("export", "--format", "fhir").stdout) == form
