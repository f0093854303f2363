"""Whatever can fail while a file is written fails once, in every verb that writes: nothing is lost, nothing half, one message."""

import datetime
import errno
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from planned import planned_diary
from profiles import examples
from running import commands
from tiny import TINY

from hipexpert.audit import isolated
from hipexpert.cli.main import main
from hipexpert.companion import DayNote, Diary
from hipexpert.knowledge.packs import cache

PACK = ["--knowledge", "pack"]
RULE = ["a-new-rule", "--pack", "pack", "--when", "swollen=yes", "--then", "urgency=soon", "--source", "book"]
CONDITION = [
    *("sore_knee", "--pack", "pack", "--prior", "common", "--typical-urgency", "routine", "--when", "swollen=yes"),
    *("--strength", "moderate", "--source", "book", "--region", "front"),
]
# How each verb writes files: to OUT, which is there before with other content, or to new ones.
WRITING: dict[str, list[list[str]]] = {
    "advice": [["bridge", "--format", "html", "-o", "OUT"]],
    "audit": [["pack", "--no-prove", "--format", "json", "-o", "OUT"]],
    "bench": [["case.json", *PACK, "--format", "json", "-o", "OUT"]],
    "cohort": [["t.csv", *PACK, "--format", "csv", "-o", "OUT"]],
    "diff": [["pack", str(TINY), "--no-prove", "--format", "json", "-o", "OUT"]],
    "explain": [[*PACK, "-f", "side=left", "--format", form, "-o", "OUT"] for form in ("json", "html")],
    "export": [["pack", "--format", "clips", "-o", "OUT"]],
    "findings": [[*PACK, "--schemas", "schemas"]],
    "graph": [["pack", "--format", "svg", "-o", "OUT"]],
    "interview": [[*PACK, "-o", "new.yaml"], PACK],
    "log export": [["--diary", "d.sqlite", "-o", "OUT"]],
    "log patterns": [["--diary", "d.sqlite", "--format", "json", "-o", "OUT"]],
    "new pack": [["mine", "--reviewed", "2026-11-21"]],
    "new rule": [RULE],
    "new condition": [CONDITION],
    "report": [["--diary", "plan.sqlite", "--on", "2026-05-01", "--format", "html", "-o", "OUT"]],
    "plan show": [["--diary", "plan.sqlite", "--on", "2026-05-01", "--format", form, "-o", "OUT"] for form in ("html", "ics")],
    "prove": [["never: {swollen: true}", *PACK, "--format", "json", "-o", "OUT"]],
    "review sign": [["pack", "--no-prove", "--name", "A", "--role", "nurse", "--date", "2020-05-01", "--accept", "swollen"]],
    "review start": [["pack", "--no-prove", "--format", form, "-o", "OUT"] for form in ("csv", "html")],
    "review table": [["rules/knee", "pack", "--format", "html", "-o", "OUT"]],
    "simulate": [["20", *PACK, "--format", "json", "-o", "OUT"]],
    "test": [["case.json", *PACK, "--format", "json", "-o", "OUT"], ["case.json", *PACK, "--scaffold", "checks/"]],
}
ANSWERS = "\nyes\nquit kept.yaml\n\n"
ERRORS = [errno.ENOSPC, errno.EIO, errno.EACCES, errno.ENOENT, errno.EROFS, errno.EDQUOT]
CALLS = sorted(WRITING)


class _Faults:
    """Counts the calls that change what is on the disk, and lets one of them fail."""

    def __init__(self, fails: int = -1, number: int = errno.ENOSPC) -> None:
        self.fails, self.number, self.made = fails, number, list[str]()

    def counting(self, name: str, original: Callable[..., Any]) -> Callable[..., Any]:
        """The call, counted."""

        def call(*words: Any, **named: Any) -> Any:
            self.made.append(name)
            if len(self.made) - 1 == self.fails:
                raise OSError(self.number, os.strerror(self.number))
            return original(*words, **named)

        return call


class _Stream:
    """A file whose writing is counted."""

    def __init__(self, stream: Any, faults: _Faults) -> None:
        self.stream = stream
        self.write = faults.counting("write", stream.write)
        self.flush = faults.counting("flush", stream.flush)

    def fileno(self) -> int:
        return int(self.stream.fileno())

    def __enter__(self) -> "_Stream":
        return self

    def __exit__(self, *_about: object) -> None:
        self.stream.close()


