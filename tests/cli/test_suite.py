"""``hipexpert test``: what it runs, what it says of failures, and its exit codes."""

import json
import re
from pathlib import Path

import msgspec
import pytest
from running import ESCAPE, refused, run
from tiny import TINY

from hipexpert.audit.suite.values import SCHEMA, SuiteRun

CASE = """\
id: sore
title: Sore in front
findings: {site: [front], age: 30}
expect:
  accepted: [jumpers_knee]
  urgency: {at_least: self_care, at_most: routine}
  reasons: [front-pain-supports-jumpers-knee]
  silent: [a-swollen-knee-in-a-child-is-urgent]
"""
CHECKS = """\
checks:
- rule: a-swollen-knee-in-a-child-is-urgent
  with: {swollen: true}
  fires: [{age: 5}, {age: 15}]
  silent: [{age: 16}, {}]
  urgency: urgent
  then: [{urgency: urgent}]
- rule: youth-opposes-jumpers-knee
  fires: [{age: 11}]
  silent: [{age: 12}]
  then: [{opposes: jumpers_knee, lr: 0.5}]
"""
KNOWLEDGE = ("--knowledge", str(TINY))


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """A case and a file of checks that all hold."""
    (tmp_path / "sore.yaml").write_text(CASE)
    (tmp_path / "checks.yaml").write_text(CHECKS)
    return tmp_path


def tampered(suite: Path, name: str, old: str, new: str) -> Path:
    """The suite with one expectation changed."""
    path = suite / name
    assert path.read_text().count(old) == 1
    path.write_text(path.read_text().replace(old, new))
    return suite


def test_what_holds_passes(suite: Path) -> None:
    """Exit code 0, one line, and no bar in a pipe."""
    result = run("test", str(suite), *KNOWLEDGE)
    assert (result.exit_code, result.stderr) == (0, "")
    assert "1 case and 8 rule checks: all pass" in result.stdout
    assert ESCAPE not in result.stdout


@pytest.mark.parametrize(
    ("name", "old", "new", "expected", "got"),
    [
        ("sore.yaml", "at_least: self_care, at_most: routine", "at_least: soon, at_most: urgent", "urgency soon to urgent", "self_care"),
        ("sore.yaml", "accepted: [jumpers_knee]", "accepted: []\n  among: 1", "", ""),
        ("sore.yaml", "age: 30", "age: 5, swollen: true", "a-swollen-knee-in-a-child-is-urgent is silent", "it fires"),
        ("sore.yaml", "site: [front]", "site: [back]", "front-pain-supports-jumpers-knee fires", "it is silent"),
        ("checks.yaml", "{age: 15}", "{age: 16}", "a-swollen-knee-in-a-child-is-urgent fires", "it is silent"),
        ("checks.yaml", "silent: [{age: 16}, {}]", "silent: [{age: 8}]", "a-swollen-knee-in-a-child-is-urgent is silent", "it fires"),
        ("checks.yaml", "urgency: urgent\n  then", "urgency: soon\n  then", "urgency soon", "urgent"),
        ("checks.yaml", "lr: 0.5", "strength: weak", "", ""),
        ("checks.yaml", "lr: 0.5", "strength: strong", "opposes: jumpers_knee, strength: strong", "opposes: jumpers_knee, lr: 0.5"),
    ],
)
def test_a_tampered_expectation_fails_with_what_was_expected_and_what_came(
    name: str, old: str, new: str, expected: str, got: str, suite: Path
) -> None:
    """Exit code 3, and each failure says why; an expectation that says no more than before still passes."""
    result = run("test", str(tampered(suite, name, old, new)), *KNOWLEDGE)
    assert result.exit_code == (3 if expected else 0), result.output
    said = " ".join(result.stdout.split())
    assert expected in said
    assert got in said


