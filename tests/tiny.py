"""The tiny pack of tests/knowledge/tiny_pack, and copies of it with something wrong."""

import shutil
from pathlib import Path

import pytest

from hipexpert import PackError, Problem, load_pack

TINY = Path(__file__).parent / "knowledge" / "tiny_pack"


def copied(folder: Path, *changes: tuple[str, str, str]) -> Path:
    """A copy of the tiny pack in a folder, in which each change (file, old, new) replaces a text that occurs once."""
    target = folder / "pack"
    shutil.copytree(TINY, target)
    for name, old, new in changes:
        text = (target / name).read_text()
        assert text.count(old) == 1, f"{old!r} occurs {text.count(old)} times in {name}"
        (target / name).write_text(text.replace(old, new))
    return target


def pack_problems(folder: Path) -> tuple[Problem, ...]:
    """The problems that loading the pack in a folder raises."""
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    return caught.value.problems


def line_of(text: str, name: str, folder: Path = TINY) -> str:
    """``file:line`` of the only line of a file in which a text occurs."""
    lines = [number for number, line in enumerate((folder / name).read_text().splitlines(), 1) if text in line]
    assert len(lines) == 1, f"{text!r} is in lines {lines} of {name}"
    return f"{name}:{lines[0]}"
