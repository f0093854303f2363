"""A plan as a calendar (RFC 5545): each session that lies ahead a whole day, and the day to look again."""

import datetime

from hipexpert.companion.plan.course import Course
from hipexpert.companion.plan.days import days_ahead
from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge import Pack
from hipexpert.knowledge.returning.words import phase_title, session_words

PRODUCT = "-//hipexpert//way back to running//EN"


def to_calendar(course: Course, pack: Pack, on: datetime.date, days: int) -> str:
    """The calendar of the next days, if each session goes well. Equal plans give equal text: no clock is read.

    Needs ``pip install "hipexpert[companion]"``; raises ProblemsError where that is missing.
    """
    try:
        from icalendar import Calendar, Event
    except ImportError:
        help_text = 'pip install "hipexpert[companion]"'
        raise ProblemsError([Problem("missing-library", "a calendar needs the library icalendar", "", help_text)]) from None

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")

    def add(name: str, day: datetime.date, summary: str, description: str) -> None:
        event = Event()
        event.add("uid", f"{course.programme.id}-{course.started.isoformat()}-{name}-{day.isoformat()}@hipexpert")
        event.add("dtstamp", datetime.datetime.combine(on, datetime.time.min, datetime.UTC))
        event.add("dtstart", day)
        event.add("summary", summary)
        event.add("description", description)
        calendar.add_component(event)

    for each in days_ahead(course, on, days):
        allowed = each.phase.allowed
        add(
            each.session.id,
            each.date,
            session_words(each.session),
            f"{phase_title(each.phase, pack)}. Pain allowed: {allowed.during} of 10 during it, {allowed.next_morning} the next morning. "
            "This day holds if the sessions before go well.",
        )
    add(
        "look-again",
        max(course.look_again, on),
        "Look at the hip again",
        "Answer the questions again, and see a clinician if it is no better.",
    )
    text: str = calendar.to_ical().decode()
    return text
