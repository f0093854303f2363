"""`kill -9` at random moments over every verb that writes: the old file or the new one, whole."""

import datetime
import json
import os
import random
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import pytest
from planned import HEALED, planned_diary
from profiles import PROFILE
from running import CHECKOUT, commands, run
from tiny import TINY
from training_files import gpx

import hipexpert
from hipexpert.companion import DayNote, Diary
from hipexpert.knowledge import load_pack, read_case_file

PACK = ["--knowledge", "pack"]
SIGNED = ["--name", "A", "--role", "nurse", "--date", "2020-05-01", "--accept", "swollen"]
WRITING: dict[str, list[str]] = {
    "advice": ["bridge", "--format", "html", "-o", "OUT"],
    "audit": ["pack", "--no-prove", "--format", "json", "-o", "OUT"],
    "bench": ["case.yaml", *PACK, "--format", "json", "-o", "OUT"],
    "cohort": ["t.csv", *PACK, "--format", "csv", "-o", "OUT"],
    "diff": ["pack", str(TINY), "--no-prove", "--format", "json", "-o", "OUT"],
    "explain": [*PACK, "-f", "side=left", "--format", "html", "-o", "OUT"],
    "export": ["pack", "--format", "clips", "-o", "OUT"],
    "findings": [*PACK, "--schemas", "schemas"],
    "graph": ["pack", "--format", "svg", "-o", "OUT"],
    "interview": ["-o", "new.yaml"],
    "log add": ["run", "--distance", "5km", "--duration", "30:00", "--date", "2026-05-02", "--diary", "plan.sqlite"],
    "log edit": ["1", "--text", "another word", "--diary", "d.sqlite"],
    "log import": ["run.gpx", "--zone", "Europe/Oslo", "--diary", "d.sqlite"],
    "log remove": ["1", "--yes", "--diary", "d.sqlite"],
    "log export": ["--diary", "d.sqlite", "-o", "OUT"],
    "log patterns": ["--diary", "d.sqlite", "--format", "svg", "-o", "OUT"],
    "new pack": ["mine", "--reviewed", "2026-11-21"],
    "new rule": ["a-new-rule", "--pack", "pack", "--when", "swollen=yes", "--then", "urgency=soon", "--source", "book"],
    "new condition": [
        *("sore_knee", "--pack", "pack", "--prior", "common", "--typical-urgency", "routine", "--when", "swollen=yes"),
        *("--strength", "moderate", "--source", "book", "--region", "front"),
    ],
    "report": ["--diary", "plan.sqlite", "--on", "2026-05-01", "--format", "html", "-o", "OUT"],
    "plan clear": ["--by", "Dr. Abel", "--on", "2026-05-02", "--diary", "bone.sqlite"],
    "plan done": ["--during", "0", "--after", "0", "--distance", "3km", "--on", "2026-05-01", "--diary", "plan.sqlite"],
    "plan pain": ["1", "--on", "2026-05-01", "--diary", "plan.sqlite"],
    "plan skip": ["--on", "2026-05-01", "--diary", "plan.sqlite"],
    "plan start": ["healed.yaml", "--on", "2026-05-01", "--diary", "d.sqlite"],
    "plan show": ["--diary", "plan.sqlite", "--on", "2026-05-01", "-o", "OUT", "--format", "html"],
    "pack seal": ["pack"],
    "prove": ["never: {swollen: true}", *PACK, "--format", "json", "-o", "OUT"],
    "review sign": ["pack", "--no-prove", *SIGNED],
    "review start": ["pack", "--no-prove", "--format", "html", "-o", "OUT"],
    "review table": ["rules/knee", "pack", "--format", "html", "-o", "OUT"],
    "simulate": ["20", *PACK, "--format", "json", "-o", "OUT"],
    "test": ["case.yaml", *PACK, "--scaffold", "checks/"],
}
CASE = "id: a\nfindings: {side: left}\nexpect: {accepted: [jumpers_knee], urgency: {at_least: self_care, at_most: soon}}\n"
INTERRUPTING: list[tuple[str, list[str]]] = [
    ("audit", ["pack"]),
    ("diff", ["pack", str(TINY)]),
    ("explain", [*PACK, "-f", "side=left"]),
    ("prove", ["never: {swollen: true}", *PACK]),
    ("prove", ["never: {all: [{swollen: true}, {swollen: absent}]}", "--second-solver", *PACK]),
    ("test", ["case.yaml", *PACK]),
    ("log patterns", ["--diary", "plan.sqlite"]),
    ("report", ["--diary", "plan.sqlite", "--on", "2026-05-01"]),
    *((verb, WRITING[verb]) for verb in ("cohort", "findings", "interview", "review start")),
]
KILLS, INTERRUPTS = int(os.environ.get("KILLS", "200")), 4
"""All verbs together are killed so often, each is interrupted so often. `KILLS=500 make test-deep` kills more."""
INTERRUPTED, LONGEST_END = 130, 20  # exit code; seconds
EACH_WAY = ("audit", "cohort", "findings", "interview", "log import", "new rule", "pack seal", "plan start")
"""A verb for each way in which something is written: a file, a table, a folder, answers, the diary, entries of a pack."""


