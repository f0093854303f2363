"""User mistakes: one clear message with place and help on standard error, exit code 2, no traceback."""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import TYPE_CHECKING, ParamSpec, TypeVar

import click

if TYPE_CHECKING:
    from hipexpert.engine import Problem

P = ParamSpec("P")
R = TypeVar("R")
SHOWN = 20


def fail(problems: "Iterable[Problem]") -> None:
    """Print every problem (of very many the first, and their number) and exit with code 2."""
    listed = list(problems)
    for problem in listed[:SHOWN]:
        click.echo(f"{click.style('error', fg='red', bold=True)}: {problem.message}", err=True)
        if problem.place:
            click.echo(f"  {click.style('at', bold=True)}   {problem.place}", err=True)
        if problem.help:
            click.echo(f"  {click.style('help', bold=True)} {problem.help}", err=True)
    if len(listed) > SHOWN:
        click.echo(f"and {len(listed) - SHOWN} more problems", err=True)
    raise click.exceptions.Exit(2)


def user_errors(command: Callable[P, R]) -> Callable[P, R]:
    """A command that reports every :class:`ProblemsError` as the user's mistake."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        from hipexpert.engine import ProblemsError

        try:
            return command(*args, **kwargs)
        except ProblemsError as error:
            fail(error.problems)
            raise

    return run