def test_a_failure_is_explained(suite: Path) -> None:
    """A level that came is told with its reasons, a rule that did not fire with what is open and what speaks against it."""
    loud = run("test", str(tampered(suite, "sore.yaml", "age: 30", "age: 5, swollen: true")), *KNOWLEDGE).stdout
    assert "answer: a swollen knee" in loud
    quiet = " ".join(
        run("test", str(tampered(suite, "checks.yaml", "with: {swollen: true}", "with: {swollen: false}")), *KNOWLEDGE).stdout.split()
    )
    assert "open the joint is irritated" in quiet
    failed = msgspec.json.decode(run("test", str(suite), *KNOWLEDGE, "--format", "json").stdout, type=SuiteRun).failures
    assert [silence.rule for failure in failed for silence in failure.why_not if failure.place.endswith("checks.yaml:4")][:1] == [
        "a-swollen-knee-in-a-child-is-urgent"
    ]


def test_every_form_tells_the_same_run(suite: Path, tmp_path: Path) -> None:
    """Text fits 80 columns but for stories to copy, JSON is the typed value, Markdown follows from the name of the file; twice the
    same bytes.
    """
    words = ("test", str(suite), *KNOWLEDGE, "--coverage", "--mutate")
    text = run(*words).stdout
    assert [line for line in text.splitlines() if len(line) > 80 and not re.match(r" +(fires|silent|then): \[\{.*\}\]", line)] == []
    assert text == run(*words).stdout
    told = msgspec.json.decode(run(*words, "--format", "json").stdout, type=SuiteRun, strict=True)
    assert (told.schema, told.cases, told.checks) == (SCHEMA, 1, 8)
    assert told.coverage is not None
    assert told.mutation is not None
    assert run(*words, "-o", str(tmp_path / "page.md")).stdout == ""
    page = (tmp_path / "page.md").read_text()
    for survivor in told.mutation.survivors:
        assert f"`{survivor.mutant.rule}` ({survivor.mutant.place})" in page
    for premise in told.coverage.premises.uncovered:
        assert premise.rule in page


def test_what_is_not_covered_is_named_with_its_line(suite: Path) -> None:
    """Rule, file and line, the premise as its author wrote it, and which story is missing."""
    said = " ".join(run("test", str(suite), *KNOWLEDGE, "--coverage").stdout.split())
    assert "rules 4/5 80.0 % premises 6/11 54.5 %" in said
    assert "a-likely-jumpers-knee-needs-a-visit (rules/knee.yaml:30): never fires" in said
    assert "swelling-shows-an-irritated-joint (rules/knee.yaml:23): {side: left}: no story in which the rule fires because of it" in said
    assert "{age: {at_least: 5}}: no story in which the rule is silent for want of it" in said


def test_a_survivor_comes_with_the_check_to_add(suite: Path, tmp_path: Path) -> None:
    """Added to the suite, and agreed to, it kills the mutant."""
    words = ("test", *KNOWLEDGE, "--mutate", "--format", "json", str(suite))
    before = json.loads(run(*words).stdout)["mutation"]
    assert before["survived"] > 0
    page = run("test", *KNOWLEDGE, "--mutate", "--format", "markdown", str(suite)).stdout
    stories = [block.split("```")[0] for block in page.split("```yaml\n")[1:]]
    lines = [line[2:] for block in stories for line in block.splitlines()]
    (suite / "added.yaml").write_text("checks:\n" + "\n".join(lines).rstrip() + "\n")
    after = json.loads(run(*words).stdout)["mutation"]
    assert after["survived"] < before["survived"]
    assert after["undecided"] == 0


def test_the_floor_of_a_measure_decides_the_exit_code(suite: Path) -> None:
    """3 below it, 0 at it, for each measure and for all that are asked for."""
    words = ("test", str(suite), *KNOWLEDGE, "--coverage", "--mutate")
    assert run(*words, "--at-least", "rules=80").exit_code == 0
    assert run(*words, "--at-least", "rules=81").exit_code == 3
    assert run(*words, "--at-least", "premises=100").exit_code == 3
    assert run(*words, "--at-least", "99").exit_code == 3
    assert run(*words, "--at-least", "0").exit_code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--coverage", "--at-least", "rulez=90"), "did you mean `rules`?"),
        (("--coverage", "--at-least", "rules=190"), "`190` is not a percentage"),
        (("--coverage", "--at-least", "mutants=90"), "add --mutate"),
        (("--at-least", "90"), "add --coverage or --mutate"),
        (("--knowledge", "nowhere"), "no such folder"),
    ],
)
def test_misuse_is_refused_with_help(words: tuple[str, ...], said: str, suite: Path) -> None:
    """Exit code 2, nothing on standard output."""
    assert said in refused("test", str(suite), *words)


