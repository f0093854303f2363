"""An assessment in every form that a person gets, and what stands in each: read off the written text, not off the values."""

import json
import re
from collections.abc import Callable, Iterator, Mapping

from html_reading import read_page

from hipexpert import ExplainedAssessment
from hipexpert.knowledge.interview.interview import Interview
from hipexpert.rendering.markdown import to_markdown
from hipexpert.rendering.page.writing import to_html
from hipexpert.rendering.report.blocks import Report
from hipexpert.rendering.reports import interview
from hipexpert.rendering.reports.assessment import assessment_report
from hipexpert.rendering.text import plain_text

Written = Callable[[ExplainedAssessment], str]


def _at_the_end_of_an_interview(assessment: ExplainedAssessment) -> str:
    return plain_text(Report("", interview.result(Interview(assessment.assessor, assessment.intake), None)))


FORMS: Mapping[str, Written] = {
    "terminal": lambda assessment: plain_text(assessment_report(assessment, full=False)),
    "markdown": lambda assessment: to_markdown(assessment_report(assessment, full=True)),
    "html": to_html,
    "json": lambda assessment: assessment.to_json(),
    "interview": _at_the_end_of_an_interview,
}
READ = ("terminal", "markdown", "html", "interview")  # by people
_BADGE = re.compile(r"^ ([A-Z]+(?: [A-Z]+)*)  \S", re.MULTILINE)


def level_in(form: str, text: str) -> str:
    """The level that a text states."""
    if form == "json":
        return str(json.loads(text)["urgency"]["level"])
    if form == "html":
        found = next(each.text for each in read_page(text).all("p") if each.attributes.get("class") == "level")
    elif form == "markdown":
        found = text.partition(":")[0].removeprefix("# ")
    else:
        badge = _BADGE.search(text)
        assert badge is not None, text[:200]
        found = badge[1]
    return found.lower().replace(" ", "_")


def questions_in(form: str, text: str, assessment: ExplainedAssessment) -> Iterator[str]:
    """The findings that a text tells a runner to answer first: those that stand before anything is folded away."""
    names = {each.id for group in assessment.pack.groups for each in group.findings}
    if form == "html":
        lists = [each for each in read_page(text).all("ol") if each.attributes.get("class") == "questions"]
        yield from (code.text for each in lists[:1] for code in each.all("code"))
    elif form == "markdown":
        section = text.partition("## What is not known yet")[2].partition("\n#")[0]
        yield from (name for name in re.findall(r"`([a-z0-9_]+)`", section) if name in names)
    else:
        asked = text.partition("\nOpen ")[2].partition("\nMay be")[0].partition("\nGo to an emergency")[0]
        by_question = {each.question: each.finding for each in assessment.left_to_answer}
        for found in asked.split("\n       ? ")[1:]:
            question = " ".join(found.partition("\n         and ")[0].split())
            yield by_question.get(question, question)
