"""The level that is stated of a runner: what the rules raise, or, where that is calm, only what the screen allows."""

from collections.abc import Callable, Mapping

from hipexpert.knowledge.packs.facts import ANSWERED, CONTRADICTED, Fact
from hipexpert.knowledge.packs.ladder import CALM, LEVELS, UNDETERMINED, Level, StatedLevel

RAISING: Mapping[Level, str] = {level: Fact("urgency", level).name for level in LEVELS}


def raised_level(holds: Callable[[str], bool]) -> Level:
    """The highest level that a rule concluded, or ``self_care``; ``holds`` says which facts hold."""
    return next((level for level in reversed(LEVELS) if holds(RAISING[level])), "self_care")


def level_of(holds: Callable[[str], bool], *, screened: bool) -> StatedLevel:
    """The stated level: what is raised from ``soon`` up stands whatever is open, something calm is said only once the screen
    is answered and while no answers contradict one another, and else ``undetermined``. ``screened`` says whether the pack
    has a screen.
    """
    raised = raised_level(holds)
    earned = not screened or (holds(ANSWERED) and not holds(CONTRADICTED))
    return raised if earned or raised not in CALM else UNDETERMINED
