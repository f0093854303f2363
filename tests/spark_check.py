"""The tiny pack on PySpark in local mode, row by row as the engine says: `make spark` runs it, since it needs Java."""

import importlib.util
import random
import sys
from pathlib import Path

import polars as pl
from pyspark.sql import SparkSession
from tiny import TINY

from hipexpert import Engine


def main() -> None:
    """Compare; an error says which row differs."""
    where = Path(__file__).parent / "cohort" / "test_frames.py"
    spec = importlib.util.spec_from_file_location("frames", where)
    assert spec is not None
    assert spec.loader is not None
    frames = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(frames)
    engine, numbers = Engine(TINY), random.Random(5)  # noqa: S311
    answers = [
        {name: frames.random_answer(each, numbers) for name, each in engine.pack.findings.items() if numbers.random() < 0.7}
        for _ in range(60)
    ]
    table = frames.table([frames.as_text(each) for each in answers])
    # Spark reads a dot in a name as a way into a column: such columns get another name, and the mapping says which.
    names = {name: name.replace(".", "_") for name in table.columns}
    renamed = table.rename(names).with_row_index("number").with_columns(pl.col("number").cast(pl.Int64))
    spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    schema = ", ".join(["number long", *(f"`{name}` string" for name in names.values())])
    frame = spark.createDataFrame(renamed.rows(), schema)
    mapping = {"columns": {new: old for old, new in names.items() if new != old}, "keep": ["number"]}
    found = engine.assess_frame(frame, mapping=mapping)
    rows = [row.asDict() for row in found.orderBy("number").collect()]
    for number, (row, said) in enumerate(zip(rows, answers, strict=True)):
        expected = frames.expected(engine, said)
        if {name: row[name] for name in expected} != expected:
            raise SystemExit(f"row {number} differs: {said}\n{row}\n{expected}")
    sys.stdout.write(f"PySpark agrees with the engine on {len(rows)} rows\n")


if __name__ == "__main__":
    main()
