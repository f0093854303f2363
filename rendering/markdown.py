"""A report as Markdown, for a clinician's notes, an issue tracker or a pull request. A stranger's words never become markup."""

import re
from collections.abc import Iterable
from html import escape as html_escape

from hipexpert.languages.catalogue import capital
from hipexpert.rendering.report.blocks import (
    Badge,
    Block,
    Branch,
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
    Span,
    Table,
    Tree,
    Words,
    spans,
    strong,
)
from hipexpert.rendering.report.harmless import harmless

_SPECIAL = re.compile(r"[\\`*<>|#~&]|\](?=[\[(:])|(?<![^\W_])_|_(?![^\W_])")
_FIRST = re.compile(r"^([-+=[]|\d+(?=[.)]))")


def to_markdown(report: Report) -> str:
    """The report as one page of Markdown."""
    return "\n".join(_lines(report.blocks)) + "\n"


def _lines(blocks: Iterable[Block]) -> list[str]:
    """The lines of blocks, with an empty one between each two; trees that follow one another are one list."""
    lines: list[str] = []
    before: Block | None = None
    for block in blocks:
        apart = before is not None and not (isinstance(block, Tree) and isinstance(before, Tree))
        lines += [*([""] if apart else []), *_written(block)]
        before = block
    return lines


def _written(block: Block) -> list[str]:  # noqa: C901 (one case for each kind of block)
    match block:
        case Badge():
            return [f"# {_said(f'{capital(block.level)}: {block.title}')}"]
        case Heading():
            return [f"{'#' * block.rank} {_said(block.text)}"]
        case Paragraph():
            return [_said(block.text)]
        case Points():
            marks = [f"{number}. " if block.numbered else "- " for number in range(1, len(block.points) + 1)]
            return [line for mark, point in zip(marks, block.points, strict=True) for line in _item(mark, point.text, _close(point.below))]
        case Rows():
            return [line for row in block.rows for line in _item("- ", _row(row.label, row.text, row.note), _beneath(row.below))]
        case Table():
            return _table(block)
        case Tree():
            return _branch(block.root)
        case Code():
            return _fenced(block)
        case Chart():
            return _fenced(Code(block.text))
        case Notice():
            return [f"> {line}".rstrip() for line in _lines((Paragraph(_loud(block.title)), *block.below))]
        case Sketch():
            return [_said((Span(f"Drawing: {block.drawing.says}.", "emphasis"),))]
        case Folded():
            summary = html_escape(harmless("".join(span.text for span in spans(block.title))))
            return ["<details>", f"<summary>{summary}</summary>", "", *_lines(block.below), "", "</details>"]


def _item(mark: str, text: Words, below: list[str]) -> list[str]:
    indent = " " * len(mark)
    return [f"{mark}{_said(text)}".rstrip(), *(f"{indent}{line}".rstrip() for line in below)]


def _close(blocks: tuple[Block, ...]) -> list[str]:
    """What stands beneath an item: a list follows at once, all else after an empty line."""
    lines = _lines(blocks)
    return lines if not blocks or isinstance(blocks[0], (Points, Rows)) else ["", *lines, ""]


def _beneath(texts: tuple[Words, ...]) -> list[str]:
    return [line for each in texts for line in _item("- ", each, [])]


def _row(label: Words, text: Words, note: Words) -> Words:
    colon = (": ",) if spans(label) and spans(text) else ()
    beside = (" (", *spans(note), ")") if spans(note) else ()
    return (*_loud(label), *colon, *spans(text), *beside)


def _loud(words: Words) -> tuple[Span, ...]:
    """Words that are bold where nothing says how loud they are."""
    found = spans(words)
    return found if any(each.style != "plain" for each in found) else tuple(strong(each.text) for each in found)


def _table(table: Table) -> list[str]:
    width = max(map(len, [table.headings, *table.rows]))
    rule = ["---:" if number in table.numbers else "---" for number in range(width)]
    heads = [*table.headings, *[""] * (width - len(table.headings))]
    said = [_cells(_said(cell, cell=True) for cell in row) for row in (heads, *table.rows)]
    return [said[0], _cells(rule), *said[1:]]


def _cells(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _branch(branch: Branch) -> list[str]:
    return _item("- ", branch.text, [line for each in branch.below for line in _branch(each)])


def _fenced(block: Code) -> list[str]:
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", block.text)), default=0))
    return [f"{fence}{block.language}", *harmless(block.text).splitlines(), fence]


def _said(words: Words, *, cell: bool = False) -> str:
    """Words on one line, with their styles; what would be markup is shown as it is."""
    found = spans(words)
    followed = ["", *(span.text[0] for span in found[:0:-1])][: len(found)][::-1]
    parts = [_span(span, after, cell) for span, after in zip(found, followed, strict=True)]
    return _FIRST.sub(lambda mark: f"{mark[0]}\\" if mark[0].isdigit() else f"\\{mark[0]}", "".join(parts).strip())


def _span(span: Span, after: str, cell: bool) -> str:
    text = harmless(re.sub(r"\s+", " ", span.text))
    if span.style == "code":
        return _code(text, cell)
    inner = text.strip()
    before, behind = " " * text.startswith(" "), " " * (text.endswith(" ") and bool(inner))
    mark = {"plain": "", "quiet": "", "emphasis": "*"}.get(span.style, "**") if inner else ""
    parts = re.split(r"`([^`]+)`", inner)  # what a text quotes in backticks is code
    said = "".join(_code(part, cell) if number % 2 else _SPECIAL.sub(r"\\\g<0>", part) for number, part in enumerate(parts))
    if said.endswith("]") and not (mark or behind) and after in ("[", "(", ":"):
        said = f"{said[:-1]}\\]"
    return f"{before}{mark}{said}{mark}{behind}"


def _code(text: str, cell: bool) -> str:
    fence = "`" * (1 + max((len(run) for run in re.findall("`+", text)), default=0))
    room = " " if text.startswith("`") or text.endswith("`") else ""
    shown = text.replace("|", "\\|") if cell else text
    return f"{fence}{room}{shown}{room}{fence}"
