"""The ASGI application: :func:`asgi_application`.

The page for a person plugs in as ``service/page/routes.py`` with one function::

    def routes(hosted: Hosted) -> list[BaseRoute]

It takes an engine from ``hosted.engine()`` when a request comes, never when the routes are made: a reload exchanges engines.
Whatever it mounts (``/``, files below ``/page/``) gets the limits, the security headers and the request id of everything here: the
body has come whole, is no longer than ``ServiceSettings.body_bytes``, and needs no token. A
:class:`hipexpert.service.problems.RequestError` becomes problem details. The content security policy of
:mod:`hipexpert.service.headers` allows scripts, styles, pictures, forms and requests of the same origin and nothing inline; a response
that brings a policy of its own keeps it.
"""

from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from hipexpert import __version__
from hipexpert.knowledge import Pack
from hipexpert.service import metrics as counts
from hipexpert.service.api.answering import PACK_HEADER
from hipexpert.service.api.routes import routes as api_routes
from hipexpert.service.cds_hooks.routes import routes as cds_hooks_routes
from hipexpert.service.fhir.routes import routes as fhir_routes
from hipexpert.service.guarding import Guarded
from hipexpert.service.headers import SecurityHeaders
from hipexpert.service.hosting import Hosted
from hipexpert.service.metrics import Metrics
from hipexpert.service.observing import REQUEST_ID, Observed, fault
from hipexpert.service.problems import RequestError
from hipexpert.service.reloading import LookedAfter, Reloader
from hipexpert.service.settings import ServiceSettings

PAGE = "hipexpert.service.page.routes"


def asgi_application(
    packs: Iterable[Pack | str | Path | None] | Pack | str | Path = (), settings: ServiceSettings | None = None
) -> ASGIApp:
    """The service as an ASGI application, to be run by any ASGI server or mounted in another application, under any path.

    ``packs`` are packs, folders of packs, or None for the hip pack that ships; none at all: the hip pack alone; a single one stands for
    itself. The first answers a request that names none. Raises :class:`hipexpert.PackError` for a folder that does not hold a whole pack.

    Packs are looked after (``settings.reload_seconds``) from the start of the server on, or, where it is mounted and not told of that,
    from the first request on. The log is ``hipexpert.service`` of Python's logging, and holds no answer; whether an access log around it
    has addresses is up to the server.
    """
    return of_hosted(Hosted(packs), settings or ServiceSettings())


def of_hosted(hosted: Hosted, settings: ServiceSettings) -> ASGIApp:
    """The service of packs that are loaded."""
    metrics = Metrics()
    metrics.hosting(engine.pack for engine in hosted.engines)

    async def told(_request: Request) -> Response:
        return Response(metrics.text(), media_type=counts.MEDIA_TYPE)

    routes: list[BaseRoute] = [
        Route("/healthz", _alive),
        Route("/readyz", _ready),
        Route("/metrics", told),
        *api_routes(hosted, settings),
        *cds_hooks_routes(hosted, settings.mapping, metrics),
        *fhir_routes(hosted, settings.mapping),
        *(_page(hosted) if settings.page else []),
    ]
    handlers = {RequestError: _refuse, HTTPException: _not_found, Exception: _fault}
    inner = Starlette(routes=routes, exception_handlers=handlers)  # type: ignore[arg-type]
    inner.router.redirect_slashes = False
    app: ASGIApp = Guarded(inner, settings, metrics)
    if settings.origins:
        app = CORSMiddleware(
            app,
            allow_origins=settings.origins,
            allow_methods=("GET", "POST"),
            allow_headers=("Authorization", "Content-Type", "If-None-Match"),
            expose_headers=("ETag", PACK_HEADER, REQUEST_ID, "Retry-After"),
        )
    app = Observed(SecurityHeaders(app), metrics)
    return LookedAfter(app, Reloader(hosted, metrics), settings.reload_seconds) if settings.reload_seconds else app


def _page(hosted: Hosted) -> list[BaseRoute]:
    if find_spec(PAGE) is None:
        about = hosted.engine().pack

        async def greeting(_request: Request) -> Response:
            return PlainTextResponse(f"hipexpert {__version__}: {about.about.title}, {about.texts.purpose}\n")

        return [Route("/", greeting)]
    found: list[BaseRoute] = import_module(PAGE).routes(hosted)
    return found


async def _alive(_request: Request) -> Response:
    return PlainTextResponse("alive\n")


async def _ready(_request: Request) -> Response:
    return PlainTextResponse("ready\n")  # the packs are loaded before anything listens


async def _refuse(request: Request, error: RequestError) -> Response:
    return error.response(request.scope["state"]["request_id"])


async def _fault(request: Request, _error: Exception) -> Response:
    return fault().response(request.scope["state"]["request_id"])  # what it was, the log tells


async def _not_found(request: Request, error: HTTPException) -> Response:
    code, title = {404: ("not-found", "there is nothing here"), 405: ("method", "this cannot be done here")}.get(
        error.status_code, ("refused", "the request is refused")
    )
    refused = RequestError(error.status_code, code, title, "GET /v1/openapi.json lists what there is", headers=error.headers)
    return refused.response(request.scope["state"]["request_id"])
