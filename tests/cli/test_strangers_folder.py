"""Whoever works in a stranger's folder, on a stranger's pack, runs nothing of the stranger's."""

import datetime
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tiny import copied

from hipexpert.audit import isolated
from hipexpert.companion import DayNote, Diary

PLANTED = "import pathlib\npathlib.Path(__file__).with_suffix('.ran').touch()\nraise ImportError\n"
NAMES = (
    *("msgspec", "yaml", "json", "sitecustomize", "usercustomize", "conftest", "networkx", "click", "polars", "hipexpert", "z3", "experta"),
    *("hashlib", "textstat", "graphlay", "jinja2", "rich", "narwhals"),
)
START = "from hipexpert.cli.start import start; start()"  # what the installed `hipexpert` runs; it never looks in the current folder
VERBS = {
    "advice": "advice --knowledge .",
    "conditions": "conditions --knowledge .",
    "audit": "audit .",
    "audit without proofs": "audit . --no-prove",
    "bench": "bench cases --knowledge .",
    "cohort": "cohort table.csv --knowledge .",
    "diff": "diff . .",
    "explain": "explain -f swollen=yes --knowledge . --format html",
    "export": "export . --format clips",
    "findings": "findings --knowledge .",
    "graph": "graph . --format svg",
    "interview": "interview --knowledge .",
    "log": "log add run --distance 5 --diary d.sqlite",
    "mcp": "mcp --check --knowledge .",
    "new": "new rule more --pack . --when swollen=yes --then urgency=soon --source book=page1 --because Swelling. --dry-run",
    "pack": "pack check .",
    "plan": "plan start cases/a.yaml --diary d.sqlite --knowledge .",
    "prove": 'prove {"never":{"swollen":true}} --knowledge .',
    "report": "report --diary kept.sqlite --knowledge .",
    "review": "review start .",
    "serve": "serve --check --port 0 --knowledge .",
    "simulate": "simulate 5 --knowledge .",
    "test": "test cases --coverage --mutate --knowledge .",
}
FAST = {"audit", "cohort", "explain", "interview", "mcp", "serve", "test"}  # what starts processes or loads much; the others are slow tests
CASE = "id: a\nfindings: {swollen: yes, age: 14}\nexpect: {accepted: [jumpers_knee], urgency: {at_least: self_care, at_most: emergency}}\n"


@pytest.fixture
def strangers_pack(tmp_path: Path) -> Path:
    """A pack with cases and a table, and in each of its folders modules with the names of what the program imports."""
    pack = copied(tmp_path)
    with Diary(pack.parent / "kept.sqlite") as diary:
        diary.add(DayNote(date=datetime.date(2026, 3, 2), text="a word"))
    (pack.parent / "cases").mkdir()
    (pack.parent / "cases" / "a.yaml").write_text(CASE)
    (pack / "table.csv").write_text("swollen,age\nyes,14\n")
    for folder in (pack, *filter(Path.is_dir, pack.iterdir()), pack.parent / "cases"):
        for name in NAMES:
            (folder / f"{name}.py").write_text(PLANTED)
    return pack


@pytest.mark.parametrize("verb", [verb if verb in FAST else pytest.param(verb, marks=pytest.mark.deep) for verb in VERBS])
def test_nothing_that_lies_in_the_folder_runs(verb: str, strangers_pack: Path, tmp_path: Path) -> None:
    """Each verb works, and no module that was planted has run."""
    words = [str(tmp_path / word) if word.startswith(("cases", "kept")) else word for word in VERBS[verb].split()]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(isolated.import_path()), "HIPEXPERT_CACHE": "off"}
    done = subprocess.run(
        [sys.executable, "-P", "-c", START, *words],
        cwd=strangers_pack,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in done.stderr
    assert done.returncode in (0, 3), done.stderr
    assert list(tmp_path.rglob("*.ran")) == []


def test_every_verb_is_tried() -> None:
    """A new verb has its line here."""
    from hipexpert.cli.main import VERBS as ALL

    assert {each.split()[0] for each in VERBS} == set(ALL)
