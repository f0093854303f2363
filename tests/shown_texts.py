"""What a person reads of an assessment, in every form, as plain text; and the runners of whom it is read."""

import json
import re
from collections.abc import Mapping

from html_reading import Element, read_page
from hypothesis import strategies as st
from known_cases import AUTHORED, PUBLISHED
from rich.console import Console
from strategies_intake import intakes

from hipexpert import Engine, ExplainedAssessment
from hipexpert.knowledge.interview.interview import Interview
from hipexpert.rendering.markdown import to_markdown
from hipexpert.rendering.page.writing import to_html
from hipexpert.rendering.report.blocks import Block
from hipexpert.rendering.reports import assessment as reports
from hipexpert.rendering.reports import interview as interviews
from hipexpert.rendering.terminal import draw

Forms = Mapping[str, str]


def runners(engine: Engine) -> st.SearchStrategy[dict[str, object]]:
    """Random answers, and those of known cases."""
    return intakes(engine.pack, most=25) | st.sampled_from([case.answers for case in (*AUTHORED, *PUBLISHED)])


def in_terminal(blocks: tuple[Block, ...]) -> str:
    """What a terminal shows, without its line breaks."""
    console = Console(width=10_000, color_system=None, highlight=False, force_terminal=False)
    with console.capture() as capture:
        draw(console, blocks)
    return plain(capture.get())


def plain(text: str) -> str:
    """Text with single spaces."""
    return " ".join(text.split())


def unfolded(element: Element) -> str:
    """What stands on a page without anything being opened."""
    if element.name in ("script", "style", "svg"):
        return ""
    below = [child for child in element.children if element.name != "details" or child.name == "summary"]
    own = element.texts if element.name != "details" else []
    return " ".join([*own, *map(unfolded, below)])


def written(assessment: ExplainedAssessment) -> Forms:
    """The assessment in every form that a person reads, and as JSON."""
    now = Interview(assessment.assessor, assessment.intake)
    report, page = reports.assessment_report(assessment, full=True), read_page(to_html(assessment))
    return {
        "terminal": in_terminal(reports.assessment_report(assessment, full=False).blocks),
        "interview": in_terminal((*interviews.result(now, None), *interviews.asked(now))),
        "markdown": plain(re.sub(r"\\(.)", r"\1", to_markdown(report))),
        "page": plain(unfolded(page)),
        "opened page": page.text,
        "json": json.dumps(json.loads(assessment.to_json("full")), ensure_ascii=False),
    }
