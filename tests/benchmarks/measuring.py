"""How things are measured: side by side, in turn, in processor time; and processes as a whole.

pytest-benchmark times one thing after another. Here the things compared take turns, so that whatever else the machine does falls
on all of them; the times go into pytest-benchmark's own statistics.
"""

import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pytest_benchmark.stats import Stats

Job = Callable[[], object]


def in_turn(rounds: int, jobs: dict[str, Job]) -> dict[str, list[float]]:
    """The processor seconds of each job in each round, the jobs taking turns."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    gc.collect()
    gc.freeze()  # all engines are loaded: looking through theirs would fall on whoever makes the most objects
    for _ in range(rounds):
        for name, job in jobs.items():
            start = time.process_time()
            job()
            times[name].append(time.process_time() - start)
    gc.unfreeze()
    return times


def summary(times: Sequence[float]) -> dict[str, float]:
    """Median and 95th percentile of some seconds, and how many there were."""
    stats = Stats()
    for each in times:
        stats.update(each)
    ordered = stats.sorted_data
    return {"p50": stats.median, "p95": ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], "rounds": stats.rounds}


# A process starts out with what its parent holds, so a small one starts those that are measured.
LAUNCHER = """
import json, os, sys, time
silent = os.open(os.devnull, os.O_WRONLY)
start = time.perf_counter()
started = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=[(os.POSIX_SPAWN_DUP2, silent, 1)])
_, status, usage = os.wait4(started, 0)
clock = time.perf_counter() - start
print(json.dumps([os.waitstatus_to_exitcode(status), usage.ru_utime + usage.ru_stime, clock, usage.ru_maxrss]))
"""


@dataclass(frozen=True)
class Ran:
    """One process: processor and clock seconds, and the most memory it held, in megabytes."""

    processor: float
    clock: float
    megabytes: float


def process(*command: str, paths: str = "", **environment: str) -> Ran:
    """Run a process in another folder, to its successful end."""
    # An installed program finds its modules compiled, whatever whoever measures has set for the checkout.
    env = {key: value for key, value in os.environ.items() if key not in ("PYTHONPATH", "PYTHONDONTWRITEBYTECODE")} | environment
    if paths:
        env["PYTHONPATH"] = paths
    launched = subprocess.run(
        [sys.executable, "-S", "-c", LAUNCHER, *command], cwd=tempfile.gettempdir(), env=env, check=True, stdout=subprocess.PIPE
    )
    status, processor, clock, held = json.loads(launched.stdout)
    if status:
        raise SystemExit(f"{' '.join(command)} ended with {status}")
    return Ran(processor, clock, held * (1 if sys.platform == "darwin" else 1024) / 1e6)


def processes_in_turn(rounds: int, jobs: dict[str, Callable[[], Ran]]) -> dict[str, Ran]:
    """The medians of each process, the processes taking turns."""
    found: dict[str, list[Ran]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            found[name].append(job())
    return {
        name: Ran(*(statistics.median(getattr(each, field) for each in ran) for field in ("processor", "clock", "megabytes")))
        for name, ran in found.items()
    }
