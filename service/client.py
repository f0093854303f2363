"""The Python interface over HTTP: the names of :mod:`hipexpert`, answered by a service. Nothing but the standard library sends."""

import datetime
import http.client
import json
import ssl
import threading
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, TypeVar
from urllib.parse import quote, unquote, urlencode, urlsplit

import msgspec

from hipexpert.engine import Problem, ProblemsError
from hipexpert.graphs.explanations.targets import ConcludedError, NotConcludedError, UnknownConclusionError
from hipexpert.knowledge import Intake, IntakeError
from hipexpert.knowledge.interview.questions import NextQuestion
from hipexpert.knowledge.words import Reading
from hipexpert.service.api.answers import Conditions, Findings, ListedCondition, ListedFinding, ListedPack, NextQuestions, Packs
from hipexpert.service.hosting import UnknownPackError
from hipexpert.service.remote import RemoteAssessment, RemoteInterview

T = TypeVar("T")
TOGETHER = 200  # lines of a batch that are sent in one request
KINDS: Mapping[str, type[ProblemsError]] = {
    "concluded": ConcludedError,
    "not-concluded": NotConcludedError,
    "unknown-conclusion": UnknownConclusionError,
    "no-counterfactual": UnknownConclusionError,
    "unknown-pack": UnknownPackError,
}


class ServiceError(Exception):
    """A service that does not answer, or refuses: ``status`` is that of HTTP (0: no answer), ``after`` the seconds to wait, if it says."""

    def __init__(self, message: str, status: int = 0, after: float | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.after = after


class Client:
    """A service at an address such as ``http://127.0.0.1:8000``, asked as :class:`hipexpert.Engine` is.

    ``token`` is sent with each request. ``pack`` names the pack that answers: its id, ``id@version`` or the beginning of its content
    hash; with none it is the service's first. ``timeout`` is in seconds. Threads may share one.

    It can be copied and pickled, and its token with it.

    Mistakes raise what the engine raises: :class:`hipexpert.IntakeError` and its neighbours, with every problem. What is no
    mistake of the caller raises :class:`ServiceError`.
    """

    def __init__(self, address: str, *, token: str | None = None, pack: str | None = None, timeout: float = 30) -> None:
        parts = urlsplit(address)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError(f"an address begins with http:// or https://, not `{address}`")
        self._secure, self._host, self._port = parts.scheme == "https", parts.hostname, parts.port
        self._under = parts.path.rstrip("/") + "/v1"
        self._token = token
        self._timeout = timeout
        self._kept = threading.local()
        self._given = (address, token, pack, timeout)

    @property
    def pack(self) -> str | None:
        """The name of the pack that answers; None for the service's first."""
        return self._given[2]

    def __eq__(self, other: object) -> bool:
        return self._given == other._given if isinstance(other, Client) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._given)

    def __reduce__(self) -> tuple[object, ...]:
        """By its address and its token: connections are made anew."""
        return _client_of, self._given

    def assess(
        self, answers: Mapping[str, object] | Intake, *, strict: bool = False, values: Iterable[str] | None = None
    ) -> RemoteAssessment:
        """What follows from the answers of one runner; see :meth:`hipexpert.Engine.assess`.

        ``values`` names the attributes to fetch now (all, if left out); the others are fetched when they are first asked for.
        """
        said = _plain(answers)
        asked = {"answers": said, "strict": strict, **({} if values is None else {"values": list(values)})}
        return RemoteAssessment(self, said, self.ask("values", asked))

    def assess_many(self, runners: Iterable[Mapping[str, object]], *, parts: Iterable[str] = ("urgency",)) -> Iterator[dict[str, Any]]:
        """For each runner, in order, a mapping with ``status`` 200 and its ``result``, or another status and its ``problem``."""
        waiting, wanted = iter(runners), list(parts)
        while lines := [json.dumps({"answers": dict(each), "parts": wanted, **self._named()}) for each in islice(waiting, TOGETHER)]:
            told = self.send("POST", "assess-many", "\n".join(lines).encode(), "application/jsonl")
            yield from (msgspec.json.decode(line) for line in told.splitlines())

    def next_questions(
        self, answers: Mapping[str, object] | Intake, n: int = 1, *, passed: Iterable[str] = (), clinician: bool = False
    ) -> tuple[NextQuestion, ...]:
        """The questions that matter most now; see :meth:`hipexpert.Engine.next_questions`."""
        asked = {"answers": _plain(answers), "n": n, "passed": list(passed), "clinician": clinician}
        return msgspec.json.decode(self.ask("next-questions", asked), type=NextQuestions).questions

    def read_words(self, text: str, *, today: datetime.date | None = None) -> Reading:
        """What is understood of a text in somebody's own words; see :func:`hipexpert.read_words`."""
        asked = {"text": text, **({} if today is None else {"today": today.isoformat()})}
        return msgspec.json.decode(self.ask("read-words", asked), type=Reading)

    def interview(self, given: Mapping[str, object] | Intake | None = None, *, clinician: bool = False) -> RemoteInterview:
        """An interview that begins, from answers that were given before."""
        asked = {"given": _plain(given or {}), "clinician": clinician}
        return RemoteInterview.of(self, self.ask("interview", asked))

    def findings(self, search: str = "") -> tuple[ListedFinding, ...]:
        """What can be said about a runner, or what of it fits every word."""
        return self._look("findings", Findings, search=search).findings

    def conditions(self, search: str = "") -> tuple[ListedCondition, ...]:
        """What it can be."""
        return self._look("conditions", Conditions, search=search).conditions

    def packs(self) -> tuple[ListedPack, ...]:
        """The packs of the service."""
        return msgspec.json.decode(self.send("GET", "packs"), type=Packs).packs

    def schema(self, name: str) -> dict[str, Any]:
        """A JSON Schema; see :func:`hipexpert.schema`."""
        return self._look(f"schemas/{quote(name, safe='')}", dict[str, Any])

    def _look(self, path: str, kind: type[T], **parameters: str) -> T:
        said = {name: value for name, value in {**parameters, **self._named()}.items() if value}
        return msgspec.json.decode(self.send("GET", f"{path}?{urlencode(said)}" if said else path), type=kind)

    def _named(self) -> dict[str, str]:
        return {} if self.pack is None else {"pack": self.pack}

    def ask(self, path: str, asked: Mapping[str, object]) -> bytes:
        """The answer to a JSON body, as it came."""
        return self.send("POST", path, json.dumps({**asked, **self._named()}, allow_nan=False).encode(), "application/json")

    def send(self, method: str, path: str, body: bytes | None = None, kind: str = "") -> bytes:
        """The content of an answer. A connection that was closed meanwhile is opened anew, once."""
        headers = {"Accept": "application/json", **({"Content-Type": kind} if kind else {})}
        if self._token:
            headers["Authorization"] = f"Bearer {self._token}"
        for last in (False, True):
            connection = self._connection()
            try:
                connection.request(method, f"{self._under}/{path}", body, headers)
                answer = connection.getresponse()
                content = answer.read()
            except (http.client.RemoteDisconnected, BrokenPipeError, ConnectionResetError) as error:
                self.close()
                if last:
                    raise ServiceError(f"the service ended the connection: {error}") from None
                continue
            except (OSError, http.client.HTTPException) as error:
                self.close()
                raise ServiceError(f"the service does not answer: {error}") from None
            if answer.status >= 400:
                raise _raised(answer, content)
            return content
        raise AssertionError  # the loop returns or raises

    def _connection(self) -> http.client.HTTPConnection:
        kept: http.client.HTTPConnection | None = getattr(self._kept, "connection", None)
        if kept is None:
            if self._secure:
                kept = http.client.HTTPSConnection(self._host, self._port, timeout=self._timeout, context=ssl.create_default_context())
            else:
                kept = http.client.HTTPConnection(self._host, self._port, timeout=self._timeout)
            self._kept.connection = kept
        return kept

    def close(self) -> None:
        """End the connection of this thread; the next request opens another."""
        kept: http.client.HTTPConnection | None = getattr(self._kept, "connection", None)
        if kept is not None:
            kept.close()
            self._kept.connection = None


