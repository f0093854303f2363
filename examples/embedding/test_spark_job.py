"""The Spark job, submitted as a program of its own. It needs Java."""

import os
import subprocess
import sys
from pathlib import Path

import polars

import hipexpert

JOB = Path(__file__).with_name("spark_job.py")
RUNNERS = Path(__file__).parents[2] / "docs" / "tables" / "runners.csv"


def test_each_row_gets_what_the_engine_says_of_it(tmp_path: Path) -> None:
    """On workers of its own; a row that cannot be read names its columns and has no results."""
    workers = {**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    done = subprocess.run(
        [sys.executable, JOB, RUNNERS, tmp_path / "out"], env=workers, capture_output=True, text=True, check=False, timeout=600
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found = {row["patient_id"]: row for row in polars.read_parquet(tmp_path / "out" / "*.parquet").iter_rows(named=True)}
    assert [found[name]["urgency"] for name in ("A1", "A2", "A3", "A4")] == ["undetermined", "emergency", None, "undetermined"]
    assert found["A3"]["problem"] == "age_years, limp"
    said = hipexpert.assess({"age_years": 22, "limp": True, "pain_site": ["deep_groin", "front_thigh"], "weight_bearing": "unable"})
    first = said.differential[0]
    assert (found["A2"]["condition_1"], found["A2"]["decibans_1"]) == (first.condition, first.decibans)
