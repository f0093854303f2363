"""The safety checks against a program that is broken on purpose: what the loader and the engine rule out is still looked for."""

from pathlib import Path

import msgspec
import pytest
from audit_packs import TODAY, written
from screened_packs import screened_folder

from hipexpert import load_pack
from hipexpert.audit.running.audit import audit
from hipexpert.audit.values import AuditReport
from hipexpert.graphs.explained import ExplainingEngine
from hipexpert.knowledge.packs.ladder import LEVELS
from hipexpert.knowledge.packs.pack import Concludes
from hipexpert.knowledge.packs.premises import Is
from hipexpert.knowledge.runner import assessment, levels, plan

SEEN = {
    "advice": [{"id": "stretch", "category": "exercise"}],
    "rules": [
        {"id": "a", "when": {"swollen": True}, "then": [{"urgency": "urgent"}]},
        {"id": "b", "when": {"side": "left"}, "then": [{"urgency": "routine"}, {"advise": "stretch"}]},
        {"id": "c", "when": {"site": "back"}, "then": [{"avoid": "stretch"}]},
    ],
}


def assert_refuted(report: AuditReport, check: str) -> None:
    """A check is violated, answers show it, and its theorem is refuted."""
    found = [each for each in report.violations if each.check == check]
    assert found
    assert all(each.witness is not None and each.severity == "error" for each in found)
    assert "refuted" in {each.verdict for each in report.theorems if each.check == check}


def test_a_runner_without_a_level_is_a_violation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that forgets the lowest level is caught."""
    monkeypatch.setattr(levels, "level_of", lambda holds, **_: next((each for each in LEVELS if holds(f"urgency:{each}")), None))
    assert_refuted(audit(written(tmp_path, {}), only=["intake-without-urgency"], as_of=TODAY), "intake-without-urgency")


def test_an_overruled_alarm_is_a_violation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that takes the lowest level is caught."""
    monkeypatch.setattr(levels, "level_of", lambda holds, **_: next((each for each in LEVELS if holds(f"urgency:{each}")), "self_care"))
    assert_refuted(audit(written(tmp_path, SEEN), only=["red-flag-below-its-urgency"], as_of=TODAY), "red-flag-below-its-urgency")


def test_treatment_before_being_seen_is_a_violation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that keeps nothing back at `urgent` is caught."""
    monkeypatch.setattr(plan, "KEPT_UNTIL_SEEN", {})
    assert_refuted(audit(written(tmp_path, SEEN), only=["treatment-before-being-seen"], as_of=TODAY), "treatment-before-being-seen")


def test_advice_that_should_be_withheld_is_a_violation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that gives advice although it is to be avoided is caught."""
    right = plan.plan_of

    def wrong(*arguments: object) -> object:
        pack, level, holds, reasons, wording = arguments
        return right(pack, level, holds, lambda fact: () if fact.startswith("avoid:") else reasons(fact), wording)  # type: ignore[arg-type, operator]

    monkeypatch.setattr(plan, "plan_of", wrong)
    monkeypatch.setattr(assessment, "plan_of", wrong)
    assert_refuted(audit(written(tmp_path, SEEN), only=["withheld-advice-that-is-given"], as_of=TODAY), "withheld-advice-that-is-given")


