"""Training files of watches and services: FIT, GPX, TCX, exports of Strava and Garmin. What they say of a run becomes an entry."""

from importlib.util import find_spec

from hipexpert.engine import Problem, ProblemsError


class MissingReaderError(ProblemsError, ImportError):
    """A library of the extra ``companion`` is not installed; the message says how to install it."""


def need(*libraries: str, what: str = "training files") -> None:
    """Raise MissingReaderError, which names ``what`` cannot be done, unless these libraries are there."""
    missing = [name for name in libraries if find_spec(name) is None]
    if missing:
        message = f"{what} need `{missing[0]}`, which is not installed"
        raise MissingReaderError([Problem("missing-library", message, "", 'pip install "hipexpert[companion]"')])
