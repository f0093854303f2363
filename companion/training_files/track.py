"""What the points of a track come to: distance, time in motion, climb, share of fast running."""

import datetime
import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

PAUSE_S = 30.0  # a longer gap between two points is a pause, as is standing still
STILL = 0.5  # metres a second: slower than anybody walks
LEAP = 12.0  # metres a second: faster than anybody runs, so the satellite was lost
WINDOW_S = 30.0
FASTER = 1.15  # times the middle speed of the run
CLIMB_STEP = 3.0  # metres: less is the noise of height by satellite
_EARTH = 6371008.8


@dataclass(frozen=True, slots=True)
class TrackPoint:
    """A point of a track: metres from the start where the file counts them, else latitude and longitude."""

    time: datetime.datetime | None
    metres: float | None = None
    latitude: float | None = None
    longitude: float | None = None
    height: float | None = None
    segment: int = 0


@dataclass(frozen=True, slots=True)
class Measured:
    """Metres and seconds of a track; None where its points say nothing."""

    start: datetime.datetime | None
    distance_m: float | None
    moving_s: float | None
    elapsed_s: float | None
    climb_m: float | None
    fast_share: float | None


def measure(points: Sequence[TrackPoint]) -> Measured:
    """The facts of a track. Points without a time are ways of a map; those that go back in time are left out."""
    timed: list[TrackPoint] = []
    for point in points:
        if point.time is not None and (not timed or point.time > timed[-1].time):  # type: ignore[operator]
            timed.append(point)
    if len(timed) < 2:
        return Measured(timed[0].time if timed else None, None, None, None, None, None)
    steps = list(map(_step, timed, timed[1:]))
    kept = [(metres, seconds) for metres, seconds, _ in steps if metres is not None and metres <= LEAP * max(seconds, 1)]
    distance = sum(metres for metres, _ in kept) if kept else None
    moving = sum(seconds for metres, seconds, new in steps if not new and seconds <= PAUSE_S and _moves(metres, seconds))
    elapsed = (timed[-1].time - timed[0].time).total_seconds()  # type: ignore[operator]
    slow = [seconds for metres, seconds, new in steps if not new and seconds > PAUSE_S and metres is not None and _moves(metres, seconds)]
    moving += sum(slow)  # few points, as some watches write them, are no pause while somebody moves
    fast = _fast_share([(metres or 0.0, seconds) for metres, seconds, new in steps if not new and _moves(metres, seconds)])
    return Measured(timed[0].time, distance or None, moving or None, elapsed, climb_of([p.height for p in timed]), fast)


def _step(one: TrackPoint, other: TrackPoint) -> tuple[float | None, float, bool]:
    seconds = (other.time - one.time).total_seconds()  # type: ignore[operator]
    new = other.segment != one.segment
    if one.metres is not None and other.metres is not None:
        return max(other.metres - one.metres, 0.0), seconds, new
    if not (_is_on_earth(one) and _is_on_earth(other)):
        return None, seconds, new
    metres = _between(one.latitude, one.longitude, other.latitude, other.longitude)  # type: ignore[arg-type]
    return (0.0 if new else metres), seconds, new


def _is_on_earth(point: TrackPoint) -> bool:
    """Whether a point has a place, and one that there is: files may hold any number."""
    return point.latitude is not None and point.longitude is not None and abs(point.latitude) <= 90 and abs(point.longitude) <= 180


def _moves(metres: float | None, seconds: float) -> bool:
    return metres is None or metres >= STILL * seconds


def _between(lat: float, lon: float, lat_2: float, lon_2: float) -> float:
    """Metres on the sphere between two places (haversine)."""
    up, along = math.radians(lat_2 - lat), math.radians(lon_2 - lon)
    part = math.sin(up / 2) ** 2 + math.cos(math.radians(lat)) * math.cos(math.radians(lat_2)) * math.sin(along / 2) ** 2
    return 2 * _EARTH * math.asin(min(1.0, math.sqrt(part)))


def climb_of(heights: Sequence[float | None]) -> float | None:
    """Metres up, in steps that are more than the noise; None without heights."""
    known = [height for height in heights if height is not None]
    if len(known) < 2:
        return None
    total, low, high = 0.0, known[0], known[0]
    for height in known[1:]:
        high = max(high, height)
        if high - height >= CLIMB_STEP or height < low:
            if high - low >= CLIMB_STEP:
                total += high - low
            low = high = height
    return total + (high - low if high - low >= CLIMB_STEP else 0.0)


def _fast_share(steps: Sequence[tuple[float, float]]) -> float | None:
    """The part of the distance at a speed clearly above the middle one of the same run, over half minutes."""
    windows: list[tuple[float, float]] = []
    metres = seconds = 0.0
    for far, long in steps:
        metres, seconds = metres + far, seconds + long
        if seconds >= WINDOW_S:
            windows.append((metres, seconds))
            metres = seconds = 0.0
    total = sum(far for far, _ in windows)
    if len(windows) < 10 or not total:
        return None
    middle = median(far / long for far, long in windows)
    return sum(far for far, long in windows if far / long >= FASTER * middle) / total
