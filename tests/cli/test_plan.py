"""The way back at the command line, as a runner walks it: start, sessions, a bad day, a stop, the page for the physiotherapist."""

import datetime
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from icalendar import Calendar
from planned import HEALED, planned_diary

from hipexpert.cli.main import main
from hipexpert.companion import Diary, PainEntry, RunEntry


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a case, to stand in."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "me.yaml").write_text(yaml.safe_dump({"findings": HEALED, "none_of": ["screen", "red_flag"]}))
    return tmp_path


def run(*words: str) -> Result:
    """The program with a diary in this folder."""
    outcome = CliRunner().invoke(main, [*words, "--diary", "d.sqlite"], prog_name="hipexpert")
    assert outcome.exception is None or isinstance(outcome.exception, SystemExit)
    return outcome


def said(outcome: Result) -> str:
    """What was printed, on one line."""
    return " ".join(outcome.stdout.split())


@pytest.mark.usefixtures("folder")
def test_a_plan_is_walked_from_its_start_to_a_stop() -> None:
    """Each answer of a session leads on, waits, goes back or stops, and the rule that says so is named."""
    assert "A plan begins." in run("plan", "start", "me.yaml", "--on", "2026-05-01").stdout
    assert "The next morning decides" in run("plan", "done", "--during", "0", "--after", "0", "--on", "2026-05-01").stdout
    good = said(run("plan", "pain", "0", "--morning", "--on", "2026-05-02"))
    assert "A good session." in good
    assert "soft-a-walk-without-pain-counts" in good
    shown = said(run("plan", "show", "--on", "2026-05-02"))
    assert "1 of 2 good ones done" in shown
    assert all(word in shown for word in ("Moves on", "Leads back", "Stops", "Why here", "Look again", "2026-05-03"))
    assert "One step back." in run("plan", "done", "--during", "2", "--on", "2026-05-03").stdout
    assert "The rest is over." in run("plan", "pain", "0", "--on", "2026-05-04").stdout
    stopped = said(run("plan", "done", "--during", "0", "--limp", "--on", "2026-05-06"))
    assert "Stop. Do not run." in stopped
    assert "hipexpert interview --follow-up" in stopped
    assert "emergency department at once if" in stopped
    assert run("plan", "done", "--during", "0", "--on", "2026-05-08").exit_code == 2


def test_the_calendar_is_one(folder: Path) -> None:
    """As the form asks, its lines end in CR and LF, on standard output and in a file, and a calendar program reads it."""
    planned_diary(folder / "d.sqlite")
    printed = run("plan", "show", "--on", "2026-05-01", "--format", "ics").stdout_bytes
    assert run("plan", "show", "--on", "2026-05-01", "-o", "plan.ics").exit_code == 0
    written = (folder / "plan.ics").read_bytes()
    assert printed == written
    assert written.count(b"\n") == written.count(b"\r\n") > 10
    assert b"\\u000d" not in written
    assert len(Calendar.from_ical(written).walk("VEVENT")) > 5


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("words", [("plan", "show"), ("plan", "done", "--during", "1"), ("report",)])
def test_a_name_that_was_mistyped_begins_no_diary(words: tuple[str, ...]) -> None:
    """What only reads a plan, or goes on with one, says that there is no diary, and leaves no file."""
    outcome = run(*words)
    assert (outcome.exit_code, "there is no diary yet" in outcome.stderr) == (2, True)
    assert not Path("d.sqlite").exists()


@pytest.mark.usefixtures("folder")
def test_where_no_plan_opens_it_says_why() -> None:
    """Without enough answers there is no plan and nothing is written; an answer beside the case may open it."""
    Path("thin.yaml").write_text("findings: {pain_now: 0}\n")
    closed = run("plan", "start", "thin.yaml", "--on", "2026-05-01")
    assert (closed.exit_code, "There is no plan now." in closed.stdout) == (3, True)
    assert "no plan was started" in run("plan", "show").stderr
    waits = run("plan", "start", "me.yaml", "-f", "prior_stress_fracture=yes", "-f", "st_walk30_painfree=yes", "--on", "2026-05-01")
    assert (waits.exit_code, "A plan waits for a clinician." in waits.stdout) == (3, True)
    assert "30 min walking" in run("plan", "clear", "--by", "Dr. Abel", "--on", "2026-05-02").stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["plan", "done", "--during", "11"], "11"),
        (["plan", "done", "--during", "1", "--on", "9999-01-01"], "still to come"),
        (["plan", "done", "--during", "1", "--on", "someday"], "`someday` is no date"),
        (["plan", "done", "--during", "1", "--distance", "9 parsecs"], "`9 parsecs` cannot be read"),
        (["plan", "done", "--during", "1", "--distance", "900km", "--on", "2026-05-01"], "distance 900 km cannot be"),
        (["plan", "done", "--during", "1", "--distance", "10", "--duration", "15", "--on", "2026-05-01"], "cannot be a run"),
        (["plan", "done", "--during", "1", "--on", "2026-04-01"], "later than 2026-04-01"),
        (["plan", "clear", "--by", "Dr. Abel", "--on", "2026-05-01"], "waits for no clearance"),
        (["report", "nowhere.yaml"], "nowhere.yaml"),
    ],
)
def test_what_cannot_be_gets_one_message(words: list[str], message: str, folder: Path) -> None:
    """Exit code 2, a message with help, and the diary as it was."""
    planned_diary(folder / "d.sqlite")
    before = (folder / "d.sqlite").read_bytes()
    outcome = run(*words)
    assert outcome.exit_code == 2
    assert message in outcome.stderr
    assert (folder / "d.sqlite").read_bytes() == before


def test_the_page_for_the_physiotherapist_tells_course_plan_and_results(folder: Path) -> None:
    """Runs and pain by week, how the plan was kept to, why it went back, each level that was told, and what is open."""
    run("plan", "start", "me.yaml", "--on", "2026-05-01")
    run("plan", "done", "--during", "1", "--on", "2026-05-01")
    with Diary("d.sqlite") as diary:
        diary.add(RunEntry(date=datetime.date(2026, 4, 28), distance_km=12.5))
        diary.add(PainEntry(date=datetime.date(2026, 4, 28), during=4))
    Path("now.yaml").write_text(yaml.safe_dump({"findings": HEALED}))
    page = said(run("report", "now.yaml", "--on", "2026-05-20"))
    assert "2026-04-27 1 12.5 12.5 1 4 2" in page
    assert "1 sessions done" in page or "1 session done" in page
    assert "The first phase allows no pain at all." in page
    assert "2026-05-01 routine" in page
    assert "2026-05-20 undetermined" in page
    assert "Not asked" in page
    assert page.partition("Ask first")[2].partition("This is education")[0].count("?") <= 3
    assert run("report", "--on", "2026-05-20", "-o", "page.html").exit_code == 0
    assert (folder / "page.html").read_text().count("<table") == 2
