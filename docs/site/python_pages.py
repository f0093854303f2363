"""The reference of the Python names, in reStructuredText: Sphinx's autodoc fills it in from signatures and docstrings."""

import inspect
import re
from collections.abc import Iterable, Iterator

import msgspec

import hipexpert
from hipexpert.graphs.explanations.counterfactual import Counterfactuals
from hipexpert.graphs.explanations.difference import Difference
from hipexpert.graphs.explanations.how import How
from hipexpert.graphs.explanations.why import Why
from hipexpert.graphs.explanations.why_not import WhyNot
from hipexpert.knowledge.interview.questions import NextQuestion
from hipexpert.knowledge.runner.document import AssessmentDocument

_RESULTS = (AssessmentDocument, How, Why, WhyNot, Difference, Counterfactuals, NextQuestion)
_WELL_KNOWN = "Exception, BaseException, object, Struct, Generic"


def python_pages() -> dict[str, str]:
    """The page of everything that ``import hipexpert`` offers, and that of the values found in its results."""
    names = [name for name in hipexpert.__all__ if not name.startswith("__")]
    titles = (("Functions", inspect.isfunction), ("Classes", _is_class), ("Errors", _is_error))
    lines = ["Python", "======", "", "What ``import hipexpert`` offers. Everything else may change with any release.", ""]
    for title, belongs in titles:
        lines += [title, "-" * len(title), ""]
        these = [name for name in names if belongs(getattr(hipexpert, name))]
        lines += [" ".join(f":py:obj:`~hipexpert.{name}`" for name in these), ""]
        for name in these:
            lines += _documented(f"hipexpert.{name}", "autofunction" if title == "Functions" else "autoclass")
    lines += ["Types", "-----", ""]
    for name in names:
        found = getattr(hipexpert, name)
        if not (inspect.isfunction(found) or isinstance(found, type)):
            lines += [f".. py:data:: hipexpert.{name}", "", f"   ``{_written(found)}``", ""]
    values = ["Values in results", "=================", "", "What results are made of: frozen values, in the shape of their JSON.", ""]
    public = {getattr(hipexpert, name) for name in names}
    for kind in _structs(_RESULTS):
        values += [] if kind in public else _documented(f"{kind.__module__}.{kind.__qualname__}", "autoclass")
    return {"python.rst": "\n".join(lines), "python_values.rst": "\n".join(values)}


def _written(alias: object) -> str:
    """A type in the words of Python, without the modules of its parts."""
    return re.sub(r"\b(?:\w+\.)+(\w+)", r"\1", str(alias))


def _documented(name: str, directive: str) -> list[str]:
    lines = [f".. {directive}:: {name}"]
    lines += [f"   :inherited-members: {_WELL_KNOWN}", "   :undoc-members:"] if directive == "autoclass" else []
    return [*lines, ""]


def _is_error(found: object) -> bool:
    return isinstance(found, type) and issubclass(found, Exception)


def _is_class(found: object) -> bool:
    return isinstance(found, type) and not _is_error(found)


def _structs(roots: Iterable[type]) -> Iterator[type]:
    """The structs that these are made of, each once, those of one module together."""
    found: dict[type, None] = {}

    def walk(kind: object) -> None:
        if isinstance(kind, msgspec.inspect.StructType):
            if kind.cls in found:
                return
            found[kind.cls] = None
        for name in getattr(kind, "__struct_fields__", ()):
            below = getattr(kind, name)
            for each in below if isinstance(below, tuple) else (below,):
                walk(each.type if isinstance(each, msgspec.inspect.Field) else each)

    for root in roots:
        walk(msgspec.inspect.type_info(root))
    return iter(found)
