"""A report on a terminal, in colour, or with all that plain text may hold."""

import shutil
from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table as Grid
from rich.text import Text
from rich.tree import Tree as Drawn

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
    Rows,
    Sketch,
    Style,
    Table,
    Tree,
    Words,
    quiet,
    spans,
)
from hipexpert.rendering.report.harmless import harmless
from hipexpert.rendering.report.labels import described, marked, width_of_labels
from hipexpert.rendering.terminal_table import LONG, long_table

WIDEST = 100
STYLES: dict[Style, str] = {
    "plain": "",
    "strong": "bold",
    "quiet": "dim",
    "emphasis": "italic",
    "code": "cyan",
    "good": "green",
    "bad": "bold red",
    "doubt": "yellow",
    "note": "cyan",
    "emergency": "bold white on red",
    "urgent": "bold red",
    "soon": "bold yellow",
    "undetermined": "bold magenta",
    "routine": "bold cyan",
    "self_care": "bold green",
}


def standard_console() -> Console:
    """Standard output: as wide as the terminal, up to the widest (of a dumb one too, which rich takes for 80 columns), and
    80 columns in a pipe.
    """
    console = Console(highlight=False)
    size = shutil.get_terminal_size()
    return Console(width=min(size.columns, WIDEST) if console.is_terminal else 80, height=size.lines, highlight=False)


def captured(blocks: Iterable[Block], width: int) -> list[str]:
    """The lines of blocks without colour."""
    console = Console(width=width, highlight=False, color_system=None, force_terminal=False)
    with console.capture() as capture:
        _Pen(console, "utf-8").draw(blocks)
    return capture.get().splitlines()


def draw(console: Console, blocks: Iterable[Block]) -> None:
    """Draw blocks, one beneath the other; what the terminal cannot show is written as ``?``."""
    _Pen(console, console.encoding).draw(blocks)


