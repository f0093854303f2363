"""What is not let in: too much, too slow, too often, from a page of somebody else, or without a token."""

import asyncio
import hmac
import time
from collections import OrderedDict
from collections.abc import Collection
from hashlib import sha256

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hipexpert.service.metrics import Metrics
from hipexpert.service.problems import RequestError
from hipexpert.service.settings import ServiceSettings

SHOWN_TO_ALL = ("/v1", "/v1/try.css", "/v1/try.js")  # the page to try it: what it sends needs the token
OPEN = ("/healthz", "/readyz")  # for whoever watches over the process: never refused for being busy or for want of a token
WITH_TOKEN = ("/v1", "/mcp", "/cds-services", "/fhir", "/metrics")  # the page is for people, who have none
ADDRESSES = 10_000  # of which the rate is remembered
STREAMED = "/v1/assess-many"  # may be as long as it likes; its lines may not


class Rates:
    """How often each address may ask: a bucket of ``burst`` tokens that fills with ``rate`` a second. The addresses that asked longest
    ago are forgotten first.
    """

    def __init__(self, rate: float, burst: int) -> None:
        self._rate, self._burst = rate, burst
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, address: str, now: float) -> float:
        """How many seconds an address must wait before it may ask; 0: it may, and has."""
        left, at = self._left.pop(address, (float(self._burst), now))
        left = min(self._burst, left + (now - at) * self._rate)
        allowed = left >= 1
        self._left[address] = (left - 1 if allowed else left, now)
        if len(self._left) > ADDRESSES:
            self._left.popitem(last=False)
        return 0 if allowed else (1 - left) / self._rate


class Guarded:
    """An ASGI application that only gets requests which keep to the settings; the others get their problem details."""

    def __init__(self, inner: ASGIApp, settings: ServiceSettings, metrics: Metrics) -> None:
        self._inner = inner
        self._settings = settings
        self._metrics = metrics
        self._rates = Rates(settings.rate, settings.burst) if settings.rate else None
        self._tokens = [sha256(token.encode()).digest() for token in settings.tokens]
        self._hosts = {each.lower() for each in settings.hosts}
        self._working = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        started = False

        async def sent(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self._let_in(scope, receive, sent)
        except RequestError as error:
            self._metrics.turned_away(error.code)
            if started:
                raise  # half an answer cannot be taken back: the connection ends
            response = error.response(scope.get("state", {}).get("request_id", ""))
            response.headers["Connection"] = "close"  # what is left of the body is not read
            await response(scope, receive, send)

    async def _let_in(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers, path = Headers(scope=scope), path_within(scope)
        if path in OPEN:  # who watches over it, a proxy say, knows its address and no name
            await self._inner(scope, receive, send)
            return
        self._check_host(headers)
        self._check_rate(scope)
        self._check_token(headers, path)
        if path == STREAMED:
            await self._inner(scope, receive, send)
            return
        body = await self._body(headers, receive)
        if self._working >= self._settings.concurrent:
            raise RequestError(503, "busy", "too many requests are worked on", "come back a little later", headers={"Retry-After": "1"})
        self._working += 1
        working = True

        async def sent(message: Message) -> None:
            nonlocal working
            if working:  # the work is done: who takes the answer slowly keeps nobody waiting
                working, self._working = False, self._working - 1
            await send(message)

        try:
            async with asyncio.timeout(self._settings.work_seconds):
                await self._inner(scope, _whole(body, receive), sent)
        except TimeoutError:
            detail = f"it took longer than {self._settings.work_seconds:g} s"
            raise RequestError(503, "too-long", "the answer took too long", detail, headers={"Retry-After": "5"}) from None
        finally:
            self._working -= working

    def _check_host(self, headers: Headers) -> None:
        if "*" not in self._hosts:
            host = headers.get("host", "")
            name = host.rpartition(":")[0] if ":" in host.rpartition("]")[2] else host
            if name.lower() not in self._hosts:
                detail = "the service does not go by this name; `--allow-host NAME` gives it another"
                raise RequestError(421, "other-host", "this host is not served here", detail)

    def _check_rate(self, scope: Scope) -> None:
        if self._rates is not None:
            wait = self._rates.wait((scope.get("client") or ("", 0))[0], time.monotonic())
            if wait:
                after = {"Retry-After": str(int(wait) + 1)}
                raise RequestError(429, "too-often", "too many requests from one address", f"wait {wait:.1f} s", headers=after)

    def _check_token(self, headers: Headers, path: str) -> None:
        if not self._tokens or path in SHOWN_TO_ALL or not _is_under(path, WITH_TOKEN):
            return
        scheme, _, token = headers.get("authorization", "").partition(" ")
        given = sha256(token.strip().encode("latin-1")).digest()
        # Every token is compared, and their hashes: how long it takes says nothing of them.
        known = sum(hmac.compare_digest(given, each) for each in self._tokens)
        if scheme.lower() != "bearer" or not known:
            detail = "send `Authorization: Bearer TOKEN` with a token of this service"
            raise RequestError(401, "no-token", "a token is needed", detail, headers={"WWW-Authenticate": 'Bearer realm="hipexpert"'})

    async def _body(self, headers: Headers, receive: Receive) -> bytes:
        """The whole body, unless it is too long or too slow."""
        most = self._settings.body_bytes
        length = headers.get("content-length", "")
        if length.isdigit() and int(length[:20]) > most:
            raise too_long(most)
        parts, size = [], 0
        try:
            async with asyncio.timeout(self._settings.body_seconds):
                while True:
                    message = await receive()
                    if message["type"] == "http.disconnect":
                        raise RequestError(400, "gone", "the request ended before its body did")
                    parts.append(message.get("body", b""))
                    size += len(parts[-1])
                    if size > most:
                        raise too_long(most)
                    if not message.get("more_body", False):
                        return b"".join(parts)
        except TimeoutError:
            detail = f"it did not come within {self._settings.body_seconds:g} s"
            raise RequestError(408, "too-slow", "the body came too slowly", detail) from None


def path_within(scope: Scope) -> str:
    """The path of a request within this application, as its router reads it: what it is mounted under comes before it, and is cut off."""
    path, root = str(scope["path"]), str(scope.get("root_path", ""))
    within = path.removeprefix(root) if root and path.startswith(root) else path
    return within if within.startswith("/") or not within else path


def too_long(most: int) -> RequestError:
    """What a body, or a line, is told that is longer than it may be."""
    return RequestError(413, "too-long-body", "the body is too long", f"it may have {most} bytes")


def _is_under(path: str, tops: Collection[str]) -> bool:
    return any(path == top or path.startswith(f"{top}/") for top in tops)


def _whole(body: bytes, receive: Receive) -> Receive:
    """A body that was read, to be read again; after it what the connection says."""
    given = False

    async def receive_whole() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receive_whole
