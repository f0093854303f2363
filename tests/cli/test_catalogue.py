"""`hipexpert conditions` and `hipexpert advice`: what the pack knows, side by side; and the letter for a doctor."""

from pathlib import Path

import pytest
from running import refused, run

from hipexpert import Engine
from hipexpert.graphs.selection import shown_conditions
from hipexpert.knowledge.packs.vocabulary import YesNo
from hipexpert.rendering.reports.letter import letter_report
from hipexpert.rendering.text import plain_text

A4 = 72  # lines of a page of paper


def test_conditions_are_searched_and_shown() -> None:
    """Each with what it is, how urgent it usually is and how often it is seen; a slip is met with the nearest word."""
    shown = run("conditions", "labral").stdout
    assert "Acetabular labral tear" in shown
    assert "Usually" in shown
    assert "Seen" in shown
    assert "did you mean `labral`" in refused("conditions", "labrall")
    names = run("conditions").stdout
    assert "Acetabular labral tear, " in names  # of many only names, by how urgent each is
    assert "Recovery" not in names


def test_advice_is_compared_where_a_source_does() -> None:
    """Cost, effect and time stand beside a treatment; of a tablet it says what comes first."""
    shown = run("advice", "physiotherapist", "runners").stdout
    assert all(word in shown for word in ("Cost", "Effect", "Time"))
    assert "only once what speaks against it" in " ".join(run("advice", "tablets").stdout.split())
    exercises = run("advice", "exercise").stdout
    assert "Why" not in exercises
    assert "Who to see" not in exercises  # what belongs to the category, not every text with the word
    assert "Treatments" not in run("advice", "exercise", "step").stdout
    assert "no advice matches" in refused("advice", "zzzz")


@pytest.mark.parametrize("verb", [("explain", "-f", "limp=yes"), ("bench", "cases"), ("audit",), ("graph",), ("simulate", "5")])
def test_a_name_that_promises_another_form_is_refused(verb: tuple[str, ...], tmp_path: Path) -> None:
    """Text under the name of a PDF would be a file that nothing opens."""
    (tmp_path / "cases").mkdir()
    words = [str(tmp_path / "cases") if word == "cases" else word for word in verb]
    assert "no form for a file that ends in `.pdf`" in refused(*words, "-o", str(tmp_path / "x.pdf"))
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.parametrize("verb", [("audit", "nowhere"), ("diff", "nowhere", "nowhere"), ("simulate", "5", "--knowledge", "nowhere")])
def test_a_name_is_refused_before_there_is_any_work(verb: tuple[str, ...], tmp_path: Path) -> None:
    """Nobody waits for proofs that then have nowhere to go: not even the pack has been looked for."""
    assert "no form for a file" in refused(*verb, "-o", str(tmp_path / "x.pdf"))


@pytest.mark.parametrize("form", ["md", "html", "txt"])
def test_a_letter_says_what_was_denied_and_what_was_not_asked(form: str, tmp_path: Path) -> None:
    """Neither is taken for the other; it fits on a page."""
    file = tmp_path / f"letter.{form}"
    words = ("-f", "pain_site=lateral_hip", "-f", "age_years=46", "-f", "fever=no", "-f", "limp=yes")
    assert run("explain", *words, "--letter", str(file)).exit_code == 0
    text = file.read_text(encoding="utf-8")
    for word in ("Complaint", "age 46 years", "Present", "limping", "Absent", "no fever", "Not asked", "Triage"):
        assert word in text
    assert "no form for a file" in refused("explain", *words, "--letter", str(tmp_path / "letter.docx"))


def test_a_letter_names_every_condition_that_the_runner_reads(engine: Engine) -> None:
    """A condition that goes by the same story as the first is no less in the letter than on the screen."""
    words = {
        "pain_site": ["lateral_hip"],
        "agg_lying_on_side": True,
        "agg_stairs": True,
        "age_years": 38,
        "sex": "male",
        "none_of": ["screen"],
    }
    together = 0
    for answers in (words, {**words, "sex": "female", "age_years": 55}, {"pain_site": ["anterior_groin"], "age_years": 30}):
        result = engine.assess(answers)
        told = " ".join(plain_text(letter_report(result)).split())
        shown = shown_conditions(result)
        together += sum(bool(each.overlaps) for each in shown)
        assert all(each.name in told for each in shown)
    assert together


def test_a_letter_fits_on_a_page(engine: Engine) -> None:
    """Also of somebody who answered everything that warns; no warning sign that was denied is cut from it."""
    intake = {"pain_site": ["lateral_hip"], "age_years": 46, "none_of": ["screen", "red_flag", "history", "aggravating"]}
    letter = plain_text(letter_report(engine.assess(intake)))
    assert len(letter.splitlines()) <= A4
    told = " ".join(letter.split())
    signs = [each for each in engine.pack.group_named["red_flag"].findings if isinstance(each, YesNo)]
    assert sum(each.absent in told for each in signs) >= len(signs) - 2  # a man's and a woman's
