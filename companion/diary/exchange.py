"""A whole diary as JSON or CSV, and back: what is read again is equal to what was written."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, get_args

import msgspec

from hipexpert.companion.diary.database import DiaryError
from hipexpert.companion.diary.entries import KINDS, Entry, kind_of
from hipexpert.engine import Problem
from hipexpert.knowledge import did_you_mean

FORMAT, VERSION = "hipexpert-diary", 1
_NOT_OURS = "id"  # numbers are those of one file
# Every field of every kind, once: the columns of a CSV file.
COLUMNS = ("kind", *dict.fromkeys(name for kind in KINDS.values() for name in kind.__struct_fields__ if name != _NOT_OURS))
_STEERING = tuple("=+-@\t'")  # what a spreadsheet would take for a formula is written behind an apostrophe
_HIDDEN = ("Cc", "Cf", "Cn", "Co", "Cs", "Zl", "Zp")
_CHARS = 0x110000
_YES_NO = {"yes": True, "no": False}


def to_json(entries: Iterable[Entry]) -> str:
    """The entries as one JSON object: ``format``, ``version`` and ``entries``, in their order and without their numbers."""
    said = [msgspec.to_builtins(msgspec.structs.replace(entry, id=None)) for entry in entries]
    return json.dumps({"format": FORMAT, "version": VERSION, "entries": said}, ensure_ascii=False, indent=1) + "\n"


def to_csv(entries: Iterable[Entry]) -> str:
    """The entries as a table with a line for each and a column for each field of any kind; what is not known is empty."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for entry in entries:
        writer.writerow(
            {"kind": kind_of(entry), **{name: _cell(getattr(entry, name)) for name in entry.__struct_fields__ if name != _NOT_OURS}}
        )
    return stream.getvalue()


def _cell(value: Any) -> str:
    if value is None or (isinstance(value, tuple | Mapping) and not value):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        shown = "".join(map(_shown, value.replace("\\u{", "\\u{5c}u{")))
        return f"'{shown}" if shown.startswith(_STEERING) else shown
    if isinstance(value, tuple | Mapping):
        return json.dumps(value)
    return str(msgspec.to_builtins(value))


def _shown(char: str) -> str:
    """A character, or in its place its number where it could turn round, hide or steer what stands beside it."""
    return f"\\u{{{ord(char):x}}}" if unicodedata.category(char) in _HIDDEN and char not in "\n\t" else char


def is_diary_json(text: str) -> bool:
    """Whether a text begins as :func:`to_json` writes."""
    return FORMAT in text[:200]


def is_diary_csv(header: Iterable[str]) -> bool:
    """Whether a table has the columns that :func:`to_csv` begins with."""
    return list(header)[:2] == list(COLUMNS[:2])


def from_json(text: str, place: str) -> list[Entry]:
    """The entries of a JSON export. Raises DiaryError with every entry that is none, and for an export of a newer version."""
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DiaryError([Problem("no-json", f"the file is no JSON: {str(error).lower()}", place, "export it again")]) from None
    if not isinstance(whole, dict) or whole.get("format") != FORMAT or not isinstance(whole.get("entries"), list):
        message = "the file is no export of a diary"
        raise DiaryError([Problem("no-export", message, place, "`hipexpert log export` writes one")])
    version = whole.get("version")
    if version != VERSION:
        message = f"the export has version `{version}`, this program knows {VERSION}"
        raise DiaryError([Problem("export-newer", message, place, "update hipexpert; nothing was changed")])
    return _all(((f"{place}, entry {number}", raw) for number, raw in enumerate(whole["entries"], 1)), strict=True)


def from_csv(text: str, place: str) -> list[Entry]:
    """The entries of a CSV export, also one that a spreadsheet saved with semicolons. Raises DiaryError with every line that is none."""
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",")
    try:
        header = [name.strip() for name in next(reader, [])]
        unknown = [name for name in header if name not in COLUMNS]
        if unknown or "kind" not in header or "date" not in header:
            help_text = did_you_mean(unknown[0], COLUMNS) if unknown else "`hipexpert log export` writes kind and date first"
            message = f"the table has an unknown column `{unknown[0]}`" if unknown else "the table has no column `kind` or `date`"
            raise DiaryError([Problem("unknown-column", message, f"{place}, line 1", help_text)])
        rows = [(f"{place}, line {reader.line_num}", dict(zip(header, row, strict=False))) for row in reader if any(map(str.strip, row))]
    except csv.Error as error:
        raise DiaryError(
            [Problem("no-csv", f"the table cannot be read: {error}", f"{place}, line {reader.line_num}", "export it again")]
        ) from None
    return _all(((where, _raw(row)) for where, row in rows), strict=False)


def _raw(row: Mapping[str, str]) -> dict[str, Any]:
    """A line as JSON would say it, as far as it can be read; the rest is left as it is, to be told."""
    kind = KINDS.get(row.get("kind", ""))
    types = {} if kind is None else {field.name: field.type for field in msgspec.structs.fields(kind)}
    said: dict[str, Any] = {}
    for name, cell in row.items():
        if cell == "":
            continue
        kinds = get_args(types.get(name, str)) or (types.get(name, str),)
        if name in ("data", "sources"):
            try:
                said[name] = json.loads(cell)
            except (ValueError, RecursionError):
                said[name] = cell
        elif bool in kinds:
            said[name] = _YES_NO.get(cell.lower(), cell)
        else:
            said[name] = _said(cell) if str in kinds else cell
    return said


def _said(cell: str) -> str:
    """The words of a cell, as they were before :func:`_cell`."""
    text = cell.removeprefix("'")
    return re.sub(r"\\u\{([0-9a-f]{1,6})\}", lambda found: chr(int(found[1], 16)) if int(found[1], 16) < _CHARS else found[0], text)


def _all(raw: Iterator[tuple[str, Any]], *, strict: bool) -> list[Entry]:
    entries, problems = [], []
    for place, each in raw:
        try:
            # The number of another file's row means nothing here.
            told = {name: value for name, value in each.items() if name != _NOT_OURS} if isinstance(each, dict) else each
            entries.append(msgspec.convert(told, type=Entry, strict=strict))
        except (msgspec.ValidationError, RecursionError) as error:
            problems.append(Problem("no-entry", f"this is no entry: {_lower(str(error))}", place, "correct it, or take it out"))
    if problems:
        raise DiaryError(problems)
    return entries


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
