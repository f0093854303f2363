"""What the source says of a type: a part of every schema that is made of it, which Python leaves out of the class with ``-OO``."""

import ast
import linecache
import sys
from collections.abc import Mapping
from functools import cache


def document_of(kind: type) -> str:
    """The docstring of a type, from its source where the class has lost it; empty where there is none."""
    if kind.__doc__ is None and sys.flags.optimize > 1:
        kind.__doc__ = _documents(kind.__module__).get(kind.__qualname__)
    return kind.__doc__ or ""


@cache
def _documents(module: str) -> Mapping[str, str | None]:
    """The docstrings of the classes of a module, by name."""
    source = "".join(linecache.getlines(sys.modules[module].__file__ or ""))
    return {each.name: ast.get_docstring(each, clean=False) for each in ast.walk(ast.parse(source)) if isinstance(each, ast.ClassDef)}
