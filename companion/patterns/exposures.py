"""The days on which somebody ran: how much it hurt, and to what the hip was exposed. What was not noted is not known, never a no."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

from hipexpert.companion.diary.entries import DayNote, PainEntry, RunEntry
from hipexpert.companion.training import is_fast, usual_pace

LONG = 1.25  # times the middle distance
HILLS = 15.0  # metres up for a kilometre
EARLY = datetime.time(10)
DESK = 6.0  # hours
SHOES = 3  # pairs that are looked at
_DAY = datetime.timedelta(days=1)
TIMES = ("during", "after", "next_morning")


@dataclass(frozen=True)
class RunDay:
    """A day with a run and with pain that was noted (0 is noted too): the worst from the run to the next morning, and that before it."""

    date: datetime.date
    pain: int
    before: int | None
    times: Mapping[str, int]
    exposed: Mapping[str, bool | None]


@dataclass(frozen=True)
class Exposure:
    """Something that the hip may answer to: ``runs`` completes "pain after …", ``others`` names the rest.

    ``chosen_when_sore``: who is sore runs so for that reason, so it is asked only where the pain before the run is known.
    """

    id: str
    runs: str
    others: str
    chosen_when_sore: bool = False


EXPOSURES = (
    Exposure("long", "long runs", "shorter ones"),
    Exposure("trail", "trail runs", "runs elsewhere"),
    Exposure("road", "runs on the road", "runs elsewhere", chosen_when_sore=True),
    Exposure("camber", "runs on sloping roads", "runs on level ones"),
    Exposure("hills", "hilly runs", "flat ones"),
    Exposure("hard-ground", "runs on hard ground", "runs on soft ground"),
    Exposure("fast", "fast runs", "easy ones"),
    Exposure("back-to-back", "runs on the day after a run", "runs after a day off"),
    Exposure("morning", "runs before 10 in the morning", "runs later in the day"),
    Exposure("desk", "runs around a day at the desk", "runs around other days"),
)


def run_days(
    runs: Iterable[RunEntry], pains: Iterable[PainEntry], notes: Iterable[DayNote], site: str | None
) -> tuple[tuple[RunDay, ...], tuple[Exposure, ...], int]:
    """The days that can be compared, the exposures to ask about, and how many days with a run have no pain noted."""
    by_day: defaultdict[datetime.date, list[RunEntry]] = defaultdict(list)
    for run in runs:
        by_day[run.date].append(run)
    noted: defaultdict[datetime.date, list[PainEntry]] = defaultdict(list)
    for entry in pains:
        if site is None or entry.site == site:
            noted[entry.date].append(entry)
    desk = {note.date: note.desk_hours for note in notes if note.desk_hours is not None}
    shoes = _shoes(run for day in by_day.values() for run in day)
    ask = _asker(by_day, desk, shoes)
    found = []
    for day in sorted(by_day):
        times = {name: max(values) for name in TIMES if (values := _values(noted[day], name))}
        if times:
            before = _values(noted[day], "before") or _values(noted.get(day - _DAY, []), "next_morning")
            found.append(RunDay(day, max(times.values()), max(before) if before else None, times, ask(day)))
    pairs = tuple(Exposure(f"shoes:{name}", f"runs in {name}", "runs in other shoes") for name in shoes)
    return tuple(found), (*EXPOSURES, *pairs), len(by_day) - len(found)


def _values(entries: Iterable[PainEntry], name: str) -> list[int]:
    return [value for entry in entries if (value := getattr(entry, name)) is not None]


def _shoes(runs: Iterable[RunEntry]) -> tuple[str, ...]:
    """The pairs to ask about: those worn most, where there is another to compare with."""
    worn = Counter(run.shoes for run in runs if run.shoes)
    return tuple(name for name, _ in worn.most_common(SHOES)) if len(worn) > 1 else ()


def _asker(
    by_day: Mapping[datetime.date, Sequence[RunEntry]], desk: Mapping[datetime.date, float], shoes: Sequence[str]
) -> Callable[[datetime.date], dict[str, bool | None]]:
    every = [run for day in by_day.values() for run in day]
    distances = [run.distance_km for run in every if run.distance_km]
    middle = median(distances) if distances else None
    usual = usual_pace(every)

    def ask(day: datetime.date) -> dict[str, bool | None]:
        runs = by_day[day]
        hours = [desk[each] for each in (day, day - _DAY) if each in desk]
        worn = {run.shoes for run in runs}
        return {
            "long": _any(_is_long(run, middle) for run in runs),
            "trail": _any(None if run.terrain in (None, "mixed") else run.terrain == "trail" for run in runs),
            "road": _any(None if run.terrain in (None, "mixed") else run.terrain == "road" for run in runs),
            "camber": _any(run.camber for run in runs),
            "hills": _any(_is_hilly(run) for run in runs),
            "hard-ground": _any(None if run.surface is None else run.surface in ("asphalt", "concrete") for run in runs),
            "fast": _any(is_fast(run, usual) for run in runs),
            "back-to-back": day - _DAY in by_day,
            "morning": _any(None if run.time is None else run.time < EARLY for run in runs),
            "desk": max(hours) >= DESK if hours else None,
            **{f"shoes:{name}": None if None in worn else name in worn for name in shoes},
        }

    return ask


def _any(told: Iterable[bool | None]) -> bool | None:
    """Of several runs of a day: yes where one was, no where all were not, else not known."""
    said = list(told)
    return True if True in said else None if None in said else False


def _is_long(run: RunEntry, middle: float | None) -> bool | None:
    if run.session == "long":
        return True
    return None if run.distance_km is None or middle is None else run.distance_km >= LONG * middle


def _is_hilly(run: RunEntry) -> bool | None:
    if run.session == "hills":
        return True
    return None if run.climb_m is None or not run.distance_km else run.climb_m / run.distance_km >= HILLS
