"""A Spark job that assesses every row of a table on the workers, which have hipexpert[cohort] installed.

pip install "hipexpert[cohort]" pyspark pandas pyarrow
spark-submit spark_job.py runners.csv results.parquet
"""

import sys
from collections.abc import Iterable, Iterator

import pyarrow
from pyspark.sql import DataFrame, SparkSession

COLUMNS = "patient_id string, urgency string, at_most string, condition_1 string, decibans_1 int, problem string"


def results(batches: Iterable[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    """What follows for each row of the batches of a partition. Runs on a worker, which plans once and keeps the plan."""
    import polars

    import hipexpert

    names = [column.split()[0] for column in COLUMNS.split(", ")]
    for batch in batches:
        found = hipexpert.assess_frame(polars.DataFrame(batch), mapping={"keep": ["patient_id"]}, results=["urgency", "conditions"])
        yield from found.select(names).cast({"decibans_1": polars.Int32}).to_arrow(compat_level=polars.CompatLevel.oldest()).to_batches()


def assessed(runners: DataFrame) -> DataFrame:
    """The runners with what follows. A row with a cell that cannot be read has no results, and the columns in `problem`."""
    return runners.mapInArrow(results, COLUMNS)


def main(source: str, target: str) -> None:
    """Read one table and write another."""
    spark = SparkSession.builder.appName("hips").getOrCreate()
    # Every column as text: what a cell means is for the pack to say, and an empty one is unknown.
    assessed(spark.read.csv(source, header=True, inferSchema=False)).write.mode("overwrite").parquet(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
