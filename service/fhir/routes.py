"""The routes of FHIR: what can be had, the questionnaire, the interview, and what follows."""

import datetime
import re
from collections.abc import Awaitable, Callable
from typing import TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from hipexpert import __version__
from hipexpert.embedding import Engine
from hipexpert.engine import Problem, ProblemsError
from hipexpert.service.api.answering import JSON, SHOWN, engine_of, in_address, json_of, no_parameters_but, said
from hipexpert.service.fhir.adaptive import fhir_next_question
from hipexpert.service.fhir.bundle import fhir_bundle
from hipexpert.service.fhir.outcome import issue, of_mistakes, outcome
from hipexpert.service.fhir.questionnaire import fhir_questionnaire
from hipexpert.service.fhir.r5 import fhir_r5
from hipexpert.service.fhir.reading import bad, read_fhir
from hipexpert.service.fhir.terms import Json, canonical
from hipexpert.service.fhir_mapping import FhirMapping
from hipexpert.service.hosting import Hosted
from hipexpert.service.problems import RequestError, refused

MEDIA_TYPE = "application/fhir+json"
RELEASES = {"4.0": "4.0", "4.0.1": "4.0", "5.0": "5.0", "5.0.0": "5.0"}  # what a client may call them, and how they are told
DEFAULT, R5 = "4.0", "5.0"
RESPONSE = "QuestionnaireResponse"
FORMAT = "_format"
VERSION = re.compile(r';\s*fhirVersion\s*=\s*"?([0-9.]{1,9})', re.IGNORECASE)
PASSED = "questionnaire-response"  # the parameter of `$next-question`
Found = TypeVar("Found")
_Handler = Callable[[Request], Awaitable[Response]]


def routes(hosted: Hosted, mapping: FhirMapping) -> list[BaseRoute]:
    """All routes under ``/fhir``."""

    async def metadata(request: Request) -> Response:
        _asked_for(request)
        return _given(_capabilities(hosted), hosted.engines[0], request, kept=True)

    async def versions(request: Request) -> Response:
        _asked_for(request)
        told = [{"name": "version", "valueCode": each} for each in dict.fromkeys(RELEASES.values())]
        told.append({"name": "default", "valueCode": DEFAULT})
        return _given({"resourceType": "Parameters", "parameter": told}, hosted.engines[0], request, kept=True)

    async def found(request: Request) -> Response:
        _asked_for(request, "url")
        url = request.query_params.get("url", "").partition("|")[0]
        listed = [fhir_questionnaire(each.pack) for each in hosted.engines if url in ("", canonical(each.pack))]
        entries = [{"fullUrl": each["url"], "resource": each, "search": {"mode": "match"}} for each in listed]
        link = {"link": [{"relation": "self", "url": str(request.url)}]}
        bundle = {"resourceType": "Bundle", "type": "searchset", "total": len(entries), **link, **({"entry": entries} if entries else {})}
        return _given(bundle, hosted.engines[0], request, kept=True)

    async def questionnaire(request: Request) -> Response:
        _asked_for(request)
        engine = _named(hosted, request.path_params["id"][:SHOWN])
        return _given(fhir_questionnaire(engine.pack), engine, request, kept=True)

    async def asked(request: Request) -> Response:
        _asked_for(request, "pack")
        data, passed = _resource(await json_of(request, (MEDIA_TYPE, JSON)))
        engine = _engine_for(hosted, request, data)
        made = _of_it(lambda: fhir_next_question(engine, data))
        whole = {"resourceType": "Parameters", "parameter": [{"name": "return", "resource": made}]} if passed else made
        return _given(whole, engine, request)

    async def assessed(request: Request) -> Response:
        _asked_for(request, "pack")
        data, _passed = _resource(await json_of(request, (MEDIA_TYPE, JSON)))
        engine = _engine_for(hosted, request, data)
        intake = _of_it(lambda: read_fhir(data, engine.pack, mapping))
        bundle = fhir_bundle(engine.assess(intake), recorded=datetime.datetime.now(datetime.UTC), subject=_subject(data))
        return _given(bundle, engine, request)

    return [
        Route("/fhir/metadata", _told(metadata)),
        Route("/fhir/$versions", _told(versions)),
        Route("/fhir/Questionnaire", _told(found)),
        Route("/fhir/Questionnaire/$next-question", _told(asked), methods=["POST"]),
        Route("/fhir/Questionnaire/{id}", _told(questionnaire)),
        Route("/fhir/QuestionnaireResponse/$assess", _told(assessed), methods=["POST"]),
    ]


