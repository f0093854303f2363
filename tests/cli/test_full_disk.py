"""A disk that is full: nothing half written, what was there stays, one message that says what helps."""

import errno
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from hipexpert.cli.main import main


@pytest.mark.parametrize(
    "words",
    [
        ("explain", "-f", "limp=yes", "-o", "{}"),
        ("explain", "-f", "limp=yes", "--letter", "{}"),
        ("interview", "--no-words", "-o", "{}"),
        ("export", "--format", "clips", "-o", "{}"),
        ("new", "pack", "{}"),
    ],
)
def test_a_full_disk_leaves_nothing_behind(words: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Exit code 2, and help that no other folder of the same disk would be."""

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    target = tmp_path / "out.md"
    outcome = CliRunner().invoke(main, [word.format(target) for word in words], input="")
    assert outcome.exit_code == 2
    assert outcome.stderr.count("no space left on device") == 1
    assert "free some space, or name a place on another disk" in " ".join(outcome.stderr.split())
    assert list(tmp_path.iterdir()) == []