def _plain(answers: Mapping[str, object] | Intake) -> dict[str, object]:
    """Answers as JSON takes them."""
    if isinstance(answers, Intake):
        return {**msgspec.to_builtins(answers.answers), **({"none_of": list(answers.none_of)} if answers.none_of else {})}
    made: dict[str, object] = msgspec.to_builtins(dict(answers))
    return made


def _raised(answer: http.client.HTTPResponse, content: bytes) -> Exception:
    """What the engine would have raised, or a :class:`ServiceError`."""
    try:
        told = msgspec.json.decode(content, type=dict[str, Any])
    except msgspec.DecodeError:
        told = {}
    mistakes = told.get("errors", [])
    if answer.status in (404, 409, 422) and mistakes:
        kind = KINDS.get(mistakes[0]["code"], IntakeError)
        return kind([_problem(each) for each in mistakes])
    wait = answer.headers.get("Retry-After", "")
    message = f"{told.get('title', answer.reason)}: {told.get('detail', '')}".rstrip(": ")
    return ServiceError(message, answer.status, float(wait) if wait.isdigit() else None)


def _problem(mistake: Mapping[str, Any]) -> Problem:
    """A mistake as the engine tells it, which places it within the answers."""
    place = unquote(mistake.get("pointer", "").removeprefix("#")).removeprefix("/answers")
    return Problem(mistake["code"], mistake["detail"], place, mistake.get("help", ""), tuple(mistake.get("findings", ())))


def _client_of(address: str, token: str | None, pack: str | None, timeout: float) -> Client:
    return Client(address, token=token, pack=pack, timeout=timeout)
