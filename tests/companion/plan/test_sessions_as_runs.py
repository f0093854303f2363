"""A session of a plan is a run in the load and in the patterns, and its pain is pain, once."""

import datetime
import itertools
from collections.abc import Callable
from pathlib import Path

import pytest
from planned import planned_diary
from training_files import gpx, speeds

from hipexpert import Intake, Pack
from hipexpert.companion import Diary, PainEntry, ReturnPlan, RunEntry
from hipexpert.companion.offering import offered_answers
from hipexpert.companion.patterns.found import patterns
from hipexpert.companion.plan.days import days_ahead
from hipexpert.companion.plan.sessions import pains_with_sessions, runs_with_sessions
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


def test_a_session_cut_short_is_a_run_as_long_as_was_said(tmp_path: Path, pack: Pack) -> None:
    """It is no day without a run, and adds no minutes that were not run; how far and how long it was counts where it is said."""
    with Diary(planned_diary(tmp_path / "d.sqlite")) as diary:
        plan = ReturnPlan(diary, pack)
        day = until_jogging(plan)
        for said in ({}, {"distance_km": 2.1, "duration_min": 14.0}):
            day = days_ahead(plan.going(), day, 400)[0].date
            plan.done(day, {**GOOD, "completed": False}, **said)
        whole, *short = runs_with_sessions(diary)
        assert whole.duration_min
        assert [(run.distance_km, run.duration_min) for run in short] == [(None, None), (2.1, 14.0)]
        week = training(runs_with_sessions(diary), day, 1).weeks[0]
        assert (week.distance_km, week.unmeasured) == (2.1, week.runs - 1)


def test_what_a_plan_hears_of_pain_is_pain_of_the_hip_once(tmp_path: Path) -> None:
    """During, after, the morning that is told later, and a day between; beside what the diary says of that day the worse counts."""
    start = datetime.date(2026, 5, 4)
    days = [start + datetime.timedelta(days=number) for number in range(6)]
    with Diary(planned_diary(tmp_path / "d.sqlite"), today=days[-1]) as diary:
        diary.add(PainEntry(date=days[0], before=1, during=4))
        diary.add(PainEntry(date=days[0], site="knee", during=6))
        diary.add_plan_event("session", days[0], {"observed": {"pain_during": 2, "pain_after": 3}, "jog_min": 5})
        diary.add_plan_event("day", days[0], {"observed": {"pain_between": 4}})
        diary.add_plan_event("morning", days[1], {"observed": {"pain_next_morning": 5}})
        diary.add_plan_event("day", days[2], {"observed": {"pain_between": 2}})
        told = [(pain.date, pain.site, pain.before, pain.during, pain.after, pain.next_morning) for pain in pains_with_sessions(diary)]
    assert told == [(days[0], "hip", 1, 4, 4, 5), (days[0], "knee", None, 6, None, None), (days[2], "hip", 2, None, None, None)]


def test_sessions_count_in_the_patterns(tmp_path: Path) -> None:
    """Of two sessions in a row the second hurts: a diary of sessions alone shows it, and a walk is no run."""
    start = datetime.date(2026, 5, 4)
    with Diary(planned_diary(tmp_path / "d.sqlite"), today=start + datetime.timedelta(days=80)) as diary:
        for number, later in itertools.product(range(20), range(2)):
            observed = {"pain_during": 0, "pain_after": 3 * later, "pain_next_morning": 0}
            diary.add_plan_event("session", start + datetime.timedelta(days=4 * number + later), {"observed": observed, "jog_min": 8})
        diary.add_plan_event("session", start + datetime.timedelta(days=2), {"observed": {"pain_during": 9}, "jog_min": 0, "walk_min": 30})
        report = patterns(diary)
    assert (report.days, report.without_pain, report.found[0].id) == (40, 0, "back-to-back")
    assert (report.found[0].runs, report.found[0].worse, report.found[0].worse_of_others) == (20, 20, 0)


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
