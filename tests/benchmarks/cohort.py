"""How many runners a second go through a table, on one core and on two, by kind of frame.

Each measurement is a process of its own, kept to its cores: `python -m benchmarks.cohort polars 2 100000` in tests/.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
RESULTS = ("urgency", "at_most", "conditions", "red_flags", "contradictions")
BACKENDS = ("polars, inference only", "polars", "pandas", "dask", "duckdb")


def frames(rows: int, rounds: int, backends: tuple[str, ...] = BACKENDS) -> list[dict[str, Any]]:
    """Rows a second of each kind of frame on one core and on two, by the clock; the best of some rounds."""
    cores = sorted({1, min(2, len(os.sched_getaffinity(0)))})
    found = []
    for backend in backends:
        # DuckDB plans the pack for a minute or two, whatever the rows: it gets fewer, and one turn.
        # Inference is so quick that few rows would measure its start.
        count, turns = {"duckdb": (min(rows, 5000), 1), BACKENDS[0]: (10 * rows, rounds)}.get(backend, (rows, rounds))
        for number in cores if backend != "duckdb" else cores[-1:]:
            env = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}", "POLARS_MAX_THREADS": str(number)}
            command = [sys.executable, "-m", "benchmarks.cohort", backend, str(number), str(count), str(turns)]
            said = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE).stdout
            found.append(json.loads(said.splitlines()[-1]))
    return found


def _measured(backend: str, cores: int, rows: int, rounds: int) -> dict[str, Any]:
    """One measurement, in this process."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
    import polars as pl

    import hipexpert
    from hipexpert.cohort.drawing import DrawingWeights, alarms_of, all_answered, drawn
    from hipexpert.cohort.layers import column
    from hipexpert.cohort.results import PROBLEM, Inference
    from hipexpert.cohort.running import AS_WRITTEN

    engine = hipexpert.Engine()
    pack, program = engine.pack, engine.compiled.program
    typed = drawn(pack, DrawingWeights(), alarms_of(pack, program), 1, 0, rows)
    if backend == "polars, inference only":
        made = Inference(pack, program, all_answered(pack), RESULTS, pl, is_polars=True)
        lazy = typed.lazy().with_columns(pl.lit("").alias(PROBLEM))
        for step in made.layers:
            lazy = lazy.with_columns(*step)
        lazy = lazy.select(sorted(column(each) for each in made.layers.kept if each >= 0))
        job: Callable[[], object] = lambda: lazy.collect(engine="streaming", optimizations=AS_WRITTEN)  # noqa: E731
    else:
        job = _job(backend, cores, engine, _as_answers(engine, typed))
    walls, processors = [], []
    for _ in range(rounds):
        wall, processor = time.perf_counter(), time.process_time()
        job()
        walls.append(time.perf_counter() - wall)
        processors.append(time.process_time() - processor)
    return {
        "backend": backend,
        "cores": cores,
        "rows": rows,
        "rows_per_second": rows / min(walls),
        "processor_microseconds": min(processors) / rows * 1e6,
    }


def _as_answers(engine: Any, typed: Any) -> Any:
    """The typed columns as somebody's table would hold them."""
    import polars as pl

    from hipexpert.cohort.answers import typed as name_of
    from hipexpert.knowledge.packs.vocabulary import Choice, Choices

    columns = []
    for finding in engine.pack.findings.values():
        if isinstance(finding, Choices):
            columns += [pl.col(name_of(f"{finding.id}.{each.id}")).alias(f"{finding.id}.{each.id}") for each in finding.values]
        elif isinstance(finding, Choice):
            names = {number: value.id for number, value in enumerate(finding.values)}
            column = pl.col(name_of(finding.id)).replace_strict(names, default=None, return_dtype=pl.String)
            columns.append(column.alias(finding.id))
        else:
            columns.append(pl.col(name_of(finding.id)).alias(finding.id))
    return typed.select(columns)


def _job(backend: str, cores: int, engine: Any, table: Any) -> Callable[[], object]:
    results = list(RESULTS) if backend != "duckdb" else ["urgency"]
    match backend:
        case "polars":
            return lambda: engine.assess_frame(table, results=results)
        case "pandas":
            frame = table.to_pandas()
            return lambda: engine.assess_frame(frame, results=results)
        case "dask":
            import dask.dataframe as dd

            parts = dd.from_pandas(table.to_pandas(), npartitions=cores)
            return lambda: engine.assess_frame(parts, results=results).compute(scheduler="threads")
        case "duckdb":
            import duckdb

            connection = duckdb.connect(config={"threads": cores})
            relation = connection.from_arrow(table.to_arrow())
            return lambda: engine.assess_frame(relation, results=results).fetchall()
    raise SystemExit(f"unknown backend {backend}")


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_measured(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))) + "\n")
