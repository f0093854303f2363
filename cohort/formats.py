"""What format a table has: what the end of its name says, and what its first bytes say."""

import re
from pathlib import Path

from hipexpert.cohort.columns import FrameError
from hipexpert.engine import Problem
from hipexpert.knowledge.packs.reading import read_bytes
from hipexpert.knowledge.packs.suggestions import did_you_mean

SUFFIXES = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".arrow": "arrow",
    ".ipc": "arrow",
    ".feather": "arrow",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
}
HEAD = 1 << 14
REALLY = {"parquet": "a Parquet file", "arrow": "an Arrow file", "jsonl": "JSON lines", "list": "a JSON list"}


def format_of(path: Path) -> str:
    """``csv``, ``parquet``, ``arrow`` or ``jsonl``. Raises :class:`hipexpert.ReadingError` or :class:`FrameError` when the name
    does not say it, the content is something else, or there is nothing to read.
    """
    kind = SUFFIXES.get(path.suffix.lower())
    if kind is None:
        help_text = did_you_mean(path.suffix.lower(), SUFFIXES, f"one of {', '.join(SUFFIXES)}")
        raise FrameError([Problem("unknown-format", f"the name does not end in that of a table: `{path.name}`", str(path), help_text)])
    if path.exists() and not path.is_file() and not path.is_dir():  # waiting for a pipe may take for ever, and it has no end to look at
        raise FrameError([Problem("not-a-file", "this is a pipe or a device, not a file", str(path), "write the table to a file first")])
    try:
        with path.open("rb") as stream:
            head = stream.read(HEAD)
    except OSError:
        read_bytes(path, HEAD)  # says what is wrong with the path
        raise
    if not head:
        raise FrameError([Problem("empty-file", "the file is empty", str(path), "give a table with a line of column names and rows")])
    found = _content(head, kind)
    if found != kind:
        message = f"the name says {kind}, the content is {REALLY.get(found, 'something else')}"
        help_text = "write each person as an object on a line of its own" if found == "list" else "name the file after what it is"
        raise FrameError([Problem("wrong-format", message, str(path), help_text)])
    return kind


def _content(head: bytes, expected: str) -> str:
    """What a file holds that begins like this; ``expected`` where nothing speaks against it."""
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith(b"ARROW1"):
        return "arrow"
    if expected in {"parquet", "arrow"} or b"\0" in head[:8]:
        return "something else"
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if re.match(rb"\[\s*(\{|$)", text):
        return "list"
    if expected == "csv":
        return "jsonl" if re.match(rb'\{\s*"', text) else "csv"
    # A line that is broken is a row to reject, the first one too; where no line is an object, the file is something else.
    return "jsonl" if not text or re.search(rb"^\s*\{", text, re.MULTILINE) else "something else"
