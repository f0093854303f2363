"""``hipexpert explain``: where the result goes, whole or not at all."""

import json
import os
import pty
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from running import CHECKOUT, ESCAPE, refused, run, run_process

from hipexpert.cli import output

ANSWERS = ("explain", "-f", "pain_site=lateral_hip", "-f", "age_years=46")
BEGINS = {
    "a.json": "{",
    "a.md": "# ",
    "a.dot": "// ",
    "a.gv": "// ",
    "a.mmd": "%% ",
    "a.graphml": "<?xml",
    "a.html": "<!doctype html>",
    "a.htm": "<!doctype html>",
    "a.svg": "<svg ",
    "A.JSON": "{",
    "a.txt": " ",
    "a": " ",
}


@pytest.mark.parametrize(("name", "begins"), BEGINS.items())
def test_the_form_follows_from_the_name_of_the_file(name: str, begins: str, tmp_path: Path) -> None:
    """-o writes what the suffix says, with nothing on the terminal, and one line end at the end."""
    result = run(*ANSWERS, "-o", str(tmp_path / name))
    assert (result.exit_code, result.output) == (0, "")
    text = (tmp_path / name).read_text(encoding="utf-8")
    assert text.startswith(begins)
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert ESCAPE not in text


def test_a_form_that_is_named_counts_over_the_suffix(tmp_path: Path) -> None:
    """--format is obeyed whatever the file is called, and a file holds what standard output shows."""
    run(*ANSWERS, "-o", str(tmp_path / "a.md"), "--format", "json")
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == run(*ANSWERS, "--format", "json").stdout


