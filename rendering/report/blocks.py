"""The blocks of a report. A description puts them together; a writer shows every one of them, and every word in them."""

from typing import Literal

from msgspec import Struct

from hipexpert.knowledge.packs.exercises import LineDrawing
from hipexpert.languages.catalogue import later, say

Style = Literal[
    "plain",
    "strong",
    "quiet",
    "emphasis",
    "code",
    "good",
    "bad",
    "doubt",
    "note",
    "emergency",
    "urgent",
    "soon",
    "undetermined",
    "routine",
    "self_care",
]


class Span(Struct, frozen=True):
    """Words in one style: how loud they are, what they mean (good, bad, doubt, note), or the level of urgency that they name."""

    text: str
    style: Style = "plain"


Words = str | Span | tuple[str | Span, ...]


def spans(words: Words) -> tuple[Span, ...]:
    """Words as spans, however they were given; those without a letter to show are left out."""
    given = words if isinstance(words, tuple) else (words,)
    return tuple(each for each in (Span(part) if isinstance(part, str) else part for part in given) if each.text)


def plain(word: str) -> str:
    """An id of a ladder or a scale as people write it."""
    return say(word.replace("_", " "))


# The ids and words that are said so.
_LADDERS = (
    *(later("emergency"), later("urgent"), later("soon"), later("routine"), later("self care"), later("undetermined")),
    *(later("likely"), later("possible"), later("less likely"), later("unlikely")),
    *(later("given"), later("withheld"), later("not advised")),
)


def strong(text: str) -> Span:
    """What is read first."""
    return Span(text, "strong")


def quiet(text: str) -> Span:
    """What is said beside."""
    return Span(text, "quiet")


def code(text: str) -> Span:
    """What is typed as it stands: an id, a command, an answer."""
    return Span(text, "code")


def level(name: Style) -> Span:
    """A level of urgency, in its colour."""
    return Span(plain(name), name)


class Badge(Struct, frozen=True, tag=True):
    """The level of urgency and its sentence, in the style of the level."""

    level: str
    title: str
    style: Style


class Heading(Struct, frozen=True, tag=True):
    """A title: rank 1 of the whole, 2 of a section, 3 of a part."""

    text: Words
    rank: Literal[1, 2, 3] = 2


class Paragraph(Struct, frozen=True, tag=True):
    """Running text."""

    text: Words


class Point(Struct, frozen=True, tag=True):
    """An item of a list and what is said beneath it."""

    text: Words
    below: "tuple[Block, ...]" = ()


class Points(Struct, frozen=True, tag=True):
    """A list, numbered where the order or the number matters."""

    points: tuple[Point, ...]
    numbered: bool = False


class Row(Struct, frozen=True, tag=True):
    """A label and what belongs to it: words, a note beside them, and lines beneath."""

    label: Words
    text: Words
    note: Words = ""
    below: tuple[Words, ...] = ()


class Rows(Struct, frozen=True, tag=True):
    """Labels and what belongs to them, one beneath the other. ``width`` is the room of a label where lists shall align; 0 fits."""

    rows: tuple[Row, ...]
    width: int = 0
    right: bool = False


class Table(Struct, frozen=True, tag=True):
    """Cells in rows, under headings or without. The columns called ``numbers`` are read digit below digit."""

    headings: tuple[Words, ...]
    rows: tuple[tuple[Words, ...], ...]
    numbers: tuple[int, ...] = ()


class Branch(Struct, frozen=True, tag=True):
    """A node of a tree and what is below it."""

    text: Words
    below: "tuple[Branch, ...]" = ()


class Tree(Struct, frozen=True, tag=True):
    """What rests on what."""

    root: Branch


class Code(Struct, frozen=True, tag=True):
    """Lines that are copied as they stand: never folded."""

    text: str
    language: str = ""


class Notice(Struct, frozen=True, tag=True):
    """What must be seen: its title, and beneath it what belongs to it. ``style`` says how bad it is."""

    style: Style
    title: Words
    below: "tuple[Block, ...]" = ()


class Folded(Struct, frozen=True, tag=True):
    """What is opened by those who want it, where a form can fold."""

    title: Words
    below: "tuple[Block, ...]"


class Sketch(Struct, frozen=True, tag=True):
    """A drawing in lines, and the same in words for a form that cannot draw and for whom cannot see."""

    drawing: LineDrawing


class Chart(Struct, frozen=True, tag=True):
    """Numbers as a picture: an SVG of ours where a form shows one, and the same in characters where not."""

    svg: str
    text: str


Block = Badge | Heading | Paragraph | Points | Rows | Table | Tree | Code | Notice | Folded | Sketch | Chart


class Report(Struct, frozen=True):
    """A whole report; ``title`` is what a page is called."""

    title: str
    blocks: tuple[Block, ...]


def points(*items: Words, numbered: bool = False) -> tuple[Block, ...]:
    """A list of words; nothing where there are none."""
    return (Points(tuple(Point(each) for each in items), numbered),) if items else ()
