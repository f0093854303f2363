"""``hipexpert explain``: what it takes, and that every mistake ends in a message and exit code 2."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from running import CHECKOUT, refused, run, run_process
from tiny import TINY, copied

ANSWERS = ("-f", "limp=yes")


def document(*words: str, stdin: bytes | str | None = None) -> dict[str, object]:
    """The JSON that ``hipexpert explain WORDS`` prints."""
    result = run("explain", *words, "--format", "json", stdin=stdin)
    assert (result.exit_code, result.stderr) == (0, "")
    read: dict[str, object] = json.loads(result.stdout)
    return read


@pytest.mark.parametrize(
    ("name", "content", "message", "help_text"),
    [
        ("case.yaml", b"limp: yes\npain_sight: buttock\n", "unknown finding `pain_sight`", "did you mean `pain_site`?"),
        ("case.yaml", b"age_years: 40\nsex: femal\n", "`femal` is no answer to `sex`", "did you mean `female`?"),
        ("case.yaml", b"limp: no\nage_years: old\n", "`old` is no answer to `age_years`", "it takes a whole number"),
        ("case.yaml", b"limp: no\nage_years: 1000\n", "`1000` is out of range for `age_years`", "it takes a whole number"),
        ("case.yaml", b"limp: no\nage_years: .nan\n", "`nan` is not a number, and no answer to `age_years`", "it takes a whole number"),
        ("case.yaml", b"limp: no\nlimp: yes\n", "the key `limp` is given twice", "keep one of them"),
        ("case.json", b'{"limp": true,\n"limp": false}', "the key `limp` is given twice", "keep one of them"),
        ("case.yaml", b"a: &a x\nb: *a\n", "anchors and aliases are not accepted", "write the value out"),
        ("case.yaml", b"x: 1\na: !!python/object/apply:os.system [ls]\n", "the tag `tag:yaml.org,2002:python", "write plain data"),
        ("case.yaml", b"x: 1\na: \xe9\xff\n", "the file is not UTF-8 text", "save it as UTF-8"),
        ("case.yaml", b"x: 1\n\x00\x01", "the file is not text", "give a YAML or JSON file"),
        ("case.yaml", b"x: 1\n--- \nlimp: no\n", "a second document starts here", "one file, one document"),
        ("case.yaml", b"limp: no\n- x\n", "the YAML cannot be read", "check indentation"),
        ("case.json", b'{"limp": true,\n]', "the JSON cannot be read", "check brackets"),
    ],
)
def test_a_bad_case_file_is_refused_with_its_line(name: str, content: bytes, message: str, help_text: str, tmp_path: Path) -> None:
    """The message, the file and line 2 where the mistake is, and what to do."""
    path = tmp_path / name
    path.write_bytes(content)
    said = refused("explain", str(path))
    assert f"error: {message}" in said
    assert help_text in said
    assert f"{path}:2" in said or f"{path}:1" in said


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ("gone.yaml", "there is no such file"),
        ("folder", "this is a folder, not a file"),
        ("empty.yaml", "the file is empty"),
        ("huge.yaml", "the file is larger than 1 MB"),
        ("x" * 5000, "the file cannot be read"),
    ],
)
def test_a_case_that_is_no_file_to_read_is_refused(case: str, message: str, tmp_path: Path) -> None:
    """A missing, empty, huge or impossible file and a folder each have their message, and name the path."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "empty.yaml").touch()
    (tmp_path / "huge.yaml").write_bytes(b"- limp\n" * 8_000_000)
    said = refused("explain", str(tmp_path / case))
    assert f"error: {message}" in said
    assert f"at   {tmp_path / case}" in said


def test_a_missing_case_is_answered_with_the_nearest_file(tmp_path: Path) -> None:
    """The help of a mistyped file name is the file that is there."""
    (tmp_path / "runner.yaml").write_text("limp: yes")
    assert f"help did you mean `{tmp_path / 'runner.yaml'}`?" in refused("explain", str(tmp_path / "runer.yaml"))


