"""The forms of a result: which one is wanted, and a report in each."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

from hipexpert.cli.output import tell, write

if TYPE_CHECKING:
    from msgspec import Struct

    from hipexpert.knowledge import Assessment
    from hipexpert.rendering.report.blocks import Report

LETTER = ("text", "markdown", "html")  # the forms of the summary for a doctor
PLAIN = ("", ".txt", ".text", ".log")
P = ParamSpec("P")
R = TypeVar("R")
BY_SUFFIX = {
    ".json": "json",
    ".csv": "csv",
    ".xml": "junit",
    ".sarif": "sarif",
    ".md": "markdown",
    ".dot": "dot",
    ".gv": "dot",
    ".mmd": "mermaid",
    ".graphml": "graphml",
    ".html": "html",
    ".htm": "html",
    ".svg": "svg",
}


def form_options(*forms: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """The options ``--format`` and ``-o`` of a verb whose result has these forms."""

    def wrapped(command: Callable[P, R]) -> Callable[P, R]:
        told = click.option("-o", "--output", metavar="FILE", help="Write to FILE instead of standard output.")(command)
        help_text = "How to write the result.  [default: by the name of FILE, else text]"
        return click.option("--format", "form", type=click.Choice(forms), help=help_text)(told)

    return wrapped


def chosen_form(form: str | None, output: str | None, forms: Sequence[str], default: str = "text") -> str:
    """The form that was asked for, else that of the file's name. Raises ProblemsError for a name that promises another form."""
    ending = Path(output).suffix.lower() if output else ""
    if form or ending in PLAIN or not output or not _is_to_be_read(output):
        return form or default
    named = BY_SUFFIX.get(ending)
    if named in forms:
        return str(named)
    from hipexpert.engine import Problem, ProblemsError

    endings = ", ".join(end for end, name in BY_SUFFIX.items() if name in forms) or ".txt"
    help_text = f"name a file that ends in {endings} or .txt, or say which form with --format"
    raise ProblemsError([Problem("no-form", f"the result has no form for a file that ends in `{ending}`", output, help_text)])


def _is_to_be_read(output: str) -> bool:
    """Whether something is written that somebody opens by its name: not a device or a pipe."""
    return not Path(output).exists() or Path(output).is_file()


def write_result(value: "Struct", report: "Callable[[bool], Report]", form: str, output: str | None) -> None:
    """Write a value as JSON, or its report, in full unless it is text."""
    if form == "json":
        from hipexpert.knowledge.json_text import json_text

        write(json_text(value), output)
    else:
        write_report(report(form != "text"), form, output)


def write_report(report: "Report", form: str = "text", output: str | None = None) -> None:
    """Show a report, or write it to a file, as ``text``, ``markdown`` or ``html``.

    As text on standard output it is in colour where a person reads (unless NO_COLOR is set), and plain in a pipe.
    """
    if form == "markdown":
        from hipexpert.rendering.markdown import to_markdown

        write(to_markdown(report), output)
        return
    if form == "html":
        from hipexpert.rendering.html import to_html

        write(to_html(report), output)
        return
    if output is None and _may_be_a_terminal():
        from hipexpert.rendering.terminal import draw, standard_console

        console = standard_console()
        if console.is_terminal:
            draw(console, report.blocks)
            return
    from hipexpert.rendering.text import plain_text

    if output in (None, "-"):
        tell(plain_text(report), nl=False)  # in the encoding of whoever reads it
    else:
        write(plain_text(report), output)


def _may_be_a_terminal() -> bool:
    """Whether rich could take standard output for a terminal: only then need it be asked, and loaded."""
    return sys.stdout.isatty() or not os.environ.keys().isdisjoint(("FORCE_COLOR", "TTY_COMPATIBLE"))


def write_letter(assessment: "Assessment", file: str, form: str) -> None:
    """Write the summary for a doctor; who may read it is the person it is about."""
    from hipexpert.rendering.reports.letter import letter_report

    write_report(letter_report(assessment), form, file)
