"""A review as a list that people fill in: a table of comma-separated values or a page, and the decisions read back from either."""

import csv
import datetime
import io
import json
import re
from collections.abc import Iterable, Mapping, Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from msgspec import Struct

from hipexpert.audit.review.values import PackReview, ReviewItem
from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge.packs import reading
from hipexpert.knowledge.packs.suggestions import did_you_mean

LIST_BYTES = 50_000_000
FILLED_IN = ("decision", "reason", "name", "role", "date")
COLUMNS = (
    "entry",
    "change",
    "guards",
    "asks_less",
    "lacks",
    "before",
    "after",
    "means",
    "because",
    "sources",
    *FILLED_IN,
    "content",
    "pack",
)
_WORDS: Mapping[str, str] = {
    **dict.fromkeys(("accept", "accepted", "yes", "ok"), "accepted"),
    **dict.fromkeys(("reject", "rejected", "no"), "rejected"),
}


class ListedDecision(Struct, frozen=True):
    """One decision of a list: the entry, the content that the reviewer saw, ``accepted`` or ``rejected``, the reason, and its place."""

    entry: str
    content: str
    decision: str
    reason: str
    place: str


class FilledList(Struct, frozen=True):
    """A list that came back: the hash of the pack it was made of, who filled it in (empty: not said), and the decisions."""

    pack: str
    name: str
    role: str
    date: datetime.date | None
    decisions: tuple[ListedDecision, ...]


def as_table(review: PackReview, means: Mapping[str, str]) -> str:
    """The list as comma-separated values, with empty columns to fill in. ``means`` is what each entry does, in words."""
    made = io.StringIO()
    table = csv.writer(made, lineterminator="\n")
    table.writerow(COLUMNS)
    for each in review.items:
        table.writerow(
            [
                _as_text(cell)
                for cell in (*_told(each, means.get(each.name, "")), "", "", "", "", "", each.content, review.pack.content_hash)
            ]
        )
    return made.getvalue()


def _told(item: ReviewItem, means: str) -> tuple[str, ...]:
    sources = "; ".join(f"{each.title}{f', at {each.at}' if each.at else ''}" for each in item.passages)
    return item.name, item.change, item.guards, "; ".join(item.lowers), item.missing, item.before, item.after, means, item.because, sources


def _as_text(cell: str) -> str:
    """A cell that no program for tables takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def filled_list(path: str) -> FilledList:
    """The decisions of a list that was filled in, a table or a page. Raises ProblemsError with every problem of it."""
    content = _read(path)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ProblemsError([Problem("no-list", "the list is no text in UTF-8", path, "save it as CSV in UTF-8")]) from None
    rows = _of_page(text, path) if re.match(r"\s*<", text) else _of_table(text, path)
    return _checked(rows, path)


def _read(path: str) -> bytes:
    try:
        return reading.read_bytes(Path(path), LIST_BYTES)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ProblemsError([Problem("unreadable", f"the list cannot be read: {reason}", path, "check the path")]) from None


def _of_table(text: str, path: str) -> list[tuple[str, Mapping[str, str]]]:
    """The rows of a table, each with its place; whoever saved it may have put semicolons or tabs between the cells."""
    first = text.partition("\n")[0]
    between = max(",;\t", key=first.count)
    try:
        lines = csv.DictReader(io.StringIO(text), delimiter=between, restval="", strict=True)
        names = [name.strip().lower() for name in lines.fieldnames or ()]
        lines.fieldnames = names
        rows: list[tuple[str, Mapping[str, str]]] = [
            (f"{path}:{lines.line_num}", {key: each or "" for key, each in row.items() if isinstance(each, str)}) for row in lines
        ]
    except csv.Error as error:
        raise ProblemsError([Problem("no-list", f"the list cannot be read as a table: {error}", path)]) from None
    missing = [name for name in ("entry", "content", "pack", "decision", "reason") if name not in names]
    if missing:
        listed = ", ".join(f"`{name}`" for name in missing)
        help_text = "fill in the list that `hipexpert review start` makes, and leave its columns"
        raise ProblemsError([Problem("no-list", f"the list lacks the columns {listed}", path, help_text)])
    return rows


class _Page(HTMLParser):
    """What was filled in on a page: it carries it as JSON in the element called ``filled``."""

    def __init__(self) -> None:
        super().__init__()
        self.inside = False
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """The element that carries what was filled in begins."""
        if tag == "script" and dict(attrs).get("id") == "filled":
            self.inside = True

    def handle_data(self, data: str) -> None:
        """Its text."""
        if self.inside:
            self.found.append(data)

    def handle_endtag(self, tag: str) -> None:
        """It ends."""
        self.inside = self.inside and tag != "script"


def _of_page(text: str, path: str) -> list[tuple[str, Mapping[str, str]]]:
    page = _Page()
    page.feed(text)
    problem = Problem(
        "no-list", "the page carries no review", path, "fill in the page that `hipexpert review start` makes, and save it with its button"
    )
    try:
        data: Any = json.loads("".join(page.found))
        rows = [{key: str(each) for key, each in row.items()} for row in data["rows"]]
        who = {key: str(data[key]) for key in ("pack", "name", "role", "date")}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise ProblemsError([problem]) from None
    return [(f"{path}: {row.get('entry', '')}", {**who, **row}) for row in rows]


def _checked(rows: Sequence[tuple[str, Mapping[str, str]]], path: str) -> FilledList:
    problems: list[Problem] = []
    decisions = []
    for place, row in rows:
        word = row.get("decision", "").strip().lower()
        if not word:
            continue
        if word not in _WORDS:
            problems.append(Problem("bad-decision", f"`{word}` is no decision", place, did_you_mean(word, _WORDS, "accept or reject")))
            continue
        reason = " ".join(_printable(row.get("reason", "")).split())
        if _WORDS[word] == "rejected" and not reason:
            problems.append(Problem("no-reason", f"`{row.get('entry')}` is rejected without a reason", place, "say why"))
        decisions.append(
            ListedDecision(row.get("entry", "").removeprefix("'"), row.get("content", "").strip(), _WORDS[word], reason, place)
        )
    if not decisions and not problems:
        problems.append(Problem("empty-list", "nothing of the list is decided", path, "write accept or reject beside an entry"))
    who = {key: _one(key, rows, path, problems) for key in ("pack", "name", "role", "date")}
    date = _date(who["date"], path, problems)
    if problems:
        raise ProblemsError(problems)
    return FilledList(who["pack"], " ".join(_printable(who["name"]).split()), who["role"].lower().replace(" ", "_"), date, tuple(decisions))


def _one(key: str, rows: Iterable[tuple[str, Mapping[str, str]]], path: str, problems: list[Problem]) -> str:
    """What a column says, which need not stand in every row; two different things are a problem."""
    said = list(dict.fromkeys(row.get(key, "").strip() for _, row in rows if row.get(key, "").strip()))
    if len(said) > 1:
        problems.append(
            Problem("two-reviewers", f"the list names more than one {key}: {said[0]}, {said[1]}", path, "one list is of one person")
        )
    return said[0] if said else ""


def _date(said: str, path: str, problems: list[Problem]) -> datetime.date | None:
    if not said:
        return None
    try:
        return datetime.date.fromisoformat(said)
    except ValueError:
        problems.append(Problem("bad-date", f"`{said}` is no date", path, "write year-month-day, such as 2026-11-21"))
        return None


def _printable(text: str) -> str:
    return "".join(each if each.isprintable() else " " for each in text)
