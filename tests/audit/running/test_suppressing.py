"""What authors accept stands in the pack with a reason, is listed, and is reported when it is stale."""

from pathlib import Path
from typing import Any

import pytest
from audit_packs import TODAY, written

from hipexpert.audit.running.audit import audit

DEAD = {"patterns": [{"id": "one"}], "rules": [{"id": "a", "when": {"side": "left"}, "then": [{"pattern": "one"}]}]}


def suppressing(check: str, *rules: str) -> dict[str, Any]:
    """The pack with a dead end, and a suppression."""
    return {**DEAD, "suppressions": [{"check": check, "rules": list(rules), "reason": "It is shown."}]}


def test_a_suppressed_violation_is_listed_with_its_reason(tmp_path: Path) -> None:
    """It no longer stands, and the report says who accepted what and why."""
    report = audit(written(tmp_path, suppressing("dead-end", "a")), only=["dead-end"], as_of=TODAY)
    assert report.violations == ()
    assert [(each.violation.check, each.violation.rules, each.reason) for each in report.suppressed] == [
        ("dead-end", ("a",), "It is shown.")
    ]


def test_a_suppression_of_another_check_or_rule_changes_nothing(tmp_path: Path) -> None:
    """Only the violation that is named is suppressed."""
    for number, changes in enumerate((suppressing("dead-end", "b"), suppressing("unused-value", "a"))):
        report = audit(written(tmp_path / str(number), changes), only=["dead-end"], as_of=TODAY)
        assert [each.check for each in report.violations] == ["dead-end"]


def test_a_violation_of_two_rules_needs_both_to_be_listed(tmp_path: Path) -> None:
    """Accepting one rule does not accept what it does together with another."""
    twins = [{"id": name, "when": {"side": "left"}, "then": [{"urgency": "soon"}]} for name in ("a", "b")]
    for number, (rules, left) in enumerate(((["a"], 1), (["a", "b"], 0))):
        changes = {"rules": twins, "suppressions": [{"check": "duplicate-rule", "rules": rules}]}
        assert len(audit(written(tmp_path / str(number), changes), only=["duplicate-rule"], as_of=TODAY).violations) == left


@pytest.mark.parametrize(
    ("check", "message"),
    [
        ("dead-end", "`dead-end` finds nothing to suppress about `front-pain-supports-jumpers-knee`"),
        ("dead-ends", "there is no check `dead-ends`"),
        ("broken-claim", "a violation of `broken-claim` cannot be suppressed"),
    ],
)
def test_a_stale_suppression_is_reported_at_its_line(check: str, message: str, tmp_path: Path) -> None:
    """So is one of a check that does not exist, and one of safety."""
    report = audit(
        written(tmp_path, suppressing(check, "front-pain-supports-jumpers-knee")), only=["dead-end", "stale-suppression"], as_of=TODAY
    )
    (stale,) = [each for each in report.violations if each.check == "stale-suppression"]
    assert (stale.message, stale.place) == (message, "suppressions.yaml:2")


def test_a_suppression_is_not_stale_when_its_check_did_not_run(tmp_path: Path) -> None:
    """Leaving a check out says nothing about what it would find."""
    report = audit(written(tmp_path, suppressing("unused-value", "a")), only=["dead-end", "stale-suppression"], as_of=TODAY)
    assert [each.check for each in report.violations] == ["dead-end"]


def test_a_safety_violation_cannot_be_suppressed(tmp_path: Path) -> None:
    """Whatever the reason."""
    changes = {
        "claims": [{"id": "swelling-is-urgent", "when": {"swollen": True}, "at_least": "urgent"}],
        "suppressions": [{"check": "broken-claim", "rules": ["swelling-is-urgent"]}],
    }
    report = audit(written(tmp_path, changes), only=["broken-claim"], as_of=TODAY)
    assert [each.check for each in report.violations] == ["broken-claim"]
    assert report.suppressed == ()
