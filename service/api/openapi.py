"""OpenAPI 3.1 of the HTTP interface, made of its types and of the vocabulary of a pack."""

from collections.abc import Mapping
from typing import Any

from hipexpert import __version__
from hipexpert.graphs.explanations.targets import conclusions
from hipexpert.knowledge import LEVELS, Pack
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, YesNo
from hipexpert.knowledge.schemas.documents import document_of
from hipexpert.knowledge.schemas.from_types import Schema, schema_of
from hipexpert.knowledge.schemas.intake import intake_definitions
from hipexpert.knowledge.words import read_words
from hipexpert.rendering.schemas import NAMES
from hipexpert.service.api import requests as asked
from hipexpert.service.api.answers import Conditions, Findings, Packs
from hipexpert.service.api.operations import OPERATIONS, Operation
from hipexpert.service.problems import MEDIA_TYPE, ProblemDetails

DESCRIPTION = """The engine of hipexpert over HTTP: what follows from answers, what to ask next, and why. The first pack is {title}.

Nothing is kept: every request brings all that it is about. Unknown is never read as no. All this is {purpose}.

Mistakes are problem details (RFC 9457) that name every mistake of a request at once, each with a JSON pointer. `409` is a request that is
sound in itself and in conflict with the answers: what was asked about was not concluded, or the answers cannot all be true."""
_PREFIX = "#/$defs/"
_REFERENCE = "#/components/schemas/"
_HEADERS = {
    "ETag": {"description": "A tag of the content: equal content has an equal tag.", "schema": {"type": "string"}},
    "Hipexpert-Pack": {
        "description": "The pack that answered: id@version and the SHA-256 of its content.",
        "schema": {"type": "string", "pattern": "^[^@ ]+@[^ ]+ [0-9a-f]{64}$"},
    },
}


def openapi(pack: Pack, packs: Mapping[str, Pack], *, tokens: bool = False, root: str = "") -> Schema:
    """The description of the service for requests about a pack; ``packs`` are those that may be named, by their names, ``root``
    is the path that the service lies under.
    """
    schemas = _vocabulary(pack)
    examples = _examples(pack)
    paths: Schema = {f"/v1/{each.path}": {"post": _asking(each, schemas, examples[each.asks])} for each in OPERATIONS}
    why_not = paths["/v1/explain/why-not"]["post"]["requestBody"]["content"]["application/json"]
    why_not["example"] = {**why_not["example"], "conclusion": LEVELS[-1]}  # what was concluded has no why-not
    paths["/v1/assess-many"] = {"post": _batch(schemas)}
    names = {"type": "string", "enum": list(packs)}
    which = {"name": "pack", "in": "query", "description": "Which pack; the first of the service if left out.", "schema": names}
    search = {"name": "search", "in": "query", "description": "Words that must all occur.", "schema": {"type": "string", "maxLength": 200}}
    name = {"name": "name", "in": "path", "required": True, "schema": {"type": "string", "enum": list(NAMES)}}
    paths["/v1/packs"] = _looking("packs", "The packs of this service", Packs, [], schemas)
    paths["/v1/findings"] = _looking("findings", "What can be said", Findings, [which, search], schemas)
    paths["/v1/conditions"] = _looking("conditions", "What it can be", Conditions, [which, search], schemas)
    paths["/v1/schemas/{name}"] = _looking("schema", "A JSON Schema of what goes in or comes out", None, [name, which], schemas)
    for kind in [each for each in schemas.values() if each.get("title", "").endswith("Request")]:
        if "pack" in kind.get("properties", {}):
            kind["properties"]["pack"] |= {"anyOf": [names, {"type": "null"}]}
    both = {"required": ["reply", "move"], "properties": {"reply": {"type": "object"}, "move": {"type": "string"}}}
    schemas["InterviewRequest"]["not"] = both
    security = {"securitySchemes": {"token": {"type": "http", "scheme": "bearer"}}} if tokens else {}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "hipexpert",
            "version": __version__,
            "description": DESCRIPTION.format(title=pack.about.title, purpose=pack.texts.purpose),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": root or "/"}],
        "paths": paths,
        "components": {"schemas": dict(sorted(schemas.items())), **security},
        **({"security": [{"token": []}]} if tokens else {}),
    }


def _vocabulary(pack: Pack) -> dict[str, Schema]:
    """What a pack knows the names of, as schemas."""
    made = intake_definitions(pack)
    answers = made["answers"]
    for name in set(pack.denied_with) & set(answers["properties"]) - set(pack.findings):
        answers["properties"][name] = {**answers["properties"][name], "enum": ["none", "", "?", "unknown", None]}
        answers["properties"][name].pop("const", None)
    ranked = ["urgency", *LEVELS, "first", *(each.id for each in pack.conditions if each.prior is not None)]
    kept = {
        name: _renamed(schema) for name, schema in made.items() if name not in ("story", "case", "answers", "Expected", "SecondReading")
    }
    blank = {"description": "Nothing was said.", "type": "string", "pattern": r"^[ \t\n\r]*$"}
    kept["unknown"] = {**kept["unknown"], "anyOf": [*kept["unknown"]["anyOf"], blank]}
    return {
        **kept,
        "Answers": _renamed(answers),
        "Conclusion": {"type": "string", "enum": list(conclusions(pack))},
        "RankedConclusion": {"type": "string", "enum": ranked},
        "GroupName": {"type": "string", "enum": list(pack.denied_with)},
        "FindingId": {"type": "string", "enum": list(pack.findings)},
    }


