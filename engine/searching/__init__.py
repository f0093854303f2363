"""Searches over k-of-n programs that explanations and questions rest on."""

from hipexpert.engine.searching.minimal_sets import minimal_sets
from hipexpert.engine.searching.routes import Route, Routes
from hipexpert.engine.searching.smallest_changes import Answers, FoundChanges, Goal, Holds, Obstacles, SmallestChanges
from hipexpert.engine.searching.witness import Witness

__all__ = ["Answers", "FoundChanges", "Goal", "Holds", "Obstacles", "Route", "Routes", "SmallestChanges", "Witness", "minimal_sets"]
