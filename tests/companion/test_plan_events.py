"""The events of plans in a diary: appended, in order, by one process at a time."""

import datetime
import stat
from pathlib import Path

import pytest

from hipexpert.companion import Diary
from hipexpert.companion.diary.database import DiaryError

DAY = datetime.date(2026, 3, 2)


def test_events_come_back_in_the_order_of_writing(tmp_path: Path) -> None:
    """A session that is answered late has an earlier date and a later place; each event has a number of its own."""
    path = tmp_path / "diary.sqlite"
    with Diary(path) as diary:
        first = diary.add_plan_event("started", DAY, {"plan": "walk-run", "phase": 1})
        diary.add_plan_event("done", DAY - datetime.timedelta(days=1), {"pain": {"during": 2}})
    with Diary(path) as diary:
        events = diary.plan_events()
    assert events[0] == first
    assert [event.event for event in events] == ["started", "done"]
    assert events[1].data == {"pain": {"during": 2}}
    assert events[0].id is not None
    assert events[1].id is not None
    assert events[0].id < events[1].id


def test_a_plan_that_moved_on_is_not_moved_twice(tmp_path: Path) -> None:
    """Two programs that read the same state cannot both write the step that follows from it."""
    path = tmp_path / "diary.sqlite"
    with Diary(path) as one, Diary(path) as other:
        seen = one.add_plan_event("started", DAY, after=0).id
        other.add_plan_event("done", DAY, after=seen)
        with pytest.raises(DiaryError, match="changed by another program"):
            one.add_plan_event("skipped", DAY, after=seen)
        assert [event.event for event in one.plan_events()] == ["started", "done"]


def test_a_diary_is_for_its_owner_alone(tmp_path: Path) -> None:
    """The file, and what SQLite keeps beside it, may be read by nobody else."""
    with Diary(tmp_path / "new" / "diary.sqlite") as diary:
        diary.add_plan_event("started", DAY)
        files = list((tmp_path / "new").iterdir())
        assert {stat.S_IMODE(each.stat().st_mode) for each in files} == {0o600}
        assert len(files) == 3
