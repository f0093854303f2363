"""The exercises that a piece of advice speaks of, as blocks of a report."""

from collections.abc import Iterable

from hipexpert.knowledge import Pack
from hipexpert.languages.catalogue import say
from hipexpert.rendering.report.blocks import Block, Heading, Point, Points, Row, Rows, Sketch

LABEL = 10


def exercise_blocks(pack: Pack, advice: str) -> Iterable[Block]:
    """The exercises of a piece of advice: how much, how, what often goes wrong, when to stop, and a drawing of each."""
    for exercise in pack.exercises_of.get(advice, ()):
        yield Heading(exercise.title, 3)
        yield Sketch(exercise.drawing)
        yield Points(tuple(Point(each) for each in exercise.how), numbered=True)
        told = ((say("How much"), exercise.dose), (say("Mistakes"), " ".join(exercise.mistakes)), (say("Stop"), exercise.stop))
        yield Rows(tuple(Row(label, text) for label, text in told), LABEL)
