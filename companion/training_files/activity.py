"""One activity as a file tells it, whatever the file; and the run that it is, or why it is none."""

import datetime
import math
import re
import unicodedata
from dataclasses import dataclass, field, replace

from hipexpert.companion.diary.checking import TEXT, WORD, problems_of
from hipexpert.companion.diary.entries import RunEntry, Session, Surface, Terrain

RUNNING = "run"
# Words of files for running, in the languages that exports come in; what a word says besides.
_RUNS: dict[str, tuple[Terrain | None, Surface | None, Session | None]] = {
    **dict.fromkeys(
        (
            *(
                "run",
                "running",
                "9",
                "street_running",
                "jogging",
                "generic_running",
                "lauf",
                "laufen",
                "laufeinheit",
                "course à pied",
                "course",
            ),
            *(
                "carrera",
                "correr",
                "corsa",
                "hardloopsessie",
                "hardlopen",
                "corrida",
                "løpetur",
                "løping",
                "løb",
                "löpning",
                "juoksu",
                "bieg",
            ),
            *("ultra_run", "parkrun"),
        ),
        (None, None, None),
    ),
    **dict.fromkeys(
        ("trail run", "trail_running", "trail", "trailrun", "traillauf", "trailrunning", "course en sentier"), ("trail", None, None)
    ),
    **dict.fromkeys(("treadmill_running", "treadmill", "laufband", "laufbandlauf"), ("treadmill", "belt", None)),
    **dict.fromkeys(("virtual run", "virtualrun", "virtual_run", "virtual_running", "virtueller lauf"), ("treadmill", "belt", None)),
    **dict.fromkeys(("track_running", "track", "bahnlauf"), ("track", "rubber", None)),
    **dict.fromkeys(("indoor_running", "indoor_track"), ("track", None, None)),
    "obstacle_run": ("trail", None, None),
}
_UNSAID = ("", "unknown", "generic", "uncategorized")
# Without a word for the sport: what people run at, in km/h.
_SLOW, _FAST = 4.5, 20.0
LEAST_M, LEAST_S = 100.0, 120.0  # less of both is a watch that was started by mistake


@dataclass(frozen=True)
class Activity:
    """``start`` has a zone, or is the clock of the place where the file says that. Metres and seconds; None where nothing is said."""

    source: str
    start: datetime.datetime
    sport: str = ""
    distance_m: float | None = None
    moving_s: float | None = None
    elapsed_s: float | None = None
    climb_m: float | None = None
    fast_share: float | None = None
    effort: float | None = None
    indoor: bool = False
    name: str = ""
    shoes: str = ""
    remarks: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        """A number beyond all numbers, which files can hold and sums can come to, says nothing."""
        for name in ("distance_m", "moving_s", "elapsed_s", "climb_m", "fast_share", "effort"):
            value = getattr(self, name)
            if value is not None and not math.isfinite(value):
                object.__setattr__(self, name, None)


class NotARunError(Exception):
    """The activity is left out; the message says why."""


def run_of(activity: Activity, zone: datetime.tzinfo | None, today: datetime.date) -> RunEntry:
    """The run that an activity is, on the clock of a zone (default: this computer's) unless the file knows its own. Raises NotARunError."""
    word = "" if by_its_speed(activity) else activity.sport.strip().lower()
    if word and word not in _RUNS and word.replace(" ", "_") not in _RUNS:
        raise NotARunError(f"{_clean(activity.sport, WORD)}, not a run")
    terrain, surface, session = _RUNS.get(word) or _RUNS.get(word.replace(" ", "_")) or (None, None, None)
    if activity.indoor and terrain is None:
        terrain, surface = "treadmill", "belt"
    start = activity.start if activity.start.tzinfo is None else activity.start.astimezone(zone)
    seconds = activity.moving_s or activity.elapsed_s
    if not word and not _as_run(activity.distance_m, seconds):
        raise NotARunError("the file does not say that it is a run, and its speed is not one of a runner")
    if (activity.distance_m or 0.0) < LEAST_M and (seconds or 0.0) < LEAST_S:
        raise NotARunError("too short to be a run")
    elapsed = activity.elapsed_s if activity.elapsed_s and seconds and activity.elapsed_s >= seconds else None
    run = RunEntry(
        date=start.date(),
        time=start.time().replace(microsecond=0, fold=0, tzinfo=None),
        distance_km=_rounded(activity.distance_m, 1000, 3),
        duration_min=_rounded(seconds, 60, 2),
        elapsed_min=_rounded(elapsed, 60, 2),
        climb_m=None if activity.climb_m is None or terrain == "treadmill" else round(activity.climb_m),
        terrain=terrain,
        surface=surface,
        session=session,
        effort=round(activity.effort) if activity.effort is not None and 0 < activity.effort <= 10 else None,
        fast_share=None if activity.fast_share is None else round(activity.fast_share, 3),
        shoes=_clean(activity.shoes, WORD) or None,
        note=_clean(activity.name, TEXT) or None,
        sources=(_clean(activity.source, 400) or "file",),
    )
    problems = problems_of(run, today)
    if problems:
        raise NotARunError("; ".join(problem.message for problem in problems))
    return run


def by_its_speed(activity: Activity) -> bool:
    """Whether the file names no sport, so that its speed alone can say that it is a run."""
    return activity.sport.strip().lower() in _UNSAID


def _rounded(value: float | None, unit: int, digits: int) -> float | None:
    return round(value / unit, digits) if value else None


def _as_run(metres: float | None, seconds: float | None) -> bool:
    return bool(metres and seconds and _SLOW <= metres / seconds * 3.6 <= _FAST)


def _clean(text: str, most: int) -> str:
    """Words of a file without what cannot be shown."""
    kept = "".join(" " if unicodedata.category(char) in ("Cc", "Cs") else char for char in text)
    return re.sub(r"\s+", " ", kept).strip()[:most].strip()


def damaged(activity: Activity) -> Activity:
    """The activity with the remark that its file could not be read to its end."""
    return replace(activity, remarks=(*activity.remarks, "the file is damaged: taken as far as it can be read"))
