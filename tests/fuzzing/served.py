"""What a service is sent, and the files of a watch, as functions of bytes: the other readers are in :mod:`fuzzing.readers`."""

import datetime
import json
import tempfile
from functools import cache
from pathlib import Path

from asking import Asking

from hipexpert import Problem, ProblemsError
from hipexpert.companion.training_files.importing import gather
from hipexpert.service.api.operations import OPERATIONS
from hipexpert.service.application import of_hosted
from hipexpert.service.bodies import parsed
from hipexpert.service.hosting import Hosted
from hipexpert.service.mcp.tools import TOOLS, as_json
from hipexpert.service.problems import RequestError
from hipexpert.service.settings import ServiceSettings

TINY = Path(__file__).parent.parent / "knowledge" / "tiny_pack"
ENDINGS = ("fit", "gpx", "tcx", "fit.gz", "gpx.gz", "zip", "csv", "json")
TODAY = datetime.date(2026, 11, 29)


@cache
def hosted() -> Hosted:
    """The tiny pack, hosted."""
    return Hosted([TINY])


@cache
def service() -> Asking:
    """The service with it."""
    return Asking(of_hosted(hosted(), ServiceSettings()))


@cache
def paths() -> tuple[str, ...]:
    """Where something can be sent to."""
    hooks = [f"/cds-services/{each['id']}" for each in service().get("/cds-services").json()["services"]]
    fhir = ["/fhir/QuestionnaireResponse/$assess", "/fhir/Questionnaire/$next-question"]
    return (*(f"/v1/{each.path}" for each in OPERATIONS), "/v1/assess-many", *fhir, *hooks, *(f"{each}/feedback" for each in hooks))


def request(content: bytes) -> None:
    """The body of a request: the first byte says where to. Whatever it is, the answer is one of 2xx or 4xx, and JSON."""
    path = paths()[(content[0] if content else 0) % len(paths())]
    kind = "application/x-ndjson" if path.endswith("many") else "application/json"
    answer = service()("POST", path, content=content[1:], headers={"Content-Type": kind})
    assert 200 <= answer.status_code < 500, answer.text
    lines = answer.text.splitlines() if path.endswith("many") and answer.status_code == 200 else [answer.text]
    for line in filter(None, lines):
        json.loads(line)


def tool(content: bytes) -> None:
    """The arguments of a tool of MCP: the first byte says of which."""
    chosen = TOOLS[(content[0] if content else 0) % len(TOOLS)]
    try:
        arguments = parsed(content[1:])
    except RequestError:
        return
    if not isinstance(arguments, dict):
        return
    problems: tuple[Problem, ...] = ()
    try:
        json.loads(as_json(chosen.call(hosted(), arguments)))
    except ProblemsError as error:
        problems = error.problems
    assert all(each.code and each.message for each in problems)


def training(content: bytes) -> None:
    """A file of a watch or a service, packed or not: the first byte says what its name ends in. What is read of it are runs."""
    ending = ENDINGS[(content[0] if content else 0) % len(ENDINGS)]
    name = {"csv": "activities.csv", "json": "summarizedActivities.json"}.get(ending, f"run.{ending}")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / name
        file.write_bytes(content[1:])
        problems: tuple[Problem, ...] = ()
        try:
            gather([file], TODAY, zone=datetime.UTC)
        except ProblemsError as error:
            problems = error.problems
    assert all(each.code and each.message for each in problems)
