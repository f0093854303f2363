"""A check: a name that says what it forbids, how bad that is, and how it is found."""

import inspect
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from hipexpert.audit.subject.subject import Subject
from hipexpert.audit.values import Group, Severity
from hipexpert.engine import Problem

SECTIONS = ("What it checks", "Why it matters", "Example", "Use instead", "Limits")


@dataclass(frozen=True)
class Found:
    """What a check has found, before its place is looked up.

    ``at`` is the entry to point at: the key of its list and its id (default: the first rule). ``severity`` replaces that
    of the check.
    """

    message: str
    help: str
    rules: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    at: tuple[str, str] | None = None
    severity: Severity | None = None
    witness: Mapping[str, object] | None = None
    covered: str = ""

    @classmethod
    def about(cls, kind: str, name: str, message: str, help_text: str, others: tuple[str, ...] = (), **more: Any) -> "Found":
        """What is wrong with one entry of a list of the pack (``rules``, ``findings`` …), found at its place; ``more`` are
        further attributes.
        """
        if kind == "rules":
            return cls(message, help_text, (name,), others, (kind, name), **more)
        own = () if kind == "file" else (f"{kind.removesuffix('s')}:{name}",)
        return cls(message, help_text, others=(*others, *own), at=(kind, name), **more)


@dataclass(frozen=True)
class Check:
    """One audit rule.

    ``find`` looks at a pack that loaded. ``refuses`` says whether a problem of loading is one of this check. A ``logic``
    check gives each violation a witness or says that all intakes were covered. ``needs`` names a library that the check
    cannot do without; ``proves`` marks a check that is about theorems and runs only with proofs.
    ``apart`` marks one that takes long and needs little of what the others work out.
    """

    name: str
    group: Group
    severity: Severity
    find: Callable[[Subject], Iterable[Found]] | None = None
    refuses: Callable[[Problem], bool] | None = None
    logic: bool = False
    proves: bool = False
    needs: str = ""
    apart: bool = False


@dataclass(frozen=True)
class Documentation:
    """What the docstring of a check's file says: its first sentence and the text of each section."""

    summary: str
    sections: Mapping[str, str]


def documentation_of(module_name: str) -> Documentation:
    """The documentation of the check in a module. Raises ValueError when its form is not kept."""
    text = inspect.cleandoc(sys.modules[module_name].__doc__ or "")
    headings = re.findall(r"^(\w[\w ]*)\n-+$", text, flags=re.MULTILINE)
    if tuple(headings) != SECTIONS:
        raise ValueError(f"{module_name}: the docstring has the sections {headings}, not {list(SECTIONS)}")
    parts = re.split(r"^\w[\w ]*\n-+\n", text, flags=re.MULTILINE)
    summary, *bodies = (part.strip("\n") for part in parts)
    if not all(body.strip() for body in (summary, *bodies)):
        raise ValueError(f"{module_name}: a section of the docstring is empty")
    return Documentation(summary, dict(zip(SECTIONS, bodies, strict=True)))
