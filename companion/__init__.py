"""The runner's companion: a diary of runs and pain, the training files that fill it, and the patterns in it.

Everything stays in one SQLite file of the runner; nothing here uses the network. What needs a library of its own comes with
``pip install "hipexpert[companion]"`` and says so when it is asked for: the diary itself needs none.
"""

from typing import TYPE_CHECKING

from hipexpert.companion.diary.database import DiaryError
from hipexpert.companion.diary.entries import DayNote, Entry, OveruseWeek, PainEntry, PlanEvent, RunEntry
from hipexpert.companion.diary.opened import Diary

if TYPE_CHECKING:
    from hipexpert.companion.plan.return_plan import ReturnPlan

__all__ = ["DayNote", "Diary", "DiaryError", "Entry", "OveruseWeek", "PainEntry", "PlanEvent", "ReturnPlan", "RunEntry"]


def __getattr__(name: str) -> object:
    """The plan when it is first asked for: it needs the pack, and a diary does not."""
    if name == "ReturnPlan":
        from hipexpert.companion.plan.return_plan import ReturnPlan

        return ReturnPlan
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
