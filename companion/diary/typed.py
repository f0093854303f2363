"""What a person types about an entry, read: `10km`, `6.2 mi`, `1:05:30`, `5:30` a kilometre, `yesterday`."""

import datetime
import re
from collections.abc import Callable, Mapping
from typing import Any, get_args

import msgspec

from hipexpert.companion.diary.database import DiaryError
from hipexpert.companion.diary.entries import KINDS, Entry, RunEntry
from hipexpert.engine import Problem
from hipexpert.knowledge import did_you_mean

KM_PER_MILE = 1.609344
M_PER_FOOT = 0.3048
_NUMBER = re.compile(r"([+-]?\d{1,7}(?:[.,]\d{1,9})?)\s*([a-z/]*)")
_CLOCK = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2}(?:[.,]\d+)?)")
_HOURS = re.compile(r"(\d{1,3})\s*h(?:ours?)?\s*(?:(\d{1,2})\s*(?:m(?:in)?)?)?")
_KM = {"": 1.0, "km": 1.0, "k": 1.0, "m": 0.001, "mi": KM_PER_MILE, "mile": KM_PER_MILE, "miles": KM_PER_MILE}
_METRES = {"": 1.0, "m": 1.0, "ft": M_PER_FOOT, "feet": M_PER_FOOT}
_MINUTES = {"": 1.0, "min": 1.0, "minutes": 1.0, "h": 60.0, "s": 1 / 60}


class _UnreadableError(Exception):
    """The value is not what its field takes; the message says what is."""


def day(text: str, today: datetime.date) -> datetime.date:
    """The day of `2026-11-20`, `today` or `yesterday`. Raises DiaryError."""
    said = text.strip().lower()
    named = {"today": 0, "yesterday": 1}
    try:
        return today - datetime.timedelta(days=named[said]) if said in named else datetime.date.fromisoformat(said)
    except ValueError:
        message = f"`{text}` is no date"
        raise DiaryError([Problem("no-date", message, "", f"write it as {today}, or say today or yesterday")]) from None


def distance(text: str) -> float:
    """Kilometres of `10`, `10 km`, `6.2mi` or `800 m`."""
    return _measured(text, _KM, "a distance as 10, 10km or 6.2mi")


def climb(text: str) -> float:
    """Metres of `250`, `250m` or `800ft`."""
    return _measured(text, _METRES, "metres as 250, or 800ft")


def duration(text: str) -> float:
    """Minutes of `55`, `55:30`, `1:05:00`, `1h05` or `90 min`."""
    said = text.strip().lower()
    if found := _CLOCK.fullmatch(said):
        hours, minutes, seconds = found.groups()
        return int(hours or 0) * 60 + int(minutes) + float(seconds.replace(",", ".")) / 60
    if found := _HOURS.fullmatch(said):
        return int(found[1]) * 60 + int(found[2] or 0)
    return _measured(text, _MINUTES, "minutes as 55, or 55:30, or 1:05:00")


def pace(text: str) -> float:
    """Minutes for a kilometre of `5:30` or `5.5`, or of `8:50/mi`."""
    said = text.strip().lower().removesuffix("/km").strip()
    per_mile = said.endswith(("/mi", "/mile"))
    value = duration(re.sub(r"/mi(le)?$", "", said).strip())
    return value / KM_PER_MILE if per_mile else value


def _measured(text: str, units: Mapping[str, float], expected: str) -> float:
    found = _NUMBER.fullmatch(text.strip().lower())
    if found is None or found[2] not in units:
        raise _UnreadableError(expected)
    return float(found[1].replace(",", ".")) * units[found[2]]


def _time(text: str) -> datetime.time:
    try:
        hour, minute = text.strip().split(":")[:2]
        return datetime.time(int(hour), int(minute))
    except ValueError:
        raise _UnreadableError("a time as 7:30 or 18:05") from None


