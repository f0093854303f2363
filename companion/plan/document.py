"""A plan as one document for programs: where it stands, what decides, what was done, and the days ahead."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct

from hipexpert.companion.plan.course import Course, PlanStep
from hipexpert.companion.plan.days import days_ahead
from hipexpert.knowledge import Pack
from hipexpert.knowledge.packs.programmes import Decision
from hipexpert.knowledge.returning.machine import Mode, Verdict
from hipexpert.knowledge.returning.words import session_phrase, session_words
from hipexpert.knowledge.runner.results import Knowledge

SCHEMA: Literal["hipexpert.plan/1"] = "hipexpert.plan/1"


class PlanRule(Struct, frozen=True):
    """A rule of the programme: when it holds, in words, why, and the ids of its sources."""

    id: str
    when: str
    because: str
    sources: tuple[str, ...]


class PlanRules(Struct, frozen=True):
    """What decides after the next session or day; ``resumes`` only while the plan rests."""

    advance: tuple[PlanRule, ...]
    hold: tuple[PlanRule, ...]
    back: tuple[PlanRule, ...]
    stop: tuple[PlanRule, ...]
    resumes: tuple[PlanRule, ...]


class SessionAhead(Struct, frozen=True):
    """A session on the first day on which it may be done, the number ``good`` of ``passes`` in a row, if each goes well."""

    date: datetime.date
    phase: str
    session: str
    says: str
    minutes: float
    good: int
    passes: int


class DayBehind(Struct, frozen=True):
    """Something that happened, what was said of it, the verdict (None where nothing was judged), and the rules that say so; of a session
    also what was measured, None where nobody said it.
    """

    date: datetime.date
    happened: str
    session: str
    observed: Mapping[str, int | bool]
    verdict: Verdict | None
    rules: tuple[str, ...]
    early: bool
    note: str
    distance_km: float | None
    duration_min: float | None


class PlanDocument(Struct, frozen=True, kw_only=True):
    """A plan on a day. ``mode`` says whether it goes on, rests, waits for a clinician, has stopped or is finished; ``waiting`` that the
    morning after the last session is not known yet, so that it is not judged.
    """

    schema: Literal["hipexpert.plan/1"]
    knowledge: Knowledge
    programme: str
    title: str
    on: datetime.date
    started: datetime.date
    mode: Mode
    waiting: bool
    phase: str | None
    next_day: datetime.date | None
    look_again: datetime.date
    cleared_from: datetime.date | None
    decides: PlanRules
    behind: tuple[DayBehind, ...]
    ahead: tuple[SessionAhead, ...]


def plan_document(course: Course, pack: Pack, on: datetime.date, days: int) -> PlanDocument:
    """The plan as it stands on a day, and the sessions of the next ``days``."""
    course = course.on(on)
    going = course.state.mode == "going"
    next_day = course.next_day
    return PlanDocument(
        schema=SCHEMA,
        knowledge=Knowledge.of(pack),
        programme=course.programme.id,
        title=course.programme.title,
        on=on,
        started=course.started,
        mode=course.state.mode,
        waiting=course.waiting,
        phase=course.machine.phase(course.state).id if going else None,
        next_day=max(next_day, on) if next_day is not None else None,
        look_again=course.look_again,
        cleared_from=course.cleared_from,
        decides=_decides(course),
        behind=tuple(map(_behind, course.steps)),
        ahead=tuple(
            SessionAhead(
                each.date, each.phase.id, each.session.id, session_words(each.session), each.session.minutes, each.good, each.session.passes
            )
            for each in days_ahead(course, on, days)
        ),
    )


def _decides(course: Course) -> PlanRules:
    mode = course.state.mode
    found = course.programme.decisions(course.machine.phase(course.state))
    return PlanRules(
        advance=_rules(found["advance"] if mode == "going" else ()),
        hold=_rules(found["hold"] if mode == "going" else ()),
        back=_rules(found["back"] if mode in ("going", "finished") else ()),
        stop=_rules(found["stop"] if mode in ("going", "resting", "finished") else ()),
        resumes=_rules(course.programme.resumes if mode == "resting" else ()),
    )


def _rules(decisions: Iterable[Decision]) -> tuple[PlanRule, ...]:
    return tuple(PlanRule(each.id, session_phrase(each.when), each.because, tuple(at.ref for at in each.sources)) for each in decisions)


def _behind(step: PlanStep) -> DayBehind:
    decided = step.decided
    rules = tuple(each.decision.id for each in decided.fired) if decided is not None else ()
    verdict = decided.verdict if decided is not None else None
    return DayBehind(
        step.date, step.happened, step.session, step.observed, verdict, rules, step.early, step.note, step.distance_km, step.duration_min
    )
