"""The HTTP interface: the engine's own answers, and every mistake at once."""

import json

import pytest
from asking import Asking
from msgspec import convert

from hipexpert import Engine
from hipexpert.knowledge.runner.results import Urgency

ANSWERS = {"pain_site": ["anterior_groin"], "limp": True, "age_years": 30, "none_of": ["red_flag"]}


def test_an_assessment_is_that_of_the_engine(service: Asking, engine: Engine) -> None:
    """The document is the same to the last byte, whichever parts are asked for."""
    answer = service.post("assess", {"answers": ANSWERS})
    assessment = engine.assess(ANSWERS)
    assert answer.text == assessment.to_json()
    for parts in (["urgency"], ["full"], []):
        assert service.post("assess", {"answers": ANSWERS, "parts": parts}).text == assessment.to_json(parts)
    assert answer.headers["hipexpert-pack"] == f"hip@{engine.pack.about.version} {engine.pack.content_hash}"


def test_only_the_values_that_are_asked_for_are_answered(service: Asking, engine: Engine) -> None:
    """Each value is that of the Python interface; with none of them the level is left, with its knowledge."""
    whole = service.post("values", {"answers": ANSWERS}).json()
    assert convert(whole["urgency"], Urgency) == engine.assess(ANSWERS).urgency
    always = {"level", "knowledge", "disclaimer"}
    for names in ([], ["urgency"], [name for name in whole if name not in always]):
        found = service.post("values", {"answers": ANSWERS, "values": names}).json()
        assert set(found) == {*always, *names}
        assert {name: whole[name] for name in names} == {name: found[name] for name in names}


def test_equal_content_has_an_equal_tag(service: Asking) -> None:
    """The order of the answers does not matter; other answers have another tag."""
    first = service.post("assess", {"answers": ANSWERS}).headers["etag"]
    assert service.post("assess", {"answers": dict(reversed(ANSWERS.items()))}).headers["etag"] == first
    assert service.post("assess", {"answers": {**ANSWERS, "limp": False}}).headers["etag"] != first


def test_what_somebody_has_already_is_not_sent_again(service: Asking) -> None:
    """`If-None-Match` on what is about the pack."""
    tag = service.get("/v1/findings").headers["etag"]
    again = service.get("/v1/findings", headers={"If-None-Match": f'"other", {tag}'})
    assert (again.status_code, again.content) == (304, b"")


def test_every_mistake_is_named_at_once_with_its_pointer(service: Asking) -> None:
    """Of the fields, of each answer, and of a name that nobody knows."""
    body = {"answers": {"pain_sight": True, "limp": "maybe", "a/b~c %": 1}, "conclusion": "urgancy", "extra": 1}
    answer = service.post("explain/how", body)
    assert (answer.status_code, answer.headers["content-type"]) == (422, "application/problem+json")
    mistakes = {each["pointer"]: each for each in answer.json()["errors"]}
    assert set(mistakes) == {"#/extra", "#/answers/pain_sight", "#/answers/limp", "#/answers/a~1b~0c%20%25", "#/conclusion"}
    assert mistakes["#/answers/pain_sight"]["help"] == "did you mean `pain_site`?"
    assert mistakes["#/conclusion"]["help"] == "did you mean `urgency`?"


def test_sound_fields_do_not_hide_a_second_mistake(service: Asking) -> None:
    """Answers and changes that cannot be read are named together."""
    answer = service.post("explain/what-if", {"answers": {"limp": 7}, "changes": {"age_years": 7000}})
    assert [each["pointer"] for each in answer.json()["errors"]] == ["#/answers/limp", "#/changes/age_years"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"{", "line 1"),
        (b'{"answers": {"limp": true, "limp": false}}', "stands twice"),
        (b'{"answers": {"age_years": NaN}}', "no number"),
        (b'{"answers": {"age_years": 1e999}}', "age_years"),
        (b'{"answers": {"age_years": ' + b"9" * 5000 + b"}}", "too many digits"),
        (b'{"answers": {"limp": "\\ud800"}}', "UTF-8"),
        (b"\xff", "UTF-8"),
        (b"[" * 100_000, "nested"),
        (b'{"answers": ' + b'{"l":' * 20_000 + b"1" + b"}" * 20_001, "nested"),
        (b"", "line 1"),
        (b"null", "object"),
    ],
)
def test_what_is_not_sound_json_is_refused_in_a_sentence(service: Asking, body: bytes, said: str) -> None:
    """Nested too deeply, a key twice, half a character, no number: a problem of status 400 or 422, and never a fault."""
    answer = service("POST", "/v1/assess", content=body, headers={"content-type": "application/json"})
    assert answer.status_code in (400, 422)
    assert said in answer.text