def test_advice_beside_what_rules_it_out_is_a_violation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that tells somebody to rest and to stretch is caught."""
    changes = {
        "advice": [
            {"id": "stretch", "category": "activity", "tags": ["moving"]},
            {"id": "rest", "category": "fact", "rules_out": ["moving"]},
        ],
        "rules": [{"id": "b", "when": {"side": "left"}, "then": [{"advise": "rest"}, {"advise": "stretch"}]}],
    }
    folder, check = written(tmp_path, changes), "advice-beside-what-rules-it-out"
    assert [each for each in audit(folder, only=[check], as_of=TODAY).violations if each.check == check] == []
    monkeypatch.setattr(plan, "gives_way_to", lambda _, __: ())
    assert_refuted(audit(folder, only=[check], as_of=TODAY), check)


def test_a_medicine_before_it_is_safe_is_a_violation(tmp_path: Path) -> None:
    """A rule that names a tablet without asking first, which the loader refuses, is caught when it gets past it."""
    changes = {
        "advice": [{"id": "tablet", "category": "treatment", "safe_when": {"swollen": "absent"}}],
        "rules": [{"id": "b", "when": {"all": [{"swollen": "absent"}, {"side": "left"}]}, "then": [{"advise": "tablet"}]}],
    }
    pack, check = load_pack(written(tmp_path, changes)), "suggested-before-known-to-be-safe"
    assert [each for each in audit(pack, only=[check], as_of=TODAY).violations if each.check == check] == []
    rules = tuple(msgspec.structs.replace(rule, premise=Is("side", "left")) if rule.id == "b" else rule for rule in pack.rules)
    assert_refuted(audit(msgspec.structs.replace(pack, rules=rules), only=[check], as_of=TODAY), check)


def test_a_calm_word_that_is_not_earned_is_a_violation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that says what is raised, whatever is open of the screen, is caught."""
    folder, check = screened_folder(tmp_path), "calm-that-is-not-earned"
    assert [each for each in audit(folder, only=[check], as_of=TODAY).violations if each.check == check] == []
    monkeypatch.setattr(levels, "level_of", lambda holds, **_: levels.raised_level(holds))
    assert_refuted(audit(folder, only=[check], as_of=TODAY), check)


def test_an_alarm_that_goes_out_is_a_violation(tmp_path: Path) -> None:
    """An urgent rule that rests on weighing, which the loader refuses, is caught when it gets past it."""
    changes = {
        "rules": [{"id": "c", "when": {"likely": "jumpers_knee"}, "then": [{"urgency": "routine"}]}],
        "replace": [["rules/knee.yaml", "strength: strong, group: place", "lr: 20, group: place"]],
    }
    pack = load_pack(written(tmp_path, changes))
    rules = tuple(
        msgspec.structs.replace(rule, conclusions=(Concludes("urgency", "emergency"),)) if rule.id == "c" else rule for rule in pack.rules
    )
    broken = msgspec.structs.replace(pack, rules=rules)
    report = audit(broken, only=["red-flag-that-lowers-urgency"], as_of=TODAY)
    assert_refuted(report, "red-flag-that-lowers-urgency")
    assert ExplainingEngine(broken).assess(report.violations[0].witness or {}).level != "emergency"


def test_a_sign_that_alone_is_an_alarm_is_asked_for_on_the_screen(tmp_path: Path) -> None:
    """Else something calm is said to somebody of whom nobody knows whether they have it."""
    found = []
    for name, items in (("asked", "[{id: where, ask: site}, {id: swelling, ask: swollen}]"), ("open", "[{id: where, ask: site}]")):
        pack = load_pack(screened_folder(tmp_path / name, items))
        alarm = msgspec.structs.replace(pack.rules[0], premise=Is("swollen", "yes"), conclusions=(Concludes("urgency", "urgent"),))
        report = audit(msgspec.structs.replace(pack, rules=(alarm, *pack.rules[1:])), only=["missing-screen"], as_of=TODAY)
        found.append([(each.others, each.witness) for each in report.violations])
    assert found == [[], [(("finding:swollen",), {"swollen": True})]]


def test_what_runs_out_of_effort_is_not_called_proved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is `not decided`, and no violation either."""
    from hipexpert.audit.proving import questions

    monkeypatch.setattr(questions.Prover.__init__, "__defaults__", (1, (), False, None, False))
    report = audit(written(tmp_path, SEEN), only=["red-flag-that-lowers-urgency", "red-flag-below-its-urgency"], as_of=TODAY)
    assert {each.verdict for each in report.theorems} <= {"proved", "not decided"}
    assert report.violations == ()


def test_without_proofs_the_other_checks_still_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What needs proofs is listed as not run, with what to install."""
    monkeypatch.setitem(__import__("sys").modules, "z3", None)
    report = audit(written(tmp_path, SEEN), prove=False, as_of=TODAY)
    assert {each.check for each in report.skipped} >= {"broken-claim", "intake-without-urgency"}
    assert all("hipexpert[audit]" in each.because for each in report.skipped)
    assert "unreachable-rule" in report.checks
    assert report.theorems == ()