class _Pen:
    """Draws blocks on a console, in an encoding."""

    def __init__(self, console: Console, encoding: str) -> None:
        self.console = console
        self.encoding = encoding

    def draw(self, blocks: Iterable[Block], indent: int = 0) -> None:
        """Draw blocks, so far from the left."""
        for number, block in enumerate(blocks):
            if number and (isinstance(block, Folded) or (isinstance(block, Heading) and block.rank == 2)):
                self.console.print()
            self._block(block, indent)

    def _block(self, block: Block, indent: int) -> None:  # noqa: C901, PLR0912 (one case for each kind of block)
        match block:
            case Badge():
                self._put(self._styled(f" {block.level.upper()} ", STYLES[block.style]) + self._styled(f" {block.title}", "bold"), indent)
            case Heading(rank=2):
                self._put(Rule(self._styled(block.text), style="dim", align="left"), indent)
            case Heading():
                self._put(self._styled(block.text, "bold"), indent)
            case Paragraph():
                self._put(self._styled(block.text), indent)
            case Points():
                for number, point in enumerate(block.points, 1):
                    self._put(self._rows(marked(number, point.text, numbered=block.numbered)), indent)
                    self.draw(point.below, indent + 4)
            case Rows():
                self._put(self._rows(block), indent)
            case Table() if len(block.rows) >= LONG and (lines := self._lines(block, self.console.width - indent)) is not None:
                self._put(Text(lines[0].rstrip(), "bold"), indent)
                self.console.out("\n".join(f"{' ' * indent}{line}".rstrip() for line in lines[1:]), highlight=False)
            case Table():
                self._put(self._table(block, self.console.width - indent), indent)
            case Tree():
                self._put(self._grown(Drawn(self._styled(block.root.text, "bold"), guide_style="dim"), block.root), indent)
            case Code() | Chart():
                for line in block.text.splitlines():
                    self.console.print(self._styled(" " * indent + line), soft_wrap=True)
            case Notice():
                self._put(self._styled(block.title, STYLES[block.style]), indent)
                self.draw(block.below, indent + 2)
            case Sketch():
                self._put(self._styled(quiet(described(block))), indent)
            case Folded():
                self.draw((Heading(block.title), *block.below), indent)

    def _put(self, part: RenderableType, indent: int) -> None:
        self.console.print(Padding(part, (0, 0, 0, indent)) if indent else part)

    def _styled(self, words: Words, style: str = "") -> Text:
        """Words in their colours."""
        text = Text(style=style)
        for span in spans(words):
            text.append(harmless(span.text).encode(self.encoding, "replace").decode(self.encoding), style=STYLES[span.style])
        return text

    def _rows(self, block: Rows) -> Grid:
        grid = _grid(width_of_labels(block), right=block.right)
        notes = any(spans(row.note) for row in block.rows)
        if notes:
            grid.add_column(justify="right", overflow="fold")
        for row in block.rows:
            text = Text("\n").join([each for each in (self._styled(row.text), *map(self._styled, row.below)) if each])
            grid.add_row(self._styled(row.label, "" if block.right else "bold"), text, *([self._styled(row.note)] if notes else []))
        return grid

    def _table(self, block: Table, room: int) -> Grid:
        """The columns two apart, or one where many have too little room."""
        cells = [[self._styled(cell) for cell in row] for row in (block.headings, *block.rows)]
        widest = [max((len(row[number]) + 2 for row in cells if row), default=0) for number in range(len(cells[-1]))]
        apart = 1 if len(widest) > 3 and sum(widest) > room else 2
        grid = Grid(box=None, padding=(0, apart, 0, 0), pad_edge=False, show_header=bool(block.headings), header_style="bold")
        columns = [[row[number] for row in cells if row] for number in range(len(widest))]
        widths = _shared(columns, room - apart * (len(columns) - 1))
        for number, width in enumerate(widths):
            heading = cells[0][number] if block.headings else ""
            grid.add_column(heading, width=width, justify="right" if number in block.numbers else "left", overflow="fold")
        for row in cells[1:]:
            grid.add_row(*row)
        return grid

    def _lines(self, block: Table, room: int) -> list[str] | None:
        """A long table of plain words with headings, as lines; None where it is another, or its columns must share what room there is."""
        rows = [[spans(cell) for cell in row] for row in (block.headings, *block.rows)]
        if not block.headings or any(span.style != "plain" for row in rows for cell in row for span in cell):
            return None
        cells = [
            [harmless("".join(span.text for span in cell)).encode(self.encoding, "replace").decode(self.encoding) for cell in row]
            for row in rows
        ]
        widest = sum(max(map(len, column)) + 2 for column in zip(*cells, strict=True))
        return long_table(self.console, cells, block.numbers, 1 if len(cells[0]) > 3 and widest > room else 2, room)

    def _grown(self, tree: Drawn, branch: Branch) -> Drawn:
        for each in branch.below:
            self._grown(tree.add(self._styled(each.text)), each)
        return tree


def _shared(columns: Sequence[Sequence[Text]], room: int) -> list[int | None]:
    """How wide columns are that have too little room: the widest gives first, and none breaks a word such as an id. None for each where
    that is not needed, or cannot be.
    """
    widths = [max(cell.cell_len for cell in column) for column in columns]
    words = [max((cell_len(word) for cell in column for word in cell.plain.split()), default=0) for column in columns]
    if sum(widths) <= room or sum(words) > room:
        return [None] * len(columns)
    while sum(widths) > room:
        widest = max((number for number in range(len(widths)) if widths[number] > words[number]), key=widths.__getitem__)
        widths[widest] -= 1
    return list(widths)


def _grid(width: int, *, right: bool) -> Grid:
    """A grid whose first column has this width (0: as wide as it needs) and whose second takes the rest."""
    grid = Grid.grid(padding=(0, 1 if width else 2))
    grid.add_column(width=width or None, justify="right" if right else "left", overflow="fold")
    grid.add_column(ratio=1, overflow="fold")
    return grid
