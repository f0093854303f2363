"""A report as plain text, 80 columns wide, for a pipe or a file.

What a person is told first is made of words, lists and labels. These are laid out here as rich lays them out, so that a command that
writes text need not load it; trees, tables and letters that are not one column wide are left to rich itself.
"""

import re
from collections.abc import Iterable, Iterator

from hipexpert.rendering.report.blocks import (
    Badge,
    Block,
    Chart,
    Code,
    Folded,
    Heading,
    Notice,
    Paragraph,
    Points,
    Report,
    Rows,
    Sketch,
    Words,
    spans,
)
from hipexpert.rendering.report.harmless import harmless
from hipexpert.rendering.report.labels import described, marked, width_of_labels

WIDTH = 80
# Letters of one column each, of which none but a blank and the end of a line is white space.
ONE_EACH = re.compile(
    "[\n -~\xa1-\xac\xae-\u02ff\u0391-\u03a1\u03b1-\u03c9\u0400-\u0482"
    "\u2010-\u2027\u2030-\u205e\u2190-\u2193\u2212\u2260-\u2265\u2500-\u257f]*"
)
_WORD = re.compile(r" *[^ ]+ *")


class _LeftToRichError(Exception):
    """Something is not laid out here."""


def plain_text(report: Report) -> str:
    """A report without colour, 80 columns wide."""
    try:
        lines = list(_drawn(report.blocks, 0))
    except _LeftToRichError:
        from hipexpert.rendering.terminal import captured

        lines = captured(report.blocks, WIDTH)
    return "".join(f"{line.rstrip()}\n" for line in lines)


def _drawn(blocks: Iterable[Block], indent: int) -> Iterator[str]:
    """The lines of blocks, one beneath the other, so far from the left."""
    for number, block in enumerate(blocks):
        if number and (isinstance(block, Folded) or (isinstance(block, Heading) and block.rank == 2)):
            yield ""
        yield from _block(block, indent)


def _block(block: Block, indent: int) -> Iterator[str]:  # noqa: C901 (one case for each kind of block)
    match block:
        case Badge():
            yield from _paragraph(_said(f" {block.level.upper()} ") + _said(f" {block.title}"), indent)
        case Heading(rank=2):
            yield " " * indent + _rule(_said(block.text).replace("\n", " "), WIDTH - indent)
        case Heading() | Paragraph():
            yield from _paragraph(_said(block.text), indent)
        case Points():
            for number, point in enumerate(block.points, 1):
                yield from _rows(marked(number, point.text, numbered=block.numbered), indent)
                yield from _drawn(point.below, indent + 4)
        case Rows():
            yield from _rows(block, indent)
        case Code() | Chart():
            for line in block.text.splitlines():
                yield " " * indent + _said(line)
        case Notice():
            yield from _paragraph(_said(block.title), indent)
            yield from _drawn(block.below, indent + 2)
        case Sketch():
            yield from _paragraph(_said(described(block)), indent)
        case Folded():
            yield from _drawn((Heading(block.title), *block.below), indent)
        case _:
            raise _LeftToRichError


def _said(words: Words) -> str:
    """Words without their colours."""
    said = "".join(harmless(span.text) for span in spans(words))
    if not ONE_EACH.fullmatch(said):
        raise _LeftToRichError
    return said


def _paragraph(text: str, indent: int) -> Iterator[str]:
    return (" " * indent + line for line in _wrapped(text, WIDTH - indent))


def _rule(title: str, width: int) -> str:
    if width < 4:
        raise _LeftToRichError
    if len(title) > width - 2:
        title = f"{title[: width - 3]}…"
    return f"{title} {'─' * (width - len(title) - 1)}" if title else "─" * width


def _wrapped(text: str, width: int) -> list[str]:
    """A text in lines of a width; a word that is wider than that is broken."""
    if width < 1:
        raise _LeftToRichError
    return [line for each in text.split("\n") for line in _wrapped_line(each, width)]


def _wrapped_line(text: str, width: int) -> list[str]:
    if len(text) <= width:
        return [text.rstrip()]
    breaks, taken = [0], 0
    for found in _WORD.finditer(text):
        word, start = found[0], found.start()
        needs = len(word.rstrip())
        if needs <= width - taken:
            taken += len(word)
        elif needs <= width:
            if taken and start:
                breaks.append(start)
                taken = len(word)
        else:  # it fits on no line
            breaks += [place for place in range(start, start + len(word), width) if place]
            taken = (len(word) - 1) % width + 1
    return [text[start:end].rstrip() for start, end in zip(breaks, [*breaks[1:], len(text)], strict=True)]


def _rows(block: Rows, indent: int) -> Iterator[str]:
    """Labels, what belongs to them and what is noted beside, in columns."""
    fixed, notes = width_of_labels(block), any(spans(row.note) for row in block.rows)
    cells = [
        (_said(row.label), "\n".join(filter(None, map(_said, (row.text, *row.below)))), *([_said(row.note)] if notes else ()))
        for row in block.rows
    ]
    if not cells:
        raise _LeftToRichError
    columns = list(zip(*cells, strict=True))
    apart = [1 if fixed else 2] * (len(columns) - 1) + [0]
    needs = [max(len(line) for cell in column for line in cell.split("\n")) for column in columns]
    if fixed:
        needs[0] = fixed
    room = WIDTH - indent
    widths = _fitted([min(need + blank, room) or 1 for need, blank in zip(needs, apart, strict=True)], room, movable=1 if fixed else 0)
    right = (block.right, False, True)
    for row in cells:
        parts = [_wrapped(cell, width - blank) for cell, width, blank in zip(row, widths, apart, strict=True)]
        for number in range(max(map(len, parts))):
            line = [" " * indent]
            for part, width, blank, at_right in zip(parts, widths, apart, right, strict=False):
                cell = part[number] if number < len(part) else ""
                line.append((cell.rjust(width - blank) if at_right else cell.ljust(width - blank)) + " " * blank)
            yield "".join(line)


def _fitted(widths: list[int], room: int, movable: int) -> list[int]:
    """The widths of columns that have so much room: the widest of those that may be narrower gives first, down to the next."""
    while (over := sum(widths) - room) > 0:
        widest = max(widths[movable:])
        if widths[movable:].count(widest) > 1:
            raise _LeftToRichError
        next_widest = max((width for width in widths[movable:] if width != widest), default=0)
        widths[widths.index(widest, movable)] -= min(over, widest - next_widest)
    return widths
