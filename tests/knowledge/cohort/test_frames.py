"""A table of runners gets, row by row, what each runner gets alone: on every kind of frame."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import dask
import dask.dataframe as dd
import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies_intake import intakes
from tiny import TINY

from hipexpert import Engine
from hipexpert.engine.oracle import holds
from hipexpert.knowledge.pack import rank

dask.config.set(scheduler="synchronous")
Row = dict[str, Any]


@pytest.fixture(scope="module")
def tiny() -> Engine:
    """The engine of the tiny pack."""
    return Engine(TINY)


def expected(engine: Engine, answers: Mapping[str, object]) -> Row:
    """The result columns of one runner, from the engine that assesses one runner at a time."""
    assessment = engine.assess(answers)
    facts = assessment.run.facts
    fired = [rule.id for rule in engine.pack.rules if rule.status == "active" and holds(engine.compiled.program.rule_by_id[rule.id].premise, facts)]
    alarms = {
        rule.id
        for rule in engine.pack.active_rules
        if rule.id not in engine.compiled.program.late_rules
        and any(getattr(each, "kind", "") == "urgency" and rank(each.id) >= rank("soon") for each in rule.conclusions)
    }
    row: Row = {
        "urgency": assessment.level,
        "at_most": assessment.urgency.at_most,
        "red_flags": " ".join(sorted(set(fired) & alarms)),
        "contradictions": " ".join(sorted(each.constraint for each in assessment.contradictions)),
        "rules": " ".join(sorted(fired)),
        "pack_version": f"{engine.pack.about.id} {engine.pack.about.version}",
        "pack_hash": engine.pack.content_hash,
        "problem": "",
    }
    for place in range(5):
        ranked = assessment.differential[place] if place < len(assessment.differential) else None
        row |= {f"condition_{place + 1}": ranked and ranked.condition, f"decibans_{place + 1}": ranked and ranked.decibans}
    return row


def as_text(answers: Mapping[str, object]) -> dict[str, str | None]:
    """An intake as the cells of a text file: choices value by value, everything else in a column of its own."""
    row: dict[str, str | None] = {}
    for name, answer in answers.items():
        if isinstance(answer, Mapping):
            row |= {f"{name}.{value}": "yes" if present else "no" for value, present in answer.items()}
        elif isinstance(answer, (list, tuple)):
            row |= {name: ",".join(answer)} if name == "none_of" else {f"{name}.{value}": "yes" for value in answer}
        elif isinstance(answer, bool):
            row[name] = "yes" if answer else "no"
        else:
            row[name] = str(answer)
    return row


def as_values(answers: Mapping[str, object]) -> dict[str, object]:
    """An intake as typed cells: truth values, numbers, text."""
    row = {name: cell for name, cell in as_text(answers).items() if not isinstance(answers.get(name), (bool, float, int))}
    return {**row, **{name: answer for name, answer in answers.items() if isinstance(answer, bool)}} | {
        name: float(answer) for name, answer in answers.items() if isinstance(answer, (int, float)) and not isinstance(answer, bool)
    }


def table(rows: Sequence[Mapping[str, object]]) -> pl.DataFrame:
    """The rows as a polars frame with all their columns,."""
    names = sorted({name for row in rows for name in row})
    columns = {name: [row.get(name) for row in rows] for name in names}
    return pl.DataFrame(columns, strict=True)


def rows_of(frame: pl.DataFrame, engine: Engine) -> list[Row]:
    """The result columns, row by row."""
    names = expected(engine, {})
    return frame.select(list(names)).to_dicts()


def by_polars(frame: pl.DataFrame, engine: Engine) -> pl.DataFrame:
    """In memory."""
    found = engine.assess_frame(frame)
    assert isinstance(found, pl.DataFrame)
    return found


def by_lazy_polars(frame: pl.DataFrame, engine: Engine) -> pl.DataFrame:
    """When it is asked for."""
    found = engine.assess_frame(frame.lazy())
    assert isinstance(found, pl.LazyFrame)
    return found.collect()


def by_pandas(frame: pl.DataFrame, engine: Engine) -> pl.DataFrame:
    """A pandas frame, whose index stays."""
    given_frame = frame.to_pandas()
    given_frame.index = range(7, 7 + len(given_frame))
    found = engine.assess_frame(given_frame)
    assert isinstance(found, pd.DataFrame)
    assert list(found.index) == list(given_frame.index)
    return pl.from_pandas(found)


def by_pyarrow(frame: pl.DataFrame, engine: Engine) -> pl.DataFrame:
    """An Arrow table."""
    found = engine.assess_frame(frame.to_arrow())
    assert isinstance(found, pa.Table)
    return pl.DataFrame(found)


def by_duckdb(frame: pl.DataFrame, engine: Engine) -> pl.DataFrame:
    """A DuckDB relation: SQL, run by DuckDB."""
    numbered = frame.with_row_index("row_number").to_arrow()  # noqa: F841 (DuckDB finds it by its name)
    connection = duckdb.connect()
    found = engine.assess_frame(connection.sql("select * from numbered"), mapping={"keep": ["row_number"]})
    assert isinstance(found, duckdb.DuckDBPyRelation)
    return pl.DataFrame(found.to_arrow_table()).sort("row_number")


def by_dask(frame: pl.DataFrame, engine: Engine) -> pl.DataFrame:
    """A Dask frame in two partitions."""
    found = engine.assess_frame(dd.from_pandas(frame.to_pandas(), npartitions=2))
    assert isinstance(found, dd.DataFrame)
    return pl.from_pandas(found.compute())


Backend = Callable[[pl.DataFrame, Engine], pl.DataFrame]
BACKENDS: list[Backend] = [by_polars, by_lazy_polars, by_pandas, by_pyarrow, by_duckdb, by_dask]
QUICK = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])


@pytest.mark.parametrize("backend", BACKENDS, ids=lambda backend: backend.__name__)
@pytest.mark.parametrize("cells", [as_text, as_values], ids=lambda cells: cells.__name__)
@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_every_row_is_assessed_as_the_engine_does_it(
    data: st.DataObject, backend: Backend, cells: Callable[[Row], Row], tiny: Engine
) -> None:
    """The tiny pack, which uses every kind of finding: random tables on every kind of frame."""
    answers = data.draw(st.lists(intakes(tiny.pack, most=4), min_size=1, max_size=6))
    rows = [cells(each) for each in answers]
    if any(rows):
        assert rows_of(backend(table(rows), tiny), tiny) == [expected(tiny, each) for each in answers]