def test_a_whole_number_may_be_written_with_a_point(service: Asking) -> None:
    """JSON knows no difference between 2 and 2.0; 2.5 questions there are not."""
    assert len(service.post("next-questions", {"answers": {}, "n": 2.0}).json()["questions"]) == 2
    assert service.post("next-questions", {"answers": {}, "n": 2.5}).json()["errors"][0]["pointer"] == "#/n"


def test_another_type_of_body_and_a_parameter_that_means_nothing_are_refused(service: Asking) -> None:
    """Neither is lost in silence."""
    assert service("POST", "/v1/assess", content=b"answers=1").status_code == 415
    assert service.post("assess?strict=true", {"answers": {}}).json()["errors"][0]["parameter"] == "strict"
    lines = service("POST", "/v1/assess-many?pack=other", content=b"{}", headers={"content-type": "application/jsonl"})
    assert (lines.status_code, lines.json()["errors"][0]["parameter"]) == (422, "pack")
    assert service.get("/v1/findings?serch=limp").json()["errors"][0]["help"] == "did you mean `search`?"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("explain/how", {"answers": {}, "conclusion": "gluteal_tendinopathy_gtps"}),
        ("explain/why", {"answers": {"limp": True}, "finding": "limp"}),
        ("explain/why-not", {"answers": {"weight_bearing": "unable"}, "conclusion": "urgency"}),
        ("explain/what-if", {"answers": {"limp": True}, "changes": {"limp": True}}),
        ("interview", {"reply": {"answers": {"limp": True}}}),
    ],
)
def test_what_cannot_be_had_with_these_answers_is_a_conflict(service: Asking, path: str, body: object) -> None:
    """It is sound in itself: 409, with a sentence."""
    answer = service.post(path, body)
    assert (answer.status_code, answer.json()["title"]) == (409, "this cannot be had with these answers")


def test_each_question_is_answered_as_the_engine_does(service: Asking, engine: Engine) -> None:
    """The five explanations, the next questions and own words are the engine's."""
    assessment = engine.assess(ANSWERS)
    said = {
        "how": (assessment.how("urgency"), {"conclusion": "urgency"}),
        "why": (assessment.why("weight_bearing"), {"finding": "weight_bearing"}),
        "why-not": (assessment.why_not("emergency"), {"conclusion": "emergency"}),
        "what-if": (assessment.what_if({"limp": False}), {"changes": {"limp": False}}),
    }
    from hipexpert.graphs.explanations.document import explanation_json

    for path, (answer, more) in said.items():
        assert service.post(f"explain/{path}", {"answers": ANSWERS, **more}).text == explanation_json(assessment, answer)
    questions = service.post("next-questions", {"answers": ANSWERS, "n": 2}).json()["questions"]
    assert [[each["finding"] for each in question["findings"]] for question in questions] == [
        list(each.ids) for each in engine.next_questions(ANSWERS, 2)
    ]
    reading = service.post("read-words", {"text": "my left groin hurts and I limp"}).json()
    assert reading["answers"] == engine.read_words("my left groin hurts and I limp").answers


def test_an_interview_goes_on_from_what_the_client_brings(service: Asking, engine: Engine) -> None:
    """No session: the state of each answer is all that the next request needs, and it comes to what the engine's interview does."""
    from hipexpert.knowledge.interview.interview import Interview

    here = Interview(engine)
    there = service.post("interview", {}).json()
    for reply in ({"age_years": 34, "sex": "female", "pain_side": "left"}, None, None, {}):
        asked = {} if reply is None else {name: value for name, value in reply.items() if here.question and name in here.question.ids}
        here = here.answered(asked)
        body = {"state": there["state"], **({"move": "skip"} if reply is None else {"reply": {"answers": asked}})}
        there = service.post("interview", body).json()
        assert here.question is not None
        assert [each["finding"] for each in there["question"]["findings"]] == list(here.question.ids)
        assert there["level"] == here.level
    back = service.post("interview", {"state": there["state"], "move": "back"}).json()
    assert len(back["state"]["steps"]) == 3


