"""User mistakes: one clear message with place and help on standard error, exit code 2, no traceback."""

import errno
import os
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

from hipexpert.cli.ending import by_interrupt
from hipexpert.cli.output import tell
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
        _line("error", ": ", problem.message, fg="red")
        if problem.place:
            _line("  at", "   ", problem.place)
        if problem.help:
            _line("  help", " ", problem.help)
    if len(listed) > SHOWN:
        tell(f"and {len(listed) - SHOWN} more problems", err=True)
    raise click.exceptions.Exit(2)


def _line(word: str, apart: str, text: str, fg: str | None = None) -> None:
    """A word in style and a text on standard error, which may take neither: the exit code says enough."""
    with suppress(OSError):
        click.echo(f"{_styled(word, fg=fg, bold=True)}{apart}{harmless(text)}", err=True)


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
            _not_of_interrupt(error)
            _line("error", ": ", str(error), fg="red")
            raise click.exceptions.Exit(1) from None
        try:
            return command(*args, **kwargs)
        except ProblemsError as error:
            _not_of_interrupt(error)
            fail(error.problems)
            raise
        except OSError as error:
            _not_of_interrupt(error)
            if error.errno in (errno.EPIPE, errno.EBADF):  # standard output is gone: see `ending`
                raise
            fail([Problem("unwritable", f"the result cannot be written: {(error.strerror or str(error)).lower()}")])
            raise

    return run


def _not_of_interrupt(error: Exception) -> None:
    """Raise Ctrl-C where a mistake came of it: a library that it broke off in says in its own words that it is not there."""
    if by_interrupt(error):
        raise KeyboardInterrupt from None
