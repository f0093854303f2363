"""The page for a person at ``/``: every screen is the answer to a form that carries the whole interview.

No session, no cookie and nothing kept: what a form brings is read and checked as any intake is. A script, where one runs, only spares
the reload.
"""

from collections.abc import Iterable
from dataclasses import replace

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from hipexpert import Engine
from hipexpert.engine import Problem, ProblemsError
from hipexpert.languages.catalogue import later, say
from hipexpert.languages.choosing import from_header, known
from hipexpert.service.hosting import Hosted, speaking_with
from hipexpert.service.page.carried import FORM, START_AGAIN
from hipexpert.service.page.replying import text
from hipexpert.service.page.screens import FILES, HERE, page, prepare, start_page, told, versions
from hipexpert.service.page.turns import FILE_NAME, PATHS, Sent, turn

FIELDS = 400  # more than any form of the page has
LONGEST_FIELD = 200_000  # bytes of a field, or of a file
FOR_EVER = "public, max-age=31536000, immutable"


def routes(hosted: Hosted) -> list[BaseRoute]:
    """The page, its files, and what can be taken along: the answers as a file, the letter, the reasoning."""
    prepare()

    async def start(request: Request) -> Response:
        asked = known(request.query_params.get("language", "")) or from_header(request.headers.get("accept-language", ""))
        with speaking_with(engine := hosted.engine(language=asked)):
            return HTMLResponse(start_page(engine), headers=_headers(engine))

    async def posted(request: Request) -> Response:
        if request.method != "POST":  # an address that was typed or kept: what it showed stands nowhere
            return RedirectResponse("./", 303)
        engine = hosted.engine(language=from_header(request.headers.get("accept-language", "")))
        try:
            async with request.form(max_files=1, max_fields=FIELDS, max_part_size=LONGEST_FIELD) as fields:
                engine = hosted.engine(language=known(text(fields, "language")) or engine.pack.language)
                file = await _file(fields)
                shown = await run_in_threadpool(_turned, engine, request.url.path.rpartition("/")[2], fields, file)
        except HTTPException:
            shown = _refused(engine, [Problem("bad-form", later("what was sent is too long, or no form"), FORM, START_AGAIN)])
        except ProblemsError as error:
            shown = _refused(engine, error.problems)
        return Response(shown.content, shown.status, {**_headers(engine), **dict(shown.headers)}, shown.media_type)

    return [
        Route("/", start),
        *(Route(f"/{path}", posted, methods=["GET", "POST"]) for path in (*PATHS, FILE_NAME)),
        Route("/page/{name}", _own_file),
    ]


def _turned(engine: Engine, path: str, fields: FormData, file: tuple[str, bytes] | None) -> Sent:
    """What a form leads to, in the language that its engine speaks."""
    with speaking_with(engine):
        return turn(engine, path, fields, file)


def _refused(engine: Engine, problems: Iterable[Problem]) -> Sent:
    with speaking_with(engine):
        return Sent(
            page(
                "refused.html",
                engine.pack,
                problems=told([replace(each, message=say(each.message), help=say(each.help)) for each in problems]),
            ),
            400,
        )


def _headers(engine: Engine) -> dict[str, str]:
    """Which language was answered in, and that it hangs on what the browser asked for."""
    return {"Content-Language": engine.pack.language, "Vary": "Accept-Language"}


async def _own_file(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in FILES:
        raise HTTPException(404)
    kept = {"Cache-Control": FOR_EVER} if request.query_params.get("v") == versions()[name] else {}
    return Response((HERE / name).read_bytes(), media_type=FILES[name], headers=kept)


async def _file(fields: FormData) -> tuple[str, bytes] | None:
    """The name and the content of the file that came with a form. Raises HTTPException for one that is too long."""
    file = fields.get("file")
    if not isinstance(file, UploadFile):
        return None
    content = await file.read(LONGEST_FIELD + 1)
    if len(content) > LONGEST_FIELD:
        raise HTTPException(413)
    return file.filename or "the file", content
