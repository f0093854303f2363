"""How templates are filled in, for pages and pictures and for the clinical reference: whatever is put in is escaped."""

from collections.abc import Callable
from pathlib import Path

import jinja2
from markupsafe import Markup

from hipexpert.languages.catalogue import say, say_n
from hipexpert.rendering.report.harmless import harmless


def plainly(value: object) -> object:
    """What is put into a page or picture: a text without what could turn words round or make the page invalid."""
    return harmless(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def environment(folder: Path, finalize: Callable[[object], object] = plainly) -> jinja2.Environment:
    """The templates of a folder. ``finalize`` escapes what is put in; without it everything is escaped as HTML.

    INVARIANT: ``autoescape`` is on, so that only what a filter or function gives as ``Markup`` is put in as it stands.
    """
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=True,
        finalize=finalize,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_callables(say, say_n, newstyle=True)  # type: ignore[attr-defined]
    made.filters["plain"] = lambda word: say(str(word).replace("_", " "))
    return made
