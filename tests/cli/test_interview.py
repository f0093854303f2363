"""`hipexpert interview` on a real terminal, in a pipe, and when it is cut short."""

import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from on_terminal import ENVIRONMENT, PROMPT, Start, answer, ended, go_to
from running import refused, run, run_process

from hipexpert import Engine, read_case_file

ASCII = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"}


def test_a_full_run_ends_with_the_explanation(start: Start, tmp_path: Path, engine: Engine) -> None:
    """Denying and skipping all the way comes to an end, to the first screen of `explain`, and to the saved file."""
    child = start("interview", "-o", "hip.yaml")
    assert "How old are you" in str(child.before)
    assert "so far" not in str(child.before)
    for _ in range(60):
        child.sendline("none" if "`none`" in str(child.before) else "")
        if child.expect_exact([PROMPT, "Knowledge: hip"]) == 1:
            break
    shown, code = ended(child)
    assert code == 0
    assert "Your answers are in hip.yaml" in shown
    intake = read_case_file(tmp_path / "hip.yaml", engine.pack)
    assert (tmp_path / "hip.yaml").stat().st_mode & 0o777 == 0o600  # what somebody says of their body is theirs
    assert intake.answers["fever"] is False
    assert run("explain", str(tmp_path / "hip.yaml")).exit_code == 0


def test_why_how_help_and_back(start: Start) -> None:
    """Commands answer at any question, and `back` shows the question before."""
    child = start("interview")
    assert "This is the first question" in answer(child, "back")
    go_to(child, "A fall, blow or collision")
    why = answer(child, "why")
    assert "It could raise the urgency to emergency" in why
    assert "is an emergency" in why
    assert "quit FILE" in answer(child, "help")
    assert "Can you put weight on the leg" in answer(child, "back")
    assert "See a doctor within a week" in answer(child, "? 2")
    how = answer(child, "how")
    assert "putting weight on the leg hurts" in how
    assert "How this was reached" in how
    assert "Can you put weight on the leg" in answer(child, "back")


def test_a_wrong_answer_is_asked_again_with_help(start: Start) -> None:
    """One line says what is allowed, and the question stays."""
    child = start("interview")
    wrong = answer(child, "purple")
    assert "`purple` cannot be read here" in wrong
    assert "Step" not in wrong
    assert "Step 2" in answer(child, "46, 3 weeks")
    assert "Step 3" in answer(child, "f left")
    assert "One of them must apply" in answer(child, "none")


def test_an_emergency_stops_it_at_once_and_comes_first(start: Start) -> None:
    """The first answer that is an emergency ends the questions, and the emergency is what is shown first."""
    child = start("interview")
    go_to(child, "Can you put weight on the leg")
    answer(child, "")
    answer(child, "6")
    child.sendline("chest")
    shown, code = ended(child)
    assert code == 0
    assert re.search(r"^chest\s+EMERGENCY\s+Go to an emergency department now", shown)


def test_an_interview_is_saved_and_resumed(start: Start, tmp_path: Path) -> None:
    """After `quit` it goes on with the same question, also inside another interview."""
    child = start("interview")
    answer(child, "46, 3 weeks")
    answer(child, "f left")
    asked = answer(child, "outer")
    child.sendline("quit")
    child.expect_exact("Save the answers in which file?")
    child.sendline("hip.yaml")
    shown, code = ended(child)
    assert code == 0
    assert "hipexpert interview --resume hip.yaml" in " ".join(shown.split())
    again = start("interview", "--resume", "hip.yaml")
    assert "Step 4" in str(again.before)
    assert asked[asked.index("Step 4") :] in str(again.before)
    assert "In which area" in answer(again, "back")
    other = start("interview")
    assert "Step 3" in answer(other, "resume hip.yaml")
    assert "weight_bearing" not in (tmp_path / "hip.yaml").read_text()
    go_to(other, "Can you put weight on the leg")
    answer(other, "? 1")
    assert yaml.safe_load((tmp_path / "hip.yaml").read_text())["findings"]["weight_bearing"] == "full"


def test_an_existing_file_is_not_overwritten(start: Start, tmp_path: Path) -> None:
    """Neither by -o nor by `quit FILE`: the answers in it would be lost."""
    (tmp_path / "hip.yaml").write_text("limp: yes\n")
    assert "its answers would be lost" in refused("interview", "-o", str(tmp_path / "hip.yaml"))
    child = start("interview")
    answer(child, "46")
    assert "there already" in answer(child, "quit hip.yaml")
    assert (tmp_path / "hip.yaml").read_text() == "limp: yes\n"


def test_ctrl_c_loses_no_answer(start: Start, tmp_path: Path) -> None:
    """With a file it is saved; without one the answers are printed as a file to resume; the exit code is 130."""
    child = start("interview", "-o", "hip.yaml")
    answer(child, "46, 3 weeks")
    child.sendintr()
    shown, code = ended(child)
    assert code == 130
    assert "To go on: hipexpert interview --resume hip.yaml" in " ".join(shown.split())
    assert "age_years: 46" in (tmp_path / "hip.yaml").read_text()
    child = start("interview")
    answer(child, "46, 3 weeks")
    child.sendintr()
    shown, code = ended(child)
    assert code == 130
    assert "Traceback" not in shown
    printed = tmp_path / "printed.yaml"
    printed.write_text(shown[shown.index("# Answers of an interview") :].replace("\r\n", "\n"))
    assert "Step 2" in str(start("interview", "--resume", "printed.yaml").before)


