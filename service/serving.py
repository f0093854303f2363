"""Running the application with uvicorn."""

import socket
from collections.abc import Sequence

import uvicorn
from starlette.types import ASGIApp

from hipexpert.engine import Problem, ProblemsError
from hipexpert.service.application import application
from hipexpert.service.settings import Settings


def serve(packs: Sequence[str], settings: Settings, host: str, port: int) -> None:
    """Serve until the process is asked to end. Raises ProblemsError, before anything is served, for packs that cannot be used and
    for an address that cannot be listened on.
    """
    app = application(packs, settings)
    listening = listener(host, port)
    config = uvicorn.Config(_as_uvicorn(app), server_header=False, access_log=False)
    uvicorn.Server(config).run(sockets=[listening])


def listener(host: str, port: int) -> socket.socket:
    """A socket bound to an address. Raises ProblemsError when there is no such address, or when it is taken or not allowed."""
    try:
        (family, kind, protocol, _name, address), *_others = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
        made = socket.socket(family, kind, protocol)
        try:
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            made.bind(address)
        except BaseException:
            made.close()
            raise
    except (OSError, ValueError) as error:  # a name with an empty or too long part is a ValueError
        reason = (error.strerror or str(error)) if isinstance(error, OSError) else "it is no host name"
        help_text = "name an address of this machine and a free port; --port 0 takes any free one"
        raise ProblemsError(
            [Problem("no-address", f"cannot listen on `{host}`, port {port}: {reason.lower()}", "--host", help_text)]
        ) from None
    return made


def _as_uvicorn(app: ASGIApp) -> "uvicorn._types.ASGIApplication":
    return app  # type: ignore[return-value]  # the same protocol, spelt by two libraries
