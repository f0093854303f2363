"""A runner's plan back to running, kept in their diary."""

import datetime
from collections.abc import Mapping
from typing import Any

from hipexpert.companion.diary.checking import problems_of
from hipexpert.companion.diary.entries import RunEntry
from hipexpert.companion.diary.opened import Diary
from hipexpert.companion.plan.course import CLEARED, DAY, DONE, MORNING, SKIPPED, STARTED, Course, PlanError, PlanStep, course_of
from hipexpert.engine import Problem
from hipexpert.knowledge import Assessment, Pack, load_pack
from hipexpert.knowledge.packs.programmes import PAIN, SESSION, SIGNS_ASKED
from hipexpert.knowledge.packs.vocabulary import Number
from hipexpert.knowledge.returning.machine import Observed
from hipexpert.knowledge.returning.opening import Clearance, Opening, opening

KEPT = 5  # conditions of an assessment that the start of a plan remembers


class ReturnPlan:
    """The plan in a diary: ``ReturnPlan(diary).start(assessment, today)``, then :meth:`done` after each session.

    Every method that changes it writes one event, after which it is on the disk; what was said stays, and where the plan stands is
    worked out from it. Raises :class:`PlanError` with a message and help for what cannot be, and then nothing was changed.
    """

    def __init__(self, diary: Diary, pack: Pack | None = None) -> None:
        self.diary = diary
        self.pack = pack if pack is not None else load_pack()

    @property
    def course(self) -> Course | None:
        """Where the plan stands and how it came there; None before the first start."""
        return course_of(self.diary.plan_events(), self.pack)

    def start(
        self, assessment: Assessment, on: datetime.date, clearance: Clearance | None = None, *, assessed_on: datetime.date | None = None
    ) -> Opening:
        """Start the way back that is for the runner of an assessment, or anew after a stop; say whether it opens.

        Where it waits for a clearance it is written down as waiting: :meth:`clear` opens it. Where it is closed nothing is written.
        ``assessed_on`` is the day on which the answers were given.
        """
        answered = assessed_on or on
        course, last = self._read()
        self._not_before(course, on)
        if course is not None and course.state.mode in ("going", "resting"):
            message = f"a plan is going since {course.started.isoformat()}: {course.programme.title}"
            raise PlanError(
                [
                    Problem(
                        "plan-going", message, "", "go on with `plan done` and `plan pain`; only a plan that ended or stopped is begun anew"
                    )
                ]
            )
        stopped = course.steps[-1].date if course is not None and course.state.mode == "stopped" else None
        if stopped is not None and answered < stopped:
            message = f"the plan stopped on {stopped.isoformat()}, and these answers are older"
            raise PlanError([Problem("old-answers", message, "", "answer the questions anew: hipexpert interview")])
        if clearance is not None:
            _check_clearance(clearance, on)
        counted = clearance if clearance is None or stopped is None or clearance.on >= stopped else None
        found = opening(assessment, answered, counted)
        if found.state == "closed":
            return found
        first = max(filter(None, (found.cleared_from, stopped)), default=None)
        data: dict[str, Any] = {
            "programme": found.programme,
            "pack": assessment.pack.about.version,
            "content_hash": assessment.pack.content_hash,
            "level": assessment.level,
            "assessed_on": answered.isoformat(),
            "conditions": [each.condition.name for each in assessment.placings[:KEPT]],
            "answers": {name: _plain(value) for name, value in assessment.intake.answers.items()},
            "none_of": list(assessment.intake.none_of),
        }
        if found.state == "clearance":
            data |= {"waits": True, "cleared_from": first.isoformat() if first else ""}
        elif counted is not None and found.cleared_from is not None:
            data["cleared"] = {"by": counted.by, "on": counted.on.isoformat()}
        self.diary.add_plan_event(STARTED, on, data, after=last)
        return found

    def clear(self, clearance: Clearance, on: datetime.date) -> PlanStep:
        """Write down that a clinician has cleared the runner: who, and on which day."""
        course, last = self._going()
        self._not_before(course, on)
        _check_clearance(clearance, on)
        if course.state.mode != "uncleared":
            raise PlanError([Problem("no-clearance-asked", "the plan waits for no clearance", "", "see `hipexpert plan show`")])
        if course.cleared_from is not None and clearance.on < course.cleared_from:
            first = course.cleared_from.isoformat()
            message = f"a clearance of {clearance.on.isoformat()} does not count for this plan: it counts from {first} on"
            raise PlanError(
                [Problem("old-clearance", message, "", "have it looked at again; what was seen since then is not known to them")]
            )
        self.diary.add_plan_event(CLEARED, on, {"by": clearance.by, "on": clearance.on.isoformat()}, after=last)
        return self._last_step()

    def done(
        self,
        on: datetime.date,
        observed: Observed,
        note: str = "",
        *,
        distance_km: float | None = None,
        duration_min: float | None = None,
    ) -> PlanStep:
        """Write down a session that was done on a day and what is known of it, and return what follows. With jogging in it, it counts
        as a run, as far and as long as it was where that is said; see :func:`hipexpert.companion.plan.sessions.runs_with_sessions`.
        """
        course, last = self._going()
        self._not_before(course, on)
        _check(observed)
        session = course.on(on).machine.session(course.on(on).state)
        if session is None:
            raise PlanError(
                [Problem("no-session", f"there is no session to do: {STANDS[course.state.mode]}", "", "see `hipexpert plan show`")]
            )
        if any(step.happened == "session" and step.date == on for step in course.steps):
            message = f"a session of {on.isoformat()} is written down already"
            raise PlanError(
                [Problem("day-taken", message, "", "add the next morning with `plan pain N --morning`, or name another day with --on")]
            )
        jog, walk = session.load
        measured = _measured(on, distance_km, duration_min)
        data = {"observed": dict(observed), "jog_min": jog, "walk_min": walk, **measured, **_noted(note)}
        self.diary.add_plan_event(DONE, on, data, after=last)
        return self._last_step()

    def morning(self, on: datetime.date, observed: Observed) -> PlanStep:
        """Write down how the morning after the last session was, and return what follows that session."""
        course, last = self._going()
        self._not_before(course, on)
        _check(observed)
        session = course.last_session
        if session is None or "pain_next_morning" in session.observed:
            problem = (
                "no session waits for its next morning" if session is None else "the morning after the last session is written down already"
            )
            raise PlanError([Problem("no-morning", problem, "", "say how it is today with `plan pain N`")])
        if on <= session.date:
            message = f"the last session was on {session.date.isoformat()}, so its next morning is later"
            raise PlanError([Problem("no-morning", message, "", "name the day with --on")])
        self.diary.add_plan_event(MORNING, on, {"observed": dict(observed)}, after=last)
        return next(step for step in reversed(self._steps()) if step.happened == "session")

    def day(self, on: datetime.date, observed: Observed, note: str = "") -> PlanStep:
        """Write down how a day without a session was, and return what follows."""
        course, last = self._going()
        self._not_before(course, on)
        _check(observed)
        self.diary.add_plan_event(DAY, on, {"observed": dict(observed), **_noted(note)}, after=last)
        return self._last_step()

    def skip(self, on: datetime.date, note: str = "") -> PlanStep:
        """Write down that a session was left out. That changes nothing: the next one is the same."""
        course, last = self._going()
        self._not_before(course, on)
        if course.machine.session(course.state) is None:
            raise PlanError(
                [Problem("no-session", f"there is no session to skip: {STANDS[course.state.mode]}", "", "see `hipexpert plan show`")]
            )
        self.diary.add_plan_event(SKIPPED, on, _noted(note), after=last)
        return self._last_step()

    def _read(self) -> tuple[Course | None, int]:
        events = self.diary.plan_events()
        return course_of(events, self.pack), (events[-1].id or 0) if events else 0

    def _going(self) -> tuple[Course, int]:
        course, last = self._read()
        if course is None:
            raise PlanError([Problem("no-plan", "no plan was started", str(self.diary.path), "start one: hipexpert plan start CASE.yaml")])
        return course, last

    def going(self) -> Course:
        """Where the plan stands. Raises :class:`PlanError` before the first start."""
        return self._going()[0]

    def _steps(self) -> tuple[PlanStep, ...]:
        return self._going()[0].steps

    def _last_step(self) -> PlanStep:
        return self._steps()[-1]

    def _not_before(self, course: Course | None, on: datetime.date) -> None:
        if course is not None and on < course.steps[-1].date:
            message = f"the plan has an entry of {course.steps[-1].date.isoformat()} already, which is later than {on.isoformat()}"
            raise PlanError(
                [Problem("out-of-order", message, "", "what happens to a plan is written down in its order; nothing was changed")]
            )


