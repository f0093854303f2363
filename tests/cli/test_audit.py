"""`hipexpert audit`: forms, exit codes, and what bad input gets."""

import json
from html.parser import HTMLParser
from pathlib import Path

import jsonschema
import msgspec
import pytest
from audit_packs import written
from click.testing import CliRunner, Result

from hipexpert.audit.running.catalogue import all_checks
from hipexpert.audit.values import AuditReport
from hipexpert.cli.main import main
from hipexpert.knowledge.packs.reading import parse
from hipexpert.rendering.reports.audit import explain_command

SARIF = json.loads((Path(__file__).parents[1] / "audit" / "schemas" / "sarif-2.1.0-rtm.5.json").read_text())
# An error, a warning, a note, a suppressed violation, and a claim that is proved.
FAULTY = {
    "patterns": [{"id": "one"}, {"id": "two"}],
    "rules": [
        {"id": "a", "when": {"all": [{"side": "left"}, {"side": "right"}]}, "then": [{"urgency": "soon"}]},
        {"id": "b", "when": {"side": "left"}, "then": [{"pattern": "one"}]},
        {"id": "c", "when": {"side": "right"}, "then": [{"pattern": "two"}]},
    ],
    "suppressions": [{"check": "dead-end", "rules": ["c"], "reason": "It is <shown> & read."}],
    "claims": [{"id": "children", "when": {"all": [{"swollen": True}, {"age": {"at_most": 15}}]}, "at_least": "urgent"}],
}
CHECKS = ["--check", "impossible-premise", "--check", "dead-end", "--check", "unused-value", "--check", "broken-claim"]


def run(*words: str) -> Result:
    """The outcome of the command."""
    return CliRunner().invoke(main, ["audit", *words], catch_exceptions=False)


@pytest.fixture
def faulty(tmp_path: Path) -> str:
    """The folder of a pack with one fault of each severity."""
    return str(written(tmp_path, FAULTY))


def test_the_exit_code_is_three_from_the_level_that_was_asked_for(faulty: str, tmp_path: Path) -> None:
    """An error fails by default, a warning and a note when asked; a clean check does not."""
    assert run(faulty, *CHECKS).exit_code == 3
    assert run(faulty, "--check", "dead-end").exit_code == 0
    assert run(faulty, "--check", "dead-end", "--fail-on", "warning").exit_code == 3
    assert run(faulty, "--check", "unused-value", "--fail-on", "warning").exit_code == 0
    assert run(faulty, "--check", "unused-value", "--fail-on", "note").exit_code == 3
    assert run(faulty, *CHECKS, "--skip", "impossible-premise").exit_code == 0


def test_review_dates_are_held_against_the_day_that_is_named(tmp_path: Path) -> None:
    """The same pack is overdue as of a later day and not as of the day of its release; both are in the words of the command."""
    overdue = ["--check", "overdue-review", "--fail-on", "warning"]
    folder = written(tmp_path, {"rules": [{"id": "a", "when": {"side": "left"}, "then": [{"urgency": "soon"}]}]})
    assert run(str(folder), *overdue, "--as-of", "2026-11-22").exit_code == 0
    assert run(str(folder), *overdue, "--as-of", "2031-01-01").exit_code == 3
    undated = run(str(folder), *overdue, "--as-of", "release")
    assert (undated.exit_code, "write `released: DATE` in pack.yaml" in undated.stderr) == (2, True)
    about = folder / "pack.yaml"
    about.write_text(about.read_text() + "released: 2026-11-22\n")
    assert run(str(folder), *overdue, "--as-of", "release").exit_code == 0
    about.write_text(about.read_text().replace("released: 2026-11-22", "released: 2031-01-01"))
    assert run(str(folder), *overdue, "--as-of", "release").exit_code == 3


def test_a_day_that_is_no_date_is_a_user_mistake() -> None:
    """It says how a date is written."""
    outcome = run("--as-of", "tomorrow")
    assert outcome.exit_code == 2
    assert "year-month-day" in outcome.stderr


def test_an_unknown_check_is_a_user_mistake_with_the_nearest_name() -> None:
    """All of them at once."""
    outcome = run("--check", "dead-ends", "--skip", "gapp")
    assert outcome.exit_code == 2
    assert "unknown check `dead-ends`" in outcome.stderr
    assert "did you mean `dead-end`?" in outcome.stderr
    assert "did you mean `gap`?" in outcome.stderr
    assert run("--explain", "gapp").exit_code == 2


def test_prove_without_z3_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """And nothing is audited."""
    monkeypatch.setitem(__import__("sys").modules, "z3", None)
    outcome = run("--prove")
    assert outcome.exit_code == 2
    assert "hipexpert[audit]" in outcome.stderr


