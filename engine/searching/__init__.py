"""Searches over k-of-n programs that explanations and questions rest on."""

from importlib import import_module
from typing import TYPE_CHECKING

from hipexpert.engine.searching.greedy_way import GreedyWay
from hipexpert.engine.searching.known_routes import KnownRoutes
from hipexpert.engine.searching.minimal_sets import minimal_sets
from hipexpert.engine.searching.routes import Route, Routes

if TYPE_CHECKING:
    from hipexpert.engine.searching.smallest_changes import Answers, FoundChanges, Goal, Holds, Obstacles, SmallestChanges

__all__ = [
    "Answers",
    "FoundChanges",
    "Goal",
    "GreedyWay",
    "Holds",
    "KnownRoutes",
    "Obstacles",
    "Route",
    "Routes",
    "SmallestChanges",
    "minimal_sets",
]

if not TYPE_CHECKING:

    def __getattr__(name: str) -> object:
        # Few assessments look for changes: their search is imported when it is asked for.
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        found = globals()[name] = getattr(import_module(f"{__name__}.smallest_changes"), name)
        return found
