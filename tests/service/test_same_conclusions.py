"""One engine, many faces: the same case comes to the same conclusions, whoever asks."""

import json
import os
import sys

import aside
import pytest
from asking import Asking
from known_cases import PUBLISHED
from mcp import Client, StdioServerParameters, stdio_client
from running import CHECKOUT

import hipexpert
from hipexpert.service.hosting import Hosted
from hipexpert.service.mcp.server import server


def compare(client_answers: dict[str, object], case_answers: dict[str, object], engine: hipexpert.Engine) -> None:
    """What the tool tells is what the engine concludes."""
    here = engine.assess(case_answers)
    assert client_answers["level"] == here.level
    assert client_answers["action"] == here.urgency.action
    assert [each["condition"] for each in client_answers["may_be"]] == [each.condition for each in here.differential[:5]]  # type: ignore[attr-defined]
    assert client_answers["not_to_be_missed"] == [each.name for each in here.not_to_be_missed]


def spoken(answers: dict[str, object]) -> list[dict[str, object]]:
    """Answers as the tool takes them."""
    return [{"finding": name, "answer": answer, "words": "so it stands in the case"} for name, answer in answers.items()]


async def ask_all(client: Client, cases: list[dict[str, object]], engine: hipexpert.Engine) -> None:
    """Each case through the tool."""
    for answers in cases:
        told = await client.call_tool("assess", {"answers": spoken(answers)})
        assert not told.is_error, told.content
        compare(told.structured_content, answers, engine)


@pytest.mark.deep
def test_every_published_case_comes_to_the_same_through_python_http_and_mcp(
    service: Asking, hosted: Hosted, engine: hipexpert.Engine
) -> None:
    """The whole document over HTTP to the byte, one by one and in a batch; level, action, ranking and what must not be missed over MCP."""
    cases = [dict(case.answers) for case in PUBLISHED]
    documents = [json.loads(engine.assess(answers).to_json()) for answers in cases]
    answers_of = service.at_once([("POST", "/v1/assess", {"json": {"answers": answers}}) for answers in cases])
    for document, answer in zip(documents, answers_of, strict=True):
        assert answer.json() == document
    lines = "\n".join(json.dumps({"answers": answers, "parts": ["urgency", "differential"]}) for answers in cases).encode()
    batch = service("POST", "/v1/assess-many", content=lines, headers={"content-type": "application/jsonl"}).text.splitlines()
    for document, line in zip(documents, map(json.loads, batch), strict=True):
        assert {name: line["result"][name] for name in ("urgency", "differential")} == {
            name: document[name] for name in ("urgency", "differential")
        }

    async def run() -> None:
        async with Client(server(hosted)) as client:
            await ask_all(client, cases, engine)

    aside.run(run())


@pytest.mark.deep
def test_some_published_cases_over_the_standard_streams_of_the_command(engine: hipexpert.Engine) -> None:
    """The real protocol between two processes."""
    code = "from hipexpert.cli.start import start; start()"
    there = StdioServerParameters(command=sys.executable, args=["-c", code, "mcp"], env={**os.environ, "PYTHONPATH": CHECKOUT})

    async def run() -> None:
        async with Client(stdio_client(there)) as client:
            await ask_all(client, [dict(case.answers) for case in PUBLISHED[::20]], engine)

    aside.run(run())
