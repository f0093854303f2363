"""Each check finds the fault that is planted for it, and stays silent on the pack beside it."""

from pathlib import Path

import pytest
from audit_packs import TODAY, Planted, planted, written

from hipexpert import Engine, load_pack
from hipexpert.audit.running.audit import audit
from hipexpert.audit.running.catalogue import all_checks, documentation
from hipexpert.audit.values import AuditReport, Violation
from hipexpert.knowledge import PackError
from hipexpert.knowledge.packs.ladder import LEVELS

PLANTED = planted()
# What only a broken program violates; see test_safety_checks.py and running/test_orders.py.
BROKEN_PROGRAM = {
    "advice-beside-what-rules-it-out",
    "intake-without-urgency",
    "calm-that-is-not-earned",
    "order-dependence",
    "red-flag-below-its-urgency",
    "red-flag-that-lowers-urgency",
    "suggested-before-known-to-be-safe",
    "treatment-before-being-seen",
    "withheld-advice-that-is-given",
}
ONLY_RELEASED = {"unsigned-change"}  # see review/test_signing.py


def audited(folder: Path, changes: dict[str, object], check: str) -> AuditReport:
    """The report of one check (and of what it needs) on the tiny pack with changes."""
    only = [check] if check != "stale-suppression" else [check, "dead-end"]
    return audit(written(folder, changes), only=only, as_of=TODAY)


def of_check(report: AuditReport, check: str) -> list[Violation]:
    """The violations of one check."""
    return [each for each in report.violations if each.check == check]


@pytest.mark.parametrize("each", PLANTED, ids=lambda each: each.check)
def test_a_planted_fault_is_found_where_it_is(each: Planted, tmp_path: Path) -> None:
    """The violation is of this check, names what is at fault, and points at a file of the pack and a line of it."""
    report = audited(tmp_path, each.violates, each.check)
    found = of_check(report, each.check)
    assert found
    named = {name for violation in found for name in (*violation.rules, *violation.others)}
    assert set(each.violates["about"]) <= named
    for violation in found:
        assert violation.message[0].islower() or violation.message[0] in "`0123456789"
        assert not violation.message.endswith(".")
        assert violation.help
        path = tmp_path / "pack" / violation.file
        assert path.exists()
        assert violation.line <= len(path.read_text().splitlines())
        if violation.rules and report.loaded and violation.file.startswith("rules/"):
            near = path.read_text().splitlines()[violation.line - 1 : violation.line + 2]
            assert any(rule in line for rule in violation.rules for line in near)


@pytest.mark.parametrize("each", PLANTED, ids=lambda each: each.check)
def test_the_pack_beside_it_is_clean(each: Planted, tmp_path: Path) -> None:
    """Just not the fault is no violation of the check."""
    report = audited(tmp_path, each.clean, each.check)
    assert report.loaded
    assert of_check(report, each.check) == []


def test_every_check_has_a_pack_that_violates_it() -> None:
    """No check is switched on that nothing has been seen to violate."""
    assert {each.check for each in PLANTED} | BROKEN_PROGRAM | ONLY_RELEASED == set(all_checks())
    assert {each.check for each in PLANTED}.isdisjoint(BROKEN_PROGRAM)


@pytest.mark.parametrize("each", [each for each in PLANTED if all_checks()[each.check].logic], ids=lambda each: each.check)
def test_every_violation_of_logic_is_shown_or_covers_all(each: Planted, tmp_path: Path) -> None:
    """A witness is accepted by the program and fires the rules that it is about; without one it is said what was covered."""
    report = audited(tmp_path, each.violates, each.check)
    if not report.loaded:
        return
    engine = Engine(load_pack(tmp_path / "pack"))
    for violation in of_check(report, each.check):
        assert (violation.witness is None) == bool(violation.covered)
        if violation.witness is not None:
            assessment = engine.assess(violation.witness)
            assert assessment.level in LEVELS
            if violation.rules and each.check not in ("irrelevant-finding", "combinable-rules"):
                fired = {reason for _, reason in _fired(assessment)}
                assert violation.rules[0] in fired


def _fired(assessment: object) -> set[tuple[str, str]]:
    rules = assessment.run.program.rules  # type: ignore[attr-defined]
    return {("rule", rules[source].id) for source, _, _ in assessment.run.log if source >= 0}  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", sorted(all_checks()))
def test_a_check_is_one_file_with_its_page(name: str) -> None:
    """The file is named after the check, and the page beside it has all sections in their form."""
    told = documentation(name)
    assert told.summary.startswith("No ")
    assert told.summary.endswith(".")


def test_a_pack_that_does_not_load_names_every_problem(tmp_path: Path) -> None:
    """Each problem of loading becomes a violation of the check that it belongs to, with its place and help."""
    folder = written(tmp_path, {"rules": [{"id": "a", "when": {"swolen": True}, "then": []}, {"id": "b", "then": [{"urgency": "soon"}]}]})
    with pytest.raises(PackError) as caught:
        load_pack(folder)
    report = audit(folder)
    assert not report.loaded
    assert len(report.violations) == len(caught.value.problems) == 3
    assert {each.check for each in report.violations} == {"unresolved-reference", "missing-conclusion", "missing-premise"}
    assert {(each.place, each.message) for each in report.violations} == {(each.place, each.message) for each in caught.value.problems}
