"""What is known about one runner: the answers, and the groups that were denied."""

from collections.abc import Hashable, Mapping
from typing import Any, NoReturn, TypeVar

from msgspec import Struct
from msgspec.structs import force_setattr

from hipexpert.engine import ProblemsError

Answer = bool | str | float | Mapping[str, bool]
Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class FrozenMapping(dict[Key, Value]):
    """A dictionary to read, to compare, to pickle and to write as JSON, which nobody changes."""

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


def frozen(value: Any) -> Any:
    """A value with its mappings frozen, however deep."""
    if isinstance(value, FrozenMapping) or not isinstance(value, Mapping):
        return value
    return FrozenMapping({key: frozen(each) for key, each in value.items()})


class IntakeError(ProblemsError, ValueError):
    """Answers that cannot be understood, with all their problems."""


class Intake(Struct, frozen=True):
    """The answers, normalised: ``True``/``False`` (yes_no), a value (choice), ``{value: True/False}`` (choices) or a
    number; and the groups of which everything not answered is denied (``screen``: what is not answered of the screen).
    Nobody changes its mappings.
    """

    answers: Mapping[str, Answer]
    none_of: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        force_setattr(self, "answers", frozen(self.answers))


def merged(first: Intake, second: Intake) -> Intake:
    """Both intakes together; where both answer, the second counts (of a ``choices`` finding, value by value)."""
    answers = dict(first.answers)
    for name, answer in second.answers.items():
        earlier = answers.get(name)
        if isinstance(answer, Mapping) and isinstance(earlier, Mapping):
            answers[name] = {**earlier, **answer}
        else:
            answers[name] = answer
    return Intake(answers, tuple(sorted({*first.none_of, *second.none_of})))
