"""`hipexpert diff` as its user meets it."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from tiny import TINY, copied

from hipexpert.cli.main import main

LAXER = ("rules/knee.yaml", "between: [5, 15]", "between: [5, 9]")
STRICTER = ("rules/knee.yaml", "between: [5, 15]", "between: [5, 17]")


@pytest.mark.parametrize(
    ("change", "options", "code"),
    [
        (None, (), 0),
        (LAXER, (), 3),
        (STRICTER, (), 3),
        (LAXER, ("--fail-on", "lower"), 3),
        (STRICTER, ("--fail-on", "lower"), 0),
        (LAXER, ("--fail-on", "never"), 0),
        (None, ("--no-prove",), 3),
    ],
)
def test_the_exit_code_says_whether_somebody_may_be_told_something_else(
    change: tuple[str, str, str] | None, options: tuple[str, ...], code: int, tmp_path: Path
) -> None:
    """0 when nobody is, 3 when somebody is or may be; what is not proved is not called the same."""
    other = copied(tmp_path, change) if change else TINY
    assert CliRunner().invoke(main, ["diff", str(TINY), str(other), *options]).exit_code == code


def test_the_first_line_is_the_verdict(tmp_path: Path) -> None:
    """Then who shows it, in words that can be copied, and what changed."""
    result = CliRunner().invoke(main, ["diff", str(TINY), str(copied(tmp_path, LAXER))])
    lines = result.output.splitlines()
    assert lines[0] == "LAXER: some people get a lower urgency, none a higher one"
    assert any(line.split("  ")[0] == "a higher urgency" and line.endswith("nobody (proved over all answers)") for line in lines)
    assert any(line.startswith("hipexpert explain ") and "-f age=" in line for line in lines)
    assert any("changed rule a-swollen-knee-in-a-child-is-urgent: " in line for line in lines)


def test_the_form_follows_the_name_of_the_file(tmp_path: Path) -> None:
    """JSON and Markdown by suffix, whole files."""
    other = str(copied(tmp_path, LAXER))
    for name in ("diff.json", "diff.md", "diff.txt"):
        CliRunner().invoke(main, ["diff", str(TINY), other, "-o", str(tmp_path / name)])
    assert json.loads((tmp_path / "diff.json").read_text())["verdict"] == "laxer"
    assert (tmp_path / "diff.md").read_text().startswith("# LAXER")
    assert (tmp_path / "diff.txt").read_text().startswith("LAXER")


def test_two_broken_packs_are_reported_together(tmp_path: Path) -> None:
    """All problems of both packs at once, each with its folder, exit code 2."""
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    broken = [copied(tmp_path / name, ("rules/knee.yaml", "{site: front}", "{sight: front}")) for name in ("one", "two")]
    result = CliRunner().invoke(main, ["diff", *map(str, broken)])
    assert result.exit_code == 2
    assert result.output.count("unknown finding `sight`") == 2
    assert all(f"{folder}: rules/knee.yaml:" in result.output.replace("\n", "") for folder in broken)


def test_without_the_solver_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """And `--no-prove` still compares."""
    monkeypatch.setitem(__import__("sys").modules, "z3", None)
    result = CliRunner().invoke(main, ["diff", str(TINY), str(TINY)])
    assert result.exit_code == 2
    assert "hipexpert[audit]" in result.output
    assert CliRunner().invoke(main, ["diff", str(TINY), str(TINY), "--no-prove", "--fail-on", "never"]).exit_code == 0