def test_an_interview_of_another_pack_or_that_never_was_is_refused(service: Asking) -> None:
    """A state is not trusted: its hash, its findings and what it answers are looked at."""
    state = service.post("interview", {}).json()["state"]
    other = service.post("interview", {"state": {**state, "content_hash": "0" * 64}})
    assert (other.status_code, other.json()["errors"][0]["code"]) == (409, "other-pack")
    step = {"asked": ["limp", "nonsense"], "answers": {"limp": "perhaps", "age_years": 4}, "items": 3, "stage": "who"}
    wrong = service.post("interview", {"state": {**state, "steps": [step]}, "reply": {"answers": {}}})
    assert wrong.status_code in (409, 422)
    assert {each["pointer"] for each in wrong.json()["errors"]} == {"#/state/steps/0", "#/state/steps/0/answers/limp"}
    bounds = service.post("interview", {"state": {**state, "steps": [{**step, "items": 0, "stage": "end"}]}})
    assert {each["pointer"] for each in bounds.json()["errors"]} >= {"#/state/steps/0/items", "#/state/steps/0/stage"}


def test_a_batch_answers_each_line_and_one_bad_line_spoils_no_other(service: Asking, engine: Engine) -> None:
    """In order, with the id of each; what is wrong with one stands on its line."""
    lines = [
        b'{"id": "a", "answers": {"limp": true}, "parts": []}',
        b"",
        b"{nonsense",
        b'{"id": 7, "answers": {"limb": 1}}',
        b'{"answers": {}}',
    ]
    answer = service("POST", "/v1/assess-many", content=b"\n".join(lines), headers={"content-type": "application/jsonl"})
    found = [json.loads(line) for line in answer.text.splitlines()]
    assert [(each["line"], each.get("id"), each["status"]) for each in found] == [
        (1, "a", 200),
        (3, None, 400),
        (4, 7, 422),
        (5, None, 200),
    ]
    assert found[0]["result"]["level"] == engine.assess({"limp": True}).level
    assert found[2]["problem"]["errors"][0]["pointer"] == "#/answers/limb"


def test_the_lists_are_the_packs_own(service: Asking, engine: Engine) -> None:
    """Findings, conditions, packs and schemas, searched and by name."""
    assert [each["id"] for each in service.get("/v1/findings").json()["findings"]] == list(engine.pack.findings)
    assert "limp" in [each["id"] for each in service.get("/v1/findings?search=stick%20crutches").json()["findings"]]
    conditions = service.get("/v1/conditions?search=femoral%20neck").json()["conditions"]
    assert "femoral_neck_stress_fracture" in [each["id"] for each in conditions]
    (told,) = service.get("/v1/packs").json()["packs"]
    assert told["content_hash"] == engine.pack.content_hash
    assert service.get("/v1/schemas/assessment").json()["$id"] == "urn:hipexpert:schema:assessment"
    missing = service.get("/v1/schemas/asessment")
    assert (missing.status_code, missing.json()["errors"][0]["help"]) == (404, "did you mean `assessment`?")


def test_each_example_of_the_description_is_answered(service: Asking) -> None:
    """What somebody sends first, from the page to try it or from a client that was made of the description."""
    paths = service.get("/v1/openapi.json").json()["paths"]
    for path, operations in paths.items():
        for kind, content in operations.get("post", {}).get("requestBody", {}).get("content", {}).items():
            example = content["example"]
            text = example if isinstance(example, str) else json.dumps(example)
            answer = service("POST", path, content=text.encode(), headers={"content-type": kind})
            assert answer.status_code == 200, (path, answer.text)
    assert paths["/v1/assess"]["post"]["requestBody"]["content"]["application/json"]["example"]["answers"]["pain_side"] == "left"
