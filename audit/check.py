"""A check: a name that says what it forbids, how bad that is, and how it is found."""

import re
import textwrap
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from hipexpert.audit.subject.subject import Subject
from hipexpert.audit.values import Group, Severity
from hipexpert.engine import Problem

AS_WRITTEN = "what the pack says was compared as it is written"
"""Over what was decided, where nobody's answers were tried."""
SECTIONS = ("What it checks", "Why it matters", "Example", "Use instead", "Limits")


@dataclass(frozen=True)
class Found:
    """What a check has found, before its place is looked up.

    ``at`` is the entry to point at: the key of its list and its id (default: the first rule). ``severity`` replaces that
    of the check. ``covered`` says, where there is no witness, over what it was decided; of a ``logic`` check nothing is all intakes.
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
    ``apart`` marks one that takes long and needs little of what the others work out, ``released`` one that is only about a release.
    Where a check ``reads`` but a part of a pack, ``find`` is given that part and nothing else, so what it finds can be kept until
    the part changes. One that is ``unworded`` is given the pack without its texts, sources and dates
    (:mod:`hipexpert.audit.subject.reasoning`), as of no day; one that is ``unweighed`` without how strongly its rules speak, too, and asks
    what only weighing tells (:mod:`hipexpert.audit.subject.asking`).
    """

    name: str
    group: Group
    severity: Severity
    find: Callable[[Any], Iterable[Found]] | None = None
    refuses: Callable[[Problem], bool] | None = None
    logic: bool = False
    proves: bool = False
    needs: str = ""
    apart: bool = False
    released: bool = False
    reads: Callable[[Subject], Any] | None = None
    unworded: bool = False
    unweighed: bool = False


@dataclass(frozen=True)
class Documentation:
    """What a check's page says: the page as Markdown, its first sentence, and the text of each section without fences."""

    page: str
    summary: str
    sections: Mapping[str, str]


def documentation_of(name: str) -> Documentation:
    """The documentation of a check, from the page beside its file. Raises ValueError when its form is not kept."""
    page = resources.files("hipexpert.audit.checks").joinpath(f"{name.replace('-', '_')}.md").read_text("utf-8")
    _, title, summary, *parts = re.split(r"^##? (.+)\n", page, flags=re.MULTILINE)
    headings, bodies = parts[::2], [_unfenced(body).strip("\n") for body in parts[1::2]]
    if (title, *headings) != (name, *SECTIONS):
        raise ValueError(f"{name}: the page has the headings {[title, *headings]}, not {[name, *SECTIONS]}")
    if not all(body.strip() for body in (summary, *bodies)):
        raise ValueError(f"{name}: a section of the page is empty")
    return Documentation(page, summary.strip(), dict(zip(SECTIONS, bodies, strict=True)))


def _unfenced(body: str) -> str:
    return re.sub(r"^```\w*\n(.*?)^```$", lambda block: textwrap.indent(block[1], "    "), body, flags=re.MULTILINE | re.DOTALL)
