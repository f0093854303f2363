"""Showing a written page in the browser."""

import tempfile
from collections.abc import Mapping
from pathlib import Path

import click

from hipexpert.cli.output import write
from hipexpert.engine import Problem, ProblemsError

SHOWABLE = ("html", "svg")


def checked_form(form: str | None, output: str | None, by_suffix: Mapping[str, str]) -> str:
    """The form to write for a browser: what was asked for, or the page. Raises ProblemsError when a browser cannot show it."""
    if output == "-":
        raise ProblemsError(
            [Problem("not-openable", "standard output cannot be opened in the browser", "--open", "name a file with -o, or leave -o away")]
        )
    chosen = form or by_suffix.get(Path(output).suffix.lower() if output else "", "html")
    if chosen not in SHOWABLE:
        raise ProblemsError(
            [Problem("not-openable", f"`{chosen}` is not shown in the browser", "--open", "use --format html or --format svg")]
        )
    return chosen


def write_and_open(text: str, output: str | None, form: str) -> None:
    """Write a page or picture and open it; without a file name, into a temporary file whose name is printed."""
    if output is None:
        handle, output = tempfile.mkstemp(prefix="hipexpert-", suffix=f".{form}")
        Path(output).write_bytes(b"")
        import os

        os.close(handle)
    write(text, output)
    path = Path(output).resolve()
    click.echo(f"written to {path}")
    if click.launch(path.as_uri()) != 0:
        raise ProblemsError([Problem("no-browser", "no browser could be opened", str(path), "open the file yourself")])
