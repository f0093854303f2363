"""One assessment: this engine, its lower limit, its definition, and other engines; and what explaining adds."""

import importlib.metadata
from collections.abc import Callable, Sequence
from typing import Any

from benchmarks.measuring import in_turn, summary
from benchmarks.peers import (
    CannotExpressError,
    Clips,
    Runner,
    durable_runner,
    rules_only,
    some_rules,
    stock_experta_runner,
    without_explosions,
    zen_runner,
)
from known_cases import PUBLISHED
from oracles.rete import ReteProgram

from hipexpert import Engine, Intake
from hipexpert.engine import Closure, CompiledProgram, Program
from hipexpert.engine.oracle import meaning
from hipexpert.rendering.clips import PackTerms, answers_to_clips

DURABLE_RULES = 200  # loading grows steeply: 1,000 of the pack's rules had not been loaded after 100 seconds


def whole_program(engine: Engine, intakes: Sequence[Intake], rounds: int) -> list[dict[str, Any]]:
    """The shipped rules with the weighing, for every case: facts and totals the same before anything is timed."""
    program, compiled = engine.compiled.program, engine.compiled
    closure, terms = Closure(program), PackTerms(engine.pack)
    rete = ReteProgram(program)
    clips = Clips(program, terms)
    environment = clips.environment()
    given = [sorted(engine.key.facts(intake)[0]) for intake in intakes]
    asserted = ["\n".join(answers_to_clips(_spelt_out(engine, intake), engine.pack)) for intake in intakes]
    for facts, text in zip(given, asserted, strict=True):
        run, meant, closed = compiled.run(facts), meaning(program, facts), closure.of(facts)
        _same("brute force", (meant.facts, meant.totals), (run.facts, run.totals))
        _same("the loop", (closed.numbers, closed.totals), (run.numbers, run.totals))
        clips.infer(environment, text)
        found = clips.concluded(environment)
        wanted = {terms.assertion(fact) for fact in run.facts - program.inputs} - {""}
        wanted |= {f"(total (for {terms.tally(tally)}) (decibans {total}))" for tally, total in run.totals.items()}
        kinds = tuple(
            f"({kind} " for kind in ("total", "suspected", "likely", "urgency", "pattern", "contributing", "advise", "avoid", "excluded")
        )
        _same("clipspy", {each for each in found if each.startswith(kinds)}, {each for each in wanted if each.startswith(kinds)})
    for facts in given[:2]:
        _same("rete", rete.run(facts).trace, compiled.run(facts).trace)
    jobs: dict[str, Callable[[int], object]] = {
        "ours": lambda number: compiled.run(given[number]),
        "loop": lambda number: closure.of(given[number]),
        "clipspy": lambda number: clips.infer(environment, asserted[number]),
        "brute": lambda number: meaning(program, given[number]),
    }
    times: dict[str, list[float]] = {name: [] for name in (*jobs, "rete")}
    for number in range(len(given)):
        for name, each in in_turn(rounds, {name: lambda job=job, number=number: job(number) for name, job in jobs.items()}).items():
            times[name] += each
    for number in range(min(3, len(given))):
        times["rete"] += in_turn(1, {"rete": lambda number=number: rete.run(given[number])})["rete"]
    names = {
        "ours": "this engine",
        "loop": "the counting loop alone",
        "clipspy": "clipspy",
        "rete": "this engine with experta's Rete matcher",
        "brute": "brute force",
    }
    return [{"engine": names[name], **summary(times[name])} for name in names]


def _spelt_out(engine: Engine, intake: Intake) -> Intake:
    """The intake with what it denies by group written out."""
    return engine.key.intake(engine.key.said(intake))


