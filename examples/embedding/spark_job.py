"""A Spark job that assesses every row of a table on the workers, which have the same packages installed.

pip install "hipexpert[cohort]" pyspark pandas pyarrow
spark-submit spark_job.py runners.csv results.parquet
"""

import sys

from pyspark.sql import DataFrame, SparkSession

import hipexpert

COLUMNS = ("patient_id", "urgency", "at_most", "condition_1", "decibans_1", "problem")


def assessed(runners: DataFrame) -> DataFrame:
    """The runners with what follows. A row with a cell that cannot be read has no results, and its columns are named in `problem`."""
    found: DataFrame = hipexpert.assess_frame(runners, mapping={"keep": ["patient_id"]}, results=["urgency", "conditions"])
    return found.select(*COLUMNS)


def main(source: str, target: str) -> None:
    """Read one table and write another."""
    spark = SparkSession.builder.appName("hips").getOrCreate()
    # Every column as text: what a cell means is for the pack to say, and an empty one is unknown.
    assessed(spark.read.csv(source, header=True, inferSchema=False)).write.mode("overwrite").parquet(target)


if __name__ == "__main__":
    main(*sys.argv[1:])