def set_up(folder: Path) -> dict[str, bytes]:
    """A pack, a case, a table and the file that was there before; all files by name."""
    shutil.copytree(TINY, folder / "pack")
    (folder / "case.yaml").write_text(CASE)
    (folder / "t.csv").write_text("side\nleft\nright\n")
    (folder / "OUT").write_text("old")
    with Diary(folder / "d.sqlite") as diary:
        diary.add(DayNote(date=datetime.date(2026, 3, 2), text="a word"))
    planned_diary(folder / "plan.sqlite")
    planned_diary(folder / "bone.sqlite", "back-on-a-healed-bone")
    (folder / "healed.yaml").write_text(json.dumps({"findings": HEALED, "none_of": ["screen", "red_flag"]}))
    (folder / "run.gpx").write_bytes(gpx())
    return contents(folder)


def contents(folder: Path) -> dict[str, bytes]:
    """Every file by name, a diary as what it says, but for what a killed process leaves under a name of its own."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return {
        name: diary_text(path) if name.endswith(".sqlite") else path.read_bytes()
        for name, path in found.items()
        if not re.search(r"\.hipexpert-|\.partial/|\.sqlite-(wal|shm)$", name)
    }


def diary_text(path: Path) -> bytes:
    """What a diary says, from the file and from what was written beside it."""
    with closing(sqlite3.connect(path)) as database:
        return "\n".join(database.iterdump()).encode()


def started(verb: str, folder: Path, words: Sequence[str] | None = None) -> "subprocess.Popen[bytes]":
    """The verb at work, with a few answers on its standard input; its first line on standard error is that it begins."""
    begins = "import sys; from hipexpert.cli.start import start; print(file=sys.stderr, flush=True); start()"
    process = subprocess.Popen(
        [sys.executable, "-c", begins, *verb.split(), *(WRITING[verb] if words is None else words)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": CHECKOUT},
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    assert process.stdin is not None
    process.stdin.write(b"\n46, 3 weeks\nf left\n1\nskip\n")
    process.stdin.close()
    process.stdin = None
    return process


def killed(verb: str, times: int, folder: Path, seed: int) -> None:
    """Kill the verb so often, at moments drawn over its whole run and half of them while it writes, and look at what is left."""
    draw = random.Random(seed)  # noqa: S311
    whole = folder / "whole"
    whole.mkdir()
    before = set_up(whole)
    begun = time.monotonic()
    with started(verb, whole) as process:
        process.communicate()
    assert process.returncode in (0, 3)
    lasts = time.monotonic() - begun
    after = contents(whole)
    for number in range(times):
        here = folder / f"{number}"
        here.mkdir()
        set_up(here)
        with started(verb, here) as process:
            time.sleep(draw.uniform(0, lasts) if number % 2 else draw.uniform(0.7, 1.0) * lasts)
            process.kill()
        now = contents(here)
        assert set(now) <= set(before) | set(after)
        assert set(before) <= set(now)
        for name, content in now.items():
            assert (verb == "interview" and name == "new.yaml") or content in (before.get(name), after.get(name)), (verb, name)
        if "new.yaml" in now:
            said = read_case_file(here / "new.yaml", hipexpert.load_pack())
            full = read_case_file(whole / "new.yaml", hipexpert.load_pack())
            assert said.answers.items() <= full.answers.items()
        load_pack(here / "pack")
        shutil.rmtree(here)


def interrupted(verb: str, words: Sequence[str], times: int, folder: Path, seed: int) -> None:
    """Ctrl-C so often, at moments drawn over the whole run of the verb, every fourth time twice, and what it ends with."""
    draw = random.Random(seed)  # noqa: S311
    set_up(folder)
    with started(verb, folder, words) as process:
        assert process.stderr is not None
        begun = process.stderr.readline() and time.monotonic()
        process.stderr.read()
        lasts, usual = time.monotonic() - float(begun), process.wait()
    for number in range(times):
        (folder / "new.yaml").unlink(missing_ok=True)  # the answers of the interview before
        with started(verb, folder, words) as process:
            assert process.stderr is not None
            process.stderr.readline()
            moment = draw.uniform(0.002, lasts)
            time.sleep(moment)
            for _ in range(1 if number % 4 else 2):
                process.send_signal(signal.SIGINT)
                time.sleep(draw.uniform(0, 0.02))
            try:
                told = process.communicate(timeout=LONGEST_END)[1].decode()
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        assert process.returncode in (usual, INTERRUPTED), (verb, moment, told)
        assert "Traceback" not in told, (verb, moment, told)
        assert "error" not in told or process.returncode == usual, (verb, moment, told)


@pytest.mark.parametrize("verb", [verb if verb in EACH_WAY else pytest.param(verb, marks=pytest.mark.deep) for verb in sorted(WRITING)])
def test_a_killed_verb_leaves_the_old_file_or_the_new_one(verb: str, tmp_path: Path) -> None:
    """Nothing is lost and nothing half; what is left over has a name that nothing reads, and the pack still loads."""
    times = -(-KILLS // len(WRITING)) if PROFILE == "deep" else 1
    killed(verb, times, tmp_path, seed=len(verb))


@pytest.mark.deep
@pytest.mark.parametrize("words", INTERRUPTING, ids=lambda words: words[0])
def test_an_interrupted_verb_ends_with_130_or_is_done(words: tuple[str, list[str]], tmp_path: Path) -> None:
    """Whenever Ctrl-C comes: soon, with no traceback, and never told as the mistake of whoever pressed it."""
    interrupted(*words, INTERRUPTS, tmp_path, seed=len(words[0]))


def test_every_verb_that_writes_is_killed() -> None:
    """Those with an option that names a file to write, those that make entries of a pack, and those that keep something in the diary."""
    written = {"output", "schemas_folder", "scaffold", "rejects", "resume", "dry_run", "accept"}
    named = {verb for verb, each in commands().items() if written & {str(param.name) for param in each.params}}
    keeping = {verb for verb in commands() if verb.startswith(("log ", "plan "))} - {"log list"}
    assert named | keeping | {"pack seal"} == set(WRITING)


def test_the_verb_runs_again_after_it_was_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a killed run left beside a file or in a pack is in nobody's way."""
    set_up(tmp_path)
    (tmp_path / "pack/rules/.hipexpert-abc").write_text("half of a ru")
    (tmp_path / ".hipexpert-abc").write_text("half")
    monkeypatch.chdir(tmp_path)
    for verb in ("new rule", "explain", "audit"):
        assert run(*verb.split(), *WRITING[verb]).exit_code in (0, 3)
