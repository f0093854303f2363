"""Every execution concludes the same of a random runner, and none of them breaks a theorem; that either would show is shown."""

import itertools
import random
from pathlib import Path

import pytest
from executions import AT_ONCE, Executions, Theorems, faults, intakes_of
from proving_packs import STRETCH, pack_with
from random_intakes import random_intakes

from hipexpert import Pack
from hipexpert.engine import Closure, Program
from hipexpert.knowledge.runner import plan

STRETCHED = """
- {id: a-swollen-knee-is-urgent, when: {swollen: true}, then: [{urgency: urgent}]}
- {id: a-sore-knee-is-stretched, when: {site: front}, then: [{advise: stretch}]}
"""


def test_what_differs_and_what_is_broken_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A plan that gives exercises before somebody was seen, and a closure in which a rule is missing."""
    pack = pack_with(tmp_path / "pack", STRETCHED, advice=(STRETCH,))
    monkeypatch.setattr(plan, "KEPT_UNTIL_SEEN", {})
    executions, intakes, lot = Executions(pack, tmp_path), list(random_intakes(pack, 100)), random.Random(1)  # noqa: S311
    theorems = Theorems(executions.engine)
    found = {each.split(":")[0] for each in faults(executions, theorems, intakes, lot)}
    assert found == {"nobody_is_treated_before_being_seen is broken"}
    whole = executions.program
    rules = [rule for rule in whole.rules if rule.id != "a-swollen-knee-is-urgent"]
    concluded = {fact for rule in rules for fact in rule.conclusions} | {mark.fact for tally in whole.tallies for mark in tally.marks}
    executions.closure = Closure(Program(set(whole.facts) - concluded, rules, whole.tallies))
    assert "the closure differs" in {each.split(":")[0] for each in faults(executions, theorems, intakes, lot)}


@pytest.mark.deep
def test_a_thousand_random_runners_come_out_the_same_everywhere(pack: Pack, tmp_path: Path) -> None:
    """A tenth of them contradict themselves."""
    executions = Executions(pack, tmp_path)
    some = list(itertools.islice(intakes_of(pack, 2), AT_ONCE))
    assert faults(executions, Theorems(executions.engine), some, random.Random(2)) == []  # noqa: S311
