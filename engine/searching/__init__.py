"""Searches over k-of-n programs that explanations and questions rest on."""

from hipexpert.engine.searching.greedy_way import GreedyWay
from hipexpert.engine.searching.known_routes import KnownRoutes
from hipexpert.engine.searching.minimal_sets import minimal_sets
from hipexpert.engine.searching.routes import Route, Routes
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
