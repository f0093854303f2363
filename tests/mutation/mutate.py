"""Mutates the code on which safety rests and runs its tests: ``python -m mutation.mutate [TARGET ...] [--sample N]``.

A mutant that no test notices is a survivor: it is listed in ``survivors.yaml`` with the reason why it changes nothing, or a
test is missing.
Ends with 1 when fewer than 90 % are noticed, the listed ones left out.
"""

import argparse
import importlib
import json
import os
import random
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import yaml
from mutation.forking import Forking, forked, imported_anew, libraries
from mutation.mutants import ROOT, Mutant, mutants

LISTED = Path(__file__).with_name("survivors.yaml")
ENOUGH = 0.9
SECONDS = 120
"""Of processor time, for a mutant in a process that imports all anew."""


@dataclass(frozen=True)
class Target:
    """Modules, and the tests that have to notice what is changed in them."""

    modules: tuple[str, ...]
    tests: str


INTAKE = "tests/knowledge/runner/test_intake.py tests/knowledge/runner/test_words.py tests/knowledge/runner/test_answers.py"
TARGETS = {
    "checker": Target(
        ("engine/checker.py",),
        "tests/engine/test_checker_limits.py tests/engine/test_checker.py tests/engine/test_lookahead.py tests/test_unverified.py",
    ),
    "engine": Target(
        tuple(f"engine/{name}.py" for name in ("closure", "counting", "matcher", "premises", "session", "status", "tables", "tallying")),
        "tests/engine --ignore=tests/engine/searching "
        "--deselect=tests/engine/test_experta_facts.py::test_no_answer_reaches_the_log_of_an_application",
    ),
    "levels": Target(
        ("knowledge/runner/levels.py", "knowledge/runner/screening.py"),
        "tests/knowledge/runner/test_screening.py tests/knowledge/runner/test_contradictions.py "
        "--deselect=tests/knowledge/runner/test_contradictions.py::test_a_contradiction_takes_a_calm_word_back",
    ),
    "packs": Target(
        tuple(f"knowledge/packs/{name}.py" for name in ("by_hand", "checked", "limits", "witness")),
        "tests/knowledge/packs/test_by_hand.py tests/knowledge/packs/test_limits.py",
    ),
    "reader": Target(
        ("knowledge/runner/reading_intake.py", "knowledge/runner/reading_values.py", "knowledge/runner/answers.py"),
        f"{INTAKE} tests/knowledge/runner/test_taking_back.py tests/knowledge/runner/test_screening.py",
    ),
    "searching": Target(
        tuple(f"engine/searching/{name}.py" for name in ("greedy_way", "routes", "smallest_changes")),
        "tests/engine/searching tests/graphs/explanations/test_deep_trees.py tests/graphs/explanations/test_counterfactual.py",
    ),
}


@dataclass(frozen=True)
class Outcome:
    """What a process that runs tests on mutants tells of one: its number, whether it was noticed, and by which tests it might be."""

    number: int
    noticed: bool
    tests: tuple[str, ...]


def main(arguments: list[str]) -> int:
    """Mutates the targets, and says what came of it."""
    parser = argparse.ArgumentParser(prog="mutation.mutate")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)}; without, all")
    parser.add_argument("--sample", type=int, help="of each target so many mutants, drawn by lot, the same each time")
    asked = parser.parse_args(arguments)
    os.chdir(ROOT)
    os.environ["HYPOTHESIS_PROFILE"] = "mutation"
    listed = {(each["module"], each["line"], each["becomes"]) for each in yaml.safe_load(LISTED.read_text()) or ()}
    fine = True
    for name in asked.targets or TARGETS:
        chosen = _chosen(TARGETS[name], asked.sample)
        left = [each for each in survivors(TARGETS[name], chosen) if each.named not in listed]
        counted = [each for each in chosen if each.named not in listed]
        score = 1 - len(left) / len(counted) if counted else 1.0
        print(f"{name}: {len(chosen)} mutants, {len(chosen) - len(counted)} of them listed, {len(left)} others not noticed: {score:.1%}")  # noqa: T201
        for each in left:
            print(f"  {each.module}:{each.number}: {each.line}\n    -> {each.becomes}", flush=True)  # noqa: T201
        fine &= score >= ENOUGH
    return 0 if fine else 1


def _chosen(target: Target, sample: int | None) -> list[Mutant]:
    able = [each for module in target.modules for each in mutants(module)]
    if sample is None or sample >= len(able):
        return able
    drawn = random.Random(0).sample(range(len(able)), sample)  # noqa: S311  # no secret
    return [able[number] for number in sorted(drawn)]


def survivors(target: Target, chosen: Sequence[Mutant]) -> Iterator[Mutant]:
    """The mutants that no test of the target notices."""
    found, known = _in_one_process(target, chosen)
    for name in known:
        with suppress(Exception):
            importlib.import_module(name)
    same: set[tuple[str, ...]] = set()
    for each in found:
        if each.noticed or not each.tests:
            if not each.noticed:
                yield chosen[each.number]
            continue
        mutant = chosen[each.number]
        if each.tests not in same:  # that they pass there without any change
            unchanged = replace(mutant, source=(ROOT / mutant.module).read_text("utf-8"))
            if forked(lambda unchanged=unchanged, each=each: imported_anew(unchanged, each.tests), SECONDS):  # type: ignore[misc]
                sys.exit(f"tests fail without any change: {' '.join(each.tests)}")
            same.add(each.tests)
        if not forked(lambda mutant=mutant, each=each: imported_anew(mutant, each.tests), SECONDS):  # type: ignore[misc]
            yield mutant


def _in_one_process(target: Target, chosen: Sequence[Mutant]) -> tuple[list[Outcome], list[str]]:
    """What the tests say in a process that has imported all, and which libraries they needed."""
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(told)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what pytest says of each mutant is told in one line
        with os.fdopen(tell, "w") as file:

            def said(mutant: Mutant, noticed: bool, tests: list[str]) -> None:
                file.write(json.dumps([chosen.index(mutant), noticed, tests]) + "\n")
                file.flush()

            plugin = Forking(target.modules, chosen, said)
            options = [
                "-q",
                "-W",
                "ignore::pytest.PytestAssertRewriteWarning",
                "-p",
                "no:randomly",
                "-n",
                "0",
                "-m",
                "not deep",
                "--no-header",
                "--no-summary",
            ]
            code = pytest.main([*options, *target.tests.split()], plugins=[plugin])
            file.write(json.dumps(list(libraries())) + "\n")
        os._exit(int(code in (pytest.ExitCode.USAGE_ERROR, pytest.ExitCode.INTERNAL_ERROR)))
    os.close(tell)
    found: list[Outcome] = []
    known: list[str] = []
    with os.fdopen(told) as file:
        for line in file:
            each = json.loads(line)
            if len(each) == 3 and isinstance(each[0], int):
                found.append(Outcome(each[0], each[1], tuple(each[2])))
                _progress(len(found), len(chosen), sum(not one.noticed for one in found))
            else:
                known = each
    if os.waitpid(child, 0)[1] != 0 or len(found) < len(chosen):
        sys.exit("the tests of the target fail without any change, or could not be run")
    return found, known


def _progress(done: int, of: int, left: int) -> None:
    if done % 50 == 0 or done == of:
        print(f"{done} of {of}, {left} to be looked at again", file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
