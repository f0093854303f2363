"""Reading the body of a request: JSON without duplicate keys, and all mistakes of its fields at once."""

import json
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NoReturn, TypeVar, Union, get_args, get_origin

import msgspec
from msgspec import Struct

from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge import did_you_mean
from hipexpert.knowledge.runner.reading_intake import pointer
from hipexpert.service.problems import RequestError

Body = TypeVar("Body", bound=Struct)
Path = tuple[str | int, ...]
SUGGESTED = 20


class BodyError(ProblemsError):
    """A body whose fields are not what is asked for."""


def parsed(content: bytes) -> object:
    """The JSON of a body. Raises :class:`RequestError` for what is none, and for an object that names a key twice: which of the
    two counts would be left to chance.
    """
    try:
        text = content.decode("utf-8")
        data = json.loads(text, object_pairs_hook=_object, parse_constant=_no_constant)
        if "\\u" in text:
            json.dumps(data, ensure_ascii=False).encode()  # half a character, which JSON can spell and no text can hold
    except UnicodeError:
        raise _malformed("it is not text in UTF-8") from None
    except RecursionError:
        raise _malformed("it is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise _malformed(f"{error.msg[:1].lower()}{error.msg[1:]}, line {error.lineno}, column {error.colno}") from None
    except ValueError as error:
        raise _malformed(str(error) if isinstance(error, _RefusedError) else "it has a number of too many digits") from None
    return data


def _malformed(detail: str) -> RequestError:
    return RequestError(400, "malformed", "the body is not JSON", detail)


class _RefusedError(ValueError):
    """What JSON as such allows and is not taken here."""


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise _RefusedError(f"`{twice[:60]}` stands twice in one object")
    return made


def _no_constant(name: str) -> NoReturn:
    raise _RefusedError(f"{name} is no number")


def read(kind: type[Body], data: object) -> Body:
    """A body as the type that it must have. Raises :class:`BodyError` with every mistake, each placed by a JSON pointer."""
    problems: list[Problem] = []
    found = _read(kind, data, (), problems)
    if problems:
        raise BodyError(problems)
    return found  # type: ignore[no-any-return]


def _read(kind: Any, data: object, path: Path, problems: list[Problem]) -> Any:
    if get_origin(kind) in (Union, UnionType) and NoneType in get_args(kind):
        if data is None:
            return None
        others = [each for each in get_args(kind) if each is not NoneType]
        kind = others[0] if len(others) == 1 else kind
    if isinstance(kind, type) and issubclass(kind, Struct):
        return _struct(kind, data, path, problems)
    if get_origin(kind) is tuple and isinstance(data, list):
        return tuple(_read(get_args(kind)[0], each, (*path, number), problems) for number, each in enumerate(data))
    if isinstance(data, float) and data.is_integer() and (get_args(kind) or (kind,))[0] is int:
        data = int(data)  # JSON knows no difference
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        said = str(error).partition(" - at `")[0]
        problems.append(Problem("bad-field", f"{said[:1].lower()}{said[1:]}", pointer(*path), _help(kind, data)))
        return None


def _struct(kind: type[Struct], data: object, path: Path, problems: list[Problem]) -> Struct | None:
    if not isinstance(data, dict):
        problems.append(Problem("bad-field", "an object is needed", pointer(*path)))
        return None
    fields = {each.encode_name: each for each in msgspec.structs.fields(kind)}
    before = len(problems)
    for key in data:
        if key not in fields:
            help_text = did_you_mean(key, fields, f"it takes {', '.join(fields)}") if len(problems) < SUGGESTED else ""
            problems.append(Problem("unknown-field", f"unknown field `{key[:60]}`", pointer(*path, key), help_text))
    read_fields = {}
    for name, each in fields.items():
        if name in data:
            read_fields[each.name] = _read(each.type, data[name], (*path, name), problems)
        elif each.required:
            problems.append(Problem("missing-field", f"`{name}` is missing", pointer(*path)))
    return None if len(problems) > before else kind(**read_fields)


def _help(kind: Any, data: object) -> str:
    if get_origin(kind) is Annotated:
        kind = get_args(kind)[0]
    if get_origin(kind) is not Literal:
        return ""
    allowed = [str(each) for each in get_args(kind)]
    return did_you_mean(data, allowed, f"one of {', '.join(allowed)}") if isinstance(data, str) else f"one of {', '.join(allowed)}"
