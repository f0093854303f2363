"""What runs come to: weekly load, the longest run and how far the last ones went beyond it, climb, breaks, share of fast running."""

import datetime
from collections.abc import Iterable, Sequence
from itertools import pairwise
from statistics import median

from msgspec import Struct

from hipexpert.companion.diary.entries import RunEntry

LOOK_BACK = 30  # days: "the longest run of the last 30 days" of Frandsen 2025 (doi:10.1136/bjsports-2024-109380)
RECENT = 28  # days in which a run counts as one of the last
BREAK = 14  # days without a run
FAST_SHARE = 0.15  # of the distance of one run, from which it is a fast one
FAST_EFFORT = 7
QUICKER = 0.92  # times the middle pace of the runner's own runs
_DAY = datetime.timedelta(days=1)


class Spike(Struct, frozen=True):
    """A run and the longest of the 30 days before it; ``percent`` is how much further it went, below 0 where it did not."""

    run: RunEntry
    longest: RunEntry
    percent: float


class RunningWeek(Struct, frozen=True):
    """Seven days that end with ``until``: kilometres, metres up, runs, and minutes where they are known; ``unmeasured`` are the runs
    of which nobody knows how far they went.
    """

    until: datetime.date
    distance_km: float
    climb_m: float
    runs: int
    duration_min: float
    unmeasured: int = 0


class Training(Struct, frozen=True):
    """The facts of somebody's running on a day. None where the log does not reach back far enough to say it."""

    today: datetime.date
    runs: int
    first_run: datetime.date | None
    last_run: datetime.date | None
    days_since_last_run: int | None
    last_break_ended: datetime.date | None
    weeks: tuple[RunningWeek, ...]
    longest: RunEntry | None
    spike: Spike | None
    fast_share: float | None


def training(runs: Iterable[RunEntry], today: datetime.date, weeks: int = 12) -> Training:
    """The facts of runs up to a day; ``weeks`` is how many of the last weeks are counted, the newest last."""
    known = sorted((run for run in runs if run.date <= today), key=lambda run: (run.date, run.time or datetime.time.min))
    last = known[-1].date if known else None
    recent = [run for run in known if run.date > today - RECENT * _DAY]
    return Training(
        today=today,
        runs=len(known),
        first_run=known[0].date if known else None,
        last_run=last,
        days_since_last_run=(today - last).days if last else None,
        last_break_ended=_break_ended(known),
        weeks=tuple(_week(known, today - 7 * back * _DAY) for back in reversed(range(weeks))),
        longest=_longest([run for run in known if run.date > today - LOOK_BACK * _DAY]),
        spike=_spike(known, recent),
        fast_share=fast_share(recent, usual_pace(known)),
    )


def _week(runs: Sequence[RunEntry], until: datetime.date) -> RunningWeek:
    own = [run for run in runs if until - 7 * _DAY < run.date <= until]
    return RunningWeek(
        until,
        round(sum(run.distance_km or 0.0 for run in own), 3),
        sum(run.climb_m or 0.0 for run in own),
        len(own),
        round(sum(run.duration_min or 0.0 for run in own), 2),
        sum(run.distance_km is None for run in own),
    )


def _longest(runs: Sequence[RunEntry]) -> RunEntry | None:
    return max((run for run in runs if run.distance_km), key=lambda run: run.distance_km or 0.0, default=None)


def _spike(runs: Sequence[RunEntry], recent: Sequence[RunEntry]) -> Spike | None:
    """The largest step of the last weeks beyond the longest run of the 30 days before, where the log was kept for those, and where none of
    them that nobody measured can have been longer.
    """
    found = []
    for run in recent:
        if not run.distance_km or runs[0].date > run.date - LOOK_BACK * _DAY:
            continue
        before = [each for each in runs if run.date - LOOK_BACK * _DAY <= each.date < run.date]
        longest = _longest(before)
        if longest is not None and longest.distance_km and not any(_may_be_longer(each, longest) for each in before):
            found.append(Spike(run, longest, 100 * (run.distance_km / longest.distance_km - 1)))
    return max(found, key=lambda spike: (spike.percent, spike.run.date), default=None)


def _may_be_longer(run: RunEntry, longest: RunEntry) -> bool:
    """Whether a run of which only the time is known may have gone further than the longest that was measured."""
    if run.distance_km is not None:
        return False
    return run.duration_min is None or longest.duration_min is None or run.duration_min > longest.duration_min


def _break_ended(runs: Sequence[RunEntry]) -> datetime.date | None:
    """The day of the first run after the last break of two weeks or more."""
    days = [run.date for run in runs]
    return next((later for earlier, later in reversed(list(pairwise(days))) if (later - earlier).days > BREAK), None)


def usual_pace(runs: Iterable[RunEntry]) -> float | None:
    """The middle pace of somebody's runs, in minutes for a kilometre; None of fewer than five. Walk-runs say nothing of it."""
    paces = [pace for run in runs if run.session != "walk-run" and (pace := run.pace_min_per_km) is not None]
    return median(paces) if len(paces) >= 5 else None


def is_fast(run: RunEntry, usual: float | None) -> bool | None:
    """Whether a run was a fast one: by its kind, its effort, its fast parts, or its pace beside the usual; None where nothing says it."""
    if run.session in ("tempo", "intervals", "race"):
        return True
    if run.session in ("easy", "long", "walk-run"):
        return False
    told = [
        None if run.effort is None else run.effort >= FAST_EFFORT,
        None if run.fast_share is None else run.fast_share >= FAST_SHARE,
        None if usual is None or run.pace_min_per_km is None else run.pace_min_per_km <= QUICKER * usual,
    ]
    said = [each for each in told if each is not None]
    return any(said) if said else None


def fast_share(runs: Iterable[RunEntry], usual: float | None) -> float | None:
    """The part of the distance that was run fast, 0 to 1; None where nothing tells it of half the distance or more."""
    told = total = fast = 0.0
    for run in runs:
        far = run.distance_km or 0.0
        total += far
        share = run.fast_share if run.fast_share is not None else is_fast(run, usual)
        if share is not None:
            told += far
            fast += far * float(share)
    return fast / told if told and told >= total / 2 else None
