"""One value of a type, made of its annotations: each field holds something, each mapping a plain dictionary that somebody could change."""

import dataclasses
import datetime
import enum
import inspect
import types
import typing
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Meta
from public_names import names_of

PLAIN: Mapping[object, object] = {
    str: "x",
    int: 1,
    float: 0.5,
    bool: True,
    bytes: b"",
    object: "anything",
    Any: "anything",
    datetime.date: datetime.date(2026, 1, 2),
    type(None): None,
}


def is_value(kind: type) -> bool:
    """Whether a class says what it holds, field by field."""
    return issubclass(kind, msgspec.Struct) or dataclasses.is_dataclass(kind) or hasattr(kind, "_fields") or issubclass(kind, enum.Enum)


def sample(kind: Any, given: Mapping[type, object], within: tuple[type, ...] = ()) -> Any:
    """A value of a type; ``given`` are those of classes that are no values, ``within`` the classes that it is a part of."""
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if kind in PLAIN:
        return PLAIN[kind]
    if origin is typing.Literal:
        return parts[0]
    if origin in (typing.Union, types.UnionType):  # what holds most, so that a mapping is met wherever one may be
        return sample(max((each for each in parts if each is not type(None)), key=_holding), given, within)
    if origin is tuple and parts[0] in within:  # a tree ends here
        return ()
    inner = [sample(each, given, within) for each in parts if each is not Ellipsis and not isinstance(each, Meta)]
    if inspect.isclass(origin) and issubclass(origin, Mapping):
        return {inner[0]: inner[1]}
    if origin in (tuple, frozenset):
        return origin(inner)
    return _of_class(origin or kind, given, within) if origin is not typing.Annotated else inner[0]


def _of_class(kind: type, given: Mapping[type, object], within: tuple[type, ...]) -> object:
    for cls, value in given.items():
        if kind in cls.__mro__:
            return value
    if not is_value(kind):
        raise TypeError(f"no value of {kind} is known")
    if issubclass(kind, enum.Enum):
        return next(iter(kind))
    hints = _hints(kind)
    return kind(**{name: sample(hints[name], given, (*within, kind)) for name in inspect.signature(kind).parameters})


def _hints(kind: type) -> dict[str, Any]:
    known = {
        name: value
        for cls in reversed(kind.__mro__)
        if cls.__module__.startswith("hipexpert")
        for name, value in names_of(cls.__module__).items()
    }
    return typing.get_type_hints(kind, localns=known, include_extras=True)


def _holding(kind: Any) -> int:
    origin = typing.get_origin(kind)
    if inspect.isclass(origin) and issubclass(origin, Mapping):
        return 3
    return 2 if origin is tuple else 1 if inspect.isclass(kind) and is_value(kind) else 0
