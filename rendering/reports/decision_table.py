"""A family of rules as decision tables that fit a page: rows in words, a column for each way to fire."""

from hipexpert.audit.review.tables import DecisionTable, DecisionWay
from hipexpert.rendering.report.blocks import Block, Heading, Paragraph, Point, Points, Report, Table, Words, code, points, quiet

WIDE = 8
"""Columns of one table; more would not fit a terminal."""
SO = "●"


def table_report(family: str, table: DecisionTable) -> Report:
    """The tables of a family, the rules of each beneath it, and the rules that are told as sentences."""
    title = f"Rules of {family}"
    blocks: list[Block] = [
        Heading(title, 1),
        Paragraph(quiet("A column is one way: where every marked row is so, what stands under its number follows.")),
    ]
    for start in range(0, len(table.ways), WIDE):
        blocks += _table(table, table.ways[start : start + WIDE], start)
    if table.others:
        blocks.append(Heading("In sentences, as they have too many ways for a table"))
        blocks.append(Points(tuple(Point(code(name), points(text)) for name, text in table.others.items())))
    return Report(title, tuple(blocks))


def _table(table: DecisionTable, ways: tuple[DecisionWay, ...], start: int) -> list[Block]:
    numbers = tuple(str(start + place) for place in range(1, len(ways) + 1))
    used = sorted({row for way in ways for row in way.needs})
    rows: list[tuple[Words, ...]] = [(table.rows[row], *(SO if row in way.needs else "" for way in ways)) for row in used]
    told: dict[str, list[str]] = {}
    for number, way in zip(numbers, ways, strict=True):
        told.setdefault(way.rule, []).append(number)
    under = [Point((", ".join(found), "  ", code(rule)), points(*table.then[rule])) for rule, found in told.items()]
    return [Table(("Where", *numbers), tuple(rows)), Points(tuple(under))]
