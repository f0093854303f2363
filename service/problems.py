"""What goes wrong over HTTP: problem details (RFC 9457) that name every mistake of a request with its place."""

from collections.abc import Iterable, Mapping
from urllib.parse import quote

import msgspec
from msgspec import Struct
from starlette.responses import Response

from hipexpert.engine import Problem, ProblemsError, UnverifiedError
from hipexpert.graphs.explanations.targets import ConcludedError, NotConcludedError
from hipexpert.graphs.explanations.why import AnsweredError
from hipexpert.service.hosting import UnknownPackError

MEDIA_TYPE = "application/problem+json"
SHOWN = 100  # a stranger's request may hold a hundred thousand mistakes
# What a request cannot have because of what it says elsewhere: sound in itself, and in conflict with the answers.
CONFLICTS = (ConcludedError, NotConcludedError, AnsweredError)
CONFLICTING = ("contradiction", "not-asked", "other-pack", "bad-interview", "no-change", "no-counterfactual")


class Mistake(Struct, frozen=True, omit_defaults=True):
    """One mistake of a request: its stable ``code``, what is wrong (``detail``), and where.

    ``pointer`` is a JSON pointer into the body as a fragment (``#/answers/limp``; ``#`` is the whole), ``parameter`` the name of a
    parameter of the address. ``help`` says what to do, ``findings`` are the questions whose answers it is about.
    """

    code: str
    detail: str
    pointer: str | None = None
    parameter: str | None = None
    help: str = ""
    findings: tuple[str, ...] = ()


class ProblemDetails(Struct, frozen=True):
    """Why a request was not answered (RFC 9457): ``errors`` are all its mistakes, ``instance`` is the id of the request, which
    stands in the log beside the outcome and nothing of the content.
    """

    type: str
    title: str
    status: int
    detail: str
    instance: str = ""
    errors: tuple[Mistake, ...] = ()


class RequestError(Exception):
    """A request that is not answered, with its problem details; ``headers`` go with them."""

    def __init__(
        self, status: int, code: str, title: str, detail: str = "", errors: Iterable[Mistake] = (), headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(code)
        self.status, self.code, self.title = status, code, title
        listed = tuple(errors)
        more = f" (and {len(listed) - SHOWN} more)" if len(listed) > SHOWN else ""
        self.detail = (detail or "; ".join(each.detail for each in listed[:3])) + more
        self.errors = listed[:SHOWN]
        self.headers = dict(headers or {})

    def details(self, instance: str) -> ProblemDetails:
        """The problem details of the request with this id."""
        return ProblemDetails(f"urn:hipexpert:problem:{self.code}", self.title, self.status, self.detail, instance, self.errors)

    def response(self, instance: str) -> Response:
        """The response to the request with this id."""
        content = msgspec.json.encode(self.details(instance))
        return Response(content, self.status, self.headers, MEDIA_TYPE)


def fragment(pointer: str) -> str:
    """A JSON pointer as the fragment of an address (RFC 6901, section 6)."""
    return "#" + quote(pointer, safe="/~!$&'()*+,;=:@")


def mistake(problem: Problem, under: str = "") -> Mistake:
    """A problem of a value that stands at a JSON pointer of the body."""
    place = problem.place if problem.place.startswith("/") else ""
    return Mistake(problem.code, problem.message, fragment(under + place), None, problem.help, problem.findings)


def refused(error: ProblemsError, under: str = "") -> RequestError:
    """A typed error of the engine as the problem of a request: of the value at a JSON pointer of its body."""
    if isinstance(error, UnverifiedError):
        return RequestError(500, "unverified", "the result does not verify", "nothing of it is shown; this is a fault of the program")
    mistakes = [mistake(each, under) for each in error.problems]
    if isinstance(error, UnknownPackError):
        return RequestError(404, "unknown-pack", "there is no such pack", errors=mistakes)
    if isinstance(error, CONFLICTS) or all(each.code in CONFLICTING for each in error.problems):
        return RequestError(409, "conflict", "this cannot be had with these answers", errors=mistakes)
    return RequestError(422, "invalid", "the request has mistakes", errors=mistakes)
