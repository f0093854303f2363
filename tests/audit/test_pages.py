"""The pages of the checks are what their files say, and the shipped pack is clean."""

import datetime
import re
import sys
from pathlib import Path

import pytest

from hipexpert import Pack
from hipexpert.audit.check import SECTIONS
from hipexpert.audit.running.audit import audit
from hipexpert.audit.running.beside import looked_for, split, started
from hipexpert.audit.running.catalogue import all_checks
from hipexpert.audit.subject.orders import assessed_otherwise, order_runners, with_drawn_strengths
from hipexpert.audit.subject.subject import Subject
from hipexpert.rendering.audit.pages import check_pages

ROOT = Path(__file__).parents[2]


def test_each_check_has_a_page_with_every_part_of_its_documentation() -> None:
    """What it does, why it matters, a fault and its remedy."""
    pages = check_pages()
    for name in all_checks():
        page = pages[f"{name}.md"]
        assert page.startswith(f"# {name}\n")
        assert [each for each in SECTIONS if f"## {each}" not in page] == []


def test_the_index_names_every_check() -> None:
    """Each with its page."""
    assert set(re.findall(r"^\| \[([a-z-]+)\]\(\1\.md\)", check_pages()["README.md"], flags=re.MULTILINE)) == set(all_checks())


def test_the_changelog_counts_the_checks_right() -> None:
    """The number is the one that is installed."""
    counted = re.search(r"`hipexpert audit`: (\d+) checks", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    assert counted is not None
    assert int(counted[1]) == len(all_checks())


@pytest.mark.deep
def test_the_shipped_pack_has_nothing_worse_than_notes_and_suppresses_unused_words_alone(pack: Pack) -> None:
    """Every theorem and claim is proved, every check ran; what no source says anything about may be held unasked."""
    report = audit(pack)
    assert [(each.check, each.place, each.message) for each in report.at_or_above("warning")] == []
    assert {each.violation.check for each in report.suppressed} == {"unused-finding"}
    assert {each.verdict for each in report.theorems} == {"proved"}
    assert report.skipped == ()
    assert set(report.checks) == set(all_checks()) - {"unsigned-change"}  # asked of a release alone
    for violation in report.violations:
        assert violation.line > 0, violation


@pytest.mark.deep
def test_the_second_process_changes_nothing(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it finds, and what is found here where it cannot work, is what one process finds."""
    subject = Subject(pack, datetime.date(2026, 11, 22))
    checks = [all_checks()["order-dependence"], all_checks()["hard-to-read"], all_checks()["weak-sources"]]
    here, beside = split(checks, pack)
    assert ([each.name for each in here], [each.name for each in beside]) == (["order-dependence", "weak-sources"], ["hard-to-read"])
    elsewhere = started(subject, beside, orders=True)()
    assert elsewhere is not None
    assert elsewhere.found == looked_for(subject, beside).found != {}
    reasoning = subject.reasoning
    assert list(elsewhere.assessed) == assessed_otherwise(with_drawn_strengths(reasoning.pack), order_runners(reasoning)) != []
    monkeypatch.setattr(sys, "executable", "false")
    assert started(subject, beside, orders=True)() is None
    report = audit(pack, only=["hard-to-read"])
    assert report.checks == ("hard-to-read",)
    assert len(report.violations) == sum(map(len, looked_for(subject, beside).found.values()))
