"""From plain data to typed values, collecting every problem instead of stopping at the first."""

import typing
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from hipexpert.engine import Problem
from hipexpert.knowledge.reading import describe
from hipexpert.knowledge.suggestions import did_you_mean

T = TypeVar("T", bound=msgspec.Struct)
Place = Callable[..., str]


def convert(kind: type[T], data: object, place: Place, problems: list[Problem], *path: str | int) -> T | None:
    """``data`` as a struct of type ``kind``; None, with all its problems added, when it is not one."""
    before = len(problems)
    if not isinstance(data, dict):
        problems.append(Problem("bad-type", f"a mapping is needed here, not {describe(data)}", place(*path)))
        return None
    fields = {each.encode_name: each for each in msgspec.structs.fields(kind)}
    for key, value in data.items():
        if key not in fields:
            problems.append(
                Problem("unknown-key", f"unknown key `{key}`", place(*path, key), did_you_mean(key, fields, f"known: {', '.join(fields)}"))
            )
        else:
            _check_field(fields[key].type, value, place, problems, (*path, key))
    for name, each in fields.items():
        if each.required and name not in data:
            problems.append(Problem("missing-key", f"`{name}` is missing", place(*path), f"add `{name}:`"))
    if len(problems) > before:
        return None
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError as error:
        problems.append(Problem("bad-type", _plain(str(error)), place(*path)))
        return None


def convert_list(kind: type[T], data: object, place: Place, problems: list[Problem], *path: str | int) -> list[T]:
    """The well-formed items of a list, as structs; the others add their problems."""
    if not isinstance(data, list):
        problems.append(Problem("bad-type", f"a list is needed here, not {describe(data)}", place(*path)))
        return []
    read = [convert(kind, each, place, problems, *path, number) for number, each in enumerate(data)]
    return [each for each in read if each is not None]


def _check_field(kind: Any, value: object, place: Place, problems: list[Problem], path: tuple[str | int, ...]) -> None:
    item = _struct_item(kind)
    if item is not None and isinstance(value, list):
        for number, each in enumerate(value):
            convert(item, each, place, problems, *path, number)
        return
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        problems.append(Problem("bad-type", f"`{path[-1]}`: {_plain(str(error))}", place(*path)))


def _struct_item(kind: Any) -> type | None:
    """The struct that the items of a tuple type must be, if they must."""
    if typing.get_origin(kind) is typing.Annotated:
        kind = typing.get_args(kind)[0]
    if typing.get_origin(kind) is tuple:
        item = typing.get_args(kind)[0]
        if isinstance(item, type) and issubclass(item, msgspec.Struct):
            return item
    return None


def _plain(message: str) -> str:
    """Msgspec's message in the style of ours: lower case, no path (the place says it)."""
    text = message.split(" - at `$", maxsplit=1)[0]
    return text[:1].lower() + text[1:]
