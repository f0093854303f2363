"""How many runners a second go through a table, on one core and on two, by kind of frame.

Each measurement is a process of its own, kept to its cores: `python -m benchmarks.cohort polars 2 100000` in tests/.
"""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
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
        for number in cores:
            env = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'tests'}", "POLARS_MAX_THREADS": str(number)}
            command = [sys.executable, "-m", "benchmarks.cohort", backend, str(number), str(rows), str(rounds)]
            said = subprocess.run(command, cwd=ROOT, env=env, check=True, stdout=subprocess.PIPE).stdout
            found.append(json.loads(said.splitlines()[-1]))
    return found


def _measured(backend: str, cores: int, rows: int, rounds: int) -> dict[str, Any]:
    """One measurement, in this process."""
    os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:cores])
    import hipexpert
    from hipexpert.cohort.drawing import DrawingWeights, alarms_of, drawn

    engine = hipexpert.Engine()
    pack, program = engine.pack, engine.compiled.program
    table = drawn(pack, DrawingWeights(), alarms_of(pack, program), 1, 0, rows)
    job = _job(backend, cores, engine, table)
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


def _inference(cores: int, engine: Any, table: Any) -> Callable[[], object]:
    """Every fact, total and level, as bits and numbers, of answers that were read before."""
    from hipexpert.cohort.frames import polars_plan
    from hipexpert.cohort.mapping import FrameMapping
    from hipexpert.cohort.results import PIECE

    plan = polars_plan(engine.pack, engine.compiled.program, table.schema, FrameMapping(), RESULTS)
    recorded = plan.answers.recorded(table).table
    pieces = [recorded[:, start : start + PIECE] for start in range(0, recorded.shape[1], PIECE)]

    def job() -> None:
        with ThreadPoolExecutor(cores) as threads:
            for _ in threads.map(lambda piece: plan.inference.run(piece).rows, pieces):
                pass

    return job


def _job(backend: str, cores: int, engine: Any, table: Any) -> Callable[[], object]:
    results = list(RESULTS)
    match backend:
        case "polars, inference only":
            return _inference(cores, engine, table)
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
