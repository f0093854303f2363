"""Triage inside a FastAPI application: an endpoint of its own, and the whole service mounted beside it.

pip install "hipexpert[serve]" fastapi
uvicorn fastapi_app:app --no-access-log
"""

from fastapi import FastAPI, Response
from fastapi.exceptions import RequestValidationError
from pydantic import JsonValue
from starlette.concurrency import run_in_threadpool

import hipexpert

engine = hipexpert.Engine()  # one for all requests: it holds nothing of anybody
app = FastAPI(title="A running club")
app.mount("/hip", hipexpert.asgi_application([engine.pack]))  # the page for people at /hip/, the HTTP interface at /hip/v1


def document(answers: dict[str, JsonValue]) -> str:
    """The level and what is open, as JSON. All the work is done here: what a result says is worked out when it is asked for."""
    return engine.assess(answers).to_json(parts=("urgency",))


@app.post("/triage")
async def triage(answers: dict[str, JsonValue]) -> Response:
    """How soon somebody should be seen who answered this. What is left out is unknown."""
    try:
        content = await run_in_threadpool(document, answers)
    except hipexpert.IntakeError as error:  # each mistake at its place, in the form in which FastAPI tells its own
        raise RequestValidationError(
            [{"type": each.code, "loc": ("body", *each.place.split("/")[1:]), "msg": str(each)} for each in error.problems]
        ) from None
    return Response(content, media_type="application/json", headers={"Cache-Control": "no-store"})
