"""Exercises: how one is done, how much of it, what goes wrong, when to stop, and a drawing; read from ``exercises.yaml``."""

from typing import Annotated

from msgspec import Meta, Struct

from hipexpert.knowledge.packs.sourced import Citation, Review
from hipexpert.knowledge.packs.vocabulary import Line, RuleId

WIDTH, HEIGHT = 240, 160
Across = Annotated[int, Meta(ge=-HEIGHT, le=WIDTH + HEIGHT)]
Point = tuple[Across, Across]
Stroke = Annotated[tuple[Point, ...], Meta(min_length=2, max_length=20)]
Strokes = Annotated[tuple[Stroke, ...], Meta(max_length=20)]


class LineDrawing(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A figure in lines on a field of 240 by 160, the origin above on the left; ``says`` is the same in words.

    ``body`` are the limbs, ``things`` the floor, a wall, a band, ``arrows`` which way something moves.
    """

    says: Line
    head: Point
    body: Annotated[tuple[Stroke, ...], Meta(min_length=1, max_length=20)]
    things: Strokes = ()
    arrows: Strokes = ()


class Exercise(Struct, frozen=True, forbid_unknown_fields=True):
    """One exercise. It is shown beside each ``advice`` that speaks of it, and never by itself: that decides for whom it is."""

    id: RuleId
    title: Line
    advice: Annotated[tuple[str, ...], Meta(min_length=1)]
    dose: Line
    how: Annotated[tuple[Line, ...], Meta(min_length=1)]
    mistakes: Annotated[tuple[Line, ...], Meta(min_length=1)]
    stop: Line
    drawing: LineDrawing
    sources: Annotated[tuple[Citation, ...], Meta(min_length=1)]
    reviewed: Review
