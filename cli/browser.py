"""Showing a written page in the browser."""

import os
from pathlib import Path

import click

from hipexpert.cli.forms import BY_SUFFIX, chosen_form
from hipexpert.cli.output import tell, write

SHOWN = ("html", "svg")


def form_to_open(form: str | None, output: str | None) -> str:
    """The form to write for a browser: what was asked for, else the page.

    Raises :class:`hipexpert.engine.ProblemsError` when a browser cannot show it.
    """
    from hipexpert.engine import Problem, ProblemsError

    if output == "-":
        message = "what goes to standard output cannot be opened in the browser"
        raise ProblemsError([Problem("not-openable", message, "--open", "name a file with -o, or leave -o away")])
    chosen = chosen_form(form, output, tuple(BY_SUFFIX.values()), "html")
    if chosen not in SHOWN:
        raise ProblemsError([Problem("not-openable", f"a browser does not show `{chosen}`", "--open", "use --format html or --format svg")])
    return chosen


def write_and_open(text: str, output: str | None, form: str) -> None:
    """Write a page or picture and open it; without a file to write to, in a temporary one that stays for the browser.

    Raises :class:`hipexpert.engine.ProblemsError` when no browser could be opened; the file is there all the same.
    """
    from hipexpert.engine import Problem, ProblemsError

    if output is None:
        import tempfile  # what it loads is felt at every start

        handle, output = tempfile.mkstemp(prefix="hipexpert-", suffix=f".{form}")
        os.close(handle)
    write(text, output)
    path = Path(output).resolve()
    tell(f"written to {path}")
    if click.launch(path.as_uri()) != 0:
        raise ProblemsError([Problem("no-browser", "no browser could be opened", str(path), "open the file yourself")])
