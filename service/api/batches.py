"""Many runners in one request, as JSON Lines: each line is answered as it comes, and a bad one spoils none of the others."""

import asyncio
import json
from collections.abc import AsyncIterator

import msgspec
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from hipexpert.engine import ProblemsError
from hipexpert.service.api.answering import no_parameters_but
from hipexpert.service.api.mistakes import understood
from hipexpert.service.api.operations import assess
from hipexpert.service.api.requests import AssessLine
from hipexpert.service.bodies import parsed
from hipexpert.service.guarding import too_long
from hipexpert.service.hosting import Hosted
from hipexpert.service.problems import RequestError, refused
from hipexpert.service.settings import ServiceSettings

MEDIA_TYPE = "application/jsonl"
ALSO = ("application/x-ndjson", "application/x-jsonlines")
_LINE_ENDS = {each.encode(): json.dumps(each).strip('"').encode() for each in ("\x85", "\u2028", "\u2029")}
"""What ends a line for many a reader of text, though not in JSON: inside an answer it is escaped."""


class Batch:
    """The ASGI application of the batch. A few run at a time; between two lines everybody else has a turn. Who sends nothing, or
    takes nothing, for as long as a body may take is cut off.
    """

    def __init__(self, hosted: Hosted, settings: ServiceSettings) -> None:
        self._hosted = hosted
        self._settings = settings
        self._running = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        request = Request(scope, receive)
        no_parameters_but(request, ())
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind not in (MEDIA_TYPE, *ALSO):
            detail = f"send it with `Content-Type: {MEDIA_TYPE}`"
            raise RequestError(415, "unsupported-media-type", "the body must be JSON Lines", detail)
        if self._running >= self._settings.slow:
            raise RequestError(503, "busy", "other batches are worked on", "come back a little later", headers={"Retry-After": "5"})
        self._running += 1
        try:
            await self._answer(request, send)
        finally:
            self._running -= 1

    async def _answer(self, request: Request, send: Send) -> None:
        waiting, started = self._settings.body_seconds, False
        try:
            async for content in self._answers(request):
                async with asyncio.timeout(waiting):
                    if not started:
                        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", MEDIA_TYPE.encode())]})
                        started = True
                    await send({"type": "http.response.body", "body": content, "more_body": True})
        except TimeoutError:
            raise RequestError(408, "too-slow", "the lines came, or were taken, too slowly") from None
        except ClientDisconnect:
            return
        if started:
            await send({"type": "http.response.body", "body": b""})
        else:
            await Response(b"", 200, media_type=MEDIA_TYPE)(request.scope, request.receive, send)

    async def _answers(self, request: Request) -> AsyncIterator[bytes]:
        number, rest = 0, b""
        stream, ended = request.stream(), False
        while not ended:
            try:
                async with asyncio.timeout(self._settings.body_seconds):
                    chunk = await anext(stream)
            except StopAsyncIteration:
                chunk, ended = b"\n", True
            *lines, rest = (rest + chunk).split(b"\n")
            if len(rest) > self._settings.body_bytes:
                lines, rest, ended = [*lines, rest], b"", True  # it may never end
            for line in lines:
                number += 1
                if line.strip():
                    yield self._line(number, line)
                    await asyncio.sleep(0)

    def _line(self, number: int, line: bytes) -> bytes:
        name: str | int | None = None
        try:
            if len(line) > self._settings.body_bytes:
                raise too_long(self._settings.body_bytes)
            data = parsed(line)
            if isinstance(data, dict) and isinstance(data.get("id"), str | int):
                name = data["id"]
            engine, asked = understood(self._hosted, AssessLine, data)
            told: dict[str, object] = {"status": 200, "result": msgspec.Raw(assess(engine, asked))}
        except RequestError as error:
            told = {"status": error.status, "problem": error.details("")}
        except ProblemsError as error:
            told = {"status": 500, "problem": refused(error).details("")}
        answer = msgspec.json.encode({"line": number, **({} if name is None else {"id": name}), **told})
        for ends, written in _LINE_ENDS.items():
            answer = answer.replace(ends, written)
        return answer + b"\n"
