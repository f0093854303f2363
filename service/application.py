"""The ASGI application: :func:`application`.

The page for a person plugs in as ``service/page/routes.py`` with one function::

    def routes(hosted: Hosted) -> list[BaseRoute]

It takes an engine from ``hosted.engine()`` when a request comes, never when the routes are made: a reload exchanges engines.
Whatever it mounts (``/``, files below ``/page/``) gets the limits, the security headers and the request id of everything here. The
content security policy of :mod:`hipexpert.service.headers` allows scripts, styles, pictures, forms and requests of the same origin
and nothing inline; a response that brings a policy of its own keeps it.
"""

from collections.abc import Iterable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp

from hipexpert import __version__
from hipexpert.knowledge import Pack
from hipexpert.service.headers import SecurityHeaders
from hipexpert.service.hosting import Hosted
from hipexpert.service.settings import Settings

PAGE = "hipexpert.service.page.routes"


def application(packs: Iterable[Pack | str | Path | None] = (), settings: Settings | None = None) -> ASGIApp:
    """The service as an ASGI application, to be run by any ASGI server or mounted in another application.

    ``packs`` are those of :class:`hipexpert.service.hosting.Hosted`. Raises :class:`hipexpert.PackError`.
    """
    hosted, _allowed = Hosted(packs), settings or Settings()
    routes: list[BaseRoute] = [Route("/healthz", _alive), *_page(hosted)]
    return SecurityHeaders(Starlette(routes=routes))


def _page(hosted: Hosted) -> list[BaseRoute]:
    if find_spec(PAGE) is None:
        return [Route("/", _greeting)]
    found: list[BaseRoute] = import_module(PAGE).routes(hosted)
    return found


async def _alive(_request: Request) -> Response:
    return PlainTextResponse("alive\n")


async def _greeting(_request: Request) -> Response:
    return PlainTextResponse(f"hipexpert {__version__}: education and triage support, not a diagnosis\n")
