"""How an answer of the HTTP interface looks, and how the parameters of an address are read."""

from hashlib import blake2b

from starlette.requests import Request
from starlette.responses import Response

from hipexpert.embedding import Engine
from hipexpert.engine import ProblemsError
from hipexpert.knowledge import did_you_mean
from hipexpert.service.bodies import parsed
from hipexpert.service.hosting import Hosted
from hipexpert.service.problems import Mistake, RequestError

JSON = "application/json"
PACK_HEADER = "Hipexpert-Pack"
SHOWN = 60  # characters of a name that is wrong


def said(content: bytes, engine: Engine, request: Request | None = None, kind: str = JSON) -> Response:
    """JSON, of a media type, as a response, with the pack it rests on and a tag of its content; not again to who has it already:
    with the ``request``, where it is about the pack and not about a person.
    """
    about = engine.pack.about
    tag = f'"{blake2b(content, digest_size=16).hexdigest()}"'
    headers = {"ETag": tag, PACK_HEADER: f"{about.id}@{about.version} {engine.pack.content_hash}"}
    if request is not None:
        headers["Cache-Control"] = "no-cache"  # to be kept, and asked about
        known = [each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")]
        if tag in known or known == ["*"]:
            return Response(status_code=304, headers=headers)
    return Response(content, 200, headers, kind)


async def json_of(request: Request, kinds: tuple[str, ...] = (JSON,)) -> object:
    """The JSON of the body of a request, of one of some media types. Raises :class:`RequestError` for any other."""
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in kinds:
        raise RequestError(415, "unsupported-media-type", "the body must be JSON", f"send it with `Content-Type: {kinds[0]}`")
    return parsed(await request.body())


def no_parameters_but(request: Request, allowed: tuple[str, ...]) -> None:
    """Refuse parameters of the address that mean nothing here: what was meant by them would be lost in silence."""
    names = [name for name, _value in request.query_params.multi_items()]
    wrong = [
        Mistake(
            "unknown-parameter", f"unknown parameter `{name[:SHOWN]}`", parameter=name[:SHOWN], help=did_you_mean(name[:SHOWN], allowed)
        )
        for name in dict.fromkeys(names)
        if name not in allowed
    ]
    wrong += [Mistake("repeated-parameter", f"`{name}` stands twice", parameter=name) for name in allowed if names.count(name) > 1]
    if wrong:
        raise RequestError(422, "invalid", "the request has mistakes", errors=wrong)


def engine_of(hosted: Hosted, request: Request) -> Engine:
    """The engine of the pack that the address names."""
    try:
        return hosted.engine(request.query_params.get("pack"))
    except ProblemsError as error:
        raise in_address(error, "pack") from None


def in_address(error: ProblemsError, parameter: str) -> RequestError:
    """An error about a name in the address: there is no such thing."""
    errors = [Mistake(each.code, each.message, parameter=parameter, help=each.help) for each in error.problems]
    return RequestError(404, error.problems[0].code, error.problems[0].message, errors=errors)
