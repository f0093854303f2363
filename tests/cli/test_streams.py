"""Standard streams that are closed, full or in another encoding, and Ctrl-C: an exit code and a message, never a traceback."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from running import CHECKOUT, refused, run
from tiny import TINY

ENVIRONMENT = {**os.environ, "PYTHONPATH": CHECKOUT}
EXPLAIN = f"explain --knowledge '{TINY}' -f side=left"
INTERVIEW = f"interview --knowledge '{TINY}'"
CLOSED = "error: the result cannot be written: standard output is closed\n"
FULL = "error: the result cannot be written: no space left on device\n"


def shell(command: str, folder: Path, **environment: str) -> "subprocess.CompletedProcess[bytes]":
    """What a line of a shell does, in which HIP is the program."""
    line = command.replace("HIP", f"'{sys.executable}' -m hipexpert")
    return subprocess.run(["bash", "-c", line], cwd=folder, env={**ENVIRONMENT, **environment}, capture_output=True, check=False)


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        (f"HIP {EXPLAIN} >&-", 2, CLOSED),
        (f"HIP {EXPLAIN} -o out.json >&-", 0, ""),
        (f"HIP {EXPLAIN} <&-", 0, ""),
        ("HIP explain - <&-", 2, "error: standard input cannot be read: it is closed\n  at   standard input\n"),
        ("HIP explain -f limmp=yes 2>&-", 2, ""),
        (f"HIP {EXPLAIN} <&- >&- 2>&-", 2, ""),
        ("HIP --help >&-", 2, CLOSED),
        ("HIP --help >/dev/full", 2, FULL),
        (f"HIP {EXPLAIN} >/dev/full", 2, FULL),
        (f"HIP {EXPLAIN} --format json >/dev/full", 2, FULL),
        ("HIP explain -f limmp=yes 2>/dev/full", 2, ""),
        (f"HIP {INTERVIEW} <&-", 0, ""),
        (f"echo 20 | HIP {INTERVIEW} >/dev/full 2>/dev/full", 2, ""),
    ],
)
def test_a_stream_that_is_closed_or_full_is_told_in_one_line(command: str, code: int, said: str, tmp_path: Path) -> None:
    """The exit code says that the result went nowhere; where it went to a file, standard output is not missed."""
    done = shell(command, tmp_path)
    assert (done.returncode, done.stderr.decode()) == (code, said)


@pytest.mark.parametrize(
    ("encoding", "form"),
    [
        *((encoding, "text") for encoding in ("ascii", "cp1252", "latin-1", "cp437", "utf-16")),
        *(("cp1252", form) for form in ("html", "json", "svg", "markdown", "mermaid")),
    ],
)
def test_every_form_is_served_in_every_encoding(encoding: str, form: str, tmp_path: Path) -> None:
    """Text is shown as far as the encoding goes; what programs read is UTF-8 everywhere, as in a file."""
    done = shell(f"HIP {EXPLAIN} --format {form}", tmp_path, PYTHONIOENCODING=encoding, LC_ALL="C", PYTHONUTF8="0")
    assert (done.returncode, done.stderr) == (0, b"")
    if form != "text":
        run("explain", "--knowledge", str(TINY), "-f", "side=left", "--format", form, "-o", str(tmp_path / "out"))
        assert done.stdout == (tmp_path / "out").read_bytes()


@pytest.mark.parametrize(
    "reply", [b"9" * 4301, b"quit a\0b", b"resume a\0b", b"\xff\xfe", b"\x1b[A", b"quit " + b"a" * 5000, b"1" * 100_000]
)
def test_no_reply_ends_an_interview_in_a_traceback(reply: bytes, tmp_path: Path) -> None:
    """What cannot be an answer is told so, and the next one is read."""
    line = "HIP interview < replies"
    (tmp_path / "replies").write_bytes(b"\n46, 3 weeks\n" + reply + b"\nquit mine.yaml\n")
    done = shell(line, tmp_path)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "age_years: 46" in (tmp_path / "mine.yaml").read_text()


@pytest.mark.parametrize("end", [0, signal.SIGTERM, signal.SIGHUP])
def test_answers_are_printed_when_their_folder_is_gone(end: int, tmp_path: Path) -> None:
    """At the end of its input, on SIGTERM and when the terminal is closed, what is said of the answers is true: they are here."""
    (tmp_path / "gone").mkdir()
    # A signal is heeded also where the tests themselves run under nohup, which a child inherits.
    heeding = "import signal, runpy; signal.signal(signal.SIGHUP, signal.SIG_DFL); runpy.run_module('hipexpert', run_name='__main__')"
    words = [sys.executable, "-c", heeding, "interview", "-o", "gone/mine.yaml"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(words, cwd=tmp_path, env=ENVIRONMENT, **pipes) as process:  # type: ignore[call-overload]
        process.stdin.write(b"\n46, 3 weeks\n")
        process.stdin.flush()
        for _ in range(3000):  # a minute: what is saved after each answer is there long before
            if "age_years: 46" in _text(tmp_path / "gone/mine.yaml"):
                break
            assert process.poll() is None
            time.sleep(0.02)
        else:
            process.kill()
        (tmp_path / "gone/mine.yaml").unlink()
        (tmp_path / "gone").rmdir()
        if end:
            process.send_signal(end)
        _, said = process.communicate()
    assert process.returncode == (128 + end if end else 2)
    assert b"Nothing was saved" in said
    assert b"age_years: 46" in said
    assert b"Your answers are in" not in said
    assert b"Traceback" not in said


def _text(path: Path) -> str:
    return path.read_text() if path.exists() else ""


def test_a_link_that_leads_back_to_itself_is_refused_and_stays(tmp_path: Path) -> None:
    """Neither written through nor replaced, by any verb that writes."""
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    (tmp_path / "t.csv").write_text("side\nleft\n")
    pack = ["--knowledge", str(TINY)]
    for words in (
        ["explain", *pack, "-f", "side=left"],
        ["cohort", str(tmp_path / "t.csv"), *pack, "--format", "csv"],
        ["graph", str(TINY)],
    ):
        assert "error: the output cannot be written" in refused(*words, "-o", str(loop))
        assert loop.is_symlink()
    assert "error:" in refused("new", "pack", str(loop))
    assert "error:" in refused("interview", *pack, "-o", str(loop))


@pytest.mark.parametrize("name", ["rules/knee.yaml", "link.yaml", "hard.yaml"])
def test_a_file_of_what_is_read_is_not_written_over(name: str, tmp_path: Path) -> None:
    """A pack is somebody's work, under every name that it has, for every verb that reads one and writes a file."""
    import shutil

    pack = tmp_path / "pack"
    shutil.copytree(TINY, pack)
    rules = pack / "rules/knee.yaml"
    (tmp_path / "link.yaml").symlink_to(rules)
    os.link(rules, tmp_path / "hard.yaml")
    before = rules.read_bytes()
    target = pack / name if name.startswith("rules") else tmp_path / name
    given = ["--knowledge", str(pack)] if name != "hard.yaml" else ["--weights", str(rules)]
    words = ["simulate", "10", *given, "-o", str(target)]
    assert "error: the output would replace" in refused(*words)
    if name != "hard.yaml":
        for verb in (
            ["audit", str(pack), "--format", "text"],
            ["export", str(pack), "--format", "clips"],
            ["graph", str(pack), "--format", "text"],
            ["diff", str(pack), str(TINY), "--format", "text"],
        ):
            assert "error: the output would replace" in refused(*verb, "-o", str(target))
    assert rules.read_bytes() == before


