"""One page for a physiotherapist: the course of pain and load, the plan and how it was kept to, results over time, what is open."""

import datetime
from collections.abc import Iterable, Iterator, Mapping

from hipexpert.companion import Diary, PainEntry, PlanEvent, RunEntry
from hipexpert.companion.patterns.found import pain_and_load
from hipexpert.companion.plan.course import STARTED, Course, course_of
from hipexpert.companion.plan.return_plan import STANDS
from hipexpert.companion.plan.sessions import pains_with_sessions, runs_with_sessions
from hipexpert.knowledge import Assessment, Pack
from hipexpert.knowledge.packs.answer_space import Question
from hipexpert.knowledge.returning.machine import Verdict
from hipexpert.knowledge.returning.words import phase_title, session_words
from hipexpert.rendering.pain_and_load_svg import to_pain_and_load_svg
from hipexpert.rendering.report.blocks import Block, Chart, Heading, Paragraph, Report, Row, Rows, Table, Words, plain, points, quiet
from hipexpert.rendering.report.openness import ASKED, not_asked
from hipexpert.rendering.report.phrases import counted, foot, knowledge_of, listed
from hipexpert.rendering.reports.patterns import sparklines

LABEL = 12
NAMED = 3
OPEN = 12


def physiotherapist_report(
    diary: Diary, pack: Pack, since: datetime.date, until: datetime.date, assessment: Assessment | None = None
) -> Report:
    """What a diary says of a time, on one page; with the ``assessment`` of today's answers also that, and the questions that are open."""
    events = diary.plan_events()
    course = course_of(events, pack)
    runs, pains = runs_with_sessions(diary, since=since, until=until), pains_with_sessions(diary, since=since, until=until)
    blocks: list[Block] = [
        Heading("For the physiotherapist: hip pain and running", 1),
        Paragraph(f"From {since.isoformat()} to {until.isoformat()}, as the runner wrote it down. Nobody has examined them for this page."),
    ]
    blocks += _results(events, assessment, until)
    weeks = pain_and_load(runs, pains, until)
    chart = [Chart(to_pain_and_load_svg(weeks), sparklines(weeks))] if len(weeks) > 1 else []
    blocks += [Heading("Pain and load by week"), *chart, *_weeks(runs, pains, course, since, until)]
    blocks += [
        Heading("The way back to running"),
        *(_plan(course, pack, until) if course is not None else [Paragraph("No plan was started.")]),
    ]
    if assessment is not None:
        blocks += [Heading("What is open"), *_open(assessment)]
    return Report("For the physiotherapist", (*blocks, *foot(knowledge_of(pack), pack.about.disclaimer)))


def _results(events: Iterable[PlanEvent], assessment: Assessment | None, today: datetime.date) -> Iterator[Block]:
    """Level and first conditions, each time that answers were given for a plan, and today."""
    rows: list[tuple[Words, ...]] = [_result(event) for event in events if event.event == STARTED and event.data.get("level")]
    if assessment is not None:
        names = [each.condition.name for each in assessment.placings if each.band != "unlikely"]
        rows.append((today.isoformat(), plain(assessment.level), listed(names, NAMED) or "none named"))
    yield Heading("Results over time")
    yield Table(("answers of", "level", "first conditions (a ranking, no diagnosis)"), tuple(rows)) if rows else Paragraph("None was kept.")


def _result(event: PlanEvent) -> tuple[Words, ...]:
    told = event.data
    return str(told.get("assessed_on", event.date)), plain(str(told["level"])), listed(told.get("conditions", ()), NAMED)


