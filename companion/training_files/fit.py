"""FIT files of watches, read with fitdecode. A file may hold several activities, or break off where the battery was empty."""

import datetime
import warnings
from dataclasses import replace
from typing import Any

from hipexpert.companion.training_files import need
from hipexpert.companion.training_files.activity import Activity, damaged
from hipexpert.companion.training_files.track import Measured, TrackPoint, measure

_DEGREES = 180 / 2**31
_INDOOR = ("treadmill", "indoor_running", "virtual_activity")
_SUB_SPORTS = {"trail": "trail_running", "track": "track_running", "treadmill": "treadmill_running", "indoor_running": "treadmill_running"}
_PART = "part of several sports that is not named"  # the changes of a triathlon among them: their speed says nothing
_LONGEST = datetime.timedelta(hours=16)  # no zone is further from UTC


class UnreadableFileError(Exception):
    """The file is not what its name says; the message says why."""


def read_fit(content: bytes, source: str) -> list[Activity]:
    """The activities of a FIT file. Raises UnreadableFileError for one that holds none."""
    need("fitdecode")
    try:
        return _activities(_frames(content, strict=True), source)
    except _BrokenError:
        found = _activities(_frames(content, strict=False), source)
    return [damaged(each) for each in found]


class _BrokenError(Exception):
    """fitdecode found a fault."""


def _frames(content: bytes, *, strict: bool) -> dict[str, list[dict[str, Any]]]:
    """The messages that are about an activity, by name; all up to a fault unless that must not be."""
    import fitdecode

    found: dict[str, list[dict[str, Any]]] = {name: [] for name in ("session", "activity", "record", "event", "lap", "file_id")}
    check = fitdecode.CrcCheck.RAISE if strict else fitdecode.CrcCheck.DISABLED
    handling = fitdecode.ErrorHandling.RAISE if strict else fitdecode.ErrorHandling.IGNORE
    try:
        with warnings.catch_warnings(), fitdecode.FitReader(content, check_crc=check, error_handling=handling) as reader:
            warnings.simplefilter("ignore")
            for frame in reader:
                if frame.frame_type == fitdecode.FIT_FRAME_DATA and frame.name in found:
                    found[frame.name].append({each.name: each.value for each in frame.fields if each.value is not None})
    except Exception as error:
        if strict:
            raise _BrokenError from error
        if not any(found[name] for name in ("session", "record")):
            raise UnreadableFileError(f"the file cannot be read as FIT: {_said(error)}") from None
    return found


def _said(error: Exception) -> str:
    return (str(error) or type(error).__name__).lower()[:120]


def _activities(messages: dict[str, list[dict[str, Any]]], source: str) -> list[Activity]:
    kinds = [each.get("type") for each in messages["file_id"]]
    if kinds and "activity" not in kinds and not messages["session"]:
        raise UnreadableFileError(f"the file is of the kind `{kinds[0]}`, not an activity")
    points = [_point(each) for each in messages["record"]]
    offset = _offset(messages["activity"])
    sessions = messages["session"] or ([{}] if points else [])
    found = [each for session in sessions if (each := _activity(session, points, offset, source, len(sessions))) is not None]
    if not found and any(session.get("start_time") is not None for session in sessions):
        raise UnreadableFileError("the clock of the watch was not set: the file does not say on which day it was")
    if not found:
        raise UnreadableFileError("the file holds no activity")
    if any(each.sport for each in found):
        found = [each if each.sport else replace(each, sport=_PART) for each in found]
    return found


def _activity(
    session: dict[str, Any], points: list[TrackPoint], offset: datetime.timedelta | None, source: str, count: int
) -> Activity | None:
    start = session.get("start_time")
    elapsed = _number(session.get("total_elapsed_time"))
    start = start if isinstance(start, datetime.datetime) else None
    own = points if count == 1 or start is None or elapsed is None else _within(points, start, elapsed)
    track = measure(own) if own else Measured(None, None, None, None, None, None)
    begin = start or track.start
    if begin is None:
        return None
    if offset is not None:
        begin = (begin + offset).replace(tzinfo=None)  # the clock of the place
    sport, sub = str(session.get("sport", "")), str(session.get("sub_sport", ""))
    if sport == "running" or not sport:
        sport = _SUB_SPORTS.get(sub, sport)
    seen = any(point.latitude is not None for point in own)
    activity = Activity(
        source=source,
        start=begin,
        sport="" if sport == "generic" else sport,
        distance_m=_number(session.get("total_distance")) or track.distance_m,
        moving_s=_number(session.get("total_timer_time")) or track.moving_s,
        elapsed_s=elapsed or track.elapsed_s,
        climb_m=_number(session.get("total_ascent")) if "total_ascent" in session else track.climb_m,
        fast_share=track.fast_share,
        indoor=sub in _INDOOR or (bool(own) and not seen and sub not in ("track", "street", "trail")),
    )
    return activity if session else replace(activity, remarks=("the file breaks off before its summary: counted from its points",))


def _within(points: list[TrackPoint], start: datetime.datetime, seconds: float) -> list[TrackPoint]:
    end = start + datetime.timedelta(seconds=seconds + 1)
    return [point for point in points if point.time is not None and start <= point.time <= end]


def _point(record: dict[str, Any]) -> TrackPoint:
    when = record.get("timestamp")
    latitude, longitude = _number(record.get("position_lat")), _number(record.get("position_long"))
    height = record.get("enhanced_altitude", record.get("altitude"))
    return TrackPoint(
        when if isinstance(when, datetime.datetime) and when.tzinfo is not None else None,
        _number(record.get("distance")),
        None if latitude is None else latitude * _DEGREES,
        None if longitude is None else longitude * _DEGREES,
        _number(height),
    )


def _offset(activities: list[dict[str, Any]]) -> datetime.timedelta | None:
    """How far the clock of the place was from UTC, where the file says so and it can be."""
    for each in activities:
        local, utc = each.get("local_timestamp"), each.get("timestamp")
        if isinstance(local, datetime.datetime) and isinstance(utc, datetime.datetime):
            apart = local.replace(tzinfo=None) - utc.replace(tzinfo=None)
            quarters = round(apart / datetime.timedelta(minutes=15))
            apart = quarters * datetime.timedelta(minutes=15)
            if abs(apart) <= _LONGEST:
                return apart
    return None


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
