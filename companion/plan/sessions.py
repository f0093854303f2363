"""Sessions of a plan as the runs that they were: who walks and jogs by a plan has run, whether or not a watch was worn."""

import datetime
from collections.abc import Iterable

from hipexpert.companion.diary.entries import PlanEvent, RunEntry
from hipexpert.companion.diary.opened import Diary
from hipexpert.companion.plan.course import DONE

PLAN = "plan"


def runs_with_sessions(diary: Diary, *, since: datetime.date | None = None, until: datetime.date | None = None) -> tuple[RunEntry, ...]:
    """The runs of a diary and the sessions with jogging in them that were done, by date and then time of day.

    A day that has a run has no session beside it: the run is the session, as a watch or the runner wrote it down, whichever came
    first. So nothing counts twice, however often a file is imported.
    """
    runs = diary.runs(since=since, until=until)
    days = {run.date for run in runs}
    sessions = [each for each in session_runs(diary.plan_events()) if each.date not in days and _within(each.date, since, until)]
    return tuple(sorted((*runs, *sessions), key=lambda run: (run.date, run.time or datetime.time.min)))


def session_runs(events: Iterable[PlanEvent]) -> tuple[RunEntry, ...]:
    """The sessions with jogging in them, as runs whose distance nobody knows; of one that was cut short the duration neither."""
    return tuple(_run(event) for event in events if event.event == DONE and event.data.get("jog_min"))


def _run(event: PlanEvent) -> RunEntry:
    whole = event.data.get("observed", {}).get("completed") is not False
    minutes = float(event.data["jog_min"]) + float(event.data.get("walk_min", 0))
    return RunEntry(date=event.date, duration_min=minutes if whole else None, session="walk-run", sources=(PLAN,))


def _within(day: datetime.date, since: datetime.date | None, until: datetime.date | None) -> bool:
    return (since is None or day >= since) and (until is None or day <= until)
