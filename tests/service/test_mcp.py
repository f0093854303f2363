"""The Model Context Protocol, asked by the SDK's own client: in this process, over the standard streams of another, and over HTTP."""

import json
import os
import sys
import threading
import time
from collections.abc import Callable, Coroutine
from typing import Any

import aside
import jsonschema
import pytest
import uvicorn
from mcp import Client, MCPError, StdioServerParameters, stdio_client
from mcp.types import ResourceTemplateReference
from running import CHECKOUT
from serving import free_port

import hipexpert
from hipexpert.service.hosting import Hosted
from hipexpert.service.mcp.server import mcp_application, server
from hipexpert.service.settings import ServiceSettings

Talk = Callable[[Client], Coroutine[Any, Any, None]]
LIMP = {"finding": "limp", "answer": True, "words": "I limp a bit"}


def talk(hosted: Hosted, what: Talk) -> None:
    """A conversation with the server, in this process."""

    async def run() -> None:
        async with Client(server(hosted)) as client:
            await what(client)

    aside.run(run())


def test_each_tool_says_that_answers_need_the_persons_words(hosted: Hosted) -> None:
    """It is told where a model reads it, and the schemas are sound and small."""

    async def conversation(client: Client) -> None:
        tools = {each.name: each for each in (await client.list_tools()).tools}
        assert set(tools) == {"assess", "next_question", "explain", "findings"}
        for name in ("assess", "next_question", "explain"):
            assert "the person's own words" in (tools[name].description or "")
            assert "Nothing you say can lower the level" in (tools[name].description or "")
        for tool in tools.values():
            jsonschema.Draft202012Validator.check_schema(tool.input_schema)
            jsonschema.Draft202012Validator.check_schema(tool.output_schema or {})
            assert len(json.dumps(tool.input_schema)) < 2_500
            assert tool.annotations is not None
            assert tool.annotations.read_only_hint

    talk(hosted, conversation)


def test_an_assessment_in_short_is_that_of_the_engine(hosted: Hosted, engine: hipexpert.Engine) -> None:
    """Level, action, ranking and what to ask; the words it rests on; and it fits the schema that the tool states."""

    async def conversation(client: Client) -> None:
        answers = [LIMP, {"finding": "pain_site", "answer": ["anterior_groin"], "words": "in front, in the groin"}]
        said = await client.call_tool("assess", {"answers": answers})
        told, here = said.structured_content, engine.assess({"limp": True, "pain_site": ["anterior_groin"]})
        assert (told["level"], told["title"], told["action"]) == (here.level, here.urgency.title, here.urgency.action)
        assert [each["condition"] for each in told["may_be"]] == [each.condition for each in here.differential[:5]]
        assert told["rests_on"] == {"limp": "I limp a bit", "pain_site": "in front, in the groin"}
        assert [each["finding"] for each in told["ask_next"]] == [each.finding for each in here.left_to_answer[:3]]
        schema = next(each.output_schema for each in (await client.list_tools()).tools if each.name == "assess")
        jsonschema.validate(told, schema or {})

    talk(hosted, conversation)


@pytest.mark.hazard("the-program-or-pack-is-broken")
def test_what_a_model_fills_in_by_itself_is_refused_with_the_question_to_ask(hosted: Hosted, pack: hipexpert.Pack) -> None:
    """An answer without words, words that are blank, a list denied without words: nothing is assessed, and it says what to ask."""

    async def conversation(client: Client) -> None:
        for answer in ({"finding": "limp", "answer": False}, {"finding": "limp", "answer": False, "words": " \n"}):
            for tool in ("assess", "next_question"):
                said = await client.call_tool(tool, {"answers": [answer]})
                assert said.is_error
                text = said.content[0].text  # type: ignore[union-attr]
                assert text.startswith("Nothing was assessed:")
                assert pack.findings["limp"].question in text
        denied = await client.call_tool("assess", {"answers": [{"finding": "none_of", "answer": ["red_flag"], "words": ""}]})
        assert denied.is_error
        both = await client.call_tool(
            "assess", {"answers": [LIMP, {**LIMP, "answer": False}, {"finding": "limb", "answer": 1, "words": "a"}]}
        )
        text = both.content[0].text  # type: ignore[union-attr]
        assert "answered twice" in text
        assert "(at /answers/2/answer)" in text
        assert "did you mean `limp`?" in text
        whole = {"finding": "findings", "answer": {"limp": False, "fever": False}, "words": "nothing of that"}
        assert (await client.call_tool("assess", {"answers": [whole]})).is_error

    talk(hosted, conversation)


