"""Mutates the code on which safety rests and runs its tests: ``python -m mutation.mutate [TARGET ...] [--sample N]
[--seed S] [--state FILE]``.

A mutant that no test notices is a survivor: it is listed in ``survivors.yaml`` with the reason why it changes nothing, or a
test is missing.
Ends with 1 when fewer than 90 % are noticed, the listed ones left out.
"""

import argparse
import importlib
import json
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
import yaml
from mutation.forking import Forking, Verdict, forked, imported_anew, libraries
from mutation.kept import Kept
from mutation.mutant import ROOT, Mutant
from mutation.mutants import mutants, sample
from mutation.targets import TARGETS, Target

LISTED = Path(__file__).with_name("survivors.yaml")
ENOUGH = 0.9
SECONDS = 120
"""Of processor time, for a mutant in a process that imports all anew."""


@dataclass(frozen=True)
class Outcome:
    """What a process that runs tests on mutants tells of one, by its number, and by which tests it might be noticed."""

    number: int
    verdict: Verdict
    tests: tuple[str, ...]


def main(arguments: list[str]) -> int:
    """Mutates the targets, and says what came of it."""
    parser = argparse.ArgumentParser(prog="mutation.mutate")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)}; without, all")
    parser.add_argument("--sample", type=int, help="of each target so many mutants, drawn by lot")
    parser.add_argument("--seed", type=int, default=0, help="of the lot: the same draws the same")
    parser.add_argument("--state", type=Path, help="a file to keep what becomes of each in: a run that was stopped goes on from it")
    asked = parser.parse_args(arguments)
    kept = Kept(asked.state.resolve() if asked.state else None)
    os.chdir(ROOT)
    os.environ["HYPOTHESIS_PROFILE"] = "mutation"
    listed = {(each["module"], each["line"], each["becomes"]) for each in yaml.safe_load(LISTED.read_text()) or ()}
    came: dict[str, tuple[int, int, int]] = {}
    for name in asked.targets or TARGETS:
        target = TARGETS[name]
        chosen = mutants(target.modules) if asked.sample is None else sample(target.modules, asked.sample, asked.seed)
        counted = [each for each in chosen if each.named not in listed]
        left = survivors(target, counted, kept)
        came[name] = len(chosen), len(counted), len(left)
        for each in left:
            print(f"{each.module}:{each.number}: {each.line}\n  -> {each.becomes}", flush=True)  # noqa: T201
    return 0 if min([_told(name, *numbers) for name, numbers in came.items()]) else 1


def _told(name: str, chosen: int, counted: int, left: int) -> bool:
    """Says what came of a target, and returns whether it is enough."""
    from hipexpert.audit.measuring.proportions import wilson  # not before: no module of the product may be imported before its mutants

    least, most = wilson(counted - left, counted)
    score = 1 - left / counted if counted else 1.0
    of = f"{name}: {chosen} mutants, {chosen - counted} of them listed, {left} others not noticed"
    print(f"{of}: {score:.1%} (95 %: {least:.1%} to {most:.1%})")  # noqa: T201
    return score >= ENOUGH


def survivors(target: Target, chosen: Sequence[Mutant], kept: Kept) -> list[Mutant]:
    """The mutants that no test of the target notices."""
    waiting = [each for each in chosen if not kept.noticed(each)]
    if not waiting:
        return []
    found, known = _in_one_process(target, waiting, kept)
    for name in known:
        with suppress(Exception):
            importlib.import_module(name)
    passing: set[tuple[str, ...]] = set()
    left = []
    for each in found:
        if each.verdict is Verdict.NOTICED:
            continue
        mutant = waiting[each.number]
        noticed = each.verdict is Verdict.OPEN and _noticed_when_imported(mutant, each.tests, passing)
        kept.keep(mutant, noticed=noticed)
        if not noticed:
            left.append(mutant)
    return left


def _noticed_when_imported(mutant: Mutant, tests: tuple[str, ...], passing: set[tuple[str, ...]]) -> bool:
    if not forked(lambda: imported_anew(mutant, tests), SECONDS):
        return False
    if tests not in passing:  # they do without any change
        unchanged = replace(mutant, source=(ROOT / mutant.module).read_text("utf-8"))
        if forked(lambda: imported_anew(unchanged, tests), SECONDS):
            sys.exit(f"tests fail without any change: {' '.join(tests)}")
        passing.add(tests)
    return True


def _in_one_process(target: Target, chosen: Sequence[Mutant], kept: Kept) -> tuple[list[Outcome], list[str]]:
    """What the tests say in a process that has imported all, and which libraries they needed."""
    told, tell = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(told)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # what pytest says of each mutant is told in one line
        with os.fdopen(tell, "w") as file:

            def said(number: int, verdict: Verdict, tests: list[str]) -> None:
                file.write(json.dumps([number, verdict.value, tests]) + "\n")
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
                found.append(Outcome(each[0], Verdict(each[1]), tuple(each[2])))
                mutant = chosen[found[-1].number]
                if found[-1].verdict is Verdict.NOTICED:
                    kept.keep(mutant, noticed=True)
                elif found[-1].verdict is Verdict.UNNOTICED:
                    print(f"not noticed: {mutant.module}:{mutant.number}: {mutant.becomes}", file=sys.stderr, flush=True)  # noqa: T201
                _progress(len(found), len(chosen), [one.verdict for one in found])
            else:
                known = each
    if os.waitpid(child, 0)[1] != 0 or len(found) < len(chosen):
        sys.exit("the tests of the target fail without any change, or could not be run")
    return found, known


def _progress(done: int, of: int, verdicts: list[Verdict]) -> None:
    if done % 10 == 0 or done == of:
        counted = ", ".join(f"{verdicts.count(each)} {each.value}" for each in Verdict)
        print(f"{done} of {of}: {counted}", file=sys.stderr, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
