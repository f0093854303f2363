"""The ladder of urgency, and what is said of somebody of whom not enough is known."""

from typing import Literal

Level = Literal["emergency", "urgent", "soon", "routine", "self_care"]
LEVELS: tuple[Level, ...] = ("self_care", "routine", "soon", "urgent", "emergency")
# What is said of somebody of whom not enough is known. INVARIANT: it is no rung of the ladder, so `rank` and `LEVELS` do not
# know it and nothing can take it for a low level, or for a high one.
UNDETERMINED: Literal["undetermined"] = "undetermined"
StatedLevel = Level | Literal["undetermined"]
CALM: tuple[Level, ...] = ("self_care", "routine")  # what is said only once the screen is answered
# By how cautious they are, to hold against each other what two packs, or one with more answers, say of the same runner.
CAUTION: tuple[StatedLevel, ...] = ("self_care", "routine", UNDETERMINED, "soon", "urgent", "emergency")


def rank(level: Level) -> int:
    """The place of an urgency level on the ladder, 0 for ``self_care``."""
    return LEVELS.index(level)


def caution(level: StatedLevel) -> int:
    """How cautious it is to state a level, 0 for ``self_care``: ``undetermined`` is more so than what is calm, and less than an
    alarm. For comparing what is said; the ladder of urgency itself is :func:`rank`'s.
    """
    return CAUTION.index(level)
