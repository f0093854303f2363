"""Sessions of a plan as the runs that they were, and what is said of pain in them as pain: with what a watch or the log says, once."""

import datetime
from collections.abc import Iterable

import msgspec

from hipexpert.companion.diary.entries import PainEntry, PlanEvent, RunEntry
from hipexpert.companion.diary.opened import Diary
from hipexpert.companion.plan.course import DAY, DONE, with_mornings

PLAN = "plan"
_FELT = {"pain_during": "during", "pain_after": "after", "pain_next_morning": "next_morning"}


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
    """The sessions with jogging in them, as runs: as far as was said, and as long, else as the session goes where all of it was done."""
    return tuple(_run(event) for event in events if event.event == DONE and event.data.get("jog_min"))


def _run(event: PlanEvent) -> RunEntry:
    told = event.data
    whole = told.get("observed", {}).get("completed") is not False
    planned = float(told["jog_min"]) + float(told.get("walk_min", 0)) if whole else None
    return RunEntry(
        date=event.date,
        distance_km=told.get("distance_km"),
        duration_min=told.get("duration_min", planned),
        session="walk-run",
        sources=(PLAN,),
    )


def pains_with_sessions(diary: Diary, *, since: datetime.date | None = None, until: datetime.date | None = None) -> tuple[PainEntry, ...]:
    """The pain of a diary and that of its plans, by date. Where both speak of a day and the hip it is one entry, and of two numbers
    for one time the worse counts.
    """
    pains = list(diary.pains(since=since, until=until))
    place = {pain.date: number for number, pain in enumerate(pains) if pain.site == _SITE}
    for told in session_pains(diary.plan_events()):
        if not _within(told.date, since, until):
            continue
        if told.date in place:
            pains[place[told.date]] = _worse(pains[place[told.date]], told)
        else:
            pains.append(told)
    return tuple(sorted(pains, key=lambda pain: pain.date))


def session_pains(events: Iterable[PlanEvent]) -> tuple[PainEntry, ...]:
    """What plans heard of pain, an entry a day. A number for the whole day is that before a session, or after it where it came later."""
    found: dict[datetime.date, PainEntry] = {}
    for event in with_mornings(events):
        observed = event.data.get("observed", {})
        if event.event == DONE:
            felt = {name: observed[sign] for sign, name in _FELT.items() if sign in observed}
        elif event.event == DAY and "pain_between" in observed:
            before = event.date in found and found[event.date].during is not None
            felt = {"after" if before else "before": observed["pain_between"]}
        else:
            continue
        pain = PainEntry(date=event.date, **felt)
        found[event.date] = _worse(found[event.date], pain) if event.date in found else pain
    return tuple(found.values())


_SITE = PainEntry(date=datetime.date.min).site
_TIMES = ("before", "during", "after", "next_morning")


def _worse(there: PainEntry, new: PainEntry) -> PainEntry:
    """One entry of two about a day: what only one says, and the worse of two."""
    told = {name: [value for value in (getattr(there, name), getattr(new, name)) if value is not None] for name in _TIMES}
    return msgspec.structs.replace(there, **{name: max(values) for name, values in told.items() if values})


def _within(day: datetime.date, since: datetime.date | None, until: datetime.date | None) -> bool:
    return (since is None or day >= since) and (until is None or day <= until)