@contextmanager
def failing(faults: _Faults) -> Iterator[None]:
    """While it lasts, files are written through the counted calls."""
    opened = os.fdopen
    with pytest.MonkeyPatch.context() as patch:
        for module, name in ((os, "fsync"), (os, "replace"), (os, "mkdir"), (os, "chmod"), (tempfile, "mkstemp")):
            patch.setattr(module, name, faults.counting(name, getattr(module, name)))
        patch.setattr(Path, "write_text", faults.counting("write_text", Path.write_text))
        patch.setattr(os, "fdopen", lambda *words, **named: _Stream(opened(*words, **named), faults))
        yield


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to stand in, and no cache: what is kept there is no work of anybody."""
    monkeypatch.setenv(cache.VARIABLE, "off")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def set_up(folder: Path) -> None:
    """A pack, a case, a table, and the file that was there before."""
    for each in folder.iterdir():
        shutil.rmtree(each) if each.is_dir() else each.unlink()
    shutil.copytree(TINY, folder / "pack")
    expected = {"accepted": ["jumpers_knee"], "urgency": {"at_least": "self_care", "at_most": "soon"}}
    (folder / "case.json").write_text(json.dumps({"id": "a", "findings": {"side": "left"}, "expect": expected}))
    (folder / "t.csv").write_text("side\nleft\nright\n")
    (folder / "OUT").write_text("old")
    with Diary(folder / "d.sqlite") as diary:
        diary.add(DayNote(date=datetime.date(2026, 3, 2), text="a word"))
    planned_diary(folder / "plan.sqlite")


def called(verb: str, words: list[str]) -> Result:
    """A verb in this process."""
    return CliRunner().invoke(main, [*verb.split(), *words], input=ANSWERS, prog_name="hipexpert")


def contents(folder: Path) -> dict[str, bytes]:
    """Every file by name."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_verb_that_writes_is_tried() -> None:
    """A verb with an option that names a file to write is below, and so is one that makes entries."""
    written = {"output", "schemas_folder", "scaffold", "rejects", "resume", "dry_run", "accept"}
    assert {verb for verb, each in commands().items() if written & {str(param.name) for param in each.params}} == set(WRITING)


@pytest.mark.parametrize("verb", CALLS)
def test_each_step_of_writing_fails_once_and_nothing_is_lost_or_half(verb: str, folder: Path) -> None:
    """Every file is as it was or as it was to be, no temporary file stays, and one message says what failed."""
    for words in WRITING[verb]:
        set_up(folder)
        before = contents(folder)
        counted = _Faults()
        with failing(counted):
            whole = called(verb, words)
        assert whole.exit_code in (0, 3), whole.output
        after = contents(folder)
        assert after != before
        assert counted.made
        # Of very many steps alike some, and all of them in the deep profile.
        for step, name in list(enumerate(counted.made))[:: max(1, len(counted.made) // examples(14))]:
            set_up(folder)
            faults = _Faults(step, ERRORS[step % len(ERRORS)])
            with failing(faults):
                result = called(verb, words)
            about = f"{verb} {name} {step}: {result.output[-600:]}"
            assert result.exception is None or isinstance(result.exception, SystemExit), (about, result.exception)
            now = contents(folder)
            run_folder = {each for each in now if ".partial/" in each}  # of a table that is gone on with
            strange = {each for each in now if now[each] not in (before.get(each), after.get(each))} - run_folder
            assert not {each for each in strange if verb != "interview"}, about
            assert not [each for each in now if ".hipexpert-" in each or each.endswith(".tmp")], about
            if verb == "interview":
                kept = [each for each in ("new.yaml", "kept.yaml") if each in now and b"swollen: true" in now[each]]
                assert kept or "swollen: true" in result.stderr or "Question" not in result.stdout, about
                assert not [each for each in ("new.yaml", "kept.yaml") if f"answers are in {each}" in result.output and each not in kept]
            else:
                assert result.exit_code == 2, about
                assert result.stderr.count("error: ") == 1, about
                assert verb == "cohort" or now == before, about


def test_a_child_process_that_cannot_be_started_is_not_taken_for_one_that_agrees(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has said nothing, and no error of the system goes through to whoever waits for it."""

    def refuse(*_words: object, **_named: object) -> None:
        raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN))

    monkeypatch.setattr(isolated.subprocess, "Popen", refuse)
    assert isolated.start("hipexpert", "load_pack", b"").result() is None


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each step of keeping a pack fails once, and each time the result is the same."""
    set_up(folder)
    monkeypatch.setenv(cache.VARIABLE, str(folder / "cache"))
    counted = _Faults()
    with failing(counted):
        whole = called("explain", [*PACK, "-f", "side=left"])
    assert counted.made
    for step in range(len(counted.made)):
        shutil.rmtree(folder / "cache", ignore_errors=True)
        with failing(_Faults(step, ERRORS[step % len(ERRORS)])):
            assert called("explain", [*PACK, "-f", "side=left"]).output == whole.output
        assert not list((folder / "cache").glob("*.part"))
