"""`hipexpert audit` in continuous integration: only what is new counts, and each host shows it in its form."""

import datetime
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from audit_packs import written
from click.testing import CliRunner, Result
from msgspec.structs import replace
from tiny import copied

from hipexpert.audit.values import AuditReport, Violation
from hipexpert.cli.main import main
from hipexpert.knowledge import PackError, load_pack
from hipexpert.rendering.audit.annotations import report_to_annotations

OLD = {"id": "a", "when": {"all": [{"side": "left"}, {"side": "right"}]}, "then": [{"urgency": "soon"}]}
NEW = {"id": "b", "when": {"all": [{"side": "right"}, {"side": "left"}, {"swollen": True}]}, "then": [{"urgency": "soon"}]}
CHECKS = ["--check", "impossible-premise", "--check", "unused-value", "--no-prove"]


def run(*words: str) -> Result:
    """The outcome of the command."""
    return CliRunner().invoke(main, ["audit", *words], catch_exceptions=False)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """The report of a pack with an impossible premise."""
    pack = written(tmp_path / "old", {"rules": [OLD]})
    assert run(str(pack), *CHECKS, "--format", "json", "-o", str(tmp_path / "old.json")).exit_code == 3
    return tmp_path / "old.json"


def test_only_what_is_new_fails(old: Path, tmp_path: Path) -> None:
    """What the earlier report knows is counted apart, though it moved; what came is told, and what went too."""
    moved = written(tmp_path / "moved", {"rules": [{**OLD, "because": "A longer test."}]})
    assert run(str(moved), *CHECKS, "--baseline", str(old)).exit_code == 0
    grown = written(tmp_path / "grown", {"rules": [NEW, OLD]})
    done = run(str(grown), *CHECKS, "--baseline", str(old), "--format", "json")
    assert done.exit_code == 3
    report = json.loads(done.stdout)
    assert [each["rules"] for each in report["violations"] if each["severity"] == "error"] == [["b"]]
    assert [each["rules"] for each in report["known"] if each["severity"] == "error"] == [["a"]]
    mended = run(str(copied(tmp_path / "mended")), *CHECKS, "--baseline", str(old))
    assert mended.exit_code == 0
    assert "gone since: 1" in mended.stdout
    sarif = json.loads(run(str(grown), *CHECKS, "--baseline", str(old), "--format", "sarif").stdout)
    states = {each["baselineState"] for each in sarif["runs"][0]["results"]}
    assert states == {"new", "unchanged"}


def test_a_baseline_can_be_made_of_a_run_that_had_one(old: Path, tmp_path: Path) -> None:
    """What it knew is known still."""
    pack = written(tmp_path / "grown", {"rules": [NEW, OLD]})
    assert run(str(pack), *CHECKS, "--baseline", str(old), "--format", "json", "-o", str(tmp_path / "new.json")).exit_code == 3
    assert run(str(pack), *CHECKS, "--baseline", str(tmp_path / "new.json")).exit_code == 0


NO_REPORTS = [
    "",
    "[]",
    '{"schema": "another/1", "loaded": true, "violations": []}',
    '{"schema": "hipexpert.audit/1", "loaded": false, "violations": []}',
]


@pytest.mark.parametrize("content", NO_REPORTS)
def test_what_is_no_report_is_no_baseline(content: str, tmp_path: Path) -> None:
    """One message, exit code 2: nobody must take an unread baseline for an empty one."""
    (tmp_path / "baseline.json").write_text(content)
    done = run(str(copied(tmp_path)), "--baseline", str(tmp_path / "baseline.json"))
    assert done.exit_code == 2
    assert "--format json -o FILE" in done.stderr


def test_junit_has_a_test_for_each_check_and_fails_as_the_command_does(tmp_path: Path) -> None:
    """The counts agree with the tests, and what does not fail is told beside."""
    pack = written(tmp_path, {"rules": [OLD]})
    done = run(str(pack), *CHECKS, "--format", "junit")
    root = ET.fromstring(done.stdout)  # noqa: S314  # written above
    cases = {each.get("name"): each for each in root.iter("testcase")}
    assert set(cases) == {"impossible-premise", "unused-value"}
    assert "rules/" in str(cases["impossible-premise"].find("failure").get("message"))  # type: ignore[union-attr]
    assert cases["unused-value"].find("failure") is None
    assert cases["unused-value"].find("system-out") is not None
    assert sum(int(each.get("failures", "")) for each in root) == 1
    strict = ET.fromstring(run(str(pack), *CHECKS, "--format", "junit", "--fail-on", "note").stdout)  # noqa: S314
    assert sum(int(each.get("failures", "")) for each in strict) == 2


def test_github_shows_each_violation_beside_its_line(tmp_path: Path) -> None:
    """Notes only when asked for; nothing that a pack says begins a command of its own."""
    pack = written(tmp_path, {"rules": [{**OLD, "id": "a"}]})
    lines = run(str(pack), *CHECKS, "--format", "github").stdout.splitlines()
    assert len(lines) == 1
    assert lines[0].startswith("::error file=rules/")
    assert ",title=impossible-premise::" in lines[0]
    noted = run(str(pack), *CHECKS, "--format", "github", "--notes").stdout.splitlines()
    assert {each.partition(" ")[0] for each in noted} == {"::error", "::notice"}
    hostile = AuditReport("s", "p", "1", "", "", True, False, (), (), (), (), ())
    bad = Violation("a-check", "error", (), (), "a,b:c.yaml", 1, "50 %\n::error::x", "y")
    (line,) = report_to_annotations(replace(hostile, violations=(bad,)), notes=False).splitlines()
    assert line == "::error file=a%2Cb%3Ac.yaml,line=1,title=a-check::50 %25%0A::error::x. Help: y"


def test_a_hazard_that_names_a_claim_that_is_not_there_is_refused(tmp_path: Path) -> None:
    """With its place: what nobody proves controls nothing."""
    hazard = {"id": "danger", "rules": ["a"], "claims": ["left"]}
    made = {"rules": [{"id": "a", "when": {"side": "left"}, "then": [{"urgency": "soon"}]}], "hazards": [hazard]}
    with pytest.raises(PackError, match="unknown safety claim `left`") as caught:
        load_pack(written(tmp_path, made))
    assert caught.value.problems[0].place.startswith("hazards.yaml:")


def test_constraints_are_reviewed_like_everything_else(tmp_path: Path) -> None:
    """Due soon first, then overdue, as of any day."""
    reviewed = {"date": datetime.date(2026, 11, 21), "by": "tester"}
    never = {"all": [{"side": "left"}, {"swollen": "absent"}]}
    pack = written(tmp_path, {"constraints": [{"id": "c", "never": never, "reviewed": reviewed}]})
    checks = ["--check", "overdue-review", "--check", "review-due-soon", "--fail-on", "note", "--no-prove"]
    assert run(str(pack), *checks, "--as-of", "2028-09-01").exit_code == 0
    assert "due by 2028-11-20" in run(str(pack), *checks, "--as-of", "2028-10-01", "--notes").stdout
    assert "more than two years ago" in run(str(pack), *checks, "--as-of", "2028-11-21").stdout
