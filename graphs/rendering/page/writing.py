"""An assessment written as one HTML page or as one SVG: the values of the page, put into the templates."""

import base64
import hashlib
from functools import cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from hipexpert.graphs.layers import picture_of
from hipexpert.graphs.rendering.page.drawings import box_texts, main_drawing
from hipexpert.graphs.rendering.page.fitting import wrapped
from hipexpert.graphs.rendering.page.rulebook import rules_that_fired
from hipexpert.graphs.rendering.page.values import ASKED_FIRST, page_of
from hipexpert.knowledge import Assessment

_HERE = Path(__file__).parent
_NARROWEST = 640


def to_html(assessment: Assessment) -> str:
    """The assessment as one HTML page that loads nothing: plan, weighing, inference graph, rules and sources.

    Raises RuntimeError when the derivation does not verify.
    """
    _check(assessment)
    style, script = (_HERE / "page.css").read_text("utf-8") + _picture_style(), (_HERE / "page.js").read_text("utf-8")
    policy = f"default-src 'none'; style-src '{_hash(style)}'; script-src '{_hash(script)}'; base-uri 'none'; form-action 'none'"
    return (
        _templates()
        .get_template("page.html")
        .render(
            page=page_of(assessment),
            asked_first=ASKED_FIRST,
            policy=policy,
            style=_own(style),
            script=_own(script),
        )
    )


def to_svg(assessment: Assessment) -> str:
    """What leads to the urgency and to the first conditions as one SVG picture that loads nothing.

    Raises RuntimeError when the derivation does not verify.
    """
    _check(assessment)
    picture = picture_of(assessment)
    texts = box_texts(assessment, picture, rules_that_fired(assessment, picture))
    drawing = main_drawing(assessment, picture, texts)
    width = max(drawing.width, _NARROWEST) + 32
    about = assessment.pack.about
    knowledge = f"Knowledge: {about.id} {about.version}, {assessment.pack.content_hash[:12]}."
    foot = f"{about.disclaimer} Decibans rank; they are not probabilities. {knowledge}"
    return (
        _templates()
        .get_template("picture.svg")
        .render(
            drawing=drawing,
            texts=texts,
            width=width,
            urgency=assessment.urgency,
            foot=wrapped(foot, width - 40, 6),
            disclaimer=about.disclaimer,
            style=_own(_picture_style()),
        )
    )


def _check(assessment: Assessment) -> None:
    if assessment.unverified:
        raise RuntimeError(f"the derivation does not verify: {assessment.unverified[0]}")


def _picture_style() -> str:
    return (_HERE / "picture.css").read_text("utf-8")


def _own(text: str) -> Markup:
    """A file of the program as it stands: nothing of a pack or an intake is in it."""
    return Markup(text)  # noqa: S704


def _hash(text: str) -> str:
    """The source of an inline style or script as a Content Security Policy names it (CSP level 3, section 2.3.1)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


@cache
def _templates() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters["plain"] = lambda word: str(word).replace("_", " ")
    environment.filters["signed"] = lambda number: f"{number:+d}".replace("-", "\N{MINUS SIGN}")
    environment.filters["sentence"] = lambda text: text[:1].upper() + text[1:]
    return environment
