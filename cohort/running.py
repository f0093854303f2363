"""A whole file of runners, partition by partition: results, rejected rows, and a run that can be stopped and gone on with.

Each partition is a file of its own in a folder beside the output until all are done; then they become the output, which
is whole or not there. INVARIANT: a partition counts as done when its state file is there, which is written last.
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import Any, Literal

import polars as pl

from hipexpert.cohort.cells import CellReader, lines_schema, rows_of_lines
from hipexpert.cohort.columns import FrameError
from hipexpert.cohort.forking import check_threads
from hipexpert.cohort.frames import polars_plan
from hipexpert.cohort.mapping import FrameMapping
from hipexpert.cohort.plan import CHUNK, TablePlan
from hipexpert.cohort.sources import WHOLE, LinesSource, Partition, TableSource
from hipexpert.engine import Problem, ProblemsError, Program
from hipexpert.knowledge.packs.pack import Pack

Format = Literal["parquet", "csv", "jsonl", "arrow"]
ROW = "row"
REASON = "reason"
STATE_VERSION = 1
TEXT_ROWS = 10_240


@dataclass(frozen=True)
class RunProgress:
    """How far a run is: rows read and rejected so far, of these how many now (not in an earlier run), and the fraction of
    the file that is done.
    """

    rows: int
    rejected: int
    rows_now: int
    fraction: float


@dataclass(frozen=True)
class CohortRun:
    """A file to assess and where the results go. ``strict``: the first row that cannot be read ends it."""

    pack: Pack
    program: Program
    source: TableSource
    target: Path
    form: Format
    rejects: Path
    mapping: FrameMapping
    results: tuple[str, ...]
    strict: bool = False

    @cached_property
    def plan(self) -> TablePlan:
        """What is done to each partition. Raises :class:`FrameError` with everything that is wrong with the columns."""
        if isinstance(self.source, LinesSource):
            schema = pl.Schema(lines_schema(self.pack, self.mapping))
            return polars_plan(self.pack, self.program, schema, FrameMapping(keep=self.mapping.keep), self.results)
        taken = [name for name in self.mapping.keep if name in {ROW, REASON}]
        if taken:
            raise FrameError(
                [Problem("reserved-column", f"the column `{name}` cannot be kept: a result has its name", "") for name in taken]
            )
        return polars_plan(self.pack, self.program, self.source.schema, self.mapping, self.results)

    @property
    def folder(self) -> Path:
        """Where the partitions lie while the run lasts."""
        return self.target.with_name(f"{self.target.name}.partial")

    def run(self, *, resume: bool = False) -> Iterator[RunProgress]:
        """Assess the file; a progress after every partition. At the end the output is there, and the rejects if any.

        With ``resume`` an earlier run that was stopped is gone on with; without, it is forgotten.
        Raises :class:`ProblemsError`; then there is no output.
        """
        check_threads()
        plan = self.plan
        states = self._begun(resume=resume)
        try:
            yield from self._all(plan, states)
        except FrameError:  # the file itself is wrong: nothing of it will be gone on with
            self._forget()
            raise

    def _all(self, plan: TablePlan, states: list[dict[str, Any]]) -> Iterator[RunProgress]:
        rows, rejected, now = sum(state["rows"] for state in states), sum(state["rejected"] for state in states), 0
        if states:
            yield RunProgress(rows, rejected, 0, states[-1]["fraction"])
        reader = CellReader(self.pack, plan.columns)
        for partition in self.source.partitions(states[-1]["end"] if states else 0):
            state = self._assess(partition, len(states), rows, plan, reader)
            states.append(state)
            rows, rejected, now = rows + state["rows"], rejected + state["rejected"], now + state["rows"]
            yield RunProgress(rows, rejected, now, state["fraction"])
        if not rows:
            raise FrameError([Problem("empty-file", "the table has no rows", str(self.source.path))])
        self._finish([state["pieces"] for state in states], rejected)

    # --- one partition ------------------------------------------------------------------------------------------------

    def _assess(self, partition: Partition, number: int, before: int, plan: TablePlan, reader: CellReader) -> dict[str, Any]:
        frame = partition.frame
        if isinstance(self.source, LinesSource):
            frame = rows_of_lines(frame, self.pack, self.mapping)
        frame = frame.with_columns(pl.int_range(before + 1, before + len(frame) + 1, dtype=pl.Int64).alias(ROW))
        kept = frame.select(ROW, *self.mapping.keep)
        is_bad, at_fault, told = [], dict[str, None](), list[pl.DataFrame]()
        done = pieces = 0
        # The texts of all rules are kilobytes a row: they are written few rows at a time.
        for results, recorded in plan.rows_in_threads(frame, TEXT_ROWS if "rules" in self.results else CHUNK):
            rows = slice(done, done + recorded.count)
            is_bad.append((frame[WHOLE][rows] != "") | pl.Series(recorded.unreadable))
            at_fault |= dict.fromkeys(recorded.wrong)
            told.append(pl.concat([kept[rows], results], how="horizontal").filter(~is_bad[-1]))
            done += recorded.count
            if "rules" in self.results or done == len(frame):
                _atomically(self._part(number, f"results-{pieces:03}"), pl.concat(told).write_parquet)
                told, pieces = [], pieces + 1
        # Only the columns in which something cannot be read are looked at again.
        names = [column.name for column in plan.columns if column.name in at_fault]
        bad = frame.select(ROW, WHOLE, *dict.fromkeys([*self.mapping.keep, *names])).filter(pl.concat(is_bad))
        if self.strict and len(bad):
            self._refuse(bad.head(1), reader)
        reasons = pl.DataFrame(
            {ROW: bad[ROW], REASON: [reader.reasons(row) for row in bad.iter_rows(named=True)]}, schema={ROW: pl.Int64, REASON: pl.String}
        )
        refused = pl.concat([reasons, bad.select(self.mapping.keep)], how="horizontal") if self.mapping.keep else reasons
        _atomically(self._part(number, "rejects"), refused.write_parquet)
        state = {"pieces": pieces, "rows": len(frame), "rejected": len(bad), "end": partition.end, "fraction": partition.fraction}
        _atomically(self._state(number), lambda path: path.write_text(json.dumps(state)))
        return state

    def _refuse(self, bad: pl.DataFrame, reader: CellReader) -> None:
        row = bad.row(0, named=True)
        message = f"row {row[ROW]} cannot be read: {reader.reasons(row)}"
        raise FrameError([Problem("bad-row", message, str(self.source.path), "without --strict such rows go to the rejects file")])

    def _part(self, number: int, kind: str) -> Path:
        return self.folder / f"{number:06}.{kind}.parquet"

    def _state(self, number: int) -> Path:
        return self.folder / f"{number:06}.json"

    # --- beginning and end --------------------------------------------------------------------------------------------

    @cached_property
    def _fingerprint(self) -> str:
        """What must be the same for a run to be gone on with."""
        stat = self.source.path.stat()
        said: list[object] = [
            STATE_VERSION,
            stat.st_size,
            stat.st_mtime_ns,
            self.pack.content_hash,
            self.source.rows,
            self.results,
            pl.__version__,
        ]
        said += [sorted((name, each.finding, sorted(each.values.items())) for name, each in self.mapping.columns.items())]
        said += [self.mapping.keep, sorted(self.mapping.ignore), str(self.source.path.resolve())]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    def _begun(self, *, resume: bool) -> list[dict[str, Any]]:
        """The states of the partitions that are done."""
        marker = self.folder / "run.json"
        if not resume or not self.folder.exists():
            self._forget()
            try:
                self.folder.mkdir()
            except OSError as error:
                raise _unwritable(self.target, error) from None
            _atomically(marker, lambda path: path.write_text(self._fingerprint))
            return []
        if not marker.exists() or marker.read_text() != self._fingerprint:
            message = "the run that was stopped was about another file, mapping, pack or set of results"
            help_text = "leave out --resume to start anew"
            raise FrameError([Problem("cannot-resume", message, str(self.folder), help_text)])
        states: list[dict[str, Any]] = []
        while (path := self._state(len(states))).exists():
            try:
                states.append(json.loads(path.read_text()))
            except ValueError:  # the machine went down before the disk had it: this partition is done again
                break
        return states

    def _forget(self) -> None:
        if self.folder.exists():
            try:
                shutil.rmtree(self.folder)
            except OSError as error:
                raise _unwritable(self.folder, error) from None

    def _finish(self, pieces: list[int], rejected: int) -> None:
        parts = [self._part(number, f"results-{piece:03}") for number, count in enumerate(pieces) for piece in range(count)]
        lazy = pl.scan_parquet(parts, glob=False)
        # Writers hold a group of rows in memory until it is full, and of texts that is a gigabyte.
        to_parquet = partial(lazy.sink_parquet, row_group_size=TEXT_ROWS) if "rules" in self.results else lazy.sink_parquet
        sinks = {"parquet": to_parquet, "csv": lazy.sink_csv, "jsonl": lazy.sink_ndjson, "arrow": lazy.sink_ipc}
        refused = pl.scan_parquet([self._part(number, "rejects") for number in range(len(pieces))], glob=False)
        # Both are whole before either is there. In the folder of the run what a killed process leaves behind is tidied up later.
        beside = self.rejects if self.rejects.parent != self.target.parent else self.folder / "rejects"
        told, found = _temporary(beside), _temporary(self.folder / "results")
        try:
            if rejected:
                _written(self.rejects, told, refused.sink_csv)
            _written(self.target, found, sinks[self.form])
            if rejected:
                _moved(told, self.rejects)
            else:
                self.rejects.unlink(missing_ok=True)
            _moved(found, self.target)
        finally:
            told.unlink(missing_ok=True)
        self._forget()


def _temporary(path: Path) -> Path:
    return path.with_name(f".{path.name}.{os.getpid()}.tmp")


def _atomically(path: Path, write: Any) -> None:
    """Write a file under another name and rename it: it is whole, or it is not there."""
    temporary = _temporary(path)
    _written(path, temporary, write)
    _moved(temporary, path)


def _written(path: Path, temporary: Path, write: Any) -> None:
    try:
        write(temporary)
    except (OSError, pl.exceptions.PolarsError) as error:
        temporary.unlink(missing_ok=True)
        raise _unwritable(path, error) from None
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def _moved(temporary: Path, path: Path) -> None:
    try:
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise _unwritable(path, error) from None


def _unwritable(path: Path, error: Exception) -> ProblemsError:
    reason = (getattr(error, "strerror", None) or str(error)).strip().splitlines()[0].lower()
    reason = re.sub(r" \(os error \d+\)$", "", reason.rpartition("io error: ")[2])
    help_text = "name a file in a folder that you may write to; after a full disk make room, and --resume goes on"
    return ProblemsError([Problem("unwritable", f"the output cannot be written: {reason}", str(path), help_text)])