def test_problems_of_the_file_and_of_the_options_come_together(tmp_path: Path) -> None:
    """A mistake in the file does not hide one in a -f option."""
    path = tmp_path / "case.yaml"
    path.write_text("limpp: yes\nage_years: 1000\n")
    said = refused("explain", str(path), "-f", "sexx=male", "-f", "limp")
    assert said.count("error: ") == 4
    assert [line.split()[1:] for line in said.splitlines() if line.startswith("  at ")] == [
        [f"{path}:1"],
        [f"{path}:2"],
        ["-f", "sexx"],
    ]


def test_of_very_many_problems_the_first_are_shown() -> None:
    """A file with hundreds of mistakes does not flood the terminal."""
    said = refused("explain", "-", stdin="\n".join(f"key{number}: 1" for number in range(100)))
    assert said.count("error: ") == 20
    assert "and 80 more problems" in said


def test_words_of_a_stranger_cannot_steer_the_terminal() -> None:
    """Control characters are refused, and others that a file smuggles into a message are written out."""
    said = run("explain", "-", stdin='"\\e[31mlimp": 1', color=True, NO_COLOR="1").stderr
    assert "the text holds a control character" in said
    assert "\x1b" not in said
    said = run("explain", "-", stdin='"limp\\u202e": 1', color=True, NO_COLOR="1").stderr
    assert "the text holds a control character" in said
    assert "\u202e" not in said


@pytest.mark.parametrize(
    "text", ["limp: yes\nage_years: 40\n", '{"limp":\ttrue,\n\t"age_years": 40}', "\ufefflimp: yes\r\nage_years: 40\r\n"]
)
def test_a_case_on_standard_input_may_be_yaml_or_json(text: str) -> None:
    """`-` reads either form, with tabs in JSON, a byte order mark and CRLF."""
    assert document("-", stdin=text)["intake"] == {"age_years": 40.0, "limp": True}


def test_a_mistake_on_standard_input_is_placed_there() -> None:
    """The place of a problem in `-` is standard input and the line."""
    assert "at   standard input:2" in refused("explain", "-", stdin="limp: yes\nlimpp: yes\n")
    assert "at   standard input" in refused("explain", "-", stdin="")
    assert "larger than 1 MB" in refused("explain", "-", stdin=b"#" * 1_000_001)