def test_the_text_shows_what_where_by_whom_and_what_to_do(faulty: str) -> None:
    """Notes are counted and listed on demand."""
    text = run(faulty, *CHECKS).stdout
    assert f"errorimpossible-premise{faulty}/rules/more.yaml:2" in "".join(text.split())
    assert "help: join alternatives with `any`" in text
    assert "all intakes were covered" in text
    assert "proved as well: 1 claim of claims.yaml" in text
    assert "- **proved**: children" in run(faulty, *CHECKS, "--format", "markdown").stdout
    assert "It is <shown> & read." in text
    assert "1 error, 1 warning, 1 note, 1 suppressed; theorems: 1 proved" in text
    assert "note unused-value" not in text
    assert "note unused-value" in run(faulty, *CHECKS, "--notes").stdout


def test_json_reads_back_as_the_report(faulty: str) -> None:
    """The document has the shape of the types, and equal packs give equal bytes."""
    first = run(faulty, *CHECKS, "--format", "json").stdout
    report = msgspec.json.decode(first, type=AuditReport)
    assert [each.severity for each in report.violations] == ["error", "warning", "note"]
    assert first == run(faulty, *CHECKS, "--format", "json").stdout


def test_sarif_keeps_to_the_schema(faulty: str, tmp_path: Path) -> None:
    """Also for a suppressed violation, a proved theorem, a check that was not run, and a pack that does not load."""
    log = json.loads(run(faulty, *CHECKS, "--format", "sarif").stdout)
    jsonschema.Draft4Validator(SARIF, format_checker=jsonschema.FormatChecker()).validate(log)
    results = log["runs"][0]["results"]
    assert [(each["ruleId"], each["level"]) for each in results] == [
        ("impossible-premise", "error"),
        ("dead-end", "warning"),
        ("unused-value", "note"),
        ("dead-end", "warning"),
    ]
    assert log["runs"][0]["properties"]["proved"] == [{"theorem": "children", "says": "children"}]
    assert results[0]["locations"][0]["physicalLocation"]["region"] == {"startLine": 2}
    assert results[3]["suppressions"][0]["justification"] == "It is <shown> & read."
    broken = written(tmp_path / "broken", {"rules": [{"id": "a", "when": {"swolen": True}, "then": [{"urgency": "soon"}]}]})
    outcome = run(str(broken), "--format", "sarif")
    log = json.loads(outcome.stdout)
    jsonschema.Draft4Validator(SARIF).validate(log)
    assert outcome.exit_code == 2
    assert log["runs"][0]["results"][0]["ruleId"] == "unresolved-reference"
    assert log["runs"][0]["invocations"][0]["executionSuccessful"] is False


