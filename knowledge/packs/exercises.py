"""Exercises: how one is done, how much of it, what goes wrong, when to stop, and a drawing; read from ``exercises.yaml``."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated

from msgspec import Meta, Struct

from hipexpert.engine import Problem
from hipexpert.knowledge.packs.sourced import Citation, Review
from hipexpert.knowledge.packs.suggestions import did_you_mean
from hipexpert.knowledge.packs.vocabulary import Line, RuleId

if TYPE_CHECKING:
    from hipexpert.knowledge.packs.pack import Pack

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


def exercise_problems(pack: "Pack", where: Callable[[str], str]) -> Iterator[Problem]:
    """What is wrong with the exercises beside the rest of the pack."""
    for exercise in pack.exercises:
        for name in exercise.advice:
            if name not in pack.advice_by_id:
                help_text = did_you_mean(name, pack.advice_by_id)
                yield Problem("unknown-conclusion", f"unknown advice `{name}`", where(exercise.id), help_text)