def test_questions_explanations_resources_and_prompts(hosted: Hosted, engine: hipexpert.Engine) -> None:
    """The next question is the interview's; an explanation begins with the level; a rule is readable; a prompt tells the rule of words."""

    async def conversation(client: Client) -> None:
        asked = (await client.call_tool("next_question", {"answers": [LIMP], "passed": ["age_years"]})).structured_content
        (question,) = engine.next_questions({"limp": True}, passed=["age_years"])
        assert [each["finding"] for each in asked["question"]["ask"]] == list(question.ids)
        for kind, more in (
            ("how", {}),
            ("why", {"about": "fever"}),
            ("why_not", {"about": "emergency"}),
            ("what_if", {"changes": {"limp": False}}),
        ):
            told = (await client.call_tool("explain", {"question": kind, "answers": [LIMP], **more})).structured_content
            assert told["explanation"].startswith("# ")
            assert told["title"] in told["explanation"]
        wrong = await client.call_tool("explain", {"question": "how", "answers": [LIMP], "about": "urgancy"})
        assert wrong.is_error
        assert "did you mean `urgency`?" in wrong.content[0].text  # type: ignore[union-attr]
        found = (await client.call_tool("findings", {"search": "groin"})).structured_content
        assert "pain_site" in [each["finding"] for each in found["findings"]]
        uris = [each.uri for each in (await client.list_resources()).resources]
        for uri in (*uris, "hipexpert://conditions/femoral_neck_stress_fracture", "hipexpert://rules/a-limp-is-seen-soon"):
            json.loads((await client.read_resource(uri)).contents[0].text)  # type: ignore[union-attr]
        with pytest.raises(MCPError, match="did you mean"):
            await client.read_resource("hipexpert://rules/a-limp-is-seen-sooon")
        template = ResourceTemplateReference(uri="hipexpert://rules/{id}")
        completed = (await client.complete(template, {"name": "id", "value": "a-limp-is"})).completion.values
        assert "a-limp-is-seen-soon" in completed
        for each in (await client.list_prompts()).prompts:
            text = (await client.get_prompt(each.name, {"story": "{it} hurts"})).messages[0].content.text  # type: ignore[union-attr]
            assert "unknown is not no" in text
            assert "{it} hurts" in text

    talk(hosted, conversation)


def test_a_test_that_nobody_may_try_is_put_as_what_was_noticed(hosted: Hosted, engine: hipexpert.Engine) -> None:
    """The words that go to the person say not to try it, and the model reads that only a yes counts."""

    async def conversation(client: Client) -> None:
        told = {"age_years": 30, "sex": "male", "pain_side": "left", "pain_site": ["anterior_groin"], "weight_bearing": "full"}
        told |= {"onset_type": "over_days_weeks", "symptom_duration_days": 21, "limp": False}
        answers = [{"finding": name, "answer": answer, "words": "so I said"} for name, answer in told.items()]
        said = (await client.call_tool("next_question", {"answers": answers})).structured_content
        (hop,) = [each for each in said["question"]["ask"] if each["finding"] == "st_hop_pain"]
        assert hop["question"] == engine.pack.noticed["st_hop_pain"]
        assert hop["answers"] == "yes; anything else leaves it open: name it in `passed`"

    talk(hosted, conversation)


def test_the_installed_command_speaks_over_its_standard_streams() -> None:
    """`hipexpert mcp` as a process: a conversation, and nothing on its streams but the protocol."""
    code = "from hipexpert.cli.start import start; start()"
    there = StdioServerParameters(command=sys.executable, args=["-c", code, "mcp"], env={**os.environ, "PYTHONPATH": CHECKOUT})

    async def run() -> None:
        async with Client(stdio_client(there)) as client:
            said = await client.call_tool(
                "assess", {"answers": [{"finding": "weight_bearing", "answer": "unable", "words": "I cannot stand on it"}]}
            )
            assert said.structured_content["level"] == "emergency"

    aside.run(run())


@pytest.mark.deep
def test_the_same_over_http_with_a_token_and_only_under_its_own_name(hosted: Hosted) -> None:
    """Streamable HTTP by the SDK's client; without the token it is refused, and so is a page that points its name here."""
    import httpx
    from asking import Asking
    from mcp.client.streamable_http import streamable_http_client

    port, token = free_port(), "a-token-of-this-test"
    app = mcp_application(hosted, ServiceSettings(tokens=(token,), hosts=("127.0.0.1",)))
    running = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None))
    thread = threading.Thread(target=running.run, daemon=True)
    thread.start()
    while not running.started:
        time.sleep(0.01)

    async def run() -> None:
        import httpx2

        address = f"http://127.0.0.1:{port}/mcp"
        async with (
            httpx2.AsyncClient(headers={"Authorization": f"Bearer {token}"}) as http,
            Client(streamable_http_client(address, http_client=http)) as client,
        ):
            said = await client.call_tool("assess", {"answers": [LIMP]})
            assert said.structured_content["rests_on"] == {"limp": "I limp a bit"}

    aside.run(run())
    assert httpx.post(f"http://127.0.0.1:{port}/mcp", json={}).status_code == 401
    assert Asking(app)("POST", "/mcp", json={}, headers={"Host": "evil.example"}).status_code == 421
    running.should_exit = True
    thread.join()
