"""One engine, many faces: the same case comes to the same conclusions, whoever asks."""

import json
import os
import sys
from typing import Any

import aside
import pytest
from asking import Asking
from known_cases import PUBLISHED
from mcp import Client, StdioServerParameters, stdio_client
from running import CHECKOUT, run
from tables import table_of
from visiting import Visitor

import hipexpert
from hipexpert.service.application import of_hosted
from hipexpert.service.hosting import Hosted
from hipexpert.service.mcp.server import server
from hipexpert.service.settings import ServiceSettings


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
def test_every_published_case_comes_to_the_same_through_every_face(
    service: Asking, hosted: Hosted, engine: hipexpert.Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Python, the terminal, HTTP by one and in a batch, the page, CDS Hooks, FHIR, MCP and a table say of each what the engine says.

    Of each face all that it tells: the whole document to the byte, or level, what to do, ranking, and what must not be missed.
    """
    cases = [dict(case.answers) for case in PUBLISHED]
    results = [engine.assess(answers) for answers in cases]
    documents = [json.loads(each.to_json()) for each in results]
    with monkeypatch.context() as patched:  # the pack is loaded once, not for every command
        patched.setattr("hipexpert.graphs.explained.ExplainingEngine", lambda _pack: engine)
        on_the_terminal(documents)
    over_http(service, cases, documents)
    on_the_page(hosted, results)
    in_a_record(service, results)
    in_a_table(engine, results)

    async def asked() -> None:
        async with Client(server(hosted)) as client:
            await ask_all(client, cases, engine)

    aside.run(asked())


def on_the_terminal(documents: list[dict[str, Any]]) -> None:
    """The document of each case from its file."""
    for case, document in zip(PUBLISHED, documents, strict=True):
        assert json.loads(run("explain", str(case.path), "--format", "json").stdout) == document


def over_http(service: Asking, cases: list[dict[str, object]], documents: list[dict[str, Any]]) -> None:
    """The document of each, and parts of it in a batch."""
    answers_of = service.at_once([("POST", "/v1/assess", {"json": {"answers": answers}}) for answers in cases])
    for document, answer in zip(documents, answers_of, strict=True):
        assert answer.json() == document
    lines = "\n".join(json.dumps({"answers": answers, "parts": ["urgency", "differential"]}) for answers in cases).encode()
    batch = service("POST", "/v1/assess-many", content=lines, headers={"content-type": "application/jsonl"}).text.splitlines()
    for document, line in zip(documents, map(json.loads, batch), strict=True):
        assert {name: line["result"][name] for name in ("urgency", "differential")} == {
            name: document[name] for name in ("urgency", "differential")
        }


def on_the_page(hosted: Hosted, results: list[hipexpert.AssessmentResult]) -> None:
    """The banner, what to do and the first condition, of the file opened on the first screen."""
    visitor = Visitor(of_hosted(hosted, ServiceSettings()))
    for case, here in zip(PUBLISHED, results, strict=True):
        visitor.open("./")
        visitor.send("interview", [("do", "resume")], {"file": ("case.yaml", case.path.read_bytes())})
        if not visitor.is_result:
            visitor.press("Show the result now")
        assert (visitor.level, visitor.heading) == (here.level, here.urgency.title)
        assert here.urgency.action in visitor.text
        assert all(each.name in visitor.text for each in here.differential[:1] if each.band != "unlikely")


def in_a_record(service: Asking, results: list[hipexpert.AssessmentResult]) -> None:
    """The card and the Bundle of the answers as a QuestionnaireResponse."""
    for here in results:
        form = hipexpert.fhir_response(here.intake, here.pack, subject="Patient/p1")
        bundle = service("POST", "/fhir/QuestionnaireResponse/$assess", json=form).json()
        found = {each["resource"]["resourceType"]: each["resource"] for each in bundle["entry"]}
        told = {each["name"]: next(value for key, value in each.items() if key != "name") for each in found["Parameters"]["parameter"]}
        assert (told["level"], told["at-most"], told["action"]) == (here.level, here.urgency.at_most, here.urgency.action)
        ranked = [each["outcome"]["coding"][0]["code"] for each in found["RiskAssessment"]["prediction"]]
        assert ranked[: len(here.differential)] == [each.condition for each in here.differential]
        assert {each.condition for each in here.not_to_be_missed} <= set(ranked)
        context = {"userId": "Practitioner/1", "patientId": "p1"}
        call = {
            "hook": "patient-view",
            "hookInstance": "d1577c69-dfbe-44ad-ba6d-3e05e953b2ea",
            "context": context,
            "prefetch": {"answers": form},
        }
        (card,) = service("POST", "/cds-services/hip-patient-view", json=call).json()["cards"]
        said = card["extension"]["hipexpert.assessment"]
        assert (said["level"], said["at_most"]) == (here.level, here.urgency.at_most)
        assert card["summary"].startswith(here.urgency.title[:100])


def in_a_table(engine: hipexpert.Engine, results: list[hipexpert.AssessmentResult]) -> None:
    """The row of each."""
    rows = engine.assess_frame(table_of(engine.pack, [each.intake for each in results])).to_dicts()
    for row, here in zip(rows, results, strict=True):
        assert (row["urgency"], row["at_most"]) == (here.level, here.urgency.at_most)
        ranked = [row[f"condition_{place}"] for place in range(1, 6)]
        assert [each for each in ranked if each] == [each.condition for each in here.differential[:5]]


@pytest.mark.deep
def test_some_published_cases_over_the_standard_streams_of_the_command(engine: hipexpert.Engine) -> None:
    """The real protocol between two processes."""
    code = "from hipexpert.cli.start import start; start()"
    there = StdioServerParameters(command=sys.executable, args=["-c", code, "mcp"], env={**os.environ, "PYTHONPATH": CHECKOUT})

    async def asked() -> None:
        async with Client(stdio_client(there)) as client:
            await ask_all(client, [dict(case.answers) for case in PUBLISHED[::20]], engine)

    aside.run(asked())