def rules_in_other_engines(engine: Engine, intakes: Sequence[Intake], rounds: int) -> list[dict[str, Any]]:
    """The shipped rules without the weighing, in engines that have none; or as many of the rules as an engine can load."""
    every = rules_only(engine.compiled.program)
    apart = without_explosions(engine.compiled.program)
    some = some_rules(apart, DURABLE_RULES)
    found = []
    makers: list[tuple[str, Callable[[Program], Runner], Program, int]] = [
        ("zen-engine", zen_runner, every, rounds),
        ("durable_rules", durable_runner, some, max(1, rounds // 5)),
        ("experta as it comes", stock_experta_runner, apart, 1),
    ]
    for name, make, program, turns in makers:
        compiled = CompiledProgram(program)
        given = [sorted(engine.key.facts(intake)[0] & program.inputs) for intake in intakes]
        if name == "experta as it comes":
            given = given[:4]
        try:
            run = make(program)
        except (CannotExpressError, ImportError) as error:
            found.append({"engine": name, "rules": len(program.rules), "cannot": str(error)})
            continue
        agreed = [facts for facts in given if run(facts) == compiled.run(facts).facts]
        row: dict[str, Any] = {"engine": name, "rules": len(program.rules), "cases": len(given), "agreed": len(agreed)}
        found.append(row | _both(run, compiled, agreed, turns) if agreed else {**row, "cannot": "it came to other conclusions"})
    return found


def _both(run: Runner, compiled: CompiledProgram, given: Sequence[Sequence[str]], rounds: int) -> dict[str, Any]:
    """A peer and this engine in turn, case by case."""
    times: dict[str, list[float]] = {"peer": [], "ours": []}
    for facts in given:
        jobs: dict[str, Callable[[], object]] = {
            "peer": lambda facts=facts: run(facts),  # type: ignore[misc]
            "ours": lambda facts=facts: compiled.run(facts).facts,  # type: ignore[misc]
        }
        for each, taken in in_turn(rounds, jobs).items():
            times[each] += taken
    return {**summary(times["peer"]), "ours": summary(times["ours"])}


def explanations(engine: Engine, intakes: Sequence[Intake], rounds: int) -> dict[str, float]:
    """The median seconds for all cases of what an assessment can be asked for, nothing of which is worked out before."""
    without_the_last = []
    for intake in intakes:
        name, answer = list(intake.answers.items())[-1]
        before = engine.assess(intake).without(name)
        _ = before.with_answers({}).level  # what it goes on from is worked out
        without_the_last.append((before, name, answer))
    given = [engine.key.facts(intake)[0] for intake in intakes]
    jobs = {
        "loop": lambda: [engine.closure.of(facts) for facts in given],
        "inference": lambda: [engine.assess(intake).level for intake in intakes],
        "trace": lambda: [engine.assess(intake).run.trace for intake in intakes],
        "derivation": lambda: [engine.assess(intake).derivation_graph for intake in intakes],
        "urgency": lambda: [engine.assess(intake).urgency for intake in intakes],
        "document": lambda: [engine.assess(intake).to_json("full") for intake in intakes],
        "next question": lambda: [engine.next_questions(intake) for intake in intakes],
        "one more answer": lambda: [before.with_answers({name: answer}).level for before, name, answer in without_the_last],
    }
    searches: dict[str, Callable[[], object]] = {"changes": lambda: [engine.assess(intake).counterfactual() for intake in intakes]}
    taken = in_turn(rounds, jobs) | in_turn(max(1, rounds // 5), searches)
    return {name: summary(times)["p50"] / len(intakes) for name, times in taken.items()}


def versions() -> dict[str, str]:
    """The versions of what is measured."""
    names = ("experta", "networkx", "click", "clipspy", "durable_rules", "zen-engine", "polars", "pandas", "duckdb", "dask", "narwhals")
    return {name: importlib.metadata.version(name) for name in names}


def read_cases(engine: Engine, count: int) -> list[Intake]:
    """Published cases, evenly chosen."""
    step = max(1, len(PUBLISHED) // count)
    return [engine.read(case.answers) for case in PUBLISHED[::step][:count]]


def _same(name: str, found: object, expected: object) -> None:
    if found != expected:
        raise SystemExit(f"{name} does not come to the same conclusions; nothing is timed")