def _renamed(schema: Any) -> Any:
    """A schema whose references lead into the components."""
    if isinstance(schema, dict):
        return {key: value.replace(_PREFIX, _REFERENCE) if key == "$ref" else _renamed(value) for key, value in schema.items()}
    return [_renamed(each) for each in schema] if isinstance(schema, list) else schema


def _of(kind: Any, schemas: dict[str, Schema]) -> Schema:
    """A reference to the schema of a type, which is put among the others with all it is made of."""
    for name, schema in schema_of(kind)["$defs"].items():
        schemas.setdefault(name, _renamed(schema))
    return {"$ref": f"{_REFERENCE}{kind.__name__}"}


def _problems(schemas: dict[str, Schema], codes: Mapping[str, str]) -> Schema:
    content = {MEDIA_TYPE: {"schema": _of(ProblemDetails, schemas)}}
    return {status: {"description": text, "content": content} for status, text in codes.items()}


_TURNED_AWAY = {
    "401": "A token is needed.",
    "408": "The body came too slowly.",
    "413": "The body is too long.",
    "429": "Too many requests from one address.",
    "503": "Too busy, or it took too long: come back later.",
}
_BODY = {"400": "The body is not JSON.", "415": "The body is of another type.", "422": "The request has mistakes; all are named."}
_CONFLICT = {"409": "Sound in itself, and in conflict with the answers.", "404": "There is no such pack."}


def _examples(pack: Pack) -> dict[type, Schema]:
    """A body of each kind, in the vocabulary of the pack: somebody who says what the example of its first screen says."""
    said: Schema = dict(read_words(pack.texts.start.example, pack).answers) or _first_answers(pack)
    others = [each for each in pack.findings.values() if each.id not in said]
    left = others[0].id if others else next(iter(pack.findings))
    changed = next(({each.id: True} for each in others if isinstance(each, YesNo)), said)
    answers: Schema = {"answers": said}
    return {
        asked.ValuesRequest: {**answers, "values": ["urgency"]},
        asked.AssessRequest: {**answers, "parts": ["urgency", "differential"]},
        asked.NextQuestionsRequest: {**answers, "n": 3},
        asked.ReadWordsRequest: {"text": pack.texts.start.example or "It began yesterday."},
        asked.ConclusionRequest: {**answers, "conclusion": "urgency"},
        asked.FindingRequest: {**answers, "finding": left},
        asked.ChangesRequest: {**answers, "changes": changed},
        asked.CounterfactualRequest: {**answers, "conclusion": "urgency"},
        asked.InterviewRequest: {"given": {}},
    }


def _first_answers(pack: Pack) -> Schema:
    """To the first findings, where no words say any."""
    said: Schema = {}
    for finding in list(pack.findings.values())[:6]:
        if isinstance(finding, Choices):
            said[finding.id] = [finding.values[0].id]
        elif isinstance(finding, Choice):
            said[finding.id] = finding.values[0].id
        elif isinstance(finding, YesNo):
            said[finding.id] = False
    return said


def _asking(operation: Operation, schemas: dict[str, Schema], example: Schema) -> Schema:
    content = {"application/json": {"schema": _of(operation.answers, schemas)}}
    return {
        "operationId": operation.work.__name__,
        "summary": operation.summary,
        "description": _told(operation.asks),
        "requestBody": {"required": True, "content": {"application/json": {"schema": _of(operation.asks, schemas), "example": example}}},
        "responses": {
            "200": {"description": _told(operation.answers), "headers": _HEADERS, "content": content},
            **_problems(schemas, {**_BODY, **_CONFLICT, **_TURNED_AWAY}),
        },
    }


def _told(kind: type) -> str:
    return " ".join(document_of(kind).replace("``", "`").split())


def _batch(schemas: dict[str, Schema]) -> Schema:
    lines = f"Lines, each an object of the schema {_of(asked.AssessLine, schemas)['$ref']}"
    example = "\n".join(f'{{"id": {number}, "answers": {{}}, "parts": ["urgency"]}}' for number in (1, 2))
    text = "One JSON object a line. Each is answered on a line, as it comes: `line`, its `id`, `status`, and `result` or `problem`."
    return {
        "operationId": "assess_many",
        "summary": "What follows for many people, line by line",
        "description": text,
        "requestBody": {
            "required": True,
            "content": {"application/jsonl": {"schema": {"description": lines}, "example": example}},
        },
        "responses": {
            "200": {
                "description": "A line for each line that holds anything.",
                "content": {"application/jsonl": {"schema": {"type": "string"}}},
            },
            **_problems(schemas, {"415": _BODY["415"], "422": "A parameter is wrong.", **_TURNED_AWAY}),
        },
    }


def _looking(name: str, summary: str, kind: Any, parameters: list[Schema], schemas: dict[str, Schema]) -> Schema:
    schema = {"type": "object"} if kind is None else _of(kind, schemas)
    return {
        "get": {
            "operationId": name,
            "summary": summary,
            "parameters": parameters,
            "responses": {
                "200": {"description": summary, "headers": _HEADERS, "content": {"application/json": {"schema": schema}}},
                "304": {"description": "It is what `If-None-Match` names."},
                **_problems(schemas, {"404": "There is no such thing.", "422": "A parameter is wrong.", **_TURNED_AWAY}),
            },
        }
    }
