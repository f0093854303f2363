"""Plain text is what rich lays out."""

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st
from profiles import examples
from rich.cells import get_character_cell_size

from hipexpert.rendering import text
from hipexpert.rendering.report.blocks import Badge, Block, Code, Folded, Heading, Notice, Paragraph, Point, Points, Report, Row, Rows
from hipexpert.rendering.report.harmless import harmless
from hipexpert.rendering.terminal import captured

LETTERS = "ab-é …"
SAID = st.text(LETTERS, max_size=12) | st.text(LETTERS, max_size=200) | st.text("ab  \n", max_size=170)
LABEL = st.text("ab ", max_size=20) | st.text("ab \n", max_size=90)
ROW = st.builds(Row, LABEL, SAID, st.just("") | LABEL, st.lists(SAID, max_size=2).map(tuple))
ROWS = st.builds(Rows, st.lists(ROW, min_size=1, max_size=3).map(tuple), st.integers(0, 20), st.booleans())
PLAIN = st.one_of(
    st.builds(Badge, LABEL, SAID, st.just("urgent")),
    st.builds(Heading, SAID, st.integers(1, 3)),
    st.builds(Paragraph, SAID),
    st.builds(Code, st.text("ab \n\t", max_size=120)),
    ROWS,
)


def _deeper(blocks: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    below = st.lists(blocks, max_size=2).map(tuple)
    points = st.lists(st.builds(Point, SAID, below), min_size=1, max_size=2).map(tuple)
    return st.builds(Notice, st.just("bad"), SAID, below) | st.builds(Folded, SAID, below) | st.builds(Points, points, st.booleans())


@settings(max_examples=examples(500), deadline=None)
@given(st.lists(st.recursive(PLAIN, _deeper, max_leaves=4), max_size=3))
@example([Rows((Row("a" * 40, "b " * 60), Row("c", "d" * 90)), 0)])
@example([Rows((Row("a", "b " * 60, "c" * 10), Row("d" * 16, "e", "f")), 11)])
@example([Paragraph("a" * 160 + " b")])
def test_plain_text_is_what_rich_would_have_laid_out(blocks: list[Block]) -> None:
    """Line by line, whatever is broken, set right, indented or too wide for its column."""
    assert text.plain_text(Report("", tuple(blocks))) == "".join(f"{line.rstrip()}\n" for line in captured(blocks, text.WIDTH))


def test_what_is_laid_out_here_has_one_column_for_each_letter() -> None:
    """By the widths of rich: and none of it is white space but a blank and the end of a line."""
    every = [chr(number) for number in range(0x110000) if text.ONE_EACH.fullmatch(chr(number))]
    shown = [each for each in every if each != "\n" and harmless(each) == each]
    assert len(shown) > 700
    assert {get_character_cell_size(each) for each in shown} == {1}
    assert re.findall(r"\s", "".join(every)) == ["\n", " "]
    assert all(len(f"a{each}b".splitlines()) == 1 for each in shown)