def test_a_dash_means_standard_output(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`-o -` prints, as in other programs, and makes no file of that name."""
    monkeypatch.chdir(tmp_path)
    assert run(*ANSWERS, "-o", "-", "--format", "dot").stdout.splitlines()[1].startswith("digraph")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["case.yaml", "link.yaml"])
def test_a_case_is_not_written_over_by_what_follows_from_it(name: str, tmp_path: Path) -> None:
    """The answers are somebody's work, also behind a link."""
    case = tmp_path / "case.yaml"
    case.write_text("limp: yes\n")
    (tmp_path / "link.yaml").symlink_to(case)
    assert "the output would replace what is read" in refused("explain", str(case), "-o", str(tmp_path / name))
    assert case.read_text() == "limp: yes\n"


def test_a_failure_leaves_the_old_file_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the disk is full in the middle of writing, the old file is there and nothing else is."""
    target = tmp_path / "result.json"
    target.write_text("old")

    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    said = refused(*ANSWERS, "-o", str(target))
    assert "error: the output cannot be written: no space left on device" in said
    assert f"at   {target}" in said
    assert [path.name for path in tmp_path.iterdir()] == ["result.json"]
    assert target.read_text() == "old"


@pytest.mark.parametrize("name", [".", "gone/result.json", "file/result.json", "x" * 300])
def test_a_target_that_cannot_be_written_is_refused(name: str, tmp_path: Path) -> None:
    """A folder, a missing folder, a file in place of a folder and a name that is too long are mistakes, and nothing is written."""
    (tmp_path / "file").write_text("old")
    said = refused(*ANSWERS, "-o", str(tmp_path / name))
    assert "error: the output cannot be written: " in said
    assert f"at   {tmp_path / name}" in said
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_folder_that_may_not_be_written_to_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the system refuses is said in its words."""

    def refuse(*_args: object, **_kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    assert "error: the output cannot be written: permission denied" in refused(*ANSWERS, "-o", str(tmp_path / "a.json"))
    assert list(tmp_path.iterdir()) == []


def test_a_mistake_in_the_answers_writes_nothing(tmp_path: Path) -> None:
    """A refused case does not touch the output file."""
    target = tmp_path / "a.json"
    target.write_text("old")
    refused("explain", "-f", "limpp=yes", "-o", str(target))
    assert target.read_text() == "old"


def test_a_replaced_file_keeps_its_mode_and_its_link(tmp_path: Path) -> None:
    """A private file stays private, a new one follows the umask, and a link stays a link to the new content."""
    target, link = tmp_path / "real.json", tmp_path / "link.json"
    target.touch()
    target.chmod(0o600)
    link.symlink_to(target)
    run(*ANSWERS, "-o", str(link))
    assert link.is_symlink()
    assert json.loads(target.read_text())["schema"]
    assert target.stat().st_mode & 0o777 == 0o600
    run(*ANSWERS, "-o", str(tmp_path / "new.json"))
    mask = os.umask(0)
    os.umask(mask)
    assert (tmp_path / "new.json").stat().st_mode & 0o777 == 0o666 & ~mask


@pytest.mark.parametrize("form", ["text", "json", "markdown", "dot", "mermaid", "graphml", "html", "svg"])
def test_a_pipe_gets_no_escape_codes(form: str) -> None:
    """Standard output that is no terminal gets plain text, and each line of text fits 80 columns."""
    printed = run(*ANSWERS, "--format", form).stdout
    assert ESCAPE not in printed
    assert form != "text" or max(map(len, printed.splitlines())) <= 80


def test_messages_in_a_pipe_or_without_colour_are_plain() -> None:
    """Errors are coloured for a terminal only, and not when NO_COLOR is set."""
    words = ("explain", "-f", "limpp=yes")
    assert ESCAPE in run(*words, color=True, NO_COLOR="").stderr
    assert ESCAPE not in run(*words, color=True, NO_COLOR="1").stderr
    assert ESCAPE not in run(*words).stderr


def on_a_terminal(folder: Path, **environment: str) -> str:
    """What `hipexpert explain` prints on a terminal."""
    ours, theirs = pty.openpty()
    ambient = {name: value for name, value in os.environ.items() if "COLOR" not in name}
    env = {**ambient, "PYTHONPATH": CHECKOUT, "TERM": "xterm-256color", "COLUMNS": "80", **environment}
    with subprocess.Popen([sys.executable, "-m", "hipexpert", *ANSWERS], cwd=folder, env=env, stdout=theirs) as process:
        os.close(theirs)
        printed = b""
        while chunk := _read(ours):
            printed += chunk
    os.close(ours)
    assert process.returncode == 0
    return printed.decode()


def _read(stream: int) -> bytes:
    try:
        return os.read(stream, 65536)
    except OSError:  # Linux says so when the other side has closed
        return b""


def test_a_terminal_gets_colour_unless_it_is_unwanted(tmp_path: Path) -> None:
    """Colour codes reach a terminal, and none do when NO_COLOR is set."""
    colours = re.compile(r"\x1b\[(?:\d+;)*(?:3[0-7]|4[0-7]|9[0-7]|10[0-7])m")
    assert colours.search(on_a_terminal(tmp_path))
    assert not colours.search(on_a_terminal(tmp_path, NO_COLOR="1"))


def test_a_reader_that_stops_early_is_no_error(tmp_path: Path) -> None:
    """`hipexpert explain … | head -1` ends without a message."""
    command = f"'{sys.executable}' -m hipexpert {' '.join(ANSWERS)} --format graphml | head -1"
    done = subprocess.run(
        ["bash", "-c", command], cwd=tmp_path, env={**os.environ, "PYTHONPATH": CHECKOUT}, capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.startswith(b"<?xml")


def test_a_full_disk_behind_standard_output_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    """Printing into a full disk ends in a message and exit code 2."""
    echo = output.click.echo

    def full(message: object = None, *, err: bool = False, **kwargs: bool) -> None:
        if not err:
            raise OSError(28, "No space left on device")
        echo(message, err=True, **kwargs)

    monkeypatch.setattr(output.click, "echo", full)
    assert "error: the result cannot be written: no space left on device" in refused(*ANSWERS, "--format", "json")


def test_each_encoding_of_standard_output_is_served(tmp_path: Path) -> None:
    """On a terminal that is not UTF-8 the text has no characters that it cannot show."""
    done = run_process(tmp_path, *ANSWERS, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.isascii()
