"""Frozen values in, frozen values out: threads share what the engine holds, and a value that changes would change every reason."""

import importlib
import pkgutil
from dataclasses import FrozenInstanceError, fields, is_dataclass

import pytest

import hipexpert.engine


def _values() -> list[type]:
    modules = [importlib.import_module(each.name) for each in pkgutil.walk_packages(hipexpert.engine.__path__, "hipexpert.engine.")]
    found = {each for module in modules for each in vars(module).values() if isinstance(each, type) and is_dataclass(each)}
    return sorted((each for each in found if each.__module__.startswith("hipexpert.engine")), key=lambda each: each.__qualname__)


@pytest.mark.parametrize("value", _values(), ids=lambda value: value.__qualname__)
def test_no_value_of_the_engine_can_be_changed(value: type) -> None:
    """Neither a field nor anything else can be set once it is made."""
    made = object.__new__(value)
    with pytest.raises(FrozenInstanceError):
        setattr(made, fields(value)[0].name, 1)  # type: ignore[arg-type]
