"""The Python client: the engine's own names, over a real connection on the loopback."""

import json

import pytest
from serving import free_port

import hipexpert
from hipexpert.graphs.explanations.targets import NotConcludedError
from hipexpert.service.client import Client, ServiceError

ANSWERS = {"pain_site": ["anterior_groin"], "limp": True, "age_years": 30, "none_of": ["red_flag"]}


def test_an_assessment_is_the_engines_to_the_byte(client: Client, engine: hipexpert.Engine) -> None:
    """The document, each part of it, and each explanation are equal values."""
    here, there = engine.assess(ANSWERS), client.assess(ANSWERS)
    assert there.to_json() == here.to_json()
    assert there.to_json(indent=0) == here.to_json(indent=0)
    for name in ("level", "urgency", "screen", "differential", "not_to_be_missed", "patterns", "plan", "contradictions", "knowledge"):
        assert getattr(there, name) == getattr(here, name), name
    assert there.contributing_factors == here.contributing_factors
    assert there.how("urgency") == here.how("urgency")
    assert there.why("weight_bearing") == here.why("weight_bearing")
    assert there.why_not("emergency") == here.why_not("emergency")
    assert there.what_if({"limp": False}) == here.what_if({"limp": False})


def test_a_part_that_was_not_fetched_is_fetched_when_it_is_asked_for(client: Client, engine: hipexpert.Engine) -> None:
    """With no part at first, each is there all the same."""
    there = client.assess(engine.read(ANSWERS), values=[])
    assert there.urgency == engine.assess(ANSWERS).urgency
    assert there.document("full") == engine.assess(ANSWERS).document("full")


def test_mistakes_raise_what_the_engine_raises(client: Client, engine: hipexpert.Engine) -> None:
    """The same types, with the same problems."""
    bad = {"pain_sight": True, "limp": "maybe"}
    with pytest.raises(hipexpert.IntakeError) as there:
        client.assess(bad)
    with pytest.raises(hipexpert.IntakeError) as here:
        engine.assess(bad)
    assert there.value.problems == here.value.problems
    with pytest.raises(NotConcludedError, match="was not concluded"):
        client.assess(ANSWERS).how("emergency")
    with pytest.raises(hipexpert.UnknownConclusionError, match="did you mean"):
        client.assess(ANSWERS).how("urgancy")


def test_what_is_no_mistake_of_the_caller_is_an_error_of_the_service(client: Client) -> None:
    """A token that is wrong, a service that is not there, an address that is none."""
    stranger = Client(f"http://{client._host}:{client._port}")
    with pytest.raises(ServiceError, match="a token is needed") as refused:
        stranger.packs()
    assert refused.value.status == 401
    with pytest.raises(ServiceError, match="does not answer"):
        Client(f"http://127.0.0.1:{free_port()}").packs()
    with pytest.raises(ValueError, match="http://"):
        Client("127.0.0.1:8000")


def test_questions_words_lists_and_many_runners(client: Client, engine: hipexpert.Engine) -> None:
    """Each is the engine's."""
    assert client.next_questions(ANSWERS, 2) == engine.next_questions(ANSWERS, 2)
    assert client.read_words("my left groin hurts") == engine.read_words("my left groin hurts")
    assert [each.id for each in client.findings()] == list(engine.pack.findings)
    assert client.conditions("femoral neck")[0].id == "femoral_neck_stress_fracture"
    assert client.packs()[0].content_hash == engine.pack.content_hash
    assert client.schema("assessment") == json.loads(json.dumps(hipexpert.schema("assessment", engine.pack)))
    many = list(client.assess_many([{"limp": True}, {"limb": True}] * 150, parts=[]))
    assert [each["status"] for each in many] == [200, 422] * 150


def test_an_interview_over_the_wire_is_that_of_the_engine(client: Client, engine: hipexpert.Engine) -> None:
    """Question by question, forwards and back, to its end or for a dozen steps."""
    from hipexpert.knowledge.interview.interview import Interview

    here, there = Interview(engine), client.interview()
    for _ in range(5):
        assert there.question == here.question
        assert (there.level, there.progress, there.left_to_answer) == (here.level, here.progress, here.left_to_answer)
        here, there = here.skipped(), there.skipped()
    assert there.back().question == here.back().question
