"""From plain data to typed values, collecting every problem instead of stopping at the first."""

import datetime
import re
import types
import typing
from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from hipexpert.engine import Problem
from hipexpert.knowledge.packs.reading import describe
from hipexpert.knowledge.packs.suggestions import did_you_mean

T = TypeVar("T", bound=msgspec.Struct)
Place = Callable[..., str]


class Reader:
    """Reads something part by part. What is wrong with a part is added to ``problems``, with the place of its path."""

    def __init__(self, place: Place, problems: list[Problem] | None = None) -> None:
        self.place = place
        self.problems: list[Problem] = [] if problems is None else problems

    def _wrong(self, code: str, message: str, path: tuple[str | int, ...], help_text: str = "", findings: tuple[str, ...] = ()) -> None:
        self.problems.append(Problem(code, message, self.place(*path), help_text, findings))


def convert(kind: type[T], data: object, place: Place, problems: list[Problem], *path: str | int) -> T | None:
    """``data`` as a struct of type ``kind``, which takes no unknown keys; None, with all its problems added, when it is not one."""
    try:
        return msgspec.convert(data, kind)
    except msgspec.ValidationError:  # it names the first problem only
        return _Converter(place, problems).struct(kind, data, path)


def convert_list(kind: type[T], data: object, place: Place, problems: list[Problem], *path: str | int) -> list[tuple[int, T]]:
    """The well-formed items of a list, as structs, each with its number in the list; the others add their problems."""
    if not isinstance(data, list):
        problems.append(Problem("bad-type", f"a list is needed here, not {describe(data)}", place(*path)))
        return []
    read = [(number, convert(kind, each, place, problems, *path, number)) for number, each in enumerate(data)]
    return [(number, each) for number, each in read if each is not None]


class _Converter(Reader):
    def struct(self, kind: type[T], data: object, path: tuple[str | int, ...]) -> T | None:
        before = len(self.problems)
        fields = {each.encode_name: each for each in msgspec.structs.fields(kind)}
        if not isinstance(data, dict):
            needed = " and ".join(f"`{name}`" for name, each in fields.items() if each.required)
            self._wrong("bad-type", f"a mapping is needed here, not {describe(data)}", path, f"it says {needed}")
            return None
        for key, value in data.items():
            if key in fields:
                self._field(fields[key].type, value, (*path, key))
            else:
                self._wrong("unknown-key", f"unknown key `{key}`", (*path, key), did_you_mean(key, fields, f"known: {', '.join(fields)}"))
        for name, each in fields.items():
            if each.required and name not in data:
                self._wrong("missing-key", f"`{name}` is missing", path, f"add `{name}:`")
        if len(self.problems) > before:
            return None
        try:
            return msgspec.convert(data, kind)
        except msgspec.ValidationError as error:
            self._wrong("bad-type", _plain(str(error)), (*path, *_path(str(error))))
            return None

    def _field(self, kind: Any, value: object, path: tuple[str | int, ...]) -> None:
        item_kinds = _struct_items(kind)
        if item_kinds and isinstance(value, list):
            for number, each in enumerate(value):
                self._item(item_kinds, each, (*path, number))
            if value:
                return
        if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
            self.struct(kind, value, path)
            return
        try:
            msgspec.convert(value, kind)
        except msgspec.ValidationError as error:
            self._unfit(kind, value, str(error), path)

    def _unfit(self, kind: Any, value: object, error: str, path: tuple[str | int, ...]) -> None:
        """Say what is wrong with a field, with the words it takes, or how a date or a list is written."""
        words, where, help_text = _words(kind), (*path, *_path(error)), ""
        if words and isinstance(value, str):
            help_text = did_you_mean(value, words, f"one of {', '.join(words)}")
            self._wrong("bad-word", f"`{path[-1]}`: unknown word `{value}`", where, help_text)
            return
        if datetime.date in (kind, *typing.get_args(kind)):
            help_text = "write a date as year-month-day, such as 2026-11-21"
        elif value == [] and "length >= 1" in error:
            help_text = f"give at least one entry of `{path[-1]}`"
        self._wrong("bad-type", f"`{path[-1]}`: {_plain(error)}", where, help_text)

    def _item(self, kinds: dict[str, Any], value: object, path: tuple[str | int, ...]) -> None:
        """An item that must be a struct, or one of several told apart by their ``type``."""
        if len(kinds) == 1:
            (kind,) = kinds.values()
            self.struct(kind, value, path)
        elif not isinstance(value, dict):
            self._wrong("bad-type", f"a mapping is needed here, not {describe(value)}", path)
        elif "type" not in value:
            self._wrong("missing-key", "`type` is missing", path, f"one of {', '.join(kinds)}")
        elif isinstance(value["type"], str) and value["type"] in kinds:
            self.struct(kinds[value["type"]], {key: each for key, each in value.items() if key != "type"}, path)
        else:
            help_text = did_you_mean(str(value["type"]), kinds, f"known: {', '.join(kinds)}")
            self._wrong("unknown-type", f"unknown type `{value['type']}`", (*path, "type"), help_text)


def _words(kind: Any) -> list[str]:
    """The words that a field of this type may hold, when it holds nothing but certain words."""
    if typing.get_origin(kind) is typing.Literal:
        return [str(word) for word in typing.get_args(kind)]
    return (
        [word for each in typing.get_args(kind) for word in _words(each)]
        if typing.get_origin(kind) in (types.UnionType, typing.Union)
        else []
    )


def _struct_items(kind: Any) -> dict[str, Any]:
    """The structs that the items of a tuple type may be, by their tag; empty when they are no structs."""
    if typing.get_origin(kind) is typing.Annotated:
        kind = typing.get_args(kind)[0]
    if typing.get_origin(kind) is not tuple:
        return {}
    item = typing.get_args(kind)[0]
    kinds = typing.get_args(item) or (item,)
    if not all(isinstance(each, type) and issubclass(each, msgspec.Struct) for each in kinds):
        return {}
    return {str(each.__struct_config__.tag): each for each in kinds}


def _path(message: str) -> list[str | int]:
    """The path that msgspec names at the end of its message, as far as it names it."""
    found: list[str | int] = []
    for name, number, unnamed in re.findall(r"\.(\w+)|\[(\d+)\]|(\[\.\.\.\])", message.partition(" - at `$")[2].partition("`")[0]):
        if unnamed:
            break
        found.append(name or int(number))
    return found


def _plain(message: str) -> str:
    """Msgspec's message in the style of ours: lower case, no path (the place says it)."""
    text = message.split(" - at `$", maxsplit=1)[0]
    return text[:1].lower() + text[1:]
