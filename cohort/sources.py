"""Tables in files, read partition by partition: CSV, Parquet, Arrow and JSON lines, whatever their size.

A partition is some tens of thousands of rows. Where it begins depends on the file alone, so a run that was stopped goes
on at the same place.
"""

import csv
import io
import re
from abc import ABC, abstractmethod
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

import numpy as np
import polars as pl

from hipexpert.cohort.columns import FrameError
from hipexpert.cohort.formats import SUFFIXES, format_of
from hipexpert.engine import Problem

PARTITION_ROWS = 65_536  # with 200 columns of text a few hundred megabytes
BLOCK = 1 << 20
LONGEST_ROW = 16 << 20
WHOLE = "__hipexpert_malformed"  # the column that says what is wrong with a row as a whole


@dataclass(frozen=True)
class Partition:
    """Some rows of a table as they were recorded. ``start`` is where the partition begins, ``end`` where the next does, in
    the source's own count; ``fraction`` how much of the source is read by then.
    """

    frame: pl.DataFrame
    start: int
    end: int
    fraction: float


class TableSource(ABC):
    """A table in a file."""

    def __init__(self, path: Path, rows: int | None = None) -> None:
        self.path = path
        self._rows = rows

    @property
    def rows(self) -> int:
        """How many rows a partition has, about."""
        return self._rows or PARTITION_ROWS

    @property
    @abstractmethod
    def schema(self) -> pl.Schema:
        """The columns and their types."""

    @abstractmethod
    def partitions(self, start: int) -> Iterator[Partition]:
        """The partitions from one that begins at ``start``."""

    def _broken(self, error: Exception, kind: str) -> FrameError:
        reason = str(error).strip().splitlines()[0].lower().rstrip(".") if str(error).strip() else "no reason is given"
        return FrameError([Problem("unreadable", f"the file cannot be read as {kind}: {reason}", str(self.path), "check that it is whole")])


def open_source(path: Path, rows: int | None = None) -> TableSource:
    """The table in a file, by the end of its name. Raises :class:`hipexpert.ReadingError` or :class:`FrameError`."""
    kind = format_of(path)
    if kind == "csv":
        return CsvSource(path, rows)
    return LinesSource(path, rows) if kind == "jsonl" else ColumnarSource(path, rows)


class ColumnarSource(TableSource):
    """A Parquet or Arrow file: partitions are counted in rows."""

    @cached_property
    def _scan(self) -> pl.LazyFrame:
        scan = pl.scan_parquet if SUFFIXES[self.path.suffix.lower()] == "parquet" else pl.scan_ipc
        return scan(self.path, glob=False) if scan is pl.scan_parquet else pl.scan_ipc(self.path)

    @cached_property
    def schema(self) -> pl.Schema:
        """The columns and their types."""
        try:
            return self._scan.collect_schema()
        except (pl.exceptions.PolarsError, OSError) as error:
            raise self._broken(error, "a table") from None

    def partitions(self, start: int) -> Iterator[Partition]:
        """The partitions from one that begins at row ``start``."""
        try:
            total = int(self._scan.select(pl.len()).collect().item())
            while start < total:
                frame = self._scan.slice(start, self.rows).collect(engine="streaming")
                end = start + len(frame)
                yield Partition(frame.with_columns(pl.lit("").alias(WHOLE)), start, end, end / total)
                start = end
        except (pl.exceptions.PolarsError, OSError) as error:
            raise self._broken(error, "a table") from None


class _BytesSource(TableSource):
    """A file of lines: partitions are counted in bytes."""

    def _blocks(self, start: int, *, quoted: bool) -> Iterator[tuple[bytes, int, float]]:
        """Whole lines, about as many as a partition has rows, with the place after them. Lines within quotes are not ends."""
        size = self.path.stat().st_size
        with self.path.open("rb") as stream:
            stream.seek(start)
            while start < size:
                content = self._lines(stream, quoted=quoted)
                start += len(content)
                stream.seek(start)
                yield content, start, start / size

    def _lines(self, stream: BinaryIO, *, quoted: bool) -> bytes:
        parts: list[bytes] = []
        lines, is_open, since_end = 0, False, 0
        while block := stream.read(min(BLOCK, 64 * self.rows)):
            last = -1
            place = 0
            pieces = block.split(b'"') if quoted else [block]
            for number, piece in enumerate(pieces):
                if number:
                    is_open = not is_open
                    place += 1
                if not is_open:
                    found = piece.rfind(b"\n")
                    if found >= 0:
                        last = place + found
                        lines += piece.count(b"\n")
                place += len(piece)
            since_end = len(block) - last - 1 if last >= 0 else since_end + len(block)
            if since_end > LONGEST_ROW:
                message = "a row goes on for more than 16 MB" + (": a quotation mark is probably never closed" if is_open else "")
                raise FrameError([Problem("endless-row", message, str(self.path), "check the quotation marks of the file")])
            if lines >= self.rows and last >= 0:
                return b"".join([*parts, block[: last + 1]])
            parts.append(block)
        if is_open:
            raise FrameError([Problem("open-quote", "a quotation mark is never closed", str(self.path), "check the end of the file")])
        return b"".join(parts)