def test_closed_standard_input_is_a_problem(tmp_path: Path) -> None:
    """`hipexpert explain - <&-` says that there is nothing to read."""
    command = ["bash", "-c", f"'{sys.executable}' -m hipexpert explain - <&-"]
    done = subprocess.run(command, cwd=tmp_path, env={**os.environ, "PYTHONPATH": CHECKOUT}, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.startswith(b"error: standard input cannot be read: it is closed")


def test_options_overrule_the_file_value_by_value(tmp_path: Path) -> None:
    """-f counts over the file; of a finding with several values only the value that is named changes."""
    path = tmp_path / "case.yaml"
    path.write_text("findings:\n  limp: yes\n  pain_site: [buttock, calf]\n  age_years: 40\n")
    words = ("-f", "limp=no", "-f", "pain_site.calf=no", "-f", "pain_site=sit_bone,low_back")
    assert document(str(path), *words)["intake"] == {
        "age_years": 40.0,
        "limp": False,
        "pain_site": {"buttock": True, "calf": False, "low_back": True, "sit_bone": True},
    }


def test_red_flags_are_denied_all_at_once() -> None:
    """`-f red_flags=none` leaves no red flag among the open questions."""
    whole = run("findings", "red_flag").stdout
    read = document(*ANSWERS, "-f", "red_flags=none", "--parts", "full")
    assert read["none_of"] == ["red_flag"]
    assert all(f"  {each['finding']}  " not in whole for each in read["unknowns"])  # type: ignore[attr-defined]


@pytest.mark.parametrize("content", ["findings: {}", "{}", "limp: unknown"])
def test_a_case_with_no_finding_says_what_to_ask_first(content: str) -> None:
    """Nothing known is not an error: the questions that matter come first."""
    text = run("explain", "-", stdin=content)
    assert text.exit_code == 0
    assert "Not enough is known to say" in text.stdout
    assert "Answer these first." in text.stdout
    assert "? Where does it hurt?" in text.stdout
    assert document("-", "--parts", "unknowns", stdin=content)["unknowns"]


def test_nothing_at_all_to_explain_shows_how_to_begin() -> None:
    """Without a case and without answers the help shows a first command."""
    said = refused("explain")
    assert "error: nothing to explain" in said
    assert "hipexpert explain -f pain_site=lateral_hip" in said


@pytest.mark.hazard("wrong-or-contradicting-answers")
def test_contradictions_are_named_and_strict_refuses_them() -> None:
    """Answers that cannot both be true are named in each form; with --strict they are refused."""
    words = ("-f", "weight_bearing=unable", "-f", "limp=no")
    assert "cannot all be true" in run("explain", *words).stdout
    assert "cannot all be true" in run("explain", *words, "--format", "markdown").stdout
    assert [each["constraint"] for each in document(*words)["contradictions"]] == ["unable-to-bear-weight-without-a-limp"]  # type: ignore[attr-defined]
    assert "error: these answers cannot all be true" in refused("explain", *words, "--strict")
    assert run("explain", *ANSWERS, "--strict").exit_code == 0


def test_another_pack_is_used_when_it_is_named(tmp_path: Path) -> None:
    """--knowledge takes the folder of a pack; one with mistakes is refused with all of them."""
    assert document("-f", "swollen=yes", "--knowledge", str(TINY))["knowledge"]["pack"] == "tiny"  # type: ignore[index]
    folder = copied(tmp_path, ("rules/knee.yaml", "site: front", "site: frnt"), ("constraints.yaml", "swollen: true", "swolen: true"))
    said = refused("explain", "-f", "swollen=yes", "--knowledge", str(folder))
    assert said.count("error: ") == 2
    assert "at   rules/knee.yaml:4" in said
    assert "there is no such folder" in refused("explain", *ANSWERS, "--knowledge", str(tmp_path / "gone"))
    assert "there is no such folder" in refused("findings", "--knowledge", str(tmp_path / "gone"))


def test_a_mistake_in_a_real_process_is_a_message_and_exit_code_2(tmp_path: Path) -> None:
    """`python -m hipexpert` refuses as the tests in this process do."""
    done = run_process(tmp_path, "explain", "-", stdin=b"pain_sight: x")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().splitlines() == [
        "error: unknown finding `pain_sight`",
        "  at   standard input:1",
        "  help did you mean `pain_site`?",
    ]
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_takes_the_answer_of_the_file_back(tmp_path: Path) -> None:
    """One answer, one value, and one finding of a denied group, which stays denied otherwise."""
    path = tmp_path / "case.yaml"
    path.write_text("findings: {limp: yes, pain_site: [buttock, deep_groin]}\nnone_of: [red_flag]\n")
    whole = document(str(path))
    assert (whole["none_of"], whole["intake"]) == (["red_flag"], {"limp": True, "pain_site": {"buttock": True, "deep_groin": True}})
    intake = document(str(path), "-f", "limp=unknown", "-f", "pain_site.buttock=unknown", "-f", "fever=unknown")["intake"]
    assert isinstance(intake, dict)
    assert intake["pain_site"] == {"deep_groin": True}
    assert "limp" not in intake
    assert "fever" not in intake
    assert intake["bladder_bowel_change"] is False
    assert "did you mean `limp`?" in refused("explain", str(path), "-f", "limpp=unknown")
