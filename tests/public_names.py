"""What a caller of the public names gets to hold: every class that their signatures, attributes and aliases speak of."""

import ast
import builtins
import collections.abc
import datetime
import functools
import importlib
import inspect
import pathlib
import typing
from collections.abc import Iterator

import hipexpert
import hipexpert.engine

# What a result or an engine works with: it can be looked at, and is no part of what stays as it is.
MACHINERY = {
    *(
        "assessor",
        "asking",
        "client",
        "compiled",
        "derivation",
        "evidence",
        "key",
        "known",
        "outlook",
        "raising",
        "run",
        "session",
        "tables",
    ),
    *("told", "unknowns", "wording", "cells", "derived", "conditions_ready"),
}


def reached() -> dict[type, str]:
    """Each class of the program that can be reached from a public name, with where it was met first."""
    found: dict[type, str] = {}
    waiting = [(name, getattr(hipexpert, name)) for name in hipexpert.__all__ if not name.startswith("__")]
    while waiting:
        name, thing = waiting.pop()
        for place, kind in _spoken_of(name, thing):
            if kind not in found and kind.__module__.startswith("hipexpert."):
                found[kind] = place
                waiting.append((kind.__name__, kind))
    return found


def _spoken_of(name: str, thing: object) -> Iterator[tuple[str, type]]:
    for place, annotation in _annotations(name, thing):
        for kind in _classes(annotation):
            yield place, kind


def _annotations(name: str, thing: object) -> Iterator[tuple[str, object]]:
    if inspect.isfunction(thing):
        yield from ((name, hint) for hint in _hints(thing).values())
    for cls in thing.__mro__ if inspect.isclass(thing) else ():
        if cls.__module__.startswith("hipexpert"):
            yield from ((f"{name}.{attribute}", hint) for attribute, hint in _of_class(name, cls))


def _of_class(name: str, cls: type) -> Iterator[tuple[str, object]]:
    """The annotations of the attributes, properties and methods that a class defines and that are no machinery."""
    for attribute, hint in _hints(cls).items():
        if not attribute.startswith("_") and (attribute not in MACHINERY or name == "AssessmentDocument"):
            yield attribute, hint
    for attribute, value in vars(cls).items():
        function = getattr(value, "fget", None) or getattr(value, "func", None) or getattr(value, "__func__", None) or value
        if not attribute.startswith("_") and attribute not in MACHINERY and inspect.isfunction(function):
            yield from ((attribute, hint) for hint in _hints(function).values())


def _hints(thing: typing.Any) -> dict[str, object]:
    known = {**vars(builtins), **vars(typing), **vars(collections.abc), "datetime": datetime, "Path": pathlib.Path}
    known |= names_of(thing.__module__)
    return {name: _read(annotation, known) for name, annotation in inspect.get_annotations(thing).items()}


@functools.cache
def names_of(module: str) -> dict[str, object]:
    """The names of a module, with those that it imports for a type checker alone."""
    loaded = importlib.import_module(module)
    found = dict(vars(loaded))
    for node in ast.walk(ast.parse(inspect.getsource(loaded))):
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            for each in node.body:
                if isinstance(each, ast.ImportFrom) and each.module is not None:
                    home = importlib.import_module(each.module)
                    found |= {name.asname or name.name: getattr(home, name.name) for name in each.names}
    return found


def _read(annotation: object, known: dict[str, object], within: tuple[str, ...] = ()) -> object:
    """An annotation with what stands in it as text looked up."""
    if isinstance(annotation, typing.ForwardRef):
        annotation = annotation.__forward_arg__
    if isinstance(annotation, str) and "nx." in annotation:
        return []  # a graph of networkx, which takes no argument when it is run
    if isinstance(annotation, str) and annotation in within:
        return []  # a type that is made of itself
    if isinstance(annotation, str):
        return _read(eval(annotation, dict(known)), known, (*within, annotation))  # noqa: S307  # our own source
    if typing.get_origin(annotation) is typing.Literal:
        return annotation
    return [annotation, *(_read(each, known, within) for each in typing.get_args(annotation))]


def _classes(annotation: object) -> Iterator[type]:
    if isinstance(annotation, list):
        for each in annotation:
            yield from _classes(each)
    elif inspect.isclass(annotation) and not typing.get_args(annotation):
        yield annotation
    elif isinstance(annotation, typing.TypeVar) and annotation.__bound__ is not None:
        yield from _classes(annotation.__bound__)
