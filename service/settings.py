"""What a service allows and demands, as one value."""

from pathlib import Path
from typing import Annotated

from msgspec import Meta, Struct

from hipexpert.engine import Problem, ProblemsError
from hipexpert.service.fhir_mapping import FhirMapping

_Positive = Annotated[float, Meta(gt=0)]
_Count = Annotated[int, Meta(ge=1)]
SHORTEST_TOKEN = 16


class ServiceSettings(Struct, frozen=True, kw_only=True):
    """What a service allows and demands.

    ``tokens``: bearer tokens, one of which every request to ``/v1``, ``/cds-services``, ``/fhir``, ``/mcp`` and ``/metrics`` must bring;
    none: everybody may ask. ``origins``: the web origins (``https://example.org``) whose pages may ask from a browser; none: no other
    page may. ``hosts``: the names under which it may be reached (``*``: any), against pages that point a name of theirs at it. ``page``:
    the page for a person is served at ``/``. ``mapping``: which FHIR items and observations are which findings.
    ``rate``: requests a second that one address may make in the long run, ``burst`` how many at once; a rate of 0: no limit.
    ``body_bytes``: the longest body of a request, or of a line of a batch. ``body_seconds``: how long a body may take to come,
    ``work_seconds`` how long the answer may. ``concurrent``: requests that are worked on or wait at a time; the next ones
    are told to come back. ``slow``: how many of those that take long are worked on at a time. ``reload_seconds``: how often
    the folders of packs are looked at for changes; 0: never.
    """

    tokens: tuple[str, ...] = ()
    origins: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ("*",)
    page: bool = True
    mapping: FhirMapping = FhirMapping()
    rate: Annotated[float, Meta(ge=0)] = 0
    burst: _Count = 40
    body_bytes: _Count = 262_144
    body_seconds: _Positive = 10
    work_seconds: _Positive = 20
    concurrent: _Count = 200
    slow: _Count = 2
    reload_seconds: Annotated[float, Meta(ge=0)] = 0


def read_tokens(path: Path) -> tuple[str, ...]:
    """The tokens of a file: one a line; empty lines and those that begin with ``#`` do not count.

    Raises ProblemsError for a file that cannot be read, that holds none, or one that is too short to be no guess.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is not text in UTF-8"
        raise ProblemsError([Problem("unreadable-tokens", f"the tokens cannot be read: {reason.lower()}", str(path))]) from None
    tokens = {number: line.strip() for number, line in enumerate(lines, 1) if line.strip() and not line.strip().startswith("#")}
    help_text = "one random token a line, such as `python -c 'import secrets; print(secrets.token_urlsafe(32))'` prints"
    problems = [
        Problem("bad-token", f"a token has {SHORTEST_TOKEN} visible ASCII characters or more, and no blank", f"{path}:{number}", help_text)
        for number, token in tokens.items()
        if len(token) < SHORTEST_TOKEN or not token.isascii() or not token.isprintable() or " " in token
    ]
    if not tokens:
        problems.append(Problem("no-token", "the file holds no token", str(path), help_text))
    if problems:
        raise ProblemsError(problems)
    return tuple(tokens.values())
