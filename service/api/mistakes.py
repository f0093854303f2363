"""Every mistake of a body at once: of its fields, of each answer in it, and of each name that its pack does not know."""

from collections.abc import Callable

import msgspec
from msgspec import Struct

from hipexpert.embedding import Engine
from hipexpert.engine import Problem, ProblemsError
from hipexpert.graphs.explanations.targets import target_of
from hipexpert.service.api import requests as asked
from hipexpert.service.bodies import Body, BodyError, read
from hipexpert.service.hosting import Hosted
from hipexpert.service.problems import RequestError, refused


def understood(hosted: Hosted, kind: type[Body], data: object) -> tuple[Engine, Body]:
    """A body as its type, and the engine of the pack that it names. Raises :class:`RequestError` with all of its mistakes."""
    try:
        body = read(kind, data)
        return hosted.engine(getattr(body, "pack", None)), body
    except BodyError as error:
        raise _with_the_others(hosted, kind, data, error.problems) from None
    except ProblemsError as error:
        raise refused(error) from None


def with_all(engine: Engine, kind: type[Struct], data: object, error: RequestError) -> RequestError:
    """The error of a body whose fields are sound, with what else is wrong in it."""
    others = _of_meaning(engine, kind, data)
    return refused(ProblemsError(others)) if error.status == 422 and len(others) > len(error.errors) else error


def _with_the_others(hosted: Hosted, kind: type[Struct], data: object, problems: tuple[Problem, ...]) -> RequestError:
    found = list(problems)
    if isinstance(data, dict):
        name = data.get("pack")
        try:
            engine = hosted.engine(name if isinstance(name, str) else None)
        except ProblemsError:
            engine = hosted.engine()
        found += _of_meaning(engine, kind, data)
    return refused(ProblemsError(found))


def _of_meaning(engine: Engine, kind: type[Struct], data: object) -> list[Problem]:
    """What is wrong with the answers and names of a body, field by field."""
    found: list[Problem] = []
    if not isinstance(data, dict):
        return found
    for field in msgspec.structs.fields(kind):
        value, place = data.get(field.encode_name), f"/{field.encode_name}"
        check: Callable[[], object] | None = None
        if field.type == asked.Answers and isinstance(value, dict):
            check = lambda value=value: engine.read(value)  # noqa: E731
        elif field.type == asked.Conclusion and isinstance(value, str):
            check = lambda value=value: target_of(engine.pack, engine.compiled.tables.index, value)  # noqa: E731
        if check is not None:
            try:
                check()
            except ProblemsError as error:
                found += [Problem(each.code, each.message, place + each.place, each.help, each.findings) for each in error.problems]
    return found
