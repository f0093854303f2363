"""How many runners a second go through a table: ``cd tests && python -m benchmarks.cohort [RUNNERS]``.

The same random runners through the columns (polars), through clipspy and through the engine that assesses one at a time, in
one run. Inference is measured by itself (every fact, rule and total, as columns of truth values and numbers), and then with
the results written out as words. Nothing here is asserted.
"""

import os
import sys
import time
from collections.abc import Callable

import polars as pl
from benchmarks.peers import clips_runner, rules_only

import hipexpert
from hipexpert.knowledge.answers import AnswerKey
from hipexpert.knowledge.cohort.answers import typed
from hipexpert.knowledge.cohort.drawing import Weights, alarms_of, all_answered, drawn
from hipexpert.knowledge.cohort.layers import column
from hipexpert.knowledge.cohort.results import PROBLEM, Inference
from hipexpert.knowledge.cohort.running import AS_WRITTEN
from hipexpert.knowledge.intake import Intake
from hipexpert.knowledge.vocabulary import Choice, Choices

WORDS = ("urgency", "at_most", "conditions", "red_flags", "contradictions")
SAMPLE = 300


def told(label: str, runners: int, job: Callable[[], object], rounds: int = 3) -> float:
    """One line of the report: runners a second, by the clock and by the processor time, best of a few rounds."""
    walls, cpus = [], []
    for _ in range(rounds):
        wall, cpu = time.perf_counter(), time.process_time()
        job()
        walls.append(time.perf_counter() - wall)
        cpus.append(time.process_time() - cpu)
    seconds = min(walls)
    sys.stdout.write(f"{label:<52} {runners / seconds:>12,.0f} a second; processor {min(cpus) / runners * 1e6:8.2f} microseconds each\n")
    return seconds / runners


def intakes_of(engine: hipexpert.Engine, frame: pl.DataFrame) -> list[Intake]:
    """The typed rows as intakes."""
    found = []
    for row in frame.iter_rows(named=True):
        answers: dict[str, object] = {}
        for finding in engine.pack.findings.values():
            if isinstance(finding, Choices):
                said = {each.id: row[typed(f"{finding.id}.{each.id}")] for each in finding.values}
                answers[finding.id] = {name: value for name, value in said.items() if value is not None}
            elif (value := row[typed(finding.id)]) is not None:
                answers[finding.id] = finding.values[value].id if isinstance(finding, Choice) else value
        found.append(engine.read(answers))
    return found


def main() -> None:
    """Print the report."""
    runners = int(float(sys.argv[1])) if len(sys.argv) > 1 else 1_000_000
    engine = hipexpert.Engine()
    pack, program = engine.pack, engine.compiled.program
    load = os.getloadavg()[0]
    sys.stdout.write(
        f"{runners:,} runners, {len(program.rules):,} rules, polars {pl.__version__}, {pl.thread_pool_size()} threads, load {load:.1f}\n"
    )
    frame = drawn(pack, Weights(), alarms_of(pack, program), 1, 0, runners)

    def inference(results: tuple[str, ...], *, words: bool) -> Callable[[], object]:
        made = Inference(pack, program, all_answered(pack), results, pl, is_polars=True)
        lazy = frame.lazy().with_columns(pl.lit("").alias(PROBLEM))
        for step in made.steps if words else made.layers:
            lazy = lazy.with_columns(*step)
        lazy = lazy.select(*made.chosen) if words else lazy.select(sorted(column(each) for each in made.layers.kept if each >= 0))
        return lambda: lazy.collect(engine="streaming", optimizations=AS_WRITTEN)

    ours = told("inference", runners, inference(WORDS, words=False))
    told("inference, a column for every rule", runners, inference((*WORDS, "rules"), words=False))
    told("inference and results in words", runners, inference(WORDS, words=True))

    intakes = intakes_of(engine, frame.head(SAMPLE))
    key = AnswerKey(pack)
    given = [sorted(key.facts(each)[0]) for each in intakes]
    told("engine, one at a time, with at most", SAMPLE, lambda: [engine.assess(each).outlook.possible for each in intakes], 1)
    run = clips_runner(rules_only(program))
    clips = told("clipspy, the rules only, no weighing", SAMPLE, lambda: [run(facts) for facts in given], 3)
    sys.stdout.write(f"clipspy takes {clips / ours:,.0f} x the time of the columns for each runner (wanted: at least 1,000)\n")


if __name__ == "__main__":
    main()