class CsvSource(_BytesSource):
    """Comma-separated values, UTF-8, with a line of names. Semicolons and tabs are recognised. Every cell is text."""

    @cached_property
    def _header(self) -> tuple[list[str], str, int]:
        """The names, the separator, and where the rows begin."""
        with self.path.open("rb") as stream:
            head = stream.readline(LONGEST_ROW)
        if b"\0" in head:
            raise FrameError([Problem("not-text", "the file is not text", str(self.path), "give a table in UTF-8")])
        try:
            line = head.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            message = f"the line of column names is not UTF-8 text (byte {error.start})"
            raise FrameError([Problem("not-utf8", message, f"{self.path}:1", "save the table as UTF-8")]) from None
        separator = "\t" if self.path.suffix.lower() == ".tsv" else max(",;\t|", key=line.count)
        try:
            names = [name.strip() for name in next(csv.reader([line.rstrip("\r\n")], delimiter=separator), [])]
        except csv.Error as error:
            raise FrameError([self._unreadable(line, error)]) from None
        problems = [
            Problem("repeated-column", f"the column `{name}` stands {names.count(name)} times in the table", f"{self.path}:1", "rename one")
            for name in dict.fromkeys(names)
            if names.count(name) > 1
        ]
        if not any(names):
            problems = [Problem("no-header", "the first line names no columns", f"{self.path}:1", "give a line of column names")]
        if problems:
            raise FrameError(problems)
        return names, separator, len(head)

    def _unreadable(self, text: str, error: csv.Error) -> Problem:
        """What the reader of rows gives up on: lines that end in CR alone, and cells of more than 131,072 characters."""
        if "\r" in text.replace("\r\n", ""):
            message, help_text = "the lines of the table end in CR alone", "save it with line ends LF or CRLF"
        else:
            message, help_text = f"the rows cannot be read: {error}", "check the quotation marks and the longest cells"
        return Problem("bad-rows", message, str(self.path), help_text)

    @cached_property
    def schema(self) -> pl.Schema:
        """The columns: all text."""
        return pl.Schema(dict.fromkeys(self._header[0], pl.String()))

    def partitions(self, start: int) -> Iterator[Partition]:
        """The partitions from one that begins at byte ``start``."""
        start = max(start, self._header[2])
        for content, end, fraction in self._blocks(start, quoted=True):
            yield Partition(self._parsed(content), start, end, fraction)
            start = end

    def _parsed(self, content: bytes) -> pl.DataFrame:
        names, separator, _ = self._header
        header = separator.join(f'"{number}"' for number in range(len(names))).encode() + b"\n"
        try:
            frame = pl.read_csv(
                header + content,
                separator=separator,
                infer_schema=False,
                empty_string_is_null=False,
                truncate_ragged_lines=True,
                encoding="utf8" if content.isascii() else "utf8-lossy",
            )
        except pl.exceptions.PolarsError:  # quotation marks within a cell, for instance: read as other programs read it
            return self._patiently(content)
        frame = frame.rechunk().rename(dict(zip(frame.columns, names, strict=True)))  # or each later step would copy the pieces
        # polars fills short rows up and cuts long ones off. Without what stands in quotes, separators and line ends can be counted.
        bare = re.sub(rb'"[^"]*"', b'""', content) if b'"' in content else content
        signs = np.frombuffer(bare, dtype=np.uint8)
        lines = np.count_nonzero(signs == ord("\n")) + (not bare.endswith(b"\n"))
        if lines != len(frame):
            return self._patiently(content)
        # No row is short, whose last cell would be missing, and there are as many separators as whole rows have: none is long.
        fine = len(names) > 1 and not frame[names[-1]].null_count()
        if fine and np.count_nonzero(signs == ord(separator)) == len(frame) * (len(names) - 1):
            return frame.with_columns(pl.lit("").alias(WHOLE))
        rows = bare.replace(b"\r", b"").removesuffix(b"\n").split(b"\n")
        cells = [row.count(separator.encode()) + 1 for row in rows]
        whole = ["" if each == len(names) else self._miscounted("more" if each > len(names) else "fewer") for each in cells]
        return frame.with_columns(pl.Series(WHOLE, whole, dtype=pl.String)).filter(list(map(bool, rows)))  # empty lines hold no row

    def _patiently(self, content: bytes) -> pl.DataFrame:
        names, separator, _ = self._header
        text = content.decode("utf-8", errors="replace").replace("\0", "�")
        columns: list[list[str | None]] = [[] for _ in names]
        whole: list[str] = []
        try:
            for cells in csv.reader(io.StringIO(text, newline=""), delimiter=separator):
                if cells:
                    whole.append("" if len(cells) == len(names) else self._miscounted("more" if len(cells) > len(names) else "fewer"))
                    for column, cell in zip(columns, [*cells, *[None] * len(names)], strict=False):
                        column.append(cell)
        except csv.Error as error:
            raise FrameError([self._unreadable(text, error)]) from None
        return pl.DataFrame({**dict(zip(names, columns, strict=True)), WHOLE: whole}, schema={**self.schema, WHOLE: pl.String()})

    def _miscounted(self, word: str) -> str:
        return f"the row has {word} cells than there are columns ({len(self._header[0])})"


class LinesSource(_BytesSource):
    """JSON lines: each line is the intake of one runner. The lines are read one by one."""

    @cached_property
    def schema(self) -> pl.Schema:
        """One column: the line."""
        return pl.Schema({"line": pl.String()})

    def partitions(self, start: int) -> Iterator[Partition]:
        """The partitions from one that begins at byte ``start``; empty lines hold no row."""
        for content, end, fraction in self._blocks(start, quoted=False):
            lines = [line for line in content.decode("utf-8-sig", errors="replace").split("\n") if line.strip()]
            frame = pl.DataFrame({"line": lines}, schema=self.schema).with_columns(pl.lit("").alias(WHOLE))
            yield Partition(frame, start, end, fraction)
            start = end