def _weeks(
    runs: Iterable[RunEntry], pains: Iterable[PainEntry], course: Course | None, since: datetime.date, until: datetime.date
) -> Iterator[Block]:
    run_of: dict[datetime.date, list[RunEntry]] = {}
    worst: dict[datetime.date, int] = {}
    for run in runs:
        run_of.setdefault(_monday(run.date), []).append(run)
    for pain in pains:
        if pain.worst is not None:
            worst[pain.date] = max(pain.worst, worst.get(pain.date, 0))
    felt: dict[datetime.date, list[int]] = {}
    for day, level in worst.items():
        felt.setdefault(_monday(day), []).append(level)
    sessions: dict[datetime.date, int] = {}
    for step in course.steps if course is not None else ():
        if step.happened == "session" and since <= step.date <= until:
            sessions[_monday(step.date)] = sessions.get(_monday(step.date), 0) + 1
    rows = [_week(week, run_of, felt, sessions) for week in sorted({*run_of, *felt, *sessions})]
    if not rows:
        yield Paragraph("Nothing was written down in this time.")
        return
    yield Table(("week from", "runs", "km", "longest", "sessions", "worst pain", "days with pain"), tuple(rows), (1, 2, 3, 4, 5, 6))
    yield Paragraph(
        quiet("Pain from 0 to 10, the worst that was noted. Sessions are those of the plan. A week without an entry is left out.")
    )


def _week(
    week: datetime.date,
    runs: Mapping[datetime.date, list[RunEntry]],
    felt: Mapping[datetime.date, list[int]],
    sessions: Mapping[datetime.date, int],
) -> tuple[Words, ...]:
    lengths = [run.distance_km for run in runs.get(week, ()) if run.distance_km is not None]
    pains = felt.get(week, [])
    return (
        week.isoformat(),
        str(len(runs.get(week, ()))),
        f"{sum(lengths):.1f}" if lengths else "",
        f"{max(lengths):.1f}" if lengths else "",
        str(sessions.get(week, 0)),
        str(max(pains)) if pains else "",
        str(sum(pain > 0 for pain in pains)) if pains else "",
    )


def _plan(course: Course, pack: Pack, until: datetime.date) -> Iterator[Block]:
    """Which plan, where it stands, and how it was kept to."""
    course = course.on(until)
    done = [step for step in course.steps if step.happened == "session"]
    verdicts = [step.decided.verdict for step in course.steps if step.decided is not None]
    early, skipped = sum(step.early for step in done), sum(step.happened == "skipped" for step in course.steps)
    session = course.machine.session(course.state)
    cleared = [step for step in course.steps if step.happened == "cleared"]
    rows = [
        Row("Plan", f"{course.programme.title}, since {course.started.isoformat()}"),
        Row("Stands", f"{STANDS[course.state.mode]}; {phase_title(course.machine.phase(course.state), pack)}"),
        *([Row("Next", session_words(session))] if session is not None else []),
        Row("Kept to", f"{counted(len(done), 'session')} done, {skipped} left out, {early} before the days of rest were over"),
        Row("Went", _went(verdicts)),
        *(Row("Cleared", f"by {step.note}, written down on {step.date.isoformat()}") for step in cleared),
    ]
    yield Rows(tuple(rows), LABEL)
    turned = [step for step in course.steps if step.decided is not None and step.decided.verdict in ("back", "stop")]
    because = [
        f"{step.date.isoformat()}: {step.decided.fired[0].decision.because}" for step in turned if step.decided and step.decided.fired
    ]
    if because:
        yield Paragraph("Why it went back or stopped:")
        yield from points(*because[-OPEN:])


def _went(verdicts: list[Verdict]) -> str:
    good = verdicts.count("advance") + verdicts.count("repeat")
    others = (("hold", "to be repeated"), ("back", "a step back"), ("stop", "a stop"))
    return ", ".join([f"{good} good", *(f"{verdicts.count(verdict)} {what}" for verdict, what in others)])  # type: ignore[arg-type]


def _open(assessment: Assessment) -> Iterator[Block]:
    decisive = dict.fromkeys(assessment.pack.findings[each.finding].question for each in assessment.left_to_answer)
    said = {question for question in assessment.assessor.key.said(assessment.intake) if isinstance(question, Question)}
    yield Rows(
        (
            Row("Answered", counted(len(said), "answer")),
            Row("Not asked", listed(not_asked(assessment), OPEN) or "nothing of the screen"),
            *([Row("Ask first", " ".join([*decisive][:ASKED]))] if decisive else []),
        ),
        LABEL,
    )


def _monday(day: datetime.date) -> datetime.date:
    return day - datetime.timedelta(days=day.weekday())
