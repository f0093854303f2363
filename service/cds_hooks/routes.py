"""The endpoints of CDS Hooks: discovery, the services, and feedback, of which nothing but a number is kept."""

from collections.abc import Iterable, Mapping
from typing import TypeVar

import msgspec
from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from hipexpert.embedding import Engine
from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge import did_you_mean
from hipexpert.service.api.answering import SHOWN, in_address, json_of, no_parameters_but, said
from hipexpert.service.bodies import read
from hipexpert.service.cds_hooks.cards import card_of
from hipexpert.service.cds_hooks.fhir import ANSWERS, OBSERVATIONS, found_in
from hipexpert.service.cds_hooks.messages import ANSWERS_CHANGE, PATIENT_VIEW, FeedbackRequest, HookRequest, HookResponse, Service, Services
from hipexpert.service.fhir_mapping import FhirMapping
from hipexpert.service.hosting import Hosted
from hipexpert.service.metrics import Metrics
from hipexpert.service.problems import refused

Message = TypeVar("Message", bound=Struct)
OF_PATIENT = "patient={{context.patientId}}"
WHY = "hipexpert.no-card"
OTHER_FORM = ("other-form", "nothing in the responses of this patient has a place in the vocabulary")
NO_ANSWERS = ("no-answers", "this patient has no response that counts")


def routes(hosted: Hosted, mapping: FhirMapping, metrics: Metrics) -> list[BaseRoute]:
    """All routes under ``/cds-services``."""

    async def discovered(request: Request) -> Response:
        no_parameters_but(request, ())
        services = Services(tuple(each for each, _engine in _services(hosted, mapping).values()))
        return said(msgspec.json.encode(services), hosted.engines[0], request)

    async def called(request: Request) -> Response:
        service, engine = _service(hosted, mapping, request)
        body = _message(HookRequest, await json_of(request))
        return said(msgspec.json.encode(_answer(service, engine, mapping, body)), engine)

    async def fed_back(request: Request) -> Response:
        _service(hosted, mapping, request)
        body = _message(FeedbackRequest, await json_of(request))
        _refuse(
            Problem("missing-field", "an accepted card names the suggestions that were accepted", f"/feedback/{number}")
            for number, each in enumerate(body.feedback)
            if each.outcome == "accepted" and not each.accepted_suggestions
        )
        for each in body.feedback:
            metrics.fed_back(each.outcome)
        return Response()

    return [
        Route("/cds-services", discovered),
        Route("/cds-services/{id}", called, methods=["POST"]),
        Route("/cds-services/{id}/feedback", fed_back, methods=["POST"]),
    ]


def _services(hosted: Hosted, mapping: FhirMapping) -> Mapping[str, tuple[Service, Engine]]:
    """Two services for each pack, the first of its id, by their ids."""
    found: dict[str, tuple[Service, Engine]] = {}
    which = f"&questionnaire={mapping.questionnaire}" if mapping.questionnaire else ""
    prefetch = {ANSWERS: f"QuestionnaireResponse?{OF_PATIENT}{which}&_sort=-authored"}
    if mapping.observations:
        prefetch[OBSERVATIONS] = f"Observation?{OF_PATIENT}&code={','.join(mapping.observations)}&_sort=-date"
    for engine in hosted.engines:
        about = engine.pack.about
        of_forms = "Prefetch is needed: nothing is fetched. The linkId of an item is the name of a finding, or is mapped."
        of_answers = "`context.answers` holds findings and their answers, as `POST /v1/assess` takes them."
        for hook, needs, queries in ((PATIENT_VIEW, of_forms, prefetch), (ANSWERS_CHANGE, of_answers, {})):
            description = f"How soon to see whom, what is still to be asked, and why. {about.disclaimer}"
            made = Service(hook, f"{about.id}-{hook}", about.title, description, needs, queries)
            found.setdefault(made.id, (made, engine))
    return found


def _service(hosted: Hosted, mapping: FhirMapping, request: Request) -> tuple[Service, Engine]:
    no_parameters_but(request, ())
    services, name = _services(hosted, mapping), request.path_params["id"][:SHOWN]
    if name not in services:
        help_text = did_you_mean(name, services, f"there is {', '.join(services)}")
        raise in_address(ProblemsError([Problem("unknown-service", f"there is no service `{name}`", "", help_text)]), "id")
    return services[name]


def _message(kind: type[Message], data: object) -> Message:
    """A message as its type. What a later version of the standard adds is passed over; a mistake in what is known is not."""
    try:
        return read(kind, _known(kind, data))
    except ProblemsError as error:
        raise refused(error) from None


def _known(kind: type[Struct], data: object) -> object:
    if not isinstance(data, dict):
        return data
    fields = {each.encode_name: each.type for each in msgspec.structs.fields(kind)}
    return {key: _inner(fields[key], value) for key, value in data.items() if key in fields}


def _inner(kind: object, value: object) -> object:
    if isinstance(kind, type) and issubclass(kind, Struct):
        return _known(kind, value)
    inner = getattr(kind, "__args__", (None,))[0]
    if isinstance(value, list) and isinstance(inner, type) and issubclass(inner, Struct):
        return [_known(inner, each) for each in value]
    return value


def _refuse(problems: Iterable[Problem]) -> None:
    listed = list(problems)
    if listed:
        raise refused(ProblemsError(listed))


def _answer(service: Service, engine: Engine, mapping: FhirMapping, body: HookRequest) -> HookResponse:
    problems = []
    if body.hook != service.hook:
        problems.append(Problem("other-hook", f"this service is called by the hook `{service.hook}`", "/hook"))
    if body.fhir_authorization is not None and body.fhir_server is None:
        problems.append(Problem("missing-field", "`fhirServer` is missing, which `fhirAuthorization` is for", "/fhirServer"))
    if service.hook == ANSWERS_CHANGE and body.context.answers is None:
        problems.append(Problem("missing-field", "`answers` is missing", "/context/answers"))
    _refuse(problems)
    if service.hook == ANSWERS_CHANGE:
        try:
            return HookResponse((card_of(engine.assess(body.context.answers or {}), body),))
        except ProblemsError as error:
            raise refused(error, "/context/answers") from None
    found = found_in(body.prefetch, body.context.patient_id, engine.pack, mapping)
    if found.about:
        return HookResponse((card_of(engine.assess(found.intake), body, found.problems, found.unread),))
    code, says = OTHER_FORM if found.unread else NO_ANSWERS
    why = {"code": code, "says": f"{says}; this says nothing about how the patient is"}
    return HookResponse((), {WHY: {**why, "no_finding": found.unread[:10]} if found.unread else why})
