"""User mistakes: one clear message with place and help on standard error, exit code 2, no traceback."""

import errno
import os
from collections.abc import Callable, Iterable
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

from hipexpert.rendering.report.harmless import harmless

if TYPE_CHECKING:
    from hipexpert.engine import Problem

P = ParamSpec("P")
R = TypeVar("R")
SHOWN = 20


def fail(problems: "Iterable[Problem]") -> None:
    """Print every problem (of very many the first, and their number) and exit with code 2."""
    listed = list(problems)
    for problem in listed[:SHOWN]:
        click.echo(f"{_styled('error', fg='red', bold=True)}: {harmless(problem.message)}", err=True)
        if problem.place:
            click.echo(f"  {_styled('at', bold=True)}   {harmless(problem.place)}", err=True)
        if problem.help:
            click.echo(f"  {_styled('help', bold=True)} {harmless(problem.help)}", err=True)
    if len(listed) > SHOWN:
        click.echo(f"and {len(listed) - SHOWN} more problems", err=True)
    raise click.exceptions.Exit(2)


def _styled(word: str, fg: str | None = None, bold: bool = False) -> str:
    """A word in style, or plain when NO_COLOR is set (https://no-color.org)."""
    return word if os.environ.get("NO_COLOR") else click.style(word, fg=fg, bold=bold)


def user_errors(command: Callable[P, R]) -> Callable[P, R]:
    """A command that reports every :class:`ProblemsError` as the user's mistake, and so a full disk or a closed stream."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            from hipexpert.engine import Problem, ProblemsError
        except ImportError as error:  # not the user's mistake: a broken installation, which the message says how to mend
            click.echo(f"{_styled('error', fg='red', bold=True)}: {error}", err=True)
            raise click.exceptions.Exit(1) from None
        try:
            return command(*args, **kwargs)
        except ProblemsError as error:
            fail(error.problems)
            raise
        except OSError as error:
            if error.errno == errno.EPIPE:  # `| head`: click ends quietly
                raise
            fail([Problem("unwritable", f"the result cannot be written: {(error.strerror or str(error)).lower()}")])
            raise

    return run
