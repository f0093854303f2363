"""An assessment written as one HTML page or as one SVG: the values of the page, put into the templates."""

from hipexpert.graphs.layers import picture_of
from hipexpert.knowledge import Assessment
from hipexpert.rendering.content_policy import policy
from hipexpert.rendering.page.drawings import box_texts, main_drawing
from hipexpert.rendering.page.fitting import heading, wrapped
from hipexpert.rendering.page.rulebook import rules_that_fired
from hipexpert.rendering.page.templating import own, own_file, templates
from hipexpert.rendering.page.values import page_of
from hipexpert.rendering.report.openness import ASKED

_NARROWEST = 640


def to_html(assessment: Assessment) -> str:
    """The assessment as one HTML page that loads nothing: plan, weighing, inference graph, rules and sources."""
    style, script = _style_and_script()
    return (
        templates()
        .get_template("page.html")
        .render(
            page=page_of(assessment),
            asked_first=ASKED,
            policy=policy(style, script),
            style=own(style),
            script=own(script),
        )
    )


def policy_of_page() -> str:
    """The Content Security Policy of what :func:`to_html` writes, for those who send it with headers of their own."""
    return policy(*_style_and_script())


def _style_and_script() -> tuple[str, str]:
    return own_file("page.css") + _picture_style(), own_file("page.js")


def to_svg(assessment: Assessment) -> str:
    """What leads to the urgency and to the first conditions as one SVG picture that loads nothing."""
    picture = picture_of(assessment)
    texts = box_texts(assessment, picture, rules_that_fired(assessment, picture))
    drawing = main_drawing(assessment, picture, texts)
    width = max(drawing.width, _NARROWEST) + 32
    about, urgency = assessment.pack.about, assessment.urgency
    knowledge = f"Knowledge: {about.id} {about.version}, {assessment.pack.content_hash[:12]}."
    foot = f"{about.disclaimer} Decibans rank; they are not probabilities. {knowledge}"
    return (
        templates()
        .get_template("picture.svg")
        .render(
            drawing=drawing,
            texts=texts,
            width=width,
            urgency=urgency,
            title=heading(f"{urgency.level.replace('_', ' ').upper()}: {urgency.title}", width - 32),
            foot=wrapped(foot, width - 40, 6),
            disclaimer=about.disclaimer,
            style=own(_picture_style()),
        )
    )


def _picture_style() -> str:
    return own_file("picture.css")
