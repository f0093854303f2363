"""A plan back to running: where it stands and why, what lies ahead, and what follows a session or a day."""

import datetime
from collections.abc import Iterable

from hipexpert.companion.plan.course import Course, PlanStep
from hipexpert.companion.plan.days import days_ahead, ends_on
from hipexpert.companion.plan.return_plan import STANDS
from hipexpert.knowledge import Assessment, Pack
from hipexpert.knowledge.packs.pack import SAFETY_NET
from hipexpert.knowledge.packs.programmes import Decision
from hipexpert.knowledge.packs.vocabulary import allowed_answers
from hipexpert.knowledge.returning.machine import Decided, Verdict
from hipexpert.knowledge.returning.opening import Opening
from hipexpert.knowledge.returning.words import observed_words, phase_says, phase_title, session_phrase, session_words
from hipexpert.languages.catalogue import capital
from hipexpert.rendering.report.blocks import (
    Block,
    Heading,
    Notice,
    Paragraph,
    Report,
    Row,
    Rows,
    Style,
    Table,
    Words,
    code,
    points,
    quiet,
    strong,
)
from hipexpert.rendering.report.phrases import foot, knowledge_of
from hipexpert.rendering.reports.diary import length_words

LABEL = 12
SHOWN_BACK = 14  # days that are shown of what was done
REASONS = 4
MISSING = 6
FOLLOW_UP = "hipexpert interview --follow-up CASE.yaml"
_HEADS: dict[Verdict, tuple[Style, str]] = {
    "stop": ("bad", "Stop. Do not run."),
    "back": ("doubt", "One step back."),
    "hold": ("note", "The same session again."),
    "repeat": ("good", "A good session."),
    "advance": ("good", "On to the next step."),
    "resume": ("good", "The rest is over."),
    "wait": ("note", "Written down. The next morning decides."),
    "none": ("note", "Written down. Nothing changes."),
}
_DONE: dict[Verdict, str] = {
    "stop": "stopped",
    "back": "a step back",
    "hold": "again",
    "repeat": "good",
    "advance": "good, next step",
    "resume": "rest over",
    "wait": "next morning?",
    "none": "noted",
}


def plan_report(course: Course, pack: Pack, on: datetime.date, days: int) -> Report:
    """The plan as it stands on a day: the next session, why it is that, what moves on and what leads back, and the days ahead."""
    course = course.on(on)
    programme = course.programme
    blocks: list[Block] = [Heading(programme.title, 1), Paragraph(programme.says), Rows(tuple(_standing(course, pack, on)), LABEL)]
    if course.state.mode == "stopped":
        blocks += stopped_blocks(pack)
    if course.state.mode in ("going", "resting", "finished"):
        blocks += [Heading("What decides"), Rows(tuple(_deciding(course)), LABEL)]
    if table := _days(course, on, days):
        blocks += [Heading("Day by day"), table]
        blocks.append(Paragraph(quiet("Days ahead hold if each session goes well; a sore morning moves them.")))
    return Report(programme.title, (*blocks, *foot(knowledge_of(pack), pack.about.disclaimer)))


def opening_report(found: Opening, assessment: Assessment) -> Report:
    """Whether a way back opens for the runner of an assessment, and why."""
    pack = assessment.pack
    heads: dict[str, tuple[Style, str]] = {
        "open": ("good", "A plan begins."),
        "clearance": ("doubt", "A plan waits for a clinician."),
        "closed": ("bad", "There is no plan now."),
    }
    style, title = heads[found.state]
    told: list[Block] = [Paragraph(found.because)]
    told += points(*(f"{each.title}: {each.because}" for each in found.reasons[:REASONS]))
    if found.missing:
        told += [Paragraph("What is open or not yet so:"), *points(*found.missing[:MISSING])]
        if len(found.missing) > MISSING:
            told.append(Paragraph(quiet(f"and {len(found.missing) - MISSING} more")))
        told += _how_to_answer(found, pack)
    if found.state == "clearance":
        told.append(Paragraph("Then: `hipexpert plan clear --by NAME --on DAY`."))
    blocks: list[Block] = [Notice(style, title, tuple(told))]
    if found.state == "closed":
        blocks += foot(knowledge_of(pack), pack.about.disclaimer)
    return Report("A plan back to running", tuple(blocks))


