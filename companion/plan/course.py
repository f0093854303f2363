"""The course of a plan: what its events in the diary come to, one after the other."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any, Literal

import msgspec
from msgspec import Struct

from hipexpert.companion.diary.entries import PlanEvent
from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge import Pack, did_you_mean
from hipexpert.knowledge.packs.programmes import SESSION, Programme
from hipexpert.knowledge.returning.machine import Decided, Machine, Observed, State

Happened = Literal["started", "cleared", "session", "skipped", "day", "paused"]
STARTED, CLEARED, DONE, SKIPPED, DAY, MORNING = "started", "cleared", "session", "skipped", "day", "morning"


class PlanError(ProblemsError):
    """Something that cannot be done to a plan, or a plan that cannot be read."""


class PlanStep(Struct, frozen=True):
    """One thing that happened to a plan, and what came of it: ``state`` is that after it.

    ``observed`` is what is known of a session or a day, ``decided`` what followed. ``session`` is the id of the session that was
    done, or the first that a start leads to. ``early`` says that a session came before its days of rest were over. ``distance_km`` and
    ``duration_min`` are what was measured of a session; None where nobody said it.
    """

    date: datetime.date
    happened: Happened
    state: State
    session: str = ""
    observed: Mapping[str, int | bool] = msgspec.field(default_factory=dict)
    decided: Decided | None = None
    early: bool = False
    note: str = ""
    distance_km: float | None = None
    duration_min: float | None = None


class Course(Struct, frozen=True, dict=True):
    """A plan as it stands: its programme and every step since it was started, the oldest first."""

    programme: Programme
    steps: tuple[PlanStep, ...]
    cleared_from: datetime.date | None = None

    @property
    def machine(self) -> Machine:
        """The state machine of the programme."""
        return Machine(self.programme)

    @property
    def state(self) -> State:
        """Where the plan stands."""
        return self.steps[-1].state

    @property
    def started(self) -> datetime.date:
        """The day on which it was last started."""
        return self._last("started").date  # type: ignore[union-attr]

    @property
    def last_session(self) -> PlanStep | None:
        """The last session that was done since the start; None where none was."""
        last = self._last("started", "session")
        return last if last is not None and last.happened == "session" else None

    @property
    def look_again(self) -> datetime.date:
        """The day on which the whole should be looked at again."""
        return self.started + datetime.timedelta(days=self.programme.look_again_days)

    @property
    def waiting(self) -> bool:
        """Whether the morning after the last session is not known yet, so that it is not judged."""
        last = self.last_session
        return last is not None and last.decided is not None and last.decided.verdict == "wait" and self.state.mode == "going"

    @property
    def next_day(self) -> datetime.date | None:
        """The first day on which a session may be done; None while there is none to do."""
        if self.state.mode != "going":
            return None
        last = self.last_session
        return self.steps[-1].date if last is None else last.date + datetime.timedelta(days=self.programme.rest_days + 1)

    def on(self, day: datetime.date) -> "Course":
        """The course as it stands on a day: after too long without a session its phase begins anew."""
        last = self.last_session
        if last is None or self.state.mode != "going" or not _is_break(self.programme, last.date, day):
            return self
        paused = self.machine.paused(self.state)
        if paused == self.state:
            return self
        return Course(self.programme, (*self.steps, PlanStep(day, "paused", paused, _next(self.machine, paused))), self.cleared_from)

    def _last(self, *happened: Happened) -> PlanStep | None:
        return next((step for step in reversed(self.steps) if step.happened in happened), None)


def course_of(events: Iterable[PlanEvent], pack: Pack) -> Course | None:
    """What the events of plans come to, of the plan that was started last; None where none was started.

    Raises :class:`PlanError` where an event does not fit the pack.
    """
    course: Course | None = None
    for event in with_mornings(events):
        if event.event == STARTED:
            course = _started(event, pack, course)
        elif course is None:
            raise PlanError([Problem("bad-plan", f"the plan begins with `{event.event}`, not with a start", str(event.date))])
        else:
            course = _happened(course, event)
    return course


def with_mornings(events: Iterable[PlanEvent]) -> list[PlanEvent]:
    """The events, with what is said of a morning put to the session before it. Raises :class:`PlanError` where there is none."""
    found: list[PlanEvent] = []
    for event in events:
        if event.event != MORNING:
            found.append(event)
            continue
        number = next((place for place in range(len(found) - 1, -1, -1) if found[place].event == DONE), None)
        if number is None:
            raise PlanError([Problem("bad-plan", "a morning after a session is told, and there is no session", str(event.date))])
        session = found[number]
        observed = {**session.data.get("observed", {}), **event.data.get("observed", {})}
        found[number] = msgspec.structs.replace(session, data={**session.data, "observed": observed})
    return found


def _started(event: PlanEvent, pack: Pack, before: Course | None) -> Course:
    name = str(event.data.get("programme", ""))
    programme = pack.programme_by_id.get(name)
    if programme is None:
        help_text = did_you_mean(name, pack.programme_by_id, "use the pack with which it was started, or start anew")
        raise PlanError([Problem("unknown-plan", f"the pack has no programme `{name}`", "", help_text)])
    machine = Machine(programme)
    state = machine.start(cleared=bool(event.data.get("cleared"))) if not event.data.get("waits") else State("uncleared")
    step = PlanStep(event.date, "started", state, _next(machine, state), note=_note(event))
    first = event.data.get("cleared_from")
    kept = before.steps if before is not None and before.programme.id == programme.id else ()
    return Course(programme, (*kept, step), datetime.date.fromisoformat(first) if first else None)


def _happened(course: Course, event: PlanEvent) -> Course:
    machine, state = course.machine, course.state
    match event.event:
        case "cleared":
            after = machine.cleared(state)
            step = PlanStep(event.date, "cleared", after, _next(machine, after), note=str(event.data.get("by", "")))
        case "skipped":
            step = PlanStep(event.date, "skipped", state, _next(machine, state), note=_note(event))
        case "day":
            observed = _observed(event)
            decided = machine.decide(state, observed, session=False)
            step = PlanStep(event.date, "day", decided.after, "", observed, decided, note=_note(event))
        case "session":
            course = course.on(event.date)
            step = _session(course, event)
        case _:
            raise PlanError([Problem("bad-plan", f"unknown event of a plan: `{event.event}`", str(event.date), "update hipexpert")])
    return Course(course.programme, (*course.steps, step), course.cleared_from)


def _session(course: Course, event: PlanEvent) -> PlanStep:
    machine, state, observed = course.machine, course.state, _observed(event)
    done = machine.session(state)
    if done is None:
        raise PlanError([Problem("bad-plan", "a session was done while there was none to do", str(event.date))])
    early = course.next_day is not None and event.date < course.next_day
    decided = machine.decide(state, observed, session=True)
    if early and decided.verdict in ("advance", "repeat"):  # what comes too soon does not count towards the next step
        decided = Decided("hold", (), state, machine.move(state, "hold", session=True))
    measured = event.data.get("distance_km"), event.data.get("duration_min")
    return PlanStep(event.date, "session", decided.after, done.id, observed, decided, early, _note(event), *measured)


def _observed(event: PlanEvent) -> Observed:
    told: Mapping[str, Any] = event.data.get("observed", {})
    return {name: value for name, value in told.items() if name in SESSION and isinstance(value, (int, bool))}


def _note(event: PlanEvent) -> str:
    return str(event.data.get("note", ""))


def _next(machine: Machine, state: State) -> str:
    session = machine.session(state)
    return session.id if session is not None else ""


def _is_break(programme: Programme, last: datetime.date, day: datetime.date) -> bool:
    return (day - last).days > programme.pause_days