def test_the_end_of_a_process_loses_no_answer(start: Start, tmp_path: Path) -> None:
    """SIGTERM ends it like Ctrl-C; after SIGKILL the file holds every answer given."""
    child = start("interview", "-o", "hip.yaml")
    answer(child, "46, 3 weeks")
    child.kill(signal.SIGTERM)
    assert ended(child)[1] == 143
    child = start("interview", "--resume", "hip.yaml")
    answer(child, "f left")
    answer(child, "calf")
    child.kill(signal.SIGKILL)
    ended(child)
    assert "buttock: false" in (tmp_path / "hip.yaml").read_text()
    assert [path.name for path in tmp_path.iterdir()] == ["hip.yaml"]


@pytest.mark.parametrize("environment", [{"TERM": "xterm", "NO_COLOR": "1"}, ASCII])
def test_a_narrow_and_a_plain_terminal(start: Start, environment: dict[str, str]) -> None:
    """In 40 columns no line is longer, no colour code appears without colour, and what is typed can be anything."""
    child = start("interview", columns=40, **environment)
    shown = str(child.before)
    for line in ("why", "46, 3 weeks", "f left", "h\u00fcfte", "2", "1", "how", "help"):
        shown += "\r\n> " + answer(child, line)
    lines = re.sub(r"\x1b\[[?0-9;]*[a-zA-Z]", "", shown).split("\r\n")
    assert [line for line in lines if len(line.rstrip()) > 40] == []
    assert re.search(r"\x1b\[[0-9;]*[34][0-7]m", shown) is None
    assert "Traceback" not in shown


def test_explain_without_input_asks(start: Start) -> None:
    """On a terminal `hipexpert explain` starts the interview; in a pipe it says what is missing."""
    assert "How old are you" in str(start("explain").before)
    assert "nothing to explain" in refused("explain")


def test_answers_can_come_through_a_pipe(tmp_path: Path) -> None:
    """At the end of the input it stops, and prints what it takes to go on."""
    outcome = run_process(tmp_path, "interview", stdin=b"\n46, 3 weeks\nf left\nwhy\n2\n\xff\xfe\n")
    assert outcome.returncode == 0, outcome.stderr
    assert b"In which area" in outcome.stdout
    assert b"buttock: false" in outcome.stderr
    assert b"Traceback" not in outcome.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_closed_pipe_is_quiet(tmp_path: Path) -> None:
    """When nobody reads any more there is no traceback, and the file holds what was answered."""
    command = [sys.executable, "-m", "hipexpert", "interview", "-o", "hip.yaml"]
    with subprocess.Popen(
        command, cwd=tmp_path, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(b"\n46, 3 weeks\n")
        process.stdin.flush()
        while b"Step 2" not in process.stdout.readline():
            pass
        process.stdout.close()
        process.stdin.write(b"2\n1\n")
        process.stdin.close()
        error = process.stderr.read()
    assert process.returncode in (0, 1)
    assert b"Traceback" not in error
    assert b"Exception" not in error
    assert yaml.safe_load((tmp_path / "hip.yaml").read_text())["findings"]["age_years"] == 46


def test_a_case_and_a_file_to_resume_cannot_both_begin(tmp_path: Path) -> None:
    """One clear message for what cannot be."""
    assert "not both" in refused("interview", "case.yaml", "--resume", "other.yaml")
    assert "no such file" in refused("interview", "--resume", str(tmp_path / "none.yaml"))
    assert "no such file" in refused("interview", str(tmp_path / "none.yaml"))
    (tmp_path / "case.yaml").write_text("limp: yes\n")
    assert "no interview to go on with" in refused("interview", "--resume", str(tmp_path / "case.yaml"))


def test_an_interview_can_start_from_a_case(start: Start, tmp_path: Path) -> None:
    """What a case says is not asked again, and counts from the start."""
    (tmp_path / "case.yaml").write_text("weight_bearing: painful\nnone_of: [red_flag]\n")
    child = start("interview", "case.yaml")
    assert "Going on with 1 answer" in str(child.before)
    assert "See a doctor within a week" in str(child.before)
    assert "put weight on the leg" not in str(child.before)
    assert (tmp_path / "case.yaml").read_text() == "weight_bearing: painful\nnone_of: [red_flag]\n"


def test_a_clinician_is_asked_for_the_examination(start: Start, tmp_path: Path) -> None:
    """`--clinician` asks what only an examination shows."""
    assert run("interview", "--help").exit_code == 0
    (tmp_path / "case.yaml").write_text("weight_bearing: full\nage_years: 46\npain_site: [lateral_hip]\nnone_of: [red_flag, pain_site]\n")
    child = start("interview", "case.yaml", "--clinician")
    go_to(child, "pulses of the foot")
