"""What goes wrong, as values: every problem names its code, place, message and help."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: ``code`` (stable, kebab-case), ``message`` (lower case, no final period, the user's
    words in backticks), ``place`` (file and line, column, option, or a JSON pointer into a mapping; empty when there is
    none), ``help`` (what to do; may be empty) and ``findings`` (the questions whose answers it is about; may be empty).
    """

    code: str
    message: str
    place: str = ""
    help: str = ""
    findings: tuple[str, ...] = ()

    @property
    def finding(self) -> str:
        """The finding that it is about, of several the first; empty when there is none."""
        return self.findings[0] if self.findings else ""

    def __str__(self) -> str:
        text = f"{self.place}: {self.message}" if self.place else self.message
        return f"{text} ({self.help})" if self.help else text


class ProblemsError(Exception):
    """All problems of one input at once, in ``problems``; the base of every error that the user's input can cause."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[object, ...]:
        """Made again from its problems, whatever its own constructor takes: so it survives pickling and copying."""
        return _raised_before, (type(self), self.problems)


_Error = TypeVar("_Error", bound=ProblemsError)


def _raised_before(kind: type[_Error], problems: tuple[Problem, ...]) -> _Error:
    error = kind.__new__(kind)
    ProblemsError.__init__(error, problems)
    return error


@contextmanager
def gathering(problems: list[Problem]) -> Iterator[None]:
    """Adds the problems of a :class:`ProblemsError` that is raised within to others, and goes on after the block."""
    try:
        yield
    except ProblemsError as error:
        problems += error.problems


class ProgramError(ProblemsError):
    """A program that has no meaning: unknown names, impossible gates, repeated ids, a tally that feeds itself."""


class UnknownFactError(ProblemsError):
    """A fact that the program does not declare as an input was given or denied."""


class FiringLimitError(ProblemsError):
    """The firing limit was reached before the agenda was empty; no result is returned."""


class UnverifiedError(ProblemsError):
    """The independent checker does not confirm something that was about to be shown: nothing of it is."""

    def __init__(self, faults: Iterable[str]) -> None:
        help_text = "this is a fault of the program, not of the answers: do not use the result, and report it with the answers"
        super().__init__(Problem("unverified", f"the result does not verify: {fault}", "", help_text) for fault in faults)


class ExpertaError(ImportError):
    """experta is missing or broken; the message says what failed and how to mend the installation."""
