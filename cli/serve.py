"""``hipexpert serve``: the engine as a service."""

from contextlib import suppress
from typing import TYPE_CHECKING

import click

from hipexpert.cli.errors import user_errors
from hipexpert.cli.output import tell

if TYPE_CHECKING:
    from hipexpert.service.serving import Served

LIBRARIES = ("prometheus_client", "starlette", "uvicorn")


HELP = """Serve the interview as a page and the engine as an HTTP interface, to this machine alone unless told otherwise.

Nothing that anybody answers is stored or logged: the log has a line of JSON for each request, with its route and outcome. `/v1` is
a page to try the interface, `/metrics` has counts for Prometheus. With --reload a changed pack is exchanged as a whole, once it
loads and audits clean. It ends with Ctrl-C or SIGTERM, after the requests that are under way.
"""


@click.command(help=HELP)
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port to listen on; 0: any free one.")
@click.option("--workers", type=click.IntRange(1, 256), default=1, show_default=True, help="How many processes answer.")
@click.option(
    "--knowledge",
    "packs",
    multiple=True,
    metavar="PACK",
    help="The folder of a pack; repeat it for more.  [default: the hip pack that ships]",
)
@click.option("--reload", type=click.FloatRange(0.1), metavar="SECONDS", help="Look for changes of the packs so often.")
@click.option(
    "--allow-host", "hosts", multiple=True, metavar="NAME", help="A host name that it goes by, besides that of this machine; `*`: any."
)
@click.option(
    "--allow-origin", "origins", multiple=True, metavar="ORIGIN", help="An origin whose pages may ask, such as https://example.org."
)
@click.option("--token-file", metavar="FILE", help="Ask for a bearer token of this file, one a line, where it is not the page.")
@click.option("--fhir-mapping", "mapping_file", metavar="FILE", help="Which FHIR items and observations are which findings, for CDS Hooks.")
@click.option("--rate", type=click.FloatRange(0), default=0, metavar="N", help="Requests a second from one address; 0: no limit.")
@click.option("--page/--no-page", default=True, help="Serve the page for a person.  [default: yes]")
@click.option("--check", is_flag=True, help="Only say whether it could serve: packs, tokens and address.")
@user_errors
def serve(
    host: str,
    port: int,
    workers: int,
    packs: tuple[str, ...],
    reload: float | None,
    hosts: tuple[str, ...],
    origins: tuple[str, ...],
    token_file: str | None,
    mapping_file: str | None,
    rate: float,
    page: bool,
    check: bool,
) -> None:
    """Run the verb; :data:`HELP` says what it does."""
    from importlib.util import find_spec

    from hipexpert.engine import Problem, ProblemsError

    missing = [name for name in LIBRARIES if find_spec(name) is None]
    if missing:
        message = f"serving needs {', '.join(f'`{name}`' for name in missing)}, which {'is' if len(missing) == 1 else 'are'} not installed"
        raise ProblemsError([Problem("missing-extra", message, "", 'pip install "hipexpert[serve]"')])
    from hipexpert.service.serving import Served, check_names, names_of
    from hipexpert.service.serving import serve as run
    from hipexpert.service.settings import ServiceSettings

    check_names(hosts, origins)
    settings = ServiceSettings(hosts=names_of(host, hosts), origins=origins, rate=rate, page=page, reload_seconds=reload or 0)
    served = Served(packs=packs, settings=settings, token_file=token_file, mapping_file=mapping_file)
    if check:
        _check(served, host, port)
    else:
        run(served, host, port, workers, say_where)


def say_where(address: str) -> None:
    """Say where it serves, to a standard output that may be closed: that is no reason not to serve."""
    with suppress(OSError):
        tell(f"serving at {address}, until Ctrl-C")


def _check(served: "Served", host: str, port: int) -> None:
    from hipexpert.service.serving import listener

    hosted = served.hosted()
    served.application(hosted)
    listener(host, port).close()
    for engine in hosted.engines:
        about = engine.pack.about
        tell(f"ready: the pack `{about.id}` {about.version}, {engine.pack.content_hash[:12]}")
