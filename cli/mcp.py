"""``hipexpert mcp``: the engine for programs that talk in words."""

import click

from hipexpert.cli.errors import user_errors
from hipexpert.cli.output import tell

HELP = """Serve the engine to a program that talks with people, such as an assistant: tools to assess, to ask what to ask next, to explain
and to look up findings, the pack as resources, and prompts to begin with.

Each answer must come with the person's own words; one without is refused, with the question to put. Nothing is kept or logged. On
standard input and output unless --http is given; it ends when the input does.
"""


@click.command(help=HELP)
@click.option(
    "--knowledge",
    "packs",
    multiple=True,
    metavar="PACK",
    help="The folder of a pack; repeat it for more.  [default: the hip pack that ships]",
)
@click.option("--http", is_flag=True, help="Serve over streamable HTTP at /mcp instead of standard input and output.")
@click.option("--host", help="With --http: the address to listen on.  [default: 127.0.0.1]")
@click.option("--port", type=click.IntRange(0, 65535), help="With --http: the port to listen on.  [default: 8001]")
@click.option(
    "--allow-host", "hosts", multiple=True, metavar="NAME", help="With --http: a host name that it goes by, besides that of this machine."
)
@click.option("--token-file", metavar="FILE", help="With --http: ask for a bearer token of this file, one a line.")
@click.option("--check", is_flag=True, help="Only say whether it could serve.")
@user_errors
def mcp(
    packs: tuple[str, ...], http: bool, host: str | None, port: int | None, hosts: tuple[str, ...], token_file: str | None, check: bool
) -> None:
    """Run the verb; :data:`HELP` says what it does."""
    from importlib.util import find_spec

    from hipexpert.engine import Problem, ProblemsError

    missing = [name for name in ("mcp", *(("uvicorn", "prometheus_client") if http else ())) if find_spec(name) is None]
    if missing:
        message = f"this needs {', '.join(f'`{name}`' for name in missing)}, which {'is' if len(missing) == 1 else 'are'} not installed"
        raise ProblemsError([Problem("missing-extra", message, "", 'pip install "hipexpert[mcp]"')])
    if not http and (host or port is not None or hosts or token_file):
        help_text = "give --http as well, or leave them out"
        raise ProblemsError([Problem("only-over-http", "--host, --port, --allow-host and --token-file are for --http", "", help_text)])
    from hipexpert.service.hosting import Hosted

    hosted = Hosted(packs)
    if check:
        for engine in hosted.engines:
            tell(f"ready: the pack `{engine.pack.about.id}` {engine.pack.about.version}, {engine.pack.content_hash[:12]}")
    elif http:
        from hipexpert.cli.serve import say_where
        from hipexpert.service.serving import serve_mcp

        where = (host or "127.0.0.1", 8001 if port is None else port)
        serve_mcp(hosted, *where, hosts, token_file, say_where)
    else:
        from hipexpert.service.mcp.server import serve_stdio

        serve_stdio(hosted)
