"""`hipexpert export`: a program for another engine, whole or not at all."""

from pathlib import Path

from running import refused, run
from tiny import TINY

from hipexpert import load_pack
from hipexpert.rendering.clips import pack_to_clips


def test_the_program_goes_to_standard_output_or_a_file(tmp_path: Path) -> None:
    """The same bytes either way."""
    target = tmp_path / "tiny.clp"
    assert run("export", str(TINY), "--format", "clips", "-o", str(target)).exit_code == 0
    assert target.read_text(encoding="utf-8") == run("export", str(TINY), "--format", "clips").stdout == pack_to_clips(load_pack(TINY))


def test_without_a_pack_it_is_the_one_that_ships() -> None:
    """And its first lines say how to load and ask it."""
    said = run("export", "--format", "clips").stdout
    assert "Hip pain in runners" in said[:400]
    for words in ("clips -f2 FILE", "(reset)", "(assert (", "(run)", "(report)", "unknown is not no"):
        assert words in said[:4000]


def test_what_cannot_be_done_is_one_message(tmp_path: Path) -> None:
    """An unknown format, no format, a folder that is no pack, a file that cannot be written: exit code 2, nothing written."""
    assert "'clips'" in refused("export", "--format", "prolog")
    assert "--format" in refused("export")
    assert "Traceback" not in refused("export", str(tmp_path), "--format", "clips")
    assert "cannot be written" in refused("export", str(TINY), "--format", "clips", "-o", str(tmp_path / "no" / "x.clp"))
    assert list(tmp_path.iterdir()) == []