def test_nothing_to_test_is_said() -> None:
    """Cases do not ship in the wheel, so none is the default."""
    assert "nothing to test" in refused("test")


def test_bad_checks_are_refused_together_with_their_lines(tmp_path: Path) -> None:
    """Unknown rules, answers, levels and conclusions, and checks that expect nothing."""
    path = tmp_path / "bad.yaml"
    path.write_text(
        "checks:\n"
        "- rule: youth-opposes-jumpers-kne\n  fires: [{age: 3}]\n"
        "- rule: youth-opposes-jumpers-knee\n"
        "- rule: youth-opposes-jumpers-knee\n  fires: []\n"
        "- rule: youth-opposes-jumpers-knee\n  fires: [{agee: 11}]\n  urgency: urgen\n  then: [{supports: jumpers_kne, strength: weak}]\n"
        "- rule: youth-opposes-jumpers-knee\n  silent: [{age: 12}]\n  urgency: urgent\n"
        "- rule: youth-opposes-jumpers-knee\n  silence: [{age: 12}]\n"
        "other: 1\n"
    )
    said = refused("test", str(path), *KNOWLEDGE)
    for line, message in (
        (2, "unknown rule `youth-opposes-jumpers-kne`"),
        (3, "`3` is out of range"),
        (4, "the check expects nothing"),
        (8, "unknown finding `agee`"),
        (9, "unknown urgency `urgen`"),
        (10, "unknown id `jumpers_kne`"),
        (13, "`urgency` says what follows in the stories of `fires`"),
        (15, "unknown key `silence`"),
        (16, "unknown key `other` beside `checks`"),
    ):
        assert message in said
        assert f"{path}:{line}" in said


def test_a_scaffold_is_a_suite_that_passes_and_covers(tmp_path: Path) -> None:
    """From no check at all to stories for every rule, which the author then reads."""
    (tmp_path / "sore.yaml").write_text(CASE)
    assert run("test", str(tmp_path), *KNOWLEDGE, "--scaffold", str(tmp_path / "checks.yaml")).exit_code == 0
    words = ("test", str(tmp_path), *KNOWLEDGE, "--coverage", "--mutate", "--format", "json")
    result = run(*words)
    told = json.loads(result.stdout)
    assert (result.exit_code, told["failures"]) == (0, [])
    assert told["coverage"]["premises"]["count"] >= 0.8 * told["coverage"]["premises"]["of"]
    assert told["mutation"]["score"] >= 90


def test_a_scaffold_is_never_written_over_a_file(suite: Path, tmp_path: Path) -> None:
    """What somebody has read and corrected stays; a folder gets a file for each file of rules, in the form of checks."""
    said = refused_after(suite, tmp_path / "checks.yaml")
    assert "checks are not written over a file" in said
    assert run("test", str(suite / "sore.yaml"), *KNOWLEDGE, "--scaffold", f"{tmp_path / 'new'}/").exit_code == 0
    assert (tmp_path / "new" / "knee.yaml").read_text().startswith("checks:\n- rule: ")
    assert run("test", str(tmp_path / "new"), *KNOWLEDGE).exit_code == 0


def refused_after(suite: Path, target: Path) -> str:
    """What a scaffold says that may not be written."""
    before = target.read_text()
    said = refused("test", str(suite / "sore.yaml"), *KNOWLEDGE, "--scaffold", str(target))
    assert target.read_text() == before
    return said


def test_the_help_shows_a_case_and_checks_that_run(tmp_path: Path) -> None:
    """What --help shows can be saved and run."""
    shown = run("test", "--help").stdout
    case, _, checks = shown.partition("A case:\n")[2].partition("A file of rule checks:\n")
    for name, block in (("case", case), ("checks", checks)):
        (tmp_path / f"{name}.yaml").write_text("\n".join(line[4:] for line in block.splitlines()))
    assert run("test", str(tmp_path)).exit_code == 0