def _how_to_answer(found: Opening, pack: Pack) -> list[Block]:
    """How to say what is missing: the interview asks what decides the urgency, and not whether the way back may begin."""
    if not found.ask:
        return [Paragraph("`hipexpert interview CASE.yaml -o NEW.yaml` asks for them.")]
    asked = [(name, pack.findings[name]) for name in found.ask]
    questions = (f"{each.question} `-f {name}=ANSWER`, {allowed_answers(each)}" for name, each in asked)
    return [Paragraph("Say how it is now, beside the case:"), *points(*questions)]


def step_report(step: PlanStep, course: Course, pack: Pack) -> Report:
    """What follows a session or a day: the verdict, the rules that say so, and what is next."""
    blocks: list[Block] = []
    if step.decided is not None:
        style, title = _HEADS[step.decided.verdict]
        blocks.append(Notice(style, title, tuple(_because(step, pack))))
    if course.state.mode == "stopped":
        blocks += stopped_blocks(pack)
    else:
        blocks.append(Rows(tuple(_next(course, pack, step.date)), LABEL))
    return Report("After a session", tuple(blocks))


def stopped_blocks(pack: Pack) -> list[Block]:
    """What somebody is told whose plan has stopped: the signs that mean to go at once, and that the questions are asked again."""
    net = [each.title for each in pack.advice if each.category == SAFETY_NET and each.status == "active"]
    return [
        Heading("Go to an emergency department at once if"),
        *points(*net),
        Paragraph(f"If none of these is so, the questions are asked again before anything else: `{FOLLOW_UP} -o NEW.yaml`."),
        Paragraph("Then `hipexpert plan start NEW.yaml` says whether, and from where, the way back goes on."),
    ]


def _because(step: PlanStep, pack: Pack) -> Iterable[Block]:
    decided = step.decided
    if decided is None:
        return
    if step.early:
        yield Paragraph("It came before the days of rest were over, so it does not count towards the next step.")
    for fired in decided.fired:
        said = ", ".join(observed_words(fact, {**step.observed, "bad_before": decided.before.bad > 0}) for fact in fired.facts)
        sources = ", ".join(dict.fromkeys(pack.source_by_id[each.ref].title for each in fired.decision.sources))
        yield Rows(
            (Row("Because", f"{capital(said)}.", below=(fired.decision.because, quiet(f"{fired.decision.id}; {sources}"))),),
            LABEL,
        )
    if decided.verdict == "wait":
        yield Paragraph("Tomorrow: `hipexpert plan pain N --morning`.")
    if decided.verdict == "hold" and not decided.fired and not step.early:
        yield Paragraph("Nothing that was said speaks for a heavier session.")


def _next(course: Course, pack: Pack, on: datetime.date) -> Iterable[Row]:
    session = course.machine.session(course.state)
    phase = course.machine.phase(course.state)
    if session is not None and course.next_day is not None:
        day = max(course.next_day, on)
        good = f"{course.state.good} of {session.passes} good ones done" if session.passes > 1 else ""
        yield Row("Next", (strong(f"{day:%a} {day.isoformat()}"), f": {session_words(session)}"), below=(good,) if good else ())
        yield Row("Phase", phase_title(phase, pack))
        yield Row("Pain", _allowed(phase.allowed.during, phase.allowed.after, phase.allowed.next_morning))
    elif course.state.mode == "resting":
        yield Row("Next", "No session until daily life is free of pain. Then: `hipexpert plan pain 0`.")
    elif course.state.mode == "uncleared":
        first = f", on {course.cleared_from.isoformat()} or later" if course.cleared_from else ""
        yield Row("Next", f"A clinician must clear you{first}. Then: `hipexpert plan clear --by NAME --on DAY`.")
    elif course.state.mode == "finished":
        yield Row("Next", "The plan is done. Run, and keep the longest run close to the longest of the last 30 days.")


def _allowed(during: int, after: int, morning: int) -> str:
    if during == after == morning == 0:
        return "none is allowed, neither during a session nor after it"
    return (
        f"up to {max(during, after)} of 10 during a session and after it, {'none' if not morning else f'up to {morning}'} the next morning"
    )


