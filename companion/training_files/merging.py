"""One run from two sources: whether it is one, and what both together say."""

import datetime

import msgspec

from hipexpert.companion.diary.checking import length, start_minute
from hipexpert.companion.diary.entries import RunEntry

NEAR, INDOORS = 0.1, 0.35  # how far two distances of one run are apart: by satellite, and where a watch counts steps
_SAME = 0.01  # runs that a wrong time zone moved are known by distance and duration
_STEP, _FURTHEST = 15.0, 14 * 60.0  # minutes: zones are whole quarters of an hour apart,
_SECONDS = 0.2  # and the seconds are the same: two runs of one way at morning and evening begin at different ones


def same_run(run: RunEntry, other: RunEntry) -> bool:
    """Whether two entries are one run: at one time and about as long, or apart by a time zone and in all else alike."""
    if abs((run.date - other.date).days) > 1:
        return False
    if run.time is None or other.time is None:
        return run.date == other.date and _alike(run, other, NEAR)
    apart = abs((_start(run) - _start(other)) / datetime.timedelta(minutes=1))
    longest = max(length(run), length(other), 1.0)
    if apart < max(5.0, longest / 2):
        return _alike(run, other, INDOORS if "treadmill" in (run.terrain, other.terrain) else NEAR, unknown=True)
    off = abs(apart - round(apart / _STEP) * _STEP)
    return apart <= _FURTHEST and off <= _SECONDS and _alike(run, other, _SAME) and _as_long(run, other)


def _as_long(run: RunEntry, other: RunEntry) -> bool:
    """Whether one time of both is the same: what a watch counts as motion, a service may count from start to end."""
    times = [[each.duration_min, each.elapsed_min] for each in (run, other)]
    return any(_close(one, another, _SAME) is True for one in times[0] for another in times[1])


def _alike(run: RunEntry, other: RunEntry, share: float, *, unknown: bool = False) -> bool:
    """Whether distances, or where one is missing durations, are within a share of each other."""
    far = _close(run.distance_km, other.distance_km, share)
    long = _close(run.duration_min, other.duration_min, share)
    if far is not None:
        return far
    return long if long is not None else unknown


def _close(one: float | None, other: float | None, share: float) -> bool | None:
    if not one or not other:
        return None
    return abs(one - other) <= share * max(one, other)


def _start(run: RunEntry) -> datetime.datetime:
    return datetime.datetime.combine(run.date, datetime.time.min) + datetime.timedelta(minutes=start_minute(run))


def merged(there: RunEntry, new: RunEntry) -> RunEntry:
    """The entry with what it did not say filled in from another source; nothing that it says is changed."""
    filled = {
        name: getattr(new, name)
        for name in there.__struct_fields__
        if name not in ("id", "date", "sources") and getattr(there, name) is None and getattr(new, name) is not None
    }
    if there.time is None and there.date != new.date:
        filled.pop("time", None)
    duration = filled.get("duration_min", there.duration_min)
    elapsed = filled.get("elapsed_min", there.elapsed_min)
    if duration is not None and elapsed is not None and elapsed < duration:
        filled.pop("elapsed_min", None)
        filled.pop("duration_min", None)
    sources = tuple(dict.fromkeys((*there.sources, *new.sources)))
    return msgspec.structs.replace(there, **filled, sources=sources)
