"""The templates of pages and pictures, and what a page that loads nothing says of itself."""

import base64
import hashlib
import json
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from hipexpert.rendering.report.harmless import without_controls
from hipexpert.rendering.templating import environment

_HERE = Path(__file__).parent


@cache
def templates() -> jinja2.Environment:
    """The templates in the folder beside this file; everything that is put in is escaped."""
    made = environment(_HERE / "templates")
    made.filters["signed"] = lambda number: f"{number:+d}".replace("-", "\N{MINUS SIGN}")
    made.filters["capital"] = lambda text: text[:1].upper() + text[1:]
    return made


def own_file(name: str) -> str:
    """The text of a file of the program beside this one."""
    return (_HERE / name).read_text("utf-8")


def own(text: str) -> Markup:
    """A file of the program as it stands: nothing of a pack or an intake is in it."""
    return Markup(text)  # noqa: S704


def policy(style: str, script: str | None = None) -> str:
    """A Content Security Policy that lets a page run its own style and script, where it has one, and load nothing."""
    scripts = f"script-src '{_hash(script)}'; " if script is not None else ""
    return f"default-src 'none'; style-src '{_hash(style)}'; {scripts}base-uri 'none'; form-action 'none'"


def _hash(text: str) -> str:
    """The source of an inline style or script as a Content Security Policy names it (CSP level 3, section 2.3.1)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def script_json(data: object) -> str:
    """Data as JSON that is safe inside a script element."""
    text = without_controls(json.dumps(data, ensure_ascii=False, separators=(",", ":")))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
