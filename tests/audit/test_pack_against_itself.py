"""What a pack says in one place, against what it says in another: one word of the clean pack is changed, and the check names it."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from audit_packs import PACKS, TODAY, written
from screened_packs import screened_folder

from hipexpert.audit.running.audit import audit
from hipexpert.audit.values import Violation

CAREFUL: dict[str, Any] = yaml.safe_load((PACKS / "running-without-clearance.yaml").read_text())["clean"]
STOPS = "[{id: %s-stop, when: {warning_sign: true}, because: so, sources: [{ref: book, at: page 1}]}"
PAIN = ", {id: %s-pain-stops, when: {any: [{pain_during: {above: %d}}, {swollen: true}]}, because: so, sources: [{ref: book, at: page 1}]}"


def found(folder: Path, check: str) -> list[Violation]:
    """What a check finds in the pack of a folder, which loads."""
    report = audit(folder, only=[check], as_of=TODAY)
    assert report.loaded, report.violations
    return list(report.violations)


def with_programmes(folder: Path, *changes: tuple[str, str]) -> Path:
    """The tiny pack with a programme that needs a clearance, `slow`, and one that needs none, `back`, changed."""
    text: str = CAREFUL["add"]["programmes/back.yaml"]
    for old, new in changes:
        assert text.count(old) >= 1
        text = text.replace(old, new, 1)
    return written(folder, {**CAREFUL, "add": {"programmes/back.yaml": text}})


@pytest.mark.parametrize(
    ("says", "named"),
    [
        ("Ride on. No pain is allowed.", True),
        ("There must be no pain at all, then or later.", True),
        ("No pain is allowed the next morning.", False),
        ("Little pain is allowed.", False),
    ],
)
def test_a_phase_that_says_no_pain_allows_none(says: str, named: bool, tmp_path: Path) -> None:
    """Words and numbers of a phase agree; words about the next morning alone say nothing of the ride."""
    violations = found(with_programmes(tmp_path, ("says: Ride on.", f'says: "{says}"')), "pain-that-moves-on")
    assert [each.others for each in violations] == [("programme:slow",)] * named


@pytest.mark.parametrize(("careful", "named"), [(5, True), (3, False), (2, False)])
def test_a_careful_programme_stops_as_early_as_a_common_one(careful: int, named: bool, tmp_path: Path) -> None:
    """Who needs a clearance is not sent on with more pain than others."""
    pains = [
        (STOPS % name, STOPS % name + (PAIN % (name, pain)).replace(", {swollen: true}", ""))
        for name, pain in (("slow", careful), ("back", 3))
    ]
    violations = found(with_programmes(tmp_path, *pains), "pain-that-moves-on")
    assert [each.others for each in violations] == [("programme:slow",)] * named


@pytest.mark.parametrize(
    ("unless", "named"),
    [("{site: back}", True), ("{age: {at_least: 16}}", False), ("{side: left}", True)],
)
def test_of_whom_an_alarm_is_not_asked(unless: str, named: bool, tmp_path: Path) -> None:
    """A question of the screen that is spared to somebody for whom its answer alone would be urgent is asked about."""
    items = f"[{{id: where, ask: site}}, {{id: swelling, ask: swollen, unless: {unless}}}]"
    folder = screened_folder(tmp_path, items, ("rules/knee.yaml", "{swollen: true}, {side: [left, right]}", "{swollen: true}"))
    violations = found(folder, "missing-screen")
    assert [(each.others, each.severity) for each in violations] == [(("screen:swelling",), "note")] * named


TESTED = """
group: tests
title: Tests
answered_by: self_test
findings:
- {id: hop, question: "Does hopping hurt?", type: yes_no, present: hopping hurts, absent: hopping does not hurt, safe_when: %s}
"""
SITES = "[{finding: sore_spot, background: {front: 0.3, back: 0.3, side: 0.3}, unlisted: against}]"
PLACES = ", ".join(
    f"{{id: {name}, label: {name}, says: it hurts at the {name}, denies: no pain at the {name}}}" for name in ("front", "back", "side")
)
ASKED = """
group: places
title: Places
answered_by: runner
findings:
- {id: sore_spot, question: Where?, type: choices, values: [%s]}
"""
DRAWN = "[{id: cracked_bone, reviewed: {date: 2026-11-21, by: tester}, rows: [{finding: sore_spot, common: [front, back, side]}]}]"


@pytest.mark.parametrize(("denied", "named"), [(("front", "back"), True), (("front", "back", "side"), False), (("front",), False)])
def test_a_test_waits_for_every_place_where_a_danger_hurts(denied: tuple[str, ...], named: bool, tmp_path: Path) -> None:
    """Where it waits for most of them, the one that is left out is asked about."""
    waits = ", ".join(f"{{sore_spot: {{absent: {each}}}}}" for each in denied)
    changes = {
        "conditions": [{"id": "cracked_bone", "typical_urgency": "urgent"}],
        "add": {
            "findings/tests.yaml": TESTED % f"{{all: [{{swollen: absent}}, {waits}]}}",
            "findings/places.yaml": ASKED % PLACES,
            "discriminating.yaml": f"discriminating: {SITES}\n",
            "pictures/bone.yaml": f"pictures: {DRAWN}\n",
        },
    }
    violations = found(written(tmp_path, changes), "self-test-without-safety")
    assert [each.others for each in violations] == [("condition:cracked_bone", "finding:hop")] * named


@pytest.mark.parametrize(("says", "named"), [("Wo tut es weh?", True), ("Wann tut es weh?", False)])
def test_two_questions_are_not_one_in_another_language(says: str, named: bool, tmp_path: Path) -> None:
    """A line that was copied asks something else than the English does."""
    lines = f"- {{text: Is it where the knee bends?, says: Wo tut es weh?}}\n- {{text: Is it when the knee bends?, says: {says}}}\n"
    asked = [
        ("findings/about.yaml", "Is the knee swollen?", "Is it where the knee bends?"),
        ("findings/about.yaml", "Which knee?", "Is it when the knee bends?"),
    ]
    folder = written(tmp_path, {"replace": asked, "add": {"translations/de/all.yaml": f"translations:\n{lines}"}})
    assert [each.severity for each in found(folder, "stale-translation")] == ["note"] * named
