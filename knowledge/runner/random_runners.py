"""What becomes of many random runners, as values in the shape of their JSON; :mod:`hipexpert.cohort.simulating` finds it."""

from msgspec import Struct

from hipexpert.knowledge.packs.ladder import StatedLevel
from hipexpert.knowledge.runner.results import Knowledge

SCHEMA = "hipexpert.simulation/1"


class RuleFirings(Struct, frozen=True):
    """How many of the runners a rule fired for."""

    rule: str
    title: str
    runners: int


class LevelCount(Struct, frozen=True):
    """How many of the runners came out at a level, and for how many it was the highest still possible (nobody for whom not enough
    is known to say).
    """

    level: StatedLevel
    runners: int
    at_most: int


class NeverToldApart(Struct, frozen=True):
    """Two conditions that had the same band, or were both not weighed, in every runner."""

    first: str
    second: str
    weighed: int


class ConditionCount(Struct, frozen=True):
    """For how many of the runners a condition was weighed, and for how many it came out likely or possible."""

    condition: str
    weighed: int
    suspected: int


class Simulation(Struct, frozen=True):
    """The outcome of a simulation. ``drawn`` counts the runners that had to be drawn to find ``runners`` whose answers do
    not contradict one another.
    """

    schema: str
    runners: int
    drawn: int
    seed: int
    answered: float
    levels: tuple[LevelCount, ...]
    rules: tuple[RuleFirings, ...]
    never_fired: tuple[str, ...]
    conditions: tuple[ConditionCount, ...]
    never_separated: tuple[NeverToldApart, ...]
    knowledge: Knowledge
    note: str
    disclaimer: str
