"""What to do with tables whose columns are known: read the answers, infer, give the results. Made once, used often."""

from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

import polars as pl

from hipexpert.cohort.columns import Column, ColumnHolds, columns_of
from hipexpert.cohort.encoding import AnswerColumns, RecordedRows
from hipexpert.cohort.mapping import FrameMapping
from hipexpert.cohort.results import PIECE, PROBLEM, RESULTS, Inference
from hipexpert.engine import Program
from hipexpert.knowledge.packs.pack import Pack

CHUNK = 4 * PIECE  # rows that are worked on in one go: what is done column by column costs little for each


class AssessedRows(NamedTuple):
    """What became of some rows of a table: their results, which mean nothing where a cell cannot be read."""

    results: pl.DataFrame
    recorded: RecordedRows


@dataclass(frozen=True)
class TablePlan:
    """How tables with these columns are assessed."""

    pack: Pack
    columns: tuple[Column, ...]
    answers: AnswerColumns
    inference: Inference

    def assessed(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The frame with the results, and ``problem``: the columns whose cell cannot be read, in which case there are none."""
        return self._with_problems(frame, map(self.rows, chunks_of(frame, CHUNK)))

    def assessed_in_threads(self, frame: pl.DataFrame) -> pl.DataFrame:
        """The same on as many processors as polars uses. Not from a thread of polars: it would wait for itself."""
        return self._with_problems(frame, self.rows_in_threads(frame, CHUNK))

    def rows(self, frame: pl.DataFrame) -> AssessedRows:
        """What becomes of the rows of a frame."""
        recorded = self.answers.recorded(frame)
        return AssessedRows(self.inference.told(self.inference.coded(recorded.table), recorded.count), recorded)

    def rows_in_threads(self, frame: pl.DataFrame, most: int) -> Iterator[AssessedRows]:
        """The same, at most so many rows at a time on each processor, in order."""
        workers = pl.thread_pool_size()
        if len(frame) <= PIECE or workers == 1:
            yield from map(self.rows, chunks_of(frame, most))
            return
        rounds = -(-len(frame) // (most * workers))
        chunks = chunks_of(frame, -(-len(frame) // (rounds * workers)))
        with ThreadPoolExecutor(workers) as threads:
            for start in range(0, len(chunks), workers):  # no more of them are in memory
                yield from threads.map(self.rows, chunks[start : start + workers])

    def _with_problems(self, frame: pl.DataFrame, rows: Iterable[AssessedRows]) -> pl.DataFrame:
        found = pl.concat(map(_told, rows), rechunk=False)
        return pl.concat([frame, found], how="horizontal")

    @property
    def schema(self) -> dict[str, pl.DataType]:
        """The columns that are added, and their types."""
        names = [name for group in self.inference.results for name in RESULTS[group]]
        return {**{name: pl.Int32() if name.startswith("decibans") else pl.String() for name in names}, PROBLEM: pl.String()}


def chunks_of(frame: pl.DataFrame, size: int) -> list[pl.DataFrame]:
    """The rows of a frame so many at a time; an empty frame is one chunk."""
    return [frame[start : start + size] for start in range(0, max(len(frame), 1), size)]


def _told(rows: AssessedRows) -> pl.DataFrame:
    results, recorded = rows
    if recorded.wrong:
        results = results.select(pl.when(pl.lit(pl.Series(~recorded.unreadable))).then(pl.all()))
    return results.with_columns(recorded.problems().alias(PROBLEM))


def plan_for(pack: Pack, program: Program, schema: Mapping[str, ColumnHolds], mapping: FrameMapping, results: tuple[str, ...]) -> TablePlan:
    """The plan for tables with these columns. Raises :class:`FrameError` with everything that is wrong with them."""
    reserved = [PROBLEM, *(name for group in results for name in RESULTS[group])]
    columns = columns_of(pack, schema, mapping, reserved)
    answers = AnswerColumns(pack, columns)
    return TablePlan(pack, columns, answers, Inference(pack, program, answers.answered, results))
