"""Running the application with uvicorn, in one process or in several that a supervisor keeps alive."""

import os
import re
import socket
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import uvicorn
from msgspec import Struct
from starlette.types import ASGIApp
from uvicorn.supervisors import Multiprocess

from hipexpert.engine import Problem, ProblemsError
from hipexpert.service.application import of_hosted
from hipexpert.service.fhir_mapping import read_mapping
from hipexpert.service.hosting import Hosted
from hipexpert.service.logs import CONFIGURATION
from hipexpert.service.metrics import TOGETHER
from hipexpert.service.patience import PatientH11
from hipexpert.service.settings import ServiceSettings, read_tokens

if TYPE_CHECKING:
    from uvicorn._types import ASGIApplication

ENVIRONMENT = "HIPEXPERT_SERVE"  # how a worker learns what it serves; it holds no token
GRACE_SECONDS = 30
BACKLOG = 2048
LOCAL = ("localhost", "127.0.0.1", "[::1]")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9.-]{0,252})|\[[0-9A-Fa-f:.]+\]")
_ORIGIN = re.compile(r"https?://([A-Za-z0-9][A-Za-z0-9.-]{0,252}|\[[0-9A-Fa-f:.]+\])(:[0-9]{1,5})?")
EVERYWHERE = ("0.0.0.0", "::", "")  # noqa: S104 (what the user may ask for)


class Served(Struct, frozen=True, kw_only=True):
    """What is served: the folders of packs, the settings without tokens and mapping, and the files of these."""

    packs: tuple[str, ...] = ()
    settings: ServiceSettings = ServiceSettings()
    token_file: str | None = None
    mapping_file: str | None = None

    def hosted(self) -> Hosted:
        """The packs, loaded. Raises :class:`hipexpert.PackError`."""
        return Hosted(self.packs)

    def application(self, hosted: Hosted) -> ASGIApp:
        """The application. Raises ProblemsError for tokens and a mapping that cannot be used."""
        tokens = read_tokens(Path(self.token_file)) if self.token_file else ()
        packs = [engine.pack for engine in hosted.engines]
        mapping = read_mapping(Path(self.mapping_file), packs) if self.mapping_file else self.settings.mapping
        return of_hosted(hosted, msgspec.structs.replace(self.settings, tokens=tokens, mapping=mapping))


def create() -> ASGIApp:
    """The application of a worker, from its environment."""
    served = msgspec.json.decode(os.environ[ENVIRONMENT], type=Served)
    return served.application(_warm(served.hosted()))


def _warm(hosted: Hosted) -> Hosted:
    for engine in hosted.engines:
        engine.assess({}).to_json()  # what the first request would wait for
    return hosted


def serve(served: Served, host: str, port: int, workers: int = 1, tell: Callable[[str], object] = len) -> None:
    """Serve until the process is asked to end: then what is under way is finished, for half a minute at most. Once the address is
    its own, ``tell`` is told where it is.

    Raises ProblemsError, before anything is served, for packs and tokens that cannot be used and for an address that cannot be
    listened on.
    """
    hosted = served.hosted()
    app = served.application(hosted)
    listening = listener(host, port)
    tell(_address(listening))
    _allow_many_files()
    if workers == 1:
        _warm(hosted)
        uvicorn.Server(_config(_as_uvicorn(app))).run(sockets=[listening])
        return
    os.environ[ENVIRONMENT] = msgspec.json.encode(served).decode()
    with tempfile.TemporaryDirectory(prefix="hipexpert-counts-") as folder:  # of numbers, so that each worker tells those of all
        os.environ[TOGETHER] = folder
        config = _config("hipexpert.service.serving:create", factory=True, workers=workers)
        Multiprocess(config, sockets=[listening]).run()


def _address(listening: socket.socket) -> str:
    host, port, *_more = listening.getsockname()
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def serve_mcp(
    hosted: Hosted, host: str, port: int, hosts: tuple[str, ...], token_file: str | None, tell: Callable[[str], object] = len
) -> None:
    """Serve the Model Context Protocol over HTTP until the process is asked to end. Raises ProblemsError as :func:`serve` does."""
    from hipexpert.service.mcp.server import mcp_application

    tokens = read_tokens(Path(token_file)) if token_file else ()
    check_names(hosts, ())
    settings = ServiceSettings(tokens=tokens, hosts=names_of(host, hosts))
    listening = listener(host, port)
    tell(f"{_address(listening)}/mcp")
    _allow_many_files()
    uvicorn.Server(_config(_as_uvicorn(mcp_application(hosted, settings)))).run(sockets=[listening])


def check_names(hosts: tuple[str, ...], origins: tuple[str, ...]) -> None:
    """Raise ProblemsError for host names and origins that no browser will ever send."""
    problems = [
        Problem("bad-host", f"`{each}` is no host name", "--allow-host", "a name or an address without port, or `*` for any")
        for each in hosts
        if each != "*" and not _HOST.fullmatch(each)
    ]
    problems += [
        Problem("bad-origin", f"`{each}` is no origin", "--allow-origin", "scheme, host and port alone, such as https://example.org")
        for each in origins
        if not _ORIGIN.fullmatch(each)
    ]
    if problems:
        raise ProblemsError(problems)


def names_of(host: str, others: tuple[str, ...]) -> tuple[str, ...]:
    """The host names that a service goes by which listens on an address: those of this machine, the address, and the others."""
    own = () if host in EVERYWHERE else (f"[{host}]" if ":" in host else host,)
    return (*LOCAL, *own, *others)


def _config(app: "ASGIApplication | str", *, factory: bool = False, workers: int = 1) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        factory=factory,
        workers=workers,
        http=PatientH11,
        ws="none",
        server_header=False,
        access_log=False,
        log_config=CONFIGURATION,
        timeout_graceful_shutdown=GRACE_SECONDS,
        backlog=BACKLOG,
    )


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
        message = f"cannot listen on `{host}`, port {port}: {reason.lower()}"
        raise ProblemsError([Problem("no-address", message, "--host", help_text)]) from None
    return made


def _allow_many_files() -> None:
    """As many connections as the system allows this process: a silent one holds a file until it is closed."""
    with suppress(ImportError, OSError, ValueError):  # no such limit on Windows
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft < hard:
            resource.setrlimit(resource.RLIMIT_NOFILE, (hard if hard != resource.RLIM_INFINITY else max(soft, 65_536), hard))


def _as_uvicorn(app: ASGIApp) -> "ASGIApplication":
    return app  # type: ignore[return-value]  # the same protocol, spelt by two libraries
