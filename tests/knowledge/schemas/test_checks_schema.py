"""The schema of rule checks: those of the hip pack fit, and mistakes do not."""

from pathlib import Path
from typing import Any

import pytest
from known_cases import FOLDER
from tiny import TINY
from validating import faults, read, validator

from hipexpert.knowledge.packs.loading import HIP

CHECKS = sorted((FOLDER / "rules").rglob("*.yaml"))
WHOLE: dict[str, Any] = {
    "rule": "a-swollen-knee-in-a-child-is-urgent",
    "with": {"swollen": True},
    "fires": [{"age": 5}, {"findings": {"age": 15}}],
    "silent": [{"age": 16}, {}],
    "urgency": {"at_least": "soon", "at_most": "urgent"},
    "then": [{"urgency": "urgent"}],
    "notes": "Both ends count.",
}


@pytest.mark.parametrize("path", CHECKS, ids=lambda path: path.relative_to(FOLDER / "rules").as_posix())
def test_every_file_of_checks_fits(path: Path) -> None:
    """It fits what ships, and the schema that knows the rules of the hip pack."""
    data = read(path)
    assert faults(validator("checks"), data) == []
    assert faults(validator("checks", HIP), data) == []


def test_a_whole_check_fits() -> None:
    """Every key of a check, with the names of the tiny pack."""
    assert CHECKS
    assert faults(validator("checks", TINY), {"checks": [WHOLE], "notes": "x"}) == []


@pytest.mark.parametrize(
    "change",
    [
        {"rule": "a-swollen-knee"},
        {"with": {"swolen": True}},
        {"fires": [{"age": 500}]},
        {"fires": [None]},
        {"fires": []},
        {"silent": [{"findings": {}, "titel": "x"}]},
        {"urgency": "soonish"},
        {"urgency": {"at_least": "soon"}},
        {"then": [{"urgency": "soonish"}]},
        {"then": []},
        {"fire": []},
    ],
)
def test_a_wrong_check_is_refused(change: dict[str, object]) -> None:
    """Unknown rules, findings, levels and keys, answers out of range, empty lists."""
    assert faults(validator("checks", TINY), {"checks": [WHOLE | change]})


@pytest.mark.parametrize("check", [{"rule": WHOLE["rule"]}, {"rule": WHOLE["rule"], "silent": [{}], "urgency": "soon"}])
def test_a_check_that_expects_nothing_is_refused(check: dict[str, object]) -> None:
    """A check says when the rule fires, when it is silent, or what it concludes; a level needs a story in which it fires."""
    assert faults(validator("checks", TINY), {"checks": [check]})
    assert faults(validator("checks", TINY), {"checks": [], "cases": []})
