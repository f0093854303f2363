"""A long table laid out as lines: what rich's own would show, in a tenth of the time, where its columns leave no choice."""

from collections.abc import Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

LONG = 200  # rows; for fewer nobody waits


def long_table(console: Console, cells: Sequence[Sequence[str]], numbers: Sequence[int], apart: int, room: int) -> list[str] | None:
    """The lines of rows (the headings first), ``apart`` the columns, the last one wrapped in what is left of ``room``; the columns of
    ``numbers`` stand right. None where others would have to be narrower too, which they are before a word of the last is broken, or where
    a cell has lines of its own.
    """
    if any("\n" in cell or "\t" in cell for row in cells for cell in row):
        return None
    widths = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
    rest = room - sum(widths[:-1]) - apart * (len(widths) - 1)
    if rest < widths[-1]:
        words = (cell_len(word) for row in cells for word in row[-1].split())
        if rest < max(20, cell_len(cells[0][-1]), *widths[:-1], *words):
            return None
    widths[-1] = min(widths[-1], rest)
    return [line for row in cells for line in _row(console, row, widths, numbers, apart)]


def _row(console: Console, row: Sequence[str], widths: Sequence[int], numbers: Sequence[int], apart: int) -> list[str]:
    first, last = row[:-1], row[-1]
    wrapped = Text(last).wrap(console, widths[-1], overflow="fold") if cell_len(last) > widths[-1] else ()
    parts = [each.plain for each in wrapped] or [last]
    lines = [(*first, parts[0]), *((*[""] * len(first), part) for part in parts[1:])]
    right = [number in numbers for number in range(len(widths))]
    return [(" " * apart).join(map(_set, cells, widths, right)) for cells in lines]


def _set(cell: str, width: int, right: bool) -> str:
    blank = " " * (width - cell_len(cell.rstrip()))
    return f"{blank}{cell.rstrip()}" if right else f"{cell.rstrip()}{blank}"
