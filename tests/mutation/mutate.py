"""Mutates the code on which safety rests and runs its tests: ``python -m mutation.mutate [TARGET ...] [--sample N]``.

cosmic-ray makes the mutants in a copy of the checkout, one at a time. A mutant that no test notices is a survivor: it is listed in
``survivors.yaml`` with the reason why it changes nothing, or a test is missing. Ends with 1 when fewer than 90 % are noticed, the
listed ones left out, or when one survives that is not listed.
"""

import argparse
import random
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import yaml
from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import TestOutcome, WorkerOutcome, WorkItem, WorkResult

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "build" / "mutation"
LISTED = Path(__file__).with_name("survivors.yaml")
ENOUGH = 0.9
SECONDS = 60


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
        "tests/engine",
    ),
    "levels": Target(
        ("knowledge/runner/levels.py", "knowledge/runner/screening.py"),
        "tests/knowledge/runner/test_screening.py tests/knowledge/runner/test_contradictions.py tests/audit/proving/test_earned.py",
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
class Mutant:
    """What was changed: a module, the line as it stands there, and cosmic-ray's name of the change."""

    module: str
    line: str
    operator: str


def main(arguments: list[str]) -> int:
    """Mutates the targets, and says what came of it."""
    parser = argparse.ArgumentParser(prog="mutation.mutate")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGETS)}; without, all")
    parser.add_argument("--sample", type=int, help="of each target so many mutants, drawn by lot, the same each time")
    asked = parser.parse_args(arguments)
    listed = {Mutant(each["module"], each["line"], each["operator"]) for each in yaml.safe_load(LISTED.read_text()) or ()}
    fine = True
    for name in asked.targets or TARGETS:
        killed, survivors = _mutated(name, TARGETS[name], asked.sample)
        unlisted = [each for each in survivors if each not in listed]
        score = killed / (killed + len(unlisted)) if killed else 0.0
        print(f"{name}: {killed} mutants noticed, {len(survivors)} not, {len(survivors) - len(unlisted)} of them listed: {score:.1%}")  # noqa: T201
        for each in unlisted:
            print(f"  {each.module}: {each.operator}: {each.line}")  # noqa: T201
        fine &= score >= ENOUGH and not unlisted
    return 0 if fine else 1


def _mutated(name: str, target: Target, sample: int | None) -> tuple[int, list[Mutant]]:
    """How many mutants of a target were noticed, and those that were not."""
    tree, session, config = FOLDER / name / "tree", FOLDER / name / "session.sqlite", FOLDER / name / "config.toml"
    shutil.rmtree(tree.parent, ignore_errors=True)
    kept = subprocess.run(["git", "ls-files"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.split("\n")
    for path in filter(None, kept):
        (tree / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(ROOT / path, tree / path)
    # The tests are the same each time: a mutant is noticed or it is not.
    command = f"env PYTHONPATH=. HYPOTHESIS_PROFILE=mutation {sys.executable} -m pytest -x -q -p no:randomly -m 'not deep' {target.tests}"
    modules = ", ".join(f'"{each}"' for each in target.modules)
    config.write_text(
        f"[cosmic-ray]\nmodule-path = [{modules}]\ntimeout = {SECONDS}.0\nexcluded-modules = []\n"
        f'test-command = "{command}"\n[cosmic-ray.distributor]\nname = "local"\n'
    )
    subprocess.run(["cosmic-ray", "init", config, session], cwd=tree, check=True)
    with use_db(str(session), WorkDB.Mode.open) as database:
        _leave_out(database, tree, sample)
    subprocess.run(["cosmic-ray", "baseline", config], cwd=tree, check=True)
    subprocess.run(["cosmic-ray", "exec", config, session], cwd=tree, check=True)
    with use_db(str(session), WorkDB.Mode.open) as database:
        done = [(item, result) for item, result in database.completed_work_items if result.worker_outcome == WorkerOutcome.NORMAL]
    alive = [item for item, result in done if result.test_outcome == TestOutcome.SURVIVED]
    return len(done) - len(alive), [_mutant(item, tree) for item in alive]


def _leave_out(database: WorkDB, tree: Path, sample: int | None) -> None:
    """Marks as skipped what only changes a message, a document or a type, and what the lot leaves out."""
    items = sorted(database.work_items, key=lambda item: (str(item.mutations[0].module_path), item.mutations[0].start_pos, item.job_id))
    able = [item for item in items if not _says_nothing(item, tree)]
    if sample is not None and sample < len(able):
        able = random.Random(0).sample(able, sample)  # noqa: S311  # no secret
    chosen = {item.job_id for item in able}
    for item in items:
        if item.job_id not in chosen:
            database.set_result(item.job_id, WorkResult(output="left out", worker_outcome=WorkerOutcome.SKIPPED))


def _says_nothing(item: WorkItem, tree: Path) -> bool:
    """Whether a mutant stands where the program only says something: a type, a help text, the name of an attribute."""
    line = _mutant(item, tree).line
    return line.startswith(("def ", "from ", "import ", "@")) and item.mutations[0].operator_name != "core/RemoveDecorator"


def _mutant(item: WorkItem, tree: Path) -> Mutant:
    mutation = item.mutations[0]
    module = str(mutation.module_path)
    return Mutant(module, (tree / module).read_text().split("\n")[mutation.start_pos[0] - 1].strip(), mutation.operator_name)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
