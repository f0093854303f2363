"""A session of a plan is a run in the load, once."""

import datetime
from collections.abc import Callable
from pathlib import Path

import pytest
from planned import planned_diary
from training_files import gpx, speeds

from hipexpert import Intake, Pack
from hipexpert.companion import Diary, ReturnPlan, RunEntry
from hipexpert.companion.offering import offered_answers
from hipexpert.companion.plan.days import days_ahead
from hipexpert.companion.plan.sessions import runs_with_sessions
from hipexpert.companion.training import training
from hipexpert.companion.training_files.importing import gather, take

GOOD: dict[str, int | bool] = {"pain_during": 0, "pain_after": 0, "pain_next_morning": 0, "completed": True}


def until_jogging(plan: ReturnPlan, before: Callable[[datetime.date], None] = lambda _: None) -> datetime.date:
    """Good sessions up to the first that has jogging in it; its day, which ``before`` is told before it is written down."""
    for _ in range(60):
        ahead = days_ahead(plan.going(), datetime.date(2026, 5, 1), 400)[0]
        if ahead.session.jog:
            before(ahead.date)
        plan.done(ahead.date, GOOD)
        if ahead.session.jog:
            return ahead.date
    raise AssertionError("no session has jogging")


@pytest.mark.parametrize("tracked", ["after", "before", "never"])
def test_a_session_of_jogging_counts_once_whether_or_not_a_watch_was_worn(tracked: str, tmp_path: Path, pack: Pack) -> None:
    """Walking is no run; the file of a watch takes the place of the session, in whatever order they come, and however often."""
    with Diary(planned_diary(tmp_path / "d.sqlite"), today=datetime.date(2026, 12, 1)) as diary:

        def imported(day: datetime.date) -> None:
            start = datetime.datetime.combine(day, datetime.time(17), datetime.UTC)
            (tmp_path / "run.gpx").write_bytes(gpx(speeds(47), start))
            for _ in range(2):
                take(diary, gather([tmp_path / "run.gpx"], diary.today, zone=datetime.UTC))

        day = until_jogging(ReturnPlan(diary, pack), imported if tracked == "before" else lambda _: None)
        if tracked == "after":
            imported(day)
        (run,) = runs_with_sessions(diary)
        assert (run.date, run.sources == ("plan",), run.distance_km is None) == (day, tracked == "never", tracked == "never")
        assert run.duration_min
        week = training(runs_with_sessions(diary), day, 1).weeks[0]
        assert (week.runs, week.unmeasured) == (1, int(tracked == "never"))


def test_a_session_cut_short_is_a_run_of_which_nobody_knows_how_long(tmp_path: Path, pack: Pack) -> None:
    """It is no day without a run, and adds no minutes that were not run."""
    with Diary(planned_diary(tmp_path / "d.sqlite")) as diary:
        plan = ReturnPlan(diary, pack)
        day = until_jogging(plan)
        ahead = days_ahead(plan.going(), day, 400)[0]
        plan.done(ahead.date, {**GOOD, "completed": False})
        assert [run.duration_min is None for run in runs_with_sessions(diary)] == [False, True]


def test_a_way_back_ends_a_break_and_tells_no_distance(tmp_path: Path, pack: Pack) -> None:
    """An assessment hears that running began again; how many kilometres a week nobody can say, so nothing is said."""
    with Diary(planned_diary(tmp_path / "d.sqlite"), today=datetime.date(2026, 12, 1)) as diary:
        for number in range(60):
            diary.add(RunEntry(date=datetime.date(2026, 1, 1) + datetime.timedelta(days=number), distance_km=10.0, duration_min=60.0))
        day = until_jogging(ReturnPlan(diary, pack))
    with Diary(tmp_path / "d.sqlite", today=day + datetime.timedelta(days=1)) as diary:
        offers = {each.finding: each.value for each in offered_answers(diary, pack, Intake({}))}
    assert offers["training_change_recent"] == "return_after_break"
    assert "weekly_distance_km" not in offers
    assert "weekly_increase_pct" not in offers
