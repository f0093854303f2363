"""The templates of pages and pictures, and what a page that loads nothing says of itself."""

import json
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from hipexpert.languages.catalogue import capital
from hipexpert.rendering.report.harmless import without_controls
from hipexpert.rendering.templating import environment

_HERE = Path(__file__).parent


@cache
def templates() -> jinja2.Environment:
    """The templates in the folder beside this file; everything that is put in is escaped."""
    made = environment(_HERE / "templates")
    made.filters["signed"] = lambda number: f"{number:+d}".replace("-", "\N{MINUS SIGN}")
    made.filters["capital"] = capital
    return made


def own_file(name: str) -> str:
    """The text of a file of the program beside this one."""
    return (_HERE / name).read_text("utf-8")


def own(text: str) -> Markup:
    """A file of the program as it stands: nothing of a pack or an intake is in it."""
    return Markup(text)  # noqa: S704


def script_json(data: object) -> str:
    """Data as JSON that is safe inside a script element."""
    text = without_controls(json.dumps(data, ensure_ascii=False, separators=(",", ":")))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
