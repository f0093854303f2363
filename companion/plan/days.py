"""The days of a plan that lie ahead: which session falls on which day if each goes well."""

import datetime

from msgspec import Struct

from hipexpert.companion.plan.course import Course
from hipexpert.knowledge.packs.programmes import Phase, Session
from hipexpert.knowledge.returning.machine import State

MOST = 400  # days ahead that are worked out at most


class PlannedDay(Struct, frozen=True):
    """A session that lies ahead, on the first day on which it may be done: the number ``good`` of it in a row, beginning with 1."""

    date: datetime.date
    phase: Phase
    session: Session
    good: int


def days_ahead(course: Course, on: datetime.date, days: int) -> tuple[PlannedDay, ...]:
    """The sessions of the next days, from a day on, if each goes well: nothing that is planned is ever heavier than that."""
    course = course.on(on)
    if course.state.mode != "going" or course.next_day is None:
        return ()
    machine, state, day = course.machine, course.state, max(course.next_day, on)
    if course.waiting:  # an unjudged session counts towards nothing yet
        state = State("going", state.step, state.good, state.bad)
    end, found = on + datetime.timedelta(days=min(days, MOST)), []
    while day < end and state.mode == "going":
        phase, session = course.programme.steps[state.step]
        found.append(PlannedDay(day, phase, session, state.good + 1))
        verdict = "advance" if state.good + 1 >= session.passes else "repeat"
        state = machine.move(state, verdict, session=True)  # type: ignore[arg-type]
        day += datetime.timedelta(days=course.programme.rest_days + 1)
    return tuple(found)


def ends_on(course: Course, on: datetime.date) -> datetime.date | None:
    """The day of the last session if each goes well; None where none lies ahead."""
    ahead = days_ahead(course, on, MOST)
    return ahead[-1].date if ahead else None