def _asked_for(request: Request, *allowed: str) -> None:
    """Refuse other parameters than these, and another format than JSON."""
    no_parameters_but(request, (*allowed, FORMAT))
    kind = request.query_params.get(FORMAT, JSON).partition(";")[0].strip()
    if kind not in ("json", "text/json", JSON, MEDIA_TYPE):
        raise RequestError(406, "no-format", "this server writes JSON", f"leave `{FORMAT}` out, or write `{FORMAT}=json`")


def _given(resource: Json, engine: Engine, request: Request, *, kept: bool = False) -> Response:
    """The resource in the release that is asked for; ``kept``: it is about the pack alone, and may be kept."""
    release = _release(request)
    content = msgspec.json.encode(fhir_r5(resource) if release == R5 else resource)
    kind = MEDIA_TYPE if release == DEFAULT else f"{MEDIA_TYPE}; fhirVersion={release}"
    response = said(content, engine, request if kept else None, kind)
    response.headers["Vary"] = "Accept"
    return response


def _release(request: Request) -> str:
    """The release of FHIR that the first of these names: the parameter of the address, what is accepted, what was sent."""
    for told in (request.query_params.get(FORMAT, ""), request.headers.get("accept", ""), request.headers.get("content-type", "")):
        if named := VERSION.search(told):
            if named[1] not in RELEASES:
                raise RequestError(406, "no-release", f"this server has no FHIR {named[1]}", f"it has {DEFAULT} and {R5}")
            return RELEASES[named[1]]
    return DEFAULT


def _told(handler: _Handler) -> _Handler:
    """The handler; what it refuses is an OperationOutcome, as a client of FHIR expects."""

    async def answer(request: Request) -> Response:
        try:
            return await handler(request)
        except RequestError as error:
            issues = of_mistakes(error.errors, RESPONSE) or [issue("error", "invalid", error.detail or error.title)]
            return Response(msgspec.json.encode(outcome(issues)), error.status, error.headers, MEDIA_TYPE)

    return answer


def _of_it(work: Callable[[], Found]) -> Found:
    try:
        return work()
    except ProblemsError as error:
        raise refused(error) from None


def _resource(data: object) -> tuple[object, bool]:
    """The response that was sent, by itself or as the parameter of an operation; which of the two."""
    if not isinstance(data, dict) or data.get("resourceType") != "Parameters":
        return data, False
    given = data.get("parameter")
    found = (
        [each.get("resource") for each in given if isinstance(each, dict) and each.get("name") == PASSED] if isinstance(given, list) else []
    )
    if len(found) != 1:
        raise refused(bad(f"one parameter `{PASSED}` is needed", ()))
    return found[0], True


def _engine_for(hosted: Hosted, request: Request, data: object) -> Engine:
    """The engine of the pack that the address names, else of the one whose questionnaire is answered, else the first."""
    if "pack" in request.query_params or not isinstance(data, dict):
        return engine_of(hosted, request)
    contained = data.get("contained")
    forms = [data.get("questionnaire")]
    for each in contained if isinstance(contained, list) else []:
        derived = each.get("derivedFrom") if isinstance(each, dict) else None
        forms += derived if isinstance(derived, list) else []
    named = {str(each).partition("|")[0] for each in forms}
    return next((each for each in hosted.engines if canonical(each.pack) in named), hosted.engines[0])


def _named(hosted: Hosted, name: str) -> Engine:
    for each in hosted.engines:
        if each.pack.about.id == name:
            return each
    there = ", ".join(each.pack.about.id for each in hosted.engines)
    raise in_address(ProblemsError([Problem("unknown-pack", f"there is no questionnaire `{name}`", "", f"there is {there}")]), "id")


def _subject(data: object) -> str:
    subject = data.get("subject") if isinstance(data, dict) else None
    reference = subject.get("reference") if isinstance(subject, dict) else None
    return reference if isinstance(reference, str) and len(reference) <= 1000 else ""


def _capabilities(hosted: Hosted) -> Json:
    """What this server can do."""
    about = hosted.engines[0].pack.about
    sdc = "http://hl7.org/fhir/uv/sdc/OperationDefinition/Questionnaire-next-question"
    questionnaire = {"type": "Questionnaire", "interaction": [{"code": "read"}, {"code": "search-type"}]}
    asking = {"searchParam": [{"name": "url", "type": "uri"}], "operation": [{"name": "next-question", "definition": sdc}]}
    assessing = {"type": RESPONSE, "operation": [{"name": "assess", "definition": "urn:hipexpert:operation:assess"}]}
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": (about.released or datetime.datetime.now(datetime.UTC).date()).isoformat(),
        "kind": "instance",
        "software": {"name": "hipexpert", "version": __version__},
        "implementation": {"description": f"{about.title}. {about.disclaimer}"},
        "fhirVersion": "4.0.1",
        "format": ["json"],
        "rest": [{"mode": "server", "resource": [{**questionnaire, **asking}, assessing]}],
    }