def _standing(course: Course, pack: Pack, on: datetime.date) -> Iterable[Row]:
    yield Row("Stands", f"{capital(STANDS[course.state.mode])}.")
    yield from _next(course, pack, on)
    if course.state.mode == "going":
        yield Row("How", phase_says(course.machine.phase(course.state), pack))
    if course.waiting:
        yield Row("Open", "How was the morning after the last session? `hipexpert plan pain N --morning`")
    last = course.steps[-1]
    yield Row("Why here", _why_here(last))
    look = course.look_again
    yield Row(
        "Look again", f"on {look.isoformat()}" if look > on else f"since {look.isoformat()}: hipexpert interview --follow-up CASE.yaml"
    )
    end = ends_on(course, on)
    if end is not None:
        yield Row("At best", f"the last session is on {end.isoformat()}")


def _why_here(step: PlanStep) -> str:
    day = step.date.isoformat()
    if step.happened == "started":
        return f"The way back began on {day} with its lightest session." if step.state.mode == "going" else f"It was written down on {day}."
    if step.happened == "cleared":
        return f"{step.note} cleared you; written down on {day}."
    if step.happened == "paused":
        return "There was a long break, so the phase begins anew."
    if step.happened == "skipped":
        return f"A session was left out on {day}, which changes nothing."
    verdict = step.decided.verdict if step.decided is not None else "none"
    said = step.decided.fired[0].decision.because if step.decided is not None and step.decided.fired else ""
    what = "session" if step.happened == "session" else "day"
    return f"The {what} of {day}: {_HEADS[verdict][1][:1].lower()}{_HEADS[verdict][1][1:]} {said}".strip()


def _deciding(course: Course) -> Iterable[Row]:
    machine, state = course.machine, course.state
    if state.mode == "resting":
        yield Row("Moves on", _premises(course.programme.resumes))
    else:
        phase = machine.phase(state)
        found = course.programme.decisions(phase)
        session = machine.session(state)
        if session is not None:
            left = session.passes - state.good
            yield Row("Moves on", f"{left} good {'session' if left == 1 else 'sessions in a row'}: {_premises(found['advance'])}")
            yield Row("Repeats", _premises(found["hold"]))
        yield Row("Leads back", _premises(found["back"]))
    yield Row("Stops", _premises(course.programme.stops + machine.phase(state).stops))


def _premises(decisions: Iterable[Decision]) -> str:
    return "; or ".join(session_phrase(each.when) for each in decisions) or "nothing"


def _days(course: Course, on: datetime.date, days: int) -> Table | None:
    since = on - datetime.timedelta(days=SHOWN_BACK)
    rows: list[tuple[Words, ...]] = [
        _done(step, course) for step in course.steps if step.date >= since and step.happened not in ("started", "cleared")
    ]
    for each in days_ahead(course, on, days):
        good = f"{each.good} of {each.session.passes}" if each.session.passes > 1 else ""
        rows.append((f"{each.date:%a} {each.date.isoformat()}", session_words(each.session), code("to do"), good))
    return Table(("Day", "Session", "", ""), tuple(rows)) if rows else None


def _done(step: PlanStep, course: Course) -> tuple[str, str, str, str]:
    day = f"{step.date:%a} {step.date.isoformat()}"
    if step.happened == "paused":
        return day, "a long break", "the phase begins anew", ""
    if step.happened == "skipped":
        return day, "left out", "", step.note
    pains = (("during", "pain_during"), ("after", "pain_after"), ("morning", "pain_next_morning"), ("that day", "pain_between"))
    told = ", ".join(f"{word} {step.observed[name]}" for word, name in pains if name in step.observed)
    verdict = _DONE[step.decided.verdict] if isinstance(step.decided, Decided) else ""
    sessions = {session.id: session for _, session in course.programme.steps}
    measured = length_words(step.distance_km, step.duration_min)
    said = ", ".join(filter(None, (told, measured, step.note)))
    return day, session_words(sessions[step.session]) if step.session in sessions else "no session", verdict, said
