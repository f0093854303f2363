"""Whether an entry can be true: its numbers, its words, its day, and what else stands on that day. Every problem at once."""

import datetime
import unicodedata
from collections.abc import Iterable, Iterator

from hipexpert.companion.diary.entries import DayNote, Entry, OveruseWeek, PainEntry, PlanEvent, RunEntry, kind_of
from hipexpert.engine import Problem

EARLIEST = datetime.date(1950, 1, 1)
TEXT, WORD = 2000, 80  # characters of a note, of a name
_DAY = datetime.timedelta(days=1)
# The least and the most that a run can be: 24 hours were run over 319 km, a kilometre in 2:12; a walk takes 15 minutes for one.
_LIMITS = {
    "distance_km": (0.0, 350.0, "km"),
    "duration_min": (0.0, 2880.0, "minutes"),
    "elapsed_min": (0.0, 4320.0, "minutes"),
    "climb_m": (0.0, 20000.0, "m"),
    "effort": (0, 10, ""),
    "fast_share": (0.0, 1.0, ""),
    "desk_hours": (0.0, 24.0, "hours"),
    **dict.fromkeys(("before", "during", "after", "next_morning"), (0, 10, "")),
}
_MORE_THAN_NONE = ("distance_km", "duration_min", "elapsed_min")
FASTEST, SLOWEST = 2.0, 60.0  # minutes for a kilometre, of a whole run


def problems_of(entry: Entry, today: datetime.date, place: str = "") -> tuple[Problem, ...]:
    """Everything that cannot be true of one entry by itself, on that day."""
    return tuple(
        Problem(code, message, place, help_text)
        for code, message, help_text in (*_day(entry, today), *_numbers(entry), *_texts(entry), *_by_kind(entry, today))
    )


_Found = Iterator[tuple[str, str, str]]


def _day(entry: Entry, today: datetime.date) -> _Found:
    if entry.date > today:
        yield "in-the-future", f"the date {entry.date} is in the future: today is {today}", "give the day on which it was"
    elif entry.date < EARLIEST:
        yield "impossible-date", f"the date {entry.date} is before {EARLIEST}", "give the year with four digits"


def _numbers(entry: Entry) -> _Found:
    for name, (least, most, unit) in _LIMITS.items():
        value = getattr(entry, name, None)
        if value is None or (least <= value <= most and not (value == 0 and name in _MORE_THAN_NONE)):
            continue
        said = name.rsplit("_", 1)[0].replace("_", " ") if unit else f"pain {name.replace('_', ' ')}".replace("pain effort", "effort")
        if isinstance(entry, RunEntry) and name == "fast_share":
            said = "share of fast running"
        between = f"from {'more than ' if name in _MORE_THAN_NONE else ''}{least:g} to {most:g} {unit}".rstrip()
        yield "out-of-range", f"{said} {value:g}{' ' if unit else ''}{unit} cannot be: it goes {between}", "correct the number"


def _texts(entry: Entry) -> _Found:
    for name, most in (("note", TEXT), ("text", TEXT), ("stopped", TEXT), ("shoes", WORD), ("site", WORD), ("event", WORD)):
        text = getattr(entry, name, None)
        if text is None:
            continue
        if len(text) > most:
            yield "too-long", f"`{name}` has {len(text)} characters, the most is {most}", "shorten it"
        if not text.strip():
            yield "empty", f"`{name}` is empty", "leave it out, or say something"
        if any(unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t" for char in text):
            yield "control-character", f"`{name}` holds a character that cannot be shown", "take it out"


def _by_kind(entry: Entry, today: datetime.date) -> _Found:
    if isinstance(entry, RunEntry):
        yield from _run(entry)
    elif isinstance(entry, PainEntry):
        if entry.worst is None:
            yield "nothing-noted", "nothing about pain is noted", "give at least one of before, during, after and next morning"
        if entry.next_morning is not None and entry.date >= today:
            help_text = f"add it tomorrow with `log edit`, or give --date {today - _DAY} for yesterday's running"
            yield "in-the-future", f"the morning after {entry.date} is not there yet", help_text
    elif isinstance(entry, OveruseWeek):
        if entry.date.weekday() != 0:
            yield "no-monday", f"a week begins on a Monday, and {entry.date} is none", "give the date of its Monday"
    elif isinstance(entry, DayNote) and entry.text is None and entry.desk_hours is None:
        yield "nothing-noted", "the note says nothing", "give words, or the hours at a desk"


def _run(run: RunEntry) -> _Found:
    if run.distance_km is None and run.duration_min is None:
        yield "nothing-noted", "neither distance nor duration of the run is known", "give one of them"
    if run.time is not None and run.time.tzinfo is not None:
        yield "zone", f"the time {run.time} names a zone", "give the time on the clock of the place"
    pace = run.pace_min_per_km
    if pace is not None and run.distance_km and run.distance_km >= 0.2 and not FASTEST <= pace <= SLOWEST:
        message = f"{run.distance_km:g} km in {run.duration_min:g} minutes cannot be a run: {pace:.1f} minutes for a kilometre"
        yield "impossible-pace", message, "look at distance and duration again"
    if run.elapsed_min is not None and run.duration_min is not None and run.elapsed_min < run.duration_min - 0.02:
        message = f"the run took {run.elapsed_min:g} minutes from start to end, yet {run.duration_min:g} minutes in motion"
        yield "impossible-duration", message, "look at both again"
    if any(not 0 < len(each) <= 400 for each in run.sources):
        yield "too-long", "a source has no name or a longer one than 400 characters", "shorten it"


def taken_by(entry: Entry, there: Iterable[Entry]) -> Entry | None:
    """The entry of the same day that leaves no room for another: there is one pain a day and site, one week, one note a day, and
    two runs of a day need times that do not overlap. Events of plans never stand in each other's way.
    """
    for other in there:
        if other.id != entry.id and other.date == entry.date and kind_of(other) == kind_of(entry) and _in_the_way(entry, other):
            return other
    return None


def _in_the_way(entry: Entry, other: Entry) -> bool:
    if isinstance(entry, PlanEvent):
        return False
    if isinstance(entry, PainEntry) and isinstance(other, PainEntry):
        return entry.site == other.site
    if isinstance(entry, RunEntry) and isinstance(other, RunEntry):
        return overlap(entry, other) is not False
    return True


def overlap(run: RunEntry, other: RunEntry) -> bool | None:
    """Whether two runs of one day were at the same time; None where a time is missing."""
    if run.time is None or other.time is None:
        return None
    first, second = sorted((run, other), key=start_minute)
    return start_minute(second) < start_minute(first) + max(length(first), 1.0)


def start_minute(run: RunEntry) -> float:
    """The minute of the day at which a run began; 0 where it is not known."""
    return 0.0 if run.time is None else run.time.hour * 60 + run.time.minute + run.time.second / 60


def length(run: RunEntry) -> float:
    """Minutes from start to end, as far as they are known."""
    return run.elapsed_min or run.duration_min or 0.0
