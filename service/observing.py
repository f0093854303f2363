"""What is told of a request afterwards: an id, a line in the log and counts. Nothing of what was asked or answered is among it."""

import logging
import time
import traceback
from secrets import token_hex

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from hipexpert.service.metrics import Metrics
from hipexpert.service.problems import RequestError

LOG = logging.getLogger("hipexpert.service")
REQUEST_ID = "Request-Id"


class Observed:
    """An ASGI application whose requests have an id, are counted, and leave a line in the log ``hipexpert.service``.

    The line names the route, never the address as it was asked for: somebody may put what ails them into it. What goes wrong without
    anybody having thought of it is a problem of status 500; the log names its kind and the places in the code, not its message.
    """

    def __init__(self, inner: ASGIApp, metrics: Metrics) -> None:
        self._inner = inner
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        begun, status, sent_bytes = time.perf_counter(), 0, 0
        request_id = token_hex(8)
        scope.setdefault("state", {})["request_id"] = request_id

        async def sent(message: Message) -> None:
            nonlocal status, sent_bytes
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[REQUEST_ID] = request_id
            elif message["type"] == "http.response.body":
                sent_bytes += len(message.get("body", b""))
            await send(message)

        failure: Exception | None = None
        try:
            await self._inner(scope, receive, sent)
        except Exception as error:  # noqa: BLE001  (the last place where it can become an answer)
            failure = error
            if status == 0:
                await fault().response(request_id)(scope, receive, sent)
        took = time.perf_counter() - begun
        route = getattr(scope.get("route"), "path", "none")
        self._metrics.answered(route, scope["method"] if scope["method"] in METHODS else "other", status, took)
        told = {"id": request_id, "method": scope["method"], "route": route, "status": status, "bytes": sent_bytes}
        LOG.info("request", extra={"told": {**told, "milliseconds": round(took * 1000, 1)}})
        if failure is not None:
            steps = traceback.extract_tb(failure.__traceback__)[-12:]
            places = [f"{each.filename.rpartition('/')[2]}:{each.lineno} {each.name}" for each in steps]
            LOG.error("fault", extra={"told": {"id": request_id, "route": route, "kind": type(failure).__name__, "places": places}})


def fault() -> RequestError:
    """What is told of something that nobody has thought of."""
    return RequestError(500, "fault", "this is a fault of the program", "nothing was concluded from the request")


METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE", "TRACE")
