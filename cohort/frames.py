"""Assessing a table of any kind: polars, pandas, pyarrow, DuckDB, Dask, PySpark and whatever else narwhals knows."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from threading import Lock
from typing import Any

import msgspec
import narwhals as nw
import polars as pl
from narwhals.dependencies import (
    is_dask_dataframe,
    is_duckdb_relation,
    is_pandas_like_dataframe,
    is_pyarrow_table,
    is_pyspark_connect_dataframe,
    is_pyspark_dataframe,
)

from hipexpert.cohort.columns import Column, ColumnHolds, FrameError, columns_of
from hipexpert.cohort.forking import check_threads
from hipexpert.cohort.mapping import FrameMapping, again, read_mapping
from hipexpert.cohort.plan import TablePlan, plan_for
from hipexpert.cohort.results import chosen_results
from hipexpert.engine import Problem, Program
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.program import program_of
from hipexpert.knowledge.runner.reading_values import shown

BATCH = 100_000  # rows that come from DuckDB in one go
PLANS = 8  # remembered: making one takes as long as some hundred thousand rows, and a table often comes in parts
_plans: dict[tuple[object, ...], TablePlan] = {}
_lock = Lock()
_programs: dict[str, Program] = {}  # of packs that came to this process without their program, by content hash


def assess_frame(
    frame: Any,
    pack: Pack,
    program: Program | None = None,
    mapping: FrameMapping | Mapping[str, object] | None = None,
    results: Iterable[str] | None = None,
) -> Any:
    """The table with the results as further columns; see :func:`hipexpert.assess_frame`."""
    check_threads()
    known = again(mapping) if isinstance(mapping, FrameMapping) else FrameMapping() if mapping is None else read_mapping(mapping)
    return _assessed(frame, pack, program or _program(pack), known, chosen_results(results))


def _program(pack: Pack) -> Program:
    if pack.content_hash not in _programs:
        _programs[pack.content_hash] = program_of(pack)
    return _programs[pack.content_hash]


def _assessed(frame: Any, pack: Pack, program: Program, mapping: FrameMapping, results: tuple[str, ...]) -> Any:
    if isinstance(frame, pl.DataFrame):
        return polars_plan(pack, program, frame.schema, mapping, results).assessed_in_threads(frame)
    if isinstance(frame, pl.LazyFrame):
        schema = frame.collect_schema()
        plan = polars_plan(pack, program, schema, mapping, results)
        made = pl.Schema({**schema, **plan.schema})
        return frame.map_batches(plan.assessed, schema=made, streamable=True)  # each row by itself, whatever batch it comes in
    _check_names(frame)
    if is_dask_dataframe(frame):  # in Dask's own way: its partitions are pandas frames, and its workers assess them
        assess = partial(assess_frame, pack=pack, mapping=mapping, results=results)
        partitions: Any = frame
        return partitions.map_partitions(assess, meta=assess(frame._meta))  # what Dask calls an empty frame of the same kind
    if is_duckdb_relation(frame):
        return _from_duckdb(frame, pack, program, mapping, results)
    if is_pyspark_dataframe(frame) or is_pyspark_connect_dataframe(frame):
        return _in_spark(frame, pack, program, mapping, results)
    try:
        table = nw.from_native(frame, eager_only=True)
    except TypeError:
        help_text = "a polars, pandas, pyarrow, DuckDB, Dask or PySpark frame"
        raise FrameError([Problem("bad-type", f"a table is needed, not {type(frame).__name__}", "", help_text)]) from None
    return _in_memory(table, pack, program, mapping, results)


def _check_names(frame: Any) -> None:
    """Columns are known by their names: each is a text, and stands once. Raises :class:`FrameError`."""
    named = is_pandas_like_dataframe(frame) or is_dask_dataframe(frame) or is_duckdb_relation(frame)
    names = list(frame.column_names if is_pyarrow_table(frame) else frame.columns if named else ())
    help_text = "rename the columns"
    problems = [
        *(
            Problem("bad-name", f"a column is named {shown(each)}, which is no text", "", help_text)
            for each in names
            if not isinstance(each, str)
        ),
        *(
            Problem("repeated-column", f"{count} columns are named {shown(each)}", "", help_text)
            for each, count in Counter(names).items()
            if count > 1
        ),
    ]
    if problems:
        raise FrameError(problems)


def _from_duckdb(relation: Any, pack: Pack, program: Program, mapping: FrameMapping, results: tuple[str, ...]) -> Any:
    """A relation of DuckDB goes through Arrow, batch by batch; what comes back is a relation of the same connection."""
    import pyarrow as pa  # DuckDB gives its rows away with it

    empty = relation.limit(0).to_arrow_table()
    rows = relation.to_arrow_reader(BATCH)
    batches = [_assessed(pa.Table.from_batches([batch]), pack, program, mapping, results) for batch in rows if batch.num_rows]
    assessed = pa.concat_tables(batches or [_assessed(empty, pack, program, mapping, results)])  # noqa: F841 (found by its name)
    return relation.query("hipexpert_relation", "from assessed")


def _in_spark(frame: Any, pack: Pack, program: Program, mapping: FrameMapping, results: tuple[str, ...]) -> Any:
    """A frame of PySpark stays lazy: its workers assess it as Arrow, batch by batch."""
    from pyspark.sql.types import IntegerType, StringType, StructField, StructType

    kinds = {name: holds_of(kind) for name, kind in nw.from_native(frame).collect_schema().items()}
    added = plan_for(pack, program, kinds, mapping, results).schema
    fields = [StructField(name, IntegerType() if kind == pl.Int32 else StringType()) for name, kind in added.items()]
    assess = partial(_arrow_batches, pack=pack, mapping=mapping, results=results)
    return frame.mapInArrow(assess, StructType([*frame.schema.fields, *fields]))


def _arrow_batches(batches: Iterable[Any], pack: Pack, mapping: FrameMapping, results: tuple[str, ...]) -> Iterator[Any]:
    import pyarrow as pa

    for batch in batches:
        assessed = assess_frame(pa.Table.from_batches([batch]), pack, None, mapping, results)
        short = pa.schema([field.with_type(pa.string()) if field.type == pa.large_string() else field for field in assessed.schema])
        yield from assessed.cast(short).to_batches()


def polars_plan(pack: Pack, program: Program, schema: pl.Schema, mapping: FrameMapping, results: tuple[str, ...]) -> TablePlan:
    """The plan for polars frames with these columns, made once. Raises :class:`FrameError`."""
    holds = _polars_holds(schema)
    key = (pack.content_hash, id(program), tuple(holds.items()), msgspec.json.encode(mapping, order="deterministic"), results)
    with _lock:
        plan = _plans.pop(key, None) or plan_for(pack, program, holds, mapping, results)
        _plans[key] = plan  # last, as the latest; it keeps the program alive, so no other has its id
        if len(_plans) > PLANS:
            del _plans[next(iter(_plans))]
    return plan


def polars_columns(pack: Pack, schema: pl.Schema, mapping: FrameMapping) -> tuple[Column, ...]:
    """What the columns of polars frames with this schema say. Raises :class:`FrameError`."""
    return columns_of(pack, _polars_holds(schema), mapping)


def _polars_holds(schema: pl.Schema) -> dict[str, ColumnHolds]:
    return {name: holds_of(kind) for name, kind in nw.from_native(pl.DataFrame(schema=schema)).schema.items()}


def holds_of(kind: Any) -> ColumnHolds:
    """What kind of values a column of a narwhals type has."""
    if kind == nw.Boolean:
        return "truth"
    if _is_text(kind) or kind == nw.Unknown:  # unknown: a column in which nothing stands
        return "text"
    if kind.is_numeric():
        return "number"
    return "list" if isinstance(kind, nw.List) and _is_text(kind.inner) else "other"


def _is_text(kind: Any) -> bool:
    return kind in {nw.String, nw.Categorical} or isinstance(kind, nw.Enum) or kind is nw.Enum


def _in_memory(table: nw.DataFrame[Any], pack: Pack, program: Program, mapping: FrameMapping, results: tuple[str, ...]) -> Any:
    """A pandas or pyarrow table: polars computes on the same memory where it can, and the results come back as columns."""
    copied = pl.DataFrame([_polars_series(table[name]) for name in table.columns])
    found = _assessed(copied, pack, program, mapping, results).drop(table.columns)
    native = table.to_native()
    if not table.implementation.is_pandas_like():
        for name in found.columns:
            native = native.append_column(name, found[name].to_arrow())
        return native
    pandas = table.implementation.to_native_namespace()
    made = {name: _pandas_array(pandas, found[name]) for name in found.columns}
    return native.assign(**{name: pandas.Series(array, index=native.index) for name, array in made.items()})


def _pandas_array(pandas: Any, series: pl.Series) -> Any:
    """A column of results as pandas has it, without a Python object for each cell."""
    kind = pandas.Int32Dtype() if series.dtype == pl.Int32 else pandas.StringDtype()
    return kind.__from_arrow__(series.to_arrow())


def _polars_series(series: nw.Series[Any]) -> pl.Series:
    if series.dtype in {nw.Object, nw.Unknown}:
        with suppress(Exception):  # true, false and nothing only; whatever pyarrow says of other mixtures, they are read below
            if (found := pl.Series(series.name, series.to_arrow())).dtype == pl.Boolean:
                return found
        return pl.Series(series.name, [_as_text(value) for value in series.to_native()], dtype=pl.String)
    return pl.Series(series.name, series.to_arrow())


def _as_text(value: object) -> str | None:
    """A value of a column of mixed values, as it would stand in a text file."""
    if isinstance(value, (list, tuple, set, frozenset)):
        return ",".join(sorted(map(str, value)))
    if value is None or (isinstance(value, float) and math.isnan(value)) or str(value) in {"<NA>", "NaT"}:
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:g}" if isinstance(value, float) else str(value)
