"""Mappings that nobody changes, as parts of values that nobody changes."""

from collections.abc import Hashable, Mapping
from typing import Any, NoReturn, TypeVar

from msgspec import Struct
from msgspec.structs import force_setattr

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class FrozenMapping(dict[Key, Value]):
    """A dictionary to read, to compare, to hash, to pickle and to write as JSON, which nobody changes."""

    def _refuse(self, *_: Any, **__: Any) -> NoReturn:
        raise TypeError("this mapping is part of a value and cannot be changed: make a dictionary of it with dict(…)")

    __setitem__ = __delitem__ = __ior__ = _refuse
    clear = pop = popitem = setdefault = update = _refuse

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(frozenset(self.items()))

    def __copy__(self) -> "FrozenMapping[Key, Value]":
        return self

    def __deepcopy__(self, _memo: object) -> "FrozenMapping[Key, Value]":
        return self

    def __reduce__(self) -> tuple[object, ...]:
        return FrozenMapping, (dict(self),)


NOTHING: FrozenMapping[Any, Any] = FrozenMapping()


def frozen(value: Any) -> Any:
    """A value with its mappings frozen and its lists as tuples, however deep."""
    if isinstance(value, str):  # as nearly all parts of a pack are
        return value
    if isinstance(value, list):
        return tuple(frozen(each) for each in value)
    if isinstance(value, FrozenMapping) or not isinstance(value, Mapping):
        return value
    return FrozenMapping({key: frozen(each) for key, each in value.items()}) if value else NOTHING


def freeze(value: Struct, *names: str) -> None:
    """Freeze the mappings that a value holds under these names, where it is made (its ``__post_init__``)."""
    for name in names:
        held = getattr(value, name)
        if not isinstance(held, FrozenMapping):
            force_setattr(value, name, frozen(held))
