"""What an alarm is: a level at which somebody is seen within a day, and a condition that would be one."""

from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.ladder import LEVELS, Level, rank
from hipexpert.knowledge.packs.pack import Condition

ALARM: Level = "urgent"
"""The lowest level that is an alarm."""
ALARMS = frozenset(Fact("urgency", level).name for level in LEVELS[rank(ALARM) :])
"""The facts that an alarm is raised."""


def is_danger(condition: Condition) -> bool:
    """Whether whoever has a condition is usually seen within a day."""
    return rank(condition.typical_urgency) >= rank(ALARM)