def test_a_table_whose_lines_end_in_cr_alone_is_refused(tmp_path: Path) -> None:
    """Its first line is the whole file, so it says how to save it."""
    (tmp_path / "t.csv").write_bytes(b"side,age\rleft,20\r")
    assert "the lines of the table end in CR alone" in refused("cohort", str(tmp_path / "t.csv"), "--knowledge", str(TINY))


BEGUN = "import sys; from hipexpert.cli.start import start; sys.stdout.write('.'); sys.stdout.flush(); start()"


def interrupted(words: list[str], after: float, folder: Path) -> "subprocess.CompletedProcess[bytes]":
    """A run that gets Ctrl-C so many seconds after it has begun."""
    pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", BEGUN, *words], cwd=folder, env=ENVIRONMENT, **pipes) as process:  # type: ignore[call-overload]
        process.stdout.read(1)
        time.sleep(after)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    return subprocess.CompletedProcess(words, process.returncode, out, err)


@pytest.mark.parametrize("number", range(2))
def test_ctrl_c_at_any_time_ends_with_130_and_no_traceback(number: int, tmp_path: Path) -> None:
    """Also while modules are imported. A run that was through already has its own exit code."""
    (tmp_path / "t.csv").write_text("side\nleft\n")
    draw = random.Random(number)  # noqa: S311
    verbs = [
        ["explain", "-f", "limp=yes"],
        ["graph", str(TINY)],
        ["cohort", "t.csv", "--knowledge", str(TINY)],
        ["audit", str(TINY), "--no-prove"],
    ]
    for words in verbs:
        done = interrupted(words, draw.uniform(0, 0.5), tmp_path)
        assert done.returncode in (130, 0, 3), done.stderr.decode()
        assert b"Traceback" not in done.stderr
        assert b"Exception ignored" not in done.stderr
