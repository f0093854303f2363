"""Every way in by which one answer can be given as text, for tests that hold one against another."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import polars as pl
import yaml
from asking import Asking
from tiny import TINY

from hipexpert import AssessmentResult, Engine, Intake, IntakeError, Pack, Problem, ProblemsError, read_fhir
from hipexpert.cohort.cells import CellReader, intake_of_line
from hipexpert.cohort.frames import polars_columns
from hipexpert.cohort.mapping import FrameMapping, read_mapping
from hipexpert.knowledge import read_case, read_words
from hipexpert.knowledge.runner.reading_values import bare
from hipexpert.service.application import of_hosted
from hipexpert.service.hosting import Hosted
from hipexpert.service.mcp.tools import tool_named
from hipexpert.service.settings import ServiceSettings

ENGINE = Engine(TINY)
PACK = ENGINE.pack
HOSTED = Hosted([PACK])
SERVICE = Asking(of_hosted(HOSTED, ServiceSettings()))
NAMES = {"yes_no": "swollen", "number": "age", "choice": "side", "choices": "site", "part": "site.front"}
CORPUS = yaml.load((Path(__file__).parent / "knowledge" / "runner" / "said" / "values.yaml").read_text("utf-8"), Loader=yaml.CSafeLoader)
SAID = [(kind, text, wanted) for kind, texts in CORPUS.items() for text, wanted in texts.items()]


def python(name: str, text: str, pack: Pack) -> Intake:
    """A mapping, as an embedding program gives it."""
    return ENGINE.read({name: text}) if pack is PACK else Engine(pack).read({name: text})


def made_by_hand(name: str, text: str, pack: Pack) -> Intake:
    """An intake that somebody made without reading, which is read when it is used."""
    del pack
    return ENGINE.assess(Intake({name: text})).intake


def yaml_text(name: str, text: str, pack: Pack) -> Intake:
    """YAML in which the text stands in quotes."""
    return read_case(f"{name}: {json.dumps(text, ensure_ascii=False)}\n".encode(), "case.yaml", pack)


def json_text(name: str, text: str, pack: Pack) -> Intake:
    """JSON, the text in quotes."""
    return read_case(json.dumps({name: text}, ensure_ascii=False).encode(), "case.json", pack)


def json_line(name: str, text: str, pack: Pack) -> Intake:
    """A line of JSON lines."""
    return intake_of_line(json.dumps({name: text}, ensure_ascii=False), pack, FrameMapping())[0]


def mapped_line(name: str, text: str, pack: Pack) -> Intake:
    """The same under a foreign name."""
    return intake_of_line(json.dumps({"x": text}), pack, read_mapping({"columns": {"x": name}}))[0]


def option(name: str, text: str, pack: Pack) -> Intake:
    """After `-f`."""
    return read_words([f"{name}={text}"], pack)


def cell(name: str, text: str, pack: Pack) -> Intake:
    """A cell, which the table refuses if and only if its reader does."""
    frame = pl.DataFrame({name: [text]})
    reader = CellReader(pack, polars_columns(pack, frame.schema, FrameMapping()))
    refused = ENGINE.assess_frame(frame, results=["urgency"])["problem"].to_list() != [""]
    try:
        found = reader.intake(frame.row(0, named=True))
    except IntakeError:
        assert refused
        raise
    assert not refused
    return found


def placed(error: ProblemsError, place: str) -> ProblemsError:
    """The error, all of which is said of one place."""
    assert {each.place for each in error.problems} == {place}
    return error


def http(name: str, text: str, pack: Pack) -> Intake:
    """An answer in the body of a request to `/v1/assess`; what it counted is in the document."""
    del pack
    response = SERVICE.post("assess", {"answers": {name: text}, "parts": ["intake"]})
    if response.status_code == 422:
        errors = response.json()["errors"]
        problems = [Problem(each["code"], each["detail"], each["pointer"], "", tuple(each.get("findings", ()))) for each in errors]
        raise placed(IntakeError(problems), f"#/answers/{name}")
    assert response.status_code == 200, response.text
    document = response.json()
    return Intake(document["intake"], tuple(document["none_of"]))


def fhir(name: str, text: str, pack: Pack) -> Intake:
    """An item of a QuestionnaireResponse whose answer is a string: its other types say no text, but a truth value, a number or a code.

    No item can have the name of a group or the bare `none_of`: a form denies a group in the item `none_of.group`.
    """
    item = {"linkId": name, "answer": [{"valueString": text}]}
    try:
        return read_fhir({"resourceType": "QuestionnaireResponse", "status": "completed", "item": [item]}, pack)
    except ProblemsError as error:
        raise placed(error, "/item/0/answer/0") from None


class Listening(Engine):
    """An engine that keeps what it assessed last: a tool tells what follows from the answers, and not the answers."""

    heard = Intake({})

    def assess(self, answers: Mapping[str, object] | Intake, *, strict: bool = False) -> AssessmentResult:
        """What follows."""
        found = super().assess(answers, strict=strict)
        self.heard = found.intake
        return found


class Overheard(Hosted):
    """A host with that engine alone."""

    listening = Listening(PACK)

    def engine(self, *_asked: object, **_more: object) -> Engine:
        """It, whatever is asked for."""
        return self.listening


OVERHEARD = Overheard([PACK])


def tool(name: str, text: str, pack: Pack) -> Intake:
    """An answer that a language model hands over, with the words of the person."""
    del pack
    try:
        tool_named("assess").call(OVERHEARD, {"answers": [{"finding": name, "answer": text, "words": "so they said"}]})
    except ProblemsError as error:
        raise placed(error, "/answers/0/answer") from None
    return OVERHEARD.listening.heard


WAYS: list[Callable[[str, str, Pack], Intake]] = [
    *(python, made_by_hand, yaml_text, json_text, json_line, mapped_line, option, cell),
    *(http, fhir, tool),
]


def can_be_said(way: Callable[[str, str, Pack], Intake], name: str, text: str) -> bool:
    """Whether a form has room for a text under a name: `-f` asks that something stands after its sign, FHIR that items are of findings."""
    if way is option:
        return bare(text) != ""
    return way is not fhir or not (name == "none_of" or name in PACK.denied_with)


def outcome(way: Callable[[str, str, Pack], Intake], name: str, text: str) -> tuple[Mapping[str, Any], list[tuple[str, str]]]:
    """The answers, or the code and finding of each problem."""
    try:
        return way(name, text, PACK).answers, []
    except ProblemsError as error:
        return {}, [(each.code, each.finding) for each in error.problems]
