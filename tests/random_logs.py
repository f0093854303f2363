"""Logs of runners who never were: months of running as people run, and pain that answers to nothing, or to one thing by so much."""

import datetime
import random
from collections.abc import Callable, Mapping
from typing import Literal

from hipexpert.companion import DayNote, Entry, PainEntry, RunEntry

TODAY = datetime.date(2026, 6, 30)
Course = Literal["even", "drifting", "flares", "avoiding"]
COURSES: tuple[Course, ...] = ("even", "drifting", "flares", "avoiding")
_DAY = datetime.timedelta(days=1)
# What a plant can hang on, by the exposure that must find it.
PLANTS: Mapping[str, Callable[[RunEntry], bool]] = {
    "trail": lambda run: run.terrain == "trail",
    "long": lambda run: run.session == "long",
    "fast": lambda run: run.session == "intervals",
    "shoes:old": lambda run: run.shoes == "old",
}


def log(chance: random.Random, weeks: int, course: Course = "even", planted: str | None = None, points: int = 0) -> list[Entry]:
    """Four or five runs a week: long ones on Sundays, trails mostly at weekends, shoes in spells of weeks, desks on weekdays."""
    entries: list[Entry] = []
    level, flare, shoes = 1.0, 0, "old"
    first = TODAY - 7 * weeks * _DAY
    for number in range(1, 7 * weeks):
        day = first + number * _DAY
        level = 1.0 + 0.85 * (level - 1.0) + chance.gauss(0, 0.7)
        flare = max(0, flare - 1) or (chance.randrange(7, 21) if chance.random() < 0.02 else 0)
        shoes = {"old": "new", "new": "old"}[shoes] if chance.random() < 0.06 else shoes
        if day.weekday() < 5 and chance.random() < 0.7:
            entries.append(DayNote(date=day, desk_hours=chance.choice([2.0, 8.0, 9.0])))
        if chance.random() > 0.65:
            continue
        now = {"even": chance.choice([0, 1, 1, 2, 3]), "flares": 4.0 if flare else 0.5}.get(course, level)
        careful = course == "avoiding" and level > 2
        run = _run(chance, day, shoes, careful=careful)
        more = points if planted is not None and PLANTS[planted](run) else 0
        entries += [run, _pain(chance, day, now, more, even=course == "even")]
    return entries


def _run(chance: random.Random, day: datetime.date, shoes: str, *, careful: bool) -> RunEntry:
    weekend = day.weekday() >= 5
    session = "long" if day.weekday() == 6 and chance.random() < 0.8 and not careful else chance.choice(["easy", "easy", "intervals"])
    trail = chance.random() < (0.6 if weekend else 0.15) and not careful
    far = round(chance.uniform(14, 20) if session == "long" else chance.uniform(6, 11), 1)
    return RunEntry(
        date=day,
        time=datetime.time(8 if chance.random() < (0.8 if weekend else 0.3) else 18),
        distance_km=far,
        duration_min=round(far * chance.uniform(5.4, 6.2), 1),
        terrain="trail" if trail else "road",
        climb_m=round(far * chance.uniform(10, 40) if trail else far * chance.uniform(0, 18)),
        session=session,  # type: ignore[arg-type]
        shoes=shoes,
    )


def _pain(chance: random.Random, day: datetime.date, now: float, more: int, *, even: bool) -> PainEntry:
    noise = (lambda: 0.0) if even else (lambda: chance.gauss(0, 0.7))
    during, after, morning = (min(10, max(0, round(now + noise() + part))) for part in (0, 0, more))
    return PainEntry(date=day, during=during, after=after, next_morning=morning)
