"""``make bench``: the figures of the performance table, as ratios measured side by side in one run.

Every figure is the median of several rounds in which the things compared take turns. Nothing here is asserted: these
are measurements, and the tests are elsewhere.
"""

import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.peers import Runner, clips_runner, rules_only, stock_experta_runner

import hipexpert
from hipexpert.engine import CompiledProgram, Program, Rule
from hipexpert.graphs.rendering.page.writing import to_html
from hipexpert.knowledge import read_case_file

ROOT = Path(__file__).parents[2]
CASES = sorted((ROOT / "examples").glob("*.yaml"))
BASELINE = "import collections, collections.abc; collections.Mapping = collections.abc.Mapping; import click, experta, networkx"


def medians(rounds: int, jobs: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The median seconds of each job, the jobs taking turns."""
    times: dict[str, list[float]] = {name: [] for name in jobs}
    for _ in range(rounds):
        for name, job in jobs.items():
            start = time.perf_counter()
            job()
            times[name].append(time.perf_counter() - start)
    return {name: statistics.median(each) for name, each in times.items()}


def line(what: str, ratio: float, unit: str, wanted: str) -> None:
    """One line of the report."""
    sys.stdout.write(f"{what:<58} {ratio:8.2f} {unit:<28} ({wanted})\n")


def process(*command: str) -> Callable[[], object]:
    """A job that runs a process in another folder."""
    env = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
    folder = tempfile.gettempdir()
    return lambda: subprocess.run(command, cwd=folder, env=env, check=True, stdout=subprocess.DEVNULL)


def cold_starts() -> None:
    """How long the command takes from nothing, against the imports that it cannot do without."""
    command = str(Path(sys.executable).with_name("hipexpert"))
    case = str(ROOT / "examples" / "groin_pain_college_runner.yaml")
    found = medians(
        15,
        {
            "imports": process(sys.executable, "-c", BASELINE),
            "click": process(sys.executable, "-c", "import click"),
            "text": process(command, "explain", case),
            "json": process(command, "explain", case, "--format", "json"),
            "help": process(command, "--help"),
        },
    )
    line("cold `hipexpert explain FILE`", found["text"] / found["imports"], "x importing click+experta+networkx", "at most 1.5")
    line("cold `hipexpert explain FILE --format json`", found["json"] / found["imports"], "x the same", "at most 1.5")
    line("`hipexpert --help`", found["help"] / found["click"], "x importing click", "at most 2")


def against_peers(engine: hipexpert.Engine) -> None:
    """The shipped rules on the example cases in three engines, with the same results."""
    program = rules_only(engine.compiled.program)
    compiled = CompiledProgram(program)
    given = [sorted(engine.key.facts(read_case_file(path, engine.pack))[0]) for path in CASES]
    peers: dict[str, Runner] = {"clips": clips_runner(program), "stock": stock_experta_runner(program)}
    for name, run in peers.items():
        for facts in given:
            if run(facts) != compiled.run(facts).facts:
                raise SystemExit(f"{name} disagrees on {facts}")
    jobs: dict[str, Callable[[], object]] = {
        "ours": lambda: [compiled.run(facts) for facts in given],
        "clips": lambda: [peers["clips"](facts) for facts in given],
    }
    found = medians(40, jobs)
    found |= medians(3, {"stock": lambda: [peers["stock"](facts) for facts in given]})
    each = len(given)
    line(f"one session, {len(program.rules)} rules, warm", found["ours"] / each * 1e6, "microseconds", "no target in itself")
    line("clipspy on the same rules and cases", found["clips"] / found["ours"], "x our time", "more than 1")
    line("stock experta on the same rules and cases", found["stock"] / found["ours"], "x our time", "at least 30")


def explanations(engine: hipexpert.Engine) -> None:
    """What explaining costs beside inferring."""
    intakes = [read_case_file(path, engine.pack) for path in CASES]
    found = medians(
        20,
        {
            "level": lambda: [engine.assess(intake).level for intake in intakes],
            "trace": lambda: [engine.assess(intake).run.trace for intake in intakes],
            "urgency": lambda: [engine.assess(intake).urgency for intake in intakes],
            "json": lambda: [engine.assess(intake).to_json() for intake in intakes],
        },
    )
    line("extra time for the trace", found["trace"] / found["level"] - 1, "x the inference", "less than 1")
    line("extra time for urgency with its decisive unknowns", found["urgency"] / found["level"] - 1, "x the inference", "no target")
    line("extra time for the whole document as JSON", found["json"] / found["level"] - 1, "x the inference", "no target")


def pages(engine: hipexpert.Engine) -> None:
    """The page of the largest example, from nothing and warm."""
    largest = max(CASES, key=lambda path: len(to_html(engine.assess(read_case_file(path, engine.pack)))))
    command = str(Path(sys.executable).with_name("hipexpert"))
    intake = read_case_file(largest, engine.pack)
    found = medians(
        5,
        {
            "text": process(command, "explain", str(largest)),
            "cold": process(command, "explain", str(largest), "--format", "html"),
            "json": lambda: engine.assess(intake).to_json(),
            "warm": lambda: to_html(engine.assess(intake)),
        },
    )
    size = len(to_html(engine.assess(intake)).encode())
    line(f"cold `hipexpert explain {largest.stem} --format html`", found["cold"], "seconds", "less than 1")
    line("the same", found["cold"] / found["text"], "x `hipexpert explain` as text", "no target")
    line("its page, warm", found["warm"] / found["json"], "x the document as JSON", "no target")
    line("size of its page", size / 1e6, "MB", "less than 1")


def growth() -> None:
    """The same touched rules in a base of 300 and of 10,000."""

    def program(size: int) -> CompiledProgram:
        numbers = random.Random(1)  # noqa: S311
        touched = [Rule(f"touched-{number:03}", f"in{number % 20}", (f"out{number}",)) for number in range(60)]
        idle = [Rule(f"idle-{number:05}", f"other{numbers.randrange(500)}", (f"rest{number}",)) for number in range(size - 60)]
        inputs = [f"in{number}" for number in range(20)] + [f"other{number}" for number in range(500)]
        return CompiledProgram(Program(inputs, touched + idle))

    small, large = program(300), program(10_000)
    given = [f"in{number}" for number in range(20)]
    found = medians(200, {"small": lambda: small.run(given), "large": lambda: large.run(given)})
    line("10,000 rules against 300, equal touched rules", found["large"] / found["small"], "x the time", "at most 2")


def main() -> None:
    """Print the report."""
    engine = hipexpert.Engine()
    cold_starts()
    against_peers(engine)
    explanations(engine)
    pages(engine)
    growth()


if __name__ == "__main__":
    main()
