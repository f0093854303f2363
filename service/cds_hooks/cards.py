"""The card of an assessment: the level and what to do first, then the summary for whoever examines next."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid5

from msgspec import to_builtins

from hipexpert.engine import Problem
from hipexpert.graphs.explained import ExplainedAssessment
from hipexpert.knowledge import UNDETERMINED
from hipexpert.rendering.markdown import to_markdown
from hipexpert.rendering.report.blocks import Block, Heading, Paragraph, Report, points
from hipexpert.rendering.reports.letter import letter_report
from hipexpert.service.cds_hooks.messages import INDICATORS, Action, Card, CardSource, HookRequest, Link, Suggestion

LONGEST = 139  # characters of a summary: the standard asks for fewer than 140
QUESTIONS, SOURCES, PROBLEMS = 3, 3, 10
EXTENSION = "hipexpert.assessment"


def card_of(
    assessment: ExplainedAssessment, request: HookRequest, problems: tuple[Problem, ...] = (), unread: tuple[str, ...] = ()
) -> Card:
    """The card. ``problems`` are answers that could not be read, which never look calm; ``unread`` has no place in the vocabulary.

    The same call with the same answers gives the same card, uuids and all: nothing is kept to know it by.
    """
    urgency, about = assessment.urgency, assessment.pack.about
    calmest = 1 if urgency.level == UNDETERMINED or problems or assessment.contradictions else 0
    open_ids = tuple(dict.fromkeys(each.finding for each in assessment.left_to_answer))
    counted = {"questions open": len(open_ids), "answers not read": len(problems)}
    more = "; ".join(f"{name}: {count}" for name, count in counted.items() if count)
    uuid = uuid5(UUID(request.hook_instance), f"{assessment.pack.content_hash} {assessment.intake} {problems}")
    suggestions = tuple(_suggestions(assessment, uuid, request.context.patient_id))
    told = {
        "level": urgency.level,
        "at_most": urgency.at_most,
        "settled": urgency.settled,
        "open": open_ids,
        "not_read": to_builtins(problems[:PROBLEMS]),
        "no_finding": unread[:PROBLEMS],
        "knowledge": to_builtins(assessment.knowledge),
    }
    return Card(
        uuid=str(uuid),
        summary=_short(urgency.title, f" ({more})" if more else ""),
        detail=to_markdown(Report(urgency.title, tuple(_detail(assessment, problems)))),
        indicator=INDICATORS[max(calmest, INDICATORS.index(urgency.cds_hooks))],
        source=CardSource(f"{about.title} {about.version} ({assessment.pack.texts.purpose})"),
        extension={EXTENSION: {name: value for name, value in told.items() if value not in ((), [])}},
        suggestions=suggestions,
        selection_behavior="any" if suggestions else None,
        links=tuple(_links(assessment)),
    )


def _short(title: str, more: str) -> str:
    """A summary that is short enough; what is open is never what is left out."""
    left = LONGEST - len(more)
    return (title if len(title) <= left else title[: left - 1].rstrip() + "…") + more


def _detail(assessment: ExplainedAssessment, problems: tuple[Problem, ...]) -> Iterator[Block]:
    yield Paragraph(assessment.urgency.action)
    wrong = [*(each.because for each in assessment.contradictions), *(each.message for each in problems[:PROBLEMS])]
    if wrong:
        yield Heading("Not taken as said", 2)
        yield from points(*wrong)
    if assessment.left_to_answer:
        yield Heading("Ask first", 2)
        yield from points(*dict.fromkeys(each.question for each in assessment.left_to_answer[:PROBLEMS]))
    yield from letter_report(assessment).blocks


def _suggestions(assessment: ExplainedAssessment, card: UUID, patient: str) -> Iterator[Suggestion]:
    """A question to ask, each as a task in the record."""
    questions = dict.fromkeys(each.question for each in assessment.left_to_answer)
    for question in list(questions)[:QUESTIONS]:
        task: dict[str, Any] = {"resourceType": "Task", "status": "draft", "intent": "proposal", "description": question}
        task["for"] = {"reference": f"Patient/{patient}"}
        yield Suggestion(f"Ask: {question}", str(uuid5(card, question)), (Action("create", f"A task to ask: {question}", task),))


def _links(assessment: ExplainedAssessment) -> Iterator[Link]:
    """The sources of what raised the level, where they can be read."""
    sources = {each.id: each for each in assessment.pack.sources}
    refs = dict.fromkeys(cited.ref for reason in assessment.urgency.because for cited in reason.sources)
    found = [sources[ref] for ref in refs if ref in sources]
    pages = [(each.title, each.url or (f"https://doi.org/{each.doi}" if each.doi else "")) for each in found]
    for title, url in [each for each in pages if each[1].startswith(("https://", "http://"))][:SOURCES]:
        yield Link(title, url)