def test_sarif_is_what_code_hosts_take(faulty: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wherever the pack lies in the repository and wherever the audit is started: a place for each result, from the top."""
    folder = Path(faulty)
    (folder.parent / ".git").mkdir()
    logs = []
    for start, named in ((folder.parent, folder.name), (folder, "."), (folder / "rules", "..")):
        monkeypatch.chdir(start)
        logs.append(json.loads(run(named, *CHECKS, "--format", "sarif", "--help-uri", "https://docs.example/audit").stdout)["runs"][0])
    for log in logs:
        for result in log["results"]:
            (location,) = result["locations"]
            place = location["physicalLocation"]
            assert place["artifactLocation"]["uriBaseId"] == "%SRCROOT%"
            assert (folder.parent / place["artifactLocation"]["uri"]).is_file()
            assert place["region"]["startLine"] >= 1
        assert [each["helpUri"] for each in log["tool"]["driver"]["rules"] if each["id"] == "dead-end"] == [
            "https://docs.example/audit/dead-end.html"
        ]
    prints = [[each["partialFingerprints"] for each in log["results"]] for log in logs]
    assert prints[0] == prints[1] == prints[2]
    assert len({each["primaryLocationLineHash"] for each in prints[0]}) == len(prints[0])


def test_a_fingerprint_stays_when_lines_move(faulty: str) -> None:
    """So that a code host takes a violation for the same one after an edit above it."""
    before = json.loads(run(faulty, *CHECKS, "--format", "sarif").stdout)["runs"][0]["results"]
    rules = Path(faulty) / "rules" / "more.yaml"
    rules.write_text("# a comment\n\n" + rules.read_text())
    after = json.loads(run(faulty, *CHECKS, "--format", "sarif").stdout)["runs"][0]["results"]
    assert [each["partialFingerprints"] for each in before] == [each["partialFingerprints"] for each in after]
    assert before[0]["locations"] != after[0]["locations"]


def test_a_witness_is_shown_with_the_pack_that_it_is_about(tmp_path: Path) -> None:
    """The command can be copied, also where answers are none; of the pack that ships it needs no name."""
    old = {"all": [{"age": {"at_least": 40}}, {"age": {"at_least": 30}}]}
    folder = written(tmp_path, {"rules": [{"id": "a", "when": old, "then": [{"urgency": "soon"}]}]})
    for form in ("markdown", "sarif"):
        shown = run(str(folder), "--check", "redundant-premise", "--format", form).stdout
        assert f"hipexpert explain -f age=40 --knowledge {folder}" in shown
    assert explain_command({"swollen": True}, "") == "hipexpert explain -f swollen=yes"
    assert explain_command({"none_of": ["about", "screen"]}, "") == "hipexpert explain -f about=none -f screen=none"
    assert explain_command({}, "my pack") == "hipexpert explain - --knowledge 'my pack' <<< '{}'"


@pytest.mark.parametrize("form", ["text", "json", "sarif", "markdown", "html"])
def test_a_pack_that_does_not_load_is_reported_in_every_form(form: str, tmp_path: Path) -> None:
    """With every problem, and exit code 2."""
    broken = written(tmp_path, {"rules": [{"id": "a", "when": {"swolen": True}, "then": [{"urgncy": "soon"}]}]})
    outcome = run(str(broken), "--format", form)
    assert outcome.exit_code == 2
    assert "swolen" in outcome.stdout
    assert "unresolved-reference" in outcome.stdout
    assert run(str(tmp_path / "nowhere"), "--format", form).exit_code == 2


class Page(HTMLParser):
    """Collects what a page refers to and whether its tags close."""

    VOID = ("meta", "br", "link", "img")

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note a tag."""
        self.names.add(tag)
        assert not {"src", "href", "onclick"} & {name for name, _ in attrs}
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Match it."""
        assert self.open.pop() == tag


def test_html_is_one_page_that_loads_nothing(faulty: str, tmp_path: Path) -> None:
    """Every tag closes, and what the pack says is escaped."""
    target = tmp_path / "report.html"
    assert run(faulty, *CHECKS, "-o", str(target)).exit_code == 3
    text = target.read_text()
    page = Page()
    page.feed(text)
    assert page.open == []
    assert text.count("<script>") == 1
    assert " src=" not in text
    assert "It is &lt;shown&gt; &amp; read." in text


def test_what_is_proved_stands_before_the_notes_which_are_folded_by_check(faulty: str) -> None:
    """Errors and warnings, then the theorems, then the notes of each check under one line with how many there are."""
    told = run(faulty, *CHECKS, "--format", "markdown").stdout
    assert told.index("Errors (1)") < told.index("Warnings (1)") < told.index("Over all intakes") < told.index("Notes (")
    assert "<summary>unused-value (1): No value of a finding is offered that nothing uses.</summary>" in told


def test_markdown_has_every_violation_and_theorem(faulty: str, tmp_path: Path) -> None:
    """The form is taken from the name of the file."""
    target = tmp_path / "report.md"
    run(faulty, *CHECKS, "-o", str(target))
    text = target.read_text()
    assert f"> **error** **impossible-premise** `{faulty}/rules/more.yaml:2`\n>\n> the premise can never hold" in text
    assert "- **proved**: children" in text


def test_the_list_names_every_check_and_each_can_be_explained() -> None:
    """`--explain` shows all sections with an example that is YAML or prose."""
    listed = run("--list").stdout
    for name in all_checks():
        assert f"  - {name} " in listed
        told = run("--explain", name)
        assert told.exit_code == 0
        assert all(section in told.stdout for section in ("What it checks", "Why it matters", "Example", "Use instead", "Limits"))


def test_a_witness_reads_as_a_case_file(tmp_path: Path) -> None:
    """The answers of a violation can be given to `hipexpert explain` as they stand in the JSON."""
    twins = [{"id": name, "when": {"side": "left"}, "then": [{"urgency": "soon"}]} for name in ("a", "b")]
    folder = str(written(tmp_path, {"rules": twins}))
    (violation,) = json.loads(run(folder, "--check", "duplicate-rule", "--format", "json").stdout)["violations"]
    case = tmp_path / "case.json"
    case.write_text(json.dumps(violation["witness"]))
    assert parse(case.read_bytes(), "case.json").data == violation["witness"]
    outcome = CliRunner().invoke(main, ["explain", str(case), "--knowledge", folder, "--format", "json"])
    assert outcome.exit_code == 0
    assert {"a", "b"} <= set(json.loads(outcome.stdout)["urgency"]["because"])
