"""Pictures as tables: for each finding and answer the stance, how often it is given, and what it weighs."""

from collections.abc import Iterator

from msgspec import Struct

from hipexpert.knowledge import Pack
from hipexpert.knowledge.packs.pictured import answer_words
from hipexpert.knowledge.packs.pictures import ABSENT, Cell, Discriminating, PictureRow, values_of
from hipexpert.knowledge.packs.vocabulary import Number, YesNo


class StanceLine(Struct, frozen=True):
    """One answer in a picture. ``given`` and ``denied`` are decibans, None where that says nothing; ``row`` is None where no
    row names the answer and it is only what is left; ``share`` and ``background`` are None where a ratio is published.
    """

    finding: str
    says: str
    stance: str
    share: float | None
    background: float | None
    given: int | None
    denied: int | None
    row: PictureRow | None


class AnswerLine(Struct, frozen=True):
    """An answer that tells conditions apart, in words, and how often it is given by all; None where it is left out of account."""

    says: str
    background: float | None


def stances_of(pack: Pack, condition: str) -> list[StanceLine]:
    """What the picture of a condition says, answer by answer, in its order."""
    found: dict[tuple[str, str, bool], list[Cell]] = {}
    for cell in pack.drawn(condition):
        found.setdefault((cell.finding, cell.value, cell.share is None), []).append(cell)
    return [_line(pack, cells) for cells in found.values()]


def _line(pack: Pack, cells: list[Cell]) -> StanceLine:
    first = cells[0]
    given = next((cell.weight for cell in cells if not cell.denied), None)
    denied = next((cell.weight for cell in cells if cell.denied), None)
    stance = first.stance or ("published ratio" if first.share is None else "what is left")
    says = answer_words(pack, first.finding, first.value, denied=first.value == ABSENT)
    return StanceLine(first.finding, says, stance, first.share, first.background, given, denied, first.row)


def answers_of(pack: Pack, about: Discriminating) -> Iterator[AnswerLine]:
    """The answers to a finding that tells conditions apart, in the order of the question."""
    finding = pack.findings[about.finding]
    if isinstance(finding, YesNo):
        yield AnswerLine(finding.present, about.of("present"))
        return
    told_apart = values_of(finding, about)
    values = told_apart if isinstance(finding, Number) else tuple(value.id for value in finding.values)
    for value in values:
        counts = value in told_apart
        yield AnswerLine(answer_words(pack, about.finding, value), about.of(value) if counts else None)