def _level(text: str) -> int:
    if not re.fullmatch(r"[+-]?\d{1,4}", text.strip()):
        raise _UnreadableError("a whole number from 0 to 10")
    return int(text)


def _yes_no(text: str) -> bool:
    said = text.strip().lower()
    if said not in ("yes", "no"):
        raise _UnreadableError("yes or no")
    return said == "yes"


def _hours(text: str) -> float:
    return _measured(text, {"": 1.0, "h": 1.0, "hours": 1.0}, "hours as 8 or 7.5")


# The fields that a person gives, by what they are called on a command line.
READERS: Mapping[str, tuple[str, Callable[[str], Any]]] = {
    "time": ("time", _time),
    "distance": ("distance_km", distance),
    "duration": ("duration_min", duration),
    "elapsed": ("elapsed_min", duration),
    "pace": ("pace", pace),
    "climb": ("climb_m", climb),
    "camber": ("camber", _yes_no),
    "effort": ("effort", _level),
    "before": ("before", _level),
    "during": ("during", _level),
    "after": ("after", _level),
    "next-morning": ("next_morning", _level),
    "desk-hours": ("desk_hours", _hours),
}


def fields(kind: str, typed: Mapping[str, str]) -> dict[str, Any]:
    """The fields of an entry of a kind from what was typed, by option: `{"distance": "10km"}`. Raises DiaryError with every problem."""
    known = [field.name for field in msgspec.structs.fields(KINDS[kind])]
    said: dict[str, Any] = {}
    problems = []
    for option, text in typed.items():
        name, read = READERS.get(option, (option.replace("-", "_"), _choice(KINDS[kind], option)))
        if name not in (*known, "pace" if kind == "run" else ""):
            message = f"a {kind} has no `{option}`"
            problems.append(Problem("unknown-field", message, f"--{option}", f"it has {', '.join(_options(kind))}"))
            continue
        try:
            said[name] = read(text)
        except _UnreadableError as error:
            problems.append(Problem("not-readable", f"`{text}` cannot be read", f"--{option}", str(error)))
    if problems:
        raise DiaryError(problems)
    return said


def with_pace(run: RunEntry, minutes_per_km: float | None) -> RunEntry:
    """A run of which pace and either distance or duration are known. Raises DiaryError where the three cannot all be true."""
    if minutes_per_km is None:
        return run
    if run.distance_km is not None and run.duration_min is None:
        return msgspec.structs.replace(run, duration_min=run.distance_km * minutes_per_km)
    if run.duration_min is not None and run.distance_km is None and minutes_per_km > 0:
        return msgspec.structs.replace(run, distance_km=run.duration_min / minutes_per_km)
    help_text = "give the pace with either the distance or the duration: it follows from both"
    raise DiaryError([Problem("pace", "the pace alone says nothing, and beside both it says nothing new", "--pace", help_text)])


def _options(kind: str) -> list[str]:
    named = {name: option for option, (name, _) in READERS.items()}
    return [
        named.get(name, name.replace("_", "-")) for name in KINDS[kind].__struct_fields__ if name not in ("id", "sources", "fast_share")
    ]


def _choice(kind: type[Entry], option: str) -> Callable[[str], str]:
    """A reader of one of the words that a field takes, or of any words where it takes any."""
    words = next((choices_of(field.type) for field in msgspec.structs.fields(kind) if field.name == option.replace("-", "_")), ())

    def read(text: str) -> str:
        said = text.strip().lower()
        if not words:
            return text.strip()
        if said not in words:
            raise _UnreadableError(did_you_mean(said, words, f"one of {', '.join(words)}"))
        return said

    return read


def choices_of(kind: Any) -> tuple[str, ...]:
    """The words that a field takes; none where it takes any."""
    parts = get_args(kind)
    if parts and all(isinstance(part, str) for part in parts):
        return parts
    return next((found for part in parts if (found := choices_of(part))), ())