STANDS = {
    "uncleared": "the plan waits for a clinician to clear you",
    "going": "the plan is going",
    "resting": "the plan rests until daily life is free of pain",
    "stopped": "the plan has stopped",
    "finished": "the plan has come to its end",
}
"""Where a plan stands, in words."""


def _check(observed: Observed) -> None:
    """Raise for what cannot be: pain 11, a sign that there is not."""
    problems = []
    for name, value in observed.items():
        finding = SESSION.get(name)
        if finding is None or name not in SIGNS_ASKED:
            problems.append(Problem("unknown-answer", f"unknown answer about a session: `{name}`", "", f"known: {', '.join(SIGNS_ASKED)}"))
        elif isinstance(finding, Number) and (isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= PAIN):
            problems.append(
                Problem("no-pain", f"`{value}` is no pain on the scale: {finding.noun}", "", f"a whole number from 0 to {PAIN}")
            )
        elif not isinstance(finding, Number) and not isinstance(value, bool):
            problems.append(Problem("bad-answer", f"`{name}` takes yes or no, not `{value}`", "", finding.question))
    if not observed:
        problems.append(Problem("no-answer", "nothing is said of it", "", "say at least how strong the pain was"))
    if problems:
        raise PlanError(problems)


def _measured(on: datetime.date, distance_km: float | None, duration_min: float | None) -> dict[str, float]:
    """What was measured of a session. Raises for what no run can be."""
    given = {name: value for name, value in (("distance_km", distance_km), ("duration_min", duration_min)) if value is not None}
    if given and (problems := problems_of(RunEntry(date=on, distance_km=distance_km, duration_min=duration_min), on)):
        raise PlanError(problems)
    return given


def _check_clearance(clearance: Clearance, on: datetime.date) -> None:
    if not clearance.by.strip():
        raise PlanError([Problem("no-name", "a clearance needs the name of the clinician", "", "say who it was with --by")])
    if clearance.on > on:
        message = f"the clearance is of {clearance.on.isoformat()}, which is after {on.isoformat()}"
        raise PlanError([Problem("future-date", message, "", "write it down once it is given")])


def _noted(note: str) -> dict[str, str]:
    return {"note": note} if note else {}


def _plain(value: object) -> object:
    return dict(value) if isinstance(value, Mapping) else value
