"""``hipexpert serve``: the engine as a service."""

import click

from hipexpert.cli.errors import user_errors
from hipexpert.cli.output import tell

EXTRA = 'pip install "hipexpert[serve]"'


@click.command(short_help="Serve the page and the HTTP interface.")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True, help="The port to listen on; 0: any free one.")
@click.option(
    "--knowledge",
    "packs",
    multiple=True,
    metavar="PACK",
    help="The folder of a pack; repeat it for more.  [default: the hip pack that ships]",
)
@click.option("--check", is_flag=True, help="Only say whether it could serve: whether the packs load and the address is free.")
@user_errors
def serve(host: str, port: int, packs: tuple[str, ...], check: bool) -> None:
    """Serve the interview as a page and the engine as an HTTP interface, to this machine alone unless told otherwise.

    Nothing that anybody answers is stored or logged. It ends with Ctrl-C, after the requests that are under way.
    """
    from importlib.util import find_spec

    from hipexpert.engine import Problem, ProblemsError

    missing = [name for name in ("starlette", "uvicorn") if find_spec(name) is None]
    if missing:
        message = f"serving needs {', '.join(f'`{name}`' for name in missing)}, which is not installed"
        raise ProblemsError([Problem("missing-extra", message, "", EXTRA)])
    from hipexpert.service.hosting import Hosted
    from hipexpert.service.serving import listener
    from hipexpert.service.serving import serve as run
    from hipexpert.service.settings import Settings

    if check:
        hosted = Hosted(packs)
        listener(host, port).close()
        for engine in hosted.engines:
            about = engine.pack.about
            tell(f"ready: the pack `{about.id}` {about.version}, {engine.pack.content_hash[:12]}", err=False)
        return
    run(packs, Settings(), host, port)
