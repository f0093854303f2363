"""A diary that holds a plan which has begun."""

import datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hipexpert.companion import Diary

HEALED: dict[str, Any] = {
    "age_years": 28,
    "sex": "male",
    "pain_site": ["inner_thigh"],
    "onset_type": "sudden_moment",
    "symptom_duration_days": 36,
    "onset_mechanism": "sprint_or_acceleration",
    "pain_course": "improving",
    "pain_now": 0,
    "weight_bearing": "full",
    "night_pain": "none",
}
"""What somebody says of a pulled muscle that has calmed down; beside it the screen is denied."""
BEGUN = datetime.date(2026, 5, 1)


def planned_diary(path: Path, programme: str = "back-after-soft-tissue-pain") -> Path:
    """A diary in which a programme, by default the common four phases, began on the first of May; for a bone it waits."""
    path.write_bytes(_planned(programme))
    return path


@cache
def _planned(programme: str) -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "diary.sqlite"
        with Diary(path) as diary:
            diary.add_plan_event("started", BEGUN, {"programme": programme})
        return path.read_bytes()
