"""Every report through every writer: nothing that a report says is lost, and no words of strangers become markup."""

import re
from collections.abc import Callable
from html.parser import HTMLParser
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from msgspec import Struct, structs
from rich.console import Console

from hipexpert.knowledge.packs.exercises import LineDrawing
from hipexpert.rendering.html import to_html
from hipexpert.rendering.markdown import to_markdown
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
    Point,
    Points,
    Report,
    Row,
    Rows,
    Sketch,
    Span,
    Style,
    Table,
    Tree,
)
from hipexpert.rendering.terminal import WIDEST, draw
from hipexpert.rendering.text import plain_text

HOSTILE = "*_[]()<>|#~&\\`-+=.:!{}$'\"/"
MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
MARKUP = (
    "&lt;",
    "&#35;",
    "[x](y)",
    "![x](y)",
    "[x]:",
    "<b>",
    "<!--",
    "**b**",
    "_i_",
    "~~s~~",
    "1.",
    "#",
    "-",
    "+",
    ">",
    "---",
    "===",
    "[ ]",
    "|",
)
WORD = st.builds("{}w{}{}".format, st.text(HOSTILE, max_size=3), st.integers(0, 99), st.text(HOSTILE, max_size=3)) | st.sampled_from(MARKUP)
TEXT = st.lists(WORD, min_size=1, max_size=3).map(" ".join)
SPAN = st.builds(Span, TEXT, st.sampled_from(get_args(Style)))
WORDS = (
    TEXT
    | SPAN
    | st.lists(SPAN, min_size=1, max_size=2).map(lambda found: (found[0], *(part for each in found[1:] for part in (" ", each))))
)


def few(of: st.SearchStrategy[object], least: int = 0) -> st.SearchStrategy[tuple[object, ...]]:
    """A tuple of up to three."""
    return st.lists(of, min_size=least, max_size=3).map(tuple)


ROW = st.builds(Row, WORDS, WORDS, st.just("") | WORDS, few(WORDS))
TABLE = st.integers(1, 3).flatmap(
    lambda width: st.builds(
        Table, st.just(()) | st.tuples(*[WORDS] * width), few(st.tuples(*[WORDS] * width), 1), few(st.integers(0, width - 1))
    )
)
BRANCH = st.recursive(st.builds(Branch, WORDS), lambda below: st.builds(Branch, WORDS, few(below)), max_leaves=6)
FLAT = st.one_of(
    st.builds(Badge, TEXT, TEXT, st.sampled_from(get_args(Style))),
    st.builds(Heading, WORDS, st.sampled_from([1, 2, 3])),
    st.builds(Paragraph, WORDS),
    st.builds(Rows, few(ROW, 1), st.sampled_from([0, 15]), st.booleans()),
    TABLE,
    st.builds(Tree, BRANCH),
    st.builds(Sketch, st.builds(LineDrawing, TEXT, st.just((5, 5)), st.just((((1, 1), (9, 9)),)), arrows=st.just((((1, 1), (1, 1)),)))),
    st.builds(Chart, st.just('<svg role="img" aria-label="bars"><text>bars</text></svg>'), st.just("bars")),
    st.builds(Code, st.lists(TEXT, min_size=1, max_size=3).map("\n".join), st.sampled_from(["", "yaml"])),
)
INNER = st.builds(Paragraph, WORDS) | st.builds(Rows, few(ROW, 1)) | st.builds(Code, TEXT)
BLOCK = st.recursive(
    FLAT,
    lambda below: st.one_of(
        st.builds(Points, few(st.builds(Point, WORDS, few(INNER)), 1), st.booleans()),
        st.builds(Notice, st.sampled_from(get_args(Style)), WORDS, few(INNER)),
        st.builds(Folded, WORDS, few(below)),
    ),
    max_leaves=4,
)
REPORT = st.builds(Report, st.just("title"), few(BLOCK, 1))


