"""A long table is what rich would have shown."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from hipexpert.rendering import terminal
from hipexpert.rendering.report.blocks import Report, Table
from hipexpert.rendering.text import plain_text

CELLS = st.text("ab9-é漢 \u200b", max_size=14)
LAST = st.text("ab9-é漢 ", max_size=140)


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Tables of one to five columns, whose last may be wider than the screen."""
    columns = draw(st.integers(0, 4))
    row = st.tuples(*[CELLS] * columns, LAST)
    headings = draw(st.tuples(*[CELLS] * columns, CELLS))
    rows = draw(st.lists(row, min_size=1, max_size=5))
    return Table((*headings[:-1], headings[-1] or "x"), tuple(rows), tuple(draw(st.sets(st.integers(0, columns)))))


NARROWER = Table(("", "9999漢漢", "", "9999 \u200b漢", "x"), (("", "", "999999999" + 3 * "\u200b", "", 29 * "9"),))
"""The widest column is the last, whose only word is longer than what is left of the line: another gives, which has a blank."""


@given(tables())
@example(NARROWER)
def test_a_long_table_is_what_rich_would_have_shown(table: Table) -> None:
    """The same lines, whatever is wide, wrapped or set right; only faster."""
    report = Report("Table", (table,))
    shown = plain_text(report)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(terminal, "LONG", 1)
        assert plain_text(report) == shown


@given(st.lists(st.tuples(st.text("ab -", max_size=60), st.text("cd-", min_size=1, max_size=40)), min_size=1, max_size=4))
def test_no_word_is_broken_where_there_is_room(rows: list[tuple[str, str]]) -> None:
    """An id in a cell can be copied: what wraps is the column with blanks in it."""
    shown = plain_text(Report("Table", (Table(("what differs", "where"), tuple(rows)),)))
    if max((len(word) for said, _ in rows for word in said.split()), default=0) <= 36:
        assert all(name in shown.split() for _, name in rows)
