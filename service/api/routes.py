"""The routes of the HTTP interface."""

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import Executor, ThreadPoolExecutor

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge import Knowledge, did_you_mean, matching_findings
from hipexpert.rendering.schemas import NAMES, schema
from hipexpert.service.api import describing
from hipexpert.service.api.answering import SHOWN, engine_of, in_address, json_of, no_parameters_but, said
from hipexpert.service.api.answers import Conditions, Findings, ListedCondition, ListedFinding, ListedPack, Packs
from hipexpert.service.api.batches import Batch
from hipexpert.service.api.mistakes import understood, with_all
from hipexpert.service.api.operations import OPERATIONS, Operation
from hipexpert.service.hosting import Hosted
from hipexpert.service.problems import Mistake, RequestError
from hipexpert.service.settings import ServiceSettings

LONGEST_SEARCH = 200
_Look = Callable[[Hosted, Request], Awaitable[Response]]


def routes(hosted: Hosted, settings: ServiceSettings) -> list[BaseRoute]:
    """All routes under ``/v1``."""
    # What is not waited for any more goes on to its end, and keeps its place until then.
    slow = ThreadPoolExecutor(settings.slow, "hipexpert-slow")
    asking = [Route(f"/v1/{each.path}", _answering(hosted, each, slow), methods=["POST"]) for each in OPERATIONS]
    batch = Route("/v1/assess-many", Batch(hosted, settings), methods=["POST"])
    looking = {"packs": _packs, "findings": _findings, "conditions": _conditions, "schemas/{name}": _schema}
    looks = [Route(f"/v1/{path}", _looking(hosted, work)) for path, work in looking.items()]
    return [*asking, batch, *looks, *describing.routes(hosted, settings)]


def _answering(hosted: Hosted, operation: Operation, slow: Executor) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        no_parameters_but(request, ())
        data = await json_of(request)
        engine, body = understood(hosted, operation.asks, data)
        try:
            if operation.slow:
                content = await asyncio.get_running_loop().run_in_executor(slow, operation.work, engine, body)
            else:
                content = operation.work(engine, body)
        except RequestError as error:
            raise with_all(engine, operation.asks, data, error) from None
        return said(content, engine)

    return answer


def _looking(hosted: Hosted, work: _Look) -> Callable[[Request], Awaitable[Response]]:
    async def look(request: Request) -> Response:
        return await work(hosted, request)

    return look


async def _packs(hosted: Hosted, request: Request) -> Response:
    no_parameters_but(request, ())
    engines = hosted.engines
    return said(msgspec.json.encode(Packs(tuple(ListedPack.of(each.pack) for each in engines))), engines[0], request)


def _search(request: Request) -> list[str]:
    text = request.query_params.get("search", "")
    if len(text) > LONGEST_SEARCH:
        message = f"it may have {LONGEST_SEARCH} characters"
        raise RequestError(422, "invalid", "the request has mistakes", errors=[Mistake("too-long", message, parameter="search")])
    return text.split()


async def _findings(hosted: Hosted, request: Request) -> Response:
    no_parameters_but(request, ("pack", "search"))
    engine = engine_of(hosted, request)
    listed = tuple(ListedFinding.of(engine.pack, each) for each in matching_findings(engine.pack, _search(request)))
    return said(msgspec.json.encode(Findings(listed, Knowledge.of(engine.pack))), engine, request)


async def _conditions(hosted: Hosted, request: Request) -> Response:
    no_parameters_but(request, ("pack", "search"))
    engine = engine_of(hosted, request)
    words = [word.lower().replace("_", " ") for word in _search(request)]
    found = []
    for each in engine.pack.conditions:
        text = " ".join((each.id, each.name, each.plain, *each.also_called, *each.regions)).lower().replace("_", " ")
        if all(word in text for word in words):
            found.append(ListedCondition.of(each))
    return said(msgspec.json.encode(Conditions(tuple(found), Knowledge.of(engine.pack))), engine, request)


async def _schema(hosted: Hosted, request: Request) -> Response:
    no_parameters_but(request, ("pack",))
    engine, name = engine_of(hosted, request), request.path_params["name"][:SHOWN]
    if name not in NAMES:
        help_text = did_you_mean(name, NAMES, f"one of {', '.join(NAMES)}")
        raise in_address(ProblemsError([Problem("unknown-schema", f"there is no schema `{name}`", "", help_text)]), "name")
    made = await asyncio.to_thread(schema, name, engine.pack)
    return said(msgspec.json.encode(made), engine, request)