def told(value: object) -> list[str]:
    """Every text of a report, in its order: all fields of all values but the title of the page, what styles it, and pictures."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, tuple):
        return [text for each in value for text in told(each)]
    if isinstance(value, Struct):
        return [text for name in value.__struct_fields__ if name not in ("style", "language", "svg") for text in told(getattr(value, name))]
    return []


def bare(text: str) -> str:
    """Without white space, which a form may set as it likes; without backticks, which make code; capitals aside."""
    return re.sub(r"[\s`]", "", text).lower()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.said: list[str] = []

    def handle_data(self, data: str) -> None:
        """Keep what is shown."""
        self.said.append(data)


def shown(page: str) -> str:
    """What a browser shows of HTML."""
    reader = _Words()
    reader.feed(page.partition("<body>")[2] or page)
    reader.close()
    return "".join(reader.said)


def of_html(report: Report) -> str:
    """What the HTML page says."""
    return shown(to_html(report))


def of_markdown(report: Report) -> str:
    """What the Markdown page says once it is a page."""
    return shown(MARKDOWN.render(to_markdown(report)))


@pytest.mark.parametrize("reading", [of_html, of_markdown], ids=["html", "markdown"])
@given(report=REPORT)
def test_a_page_says_every_text_in_its_order(reading: Callable[[Report], str], report: Report) -> None:
    """Each text of the model stands on the page as it is, after the one before it."""
    page = bare(reading(report))
    place = 0
    for text in told(report.blocks):
        found = page.find(bare(text), place)
        assert found >= 0, text
        place = found + len(bare(text))


@given(report=REPORT, width=st.sampled_from([80, WIDEST]))
def test_a_terminal_says_every_word_within_its_width(report: Report, width: int) -> None:
    """Each word of the model is printed, on lines that fit; only what is to be copied is not folded."""
    console = Console(width=width, color_system=None, highlight=False, force_terminal=False)
    with console.capture() as capture:
        draw(console, report.blocks)
    words = "".join(capture.get().split()).lower()
    assert [each for text in told(report.blocks) for each in text.lower().split() if each not in words] == []
    verbatim = {line for text in told(report.blocks) for line in text.splitlines()}
    assert [line for line in capture.get().splitlines() if len(line) > width and line.strip() not in verbatim] == []


@given(report=REPORT)
def test_equal_reports_give_equal_bytes(report: Report) -> None:
    """Each writer is a function of the report, and a text ends in one line end."""
    for write in (plain_text, to_markdown, to_html):
        text = write(report)
        assert text == write(structs.replace(report))
        assert text.endswith("\n")


def test_every_kind_of_block_is_drawn() -> None:
    """A new kind of block is not forgotten by the random reports above."""
    assert set(get_args(Block)) == {Badge, Heading, Paragraph, Points, Rows, Table, Tree, Code, Notice, Folded, Sketch, Chart}


def test_a_label_is_not_broken_within_a_word() -> None:
    """The column of labels takes the longest word of a language; two words may stand on two lines."""
    shown = plain_text(Report("t", (Rows((Row("wahrscheinlich", "a"), Row("weniger wahrscheinlich", "b")), 11, right=True),)))
    assert shown.splitlines()[:3] == ["wahrscheinlich a", "       weniger b", "wahrscheinlich"]


def test_what_could_steer_the_terminal_is_written_out() -> None:
    """A stranger's escape code neither colours nor moves anything."""
    assert plain_text(Report("", (Paragraph("a\x1b[31mb\x07"),))) == "a\\x1b[31mb\\x07\n"


def test_what_the_terminal_cannot_show_is_a_question_mark() -> None:
    """A letter that the encoding of a terminal lacks does not end the program."""

    class Ascii(Console):
        encoding = "ascii"

    console = Ascii(width=80, color_system=None)
    with console.capture() as capture:
        draw(console, (Paragraph("a→b"),))
    assert capture.get() == "a?b\n"
