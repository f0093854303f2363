"""What describes the HTTP interface: OpenAPI, and a page to try it that loads nothing from elsewhere."""

import asyncio
from collections.abc import Awaitable, Callable
from importlib import resources

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from hipexpert.knowledge import Pack
from hipexpert.service.api.answering import engine_of, no_parameters_but, said
from hipexpert.service.api.openapi import openapi
from hipexpert.service.hosting import Hosted
from hipexpert.service.settings import ServiceSettings

_FILES = {"/v1": ("try.html", "text/html"), "/v1/try.css": ("try.css", "text/css"), "/v1/try.js": ("try.js", "text/javascript")}


def routes(hosted: Hosted, settings: ServiceSettings) -> list[BaseRoute]:
    """The routes of the description. The page itself needs no token: what it sends does."""
    made: dict[tuple[str, ...], bytes] = {}

    async def described(request: Request) -> Response:
        no_parameters_but(request, ("pack",))
        engine = engine_of(hosted, request)
        names = hosted.names()
        root = str(request.scope.get("root_path", ""))  # where another application has mounted this one
        key = (root, engine.pack.content_hash, *(each.content_hash for each in names.values()))
        if key not in made:
            made.clear()  # what was before a reload
            made[key] = await asyncio.to_thread(_described, engine.pack, names, bool(settings.tokens), root)
        return said(made[key], engine, request)

    files = [Route(path, _file(*file)) for path, file in _FILES.items()]
    return [Route("/v1/openapi.json", described), *files]


def _described(pack: Pack, names: dict[str, Pack], tokens: bool, root: str) -> bytes:
    return msgspec.json.encode(openapi(pack, names, tokens=tokens, root=root))


def _file(name: str, kind: str) -> Callable[[Request], Awaitable[Response]]:
    content = (resources.files("hipexpert.service.api") / name).read_bytes()

    async def give(_request: Request) -> Response:
        return Response(content, media_type=kind, headers={"Cache-Control": "no-cache"})

    return give
