"""A pack's own safety claims: proved, refuted by a runner, or proved of nobody."""

from pathlib import Path

import pytest
from proving_packs import STRETCH, pack_with

from hipexpert import Engine
from hipexpert.audit.proving import Prover, Theorem, prove_theorems

RULES = """
- {id: a-swollen-knee-is-seen-soon, when: {swollen: true}, then: [{urgency: soon}]}
- {id: a-sore-knee-is-stretched, when: {site: front}, then: [{advise: stretch}]}
- {id: an-old-knee-is-not-stretched, when: {age: {at_least: 90}}, then: [{avoid: stretch}]}
- {id: a-spotless-knee-is-odd, when: {all: [{swollen: true}, {site: {absent: front}}]}, then: [{urgency: routine}, {urgency: emergency}]}
"""
CLAIMS = [
    ("{when: {swollen: true}, at_least: soon}", "proved", None),
    ("{when: {swollen: true}, at_least: urgent}", "refuted", {"swollen": True}),
    ("{when: {pattern: irritated_joint}, concluded: {pattern: irritated_joint}}", "proved", None),
    ("{when: {swollen: true}, concluded: {urgency: urgent}}", "refuted", {"swollen": True}),
    ("{at_most: urgent}", "refuted", {"swollen": True, "site": {"front": False}}),
    ("{at_most: urgent, consistent: true}", "proved", None),
    ("{never: {urgency: emergency}, consistent: true}", "proved", None),
    ("{never: {all: [{swollen: true}, {swollen: absent}]}}", "proved", None),
    ("{never: {urgency: soon}}", "refuted", {"swollen": True}),
    ("{when: {age: {at_least: 90}}, never_given: [stretch]}", "proved", None),
    ("{when: {age: {at_least: 89.5}}, never_given: [stretch]}", "proved", None),
    ("{when: {age: {at_least: 89}}, never_given: [stretch]}", "refuted", {"age": 89, "site": {"front": True}}),
    ("{when: {age: {above: 99}}, at_least: emergency}", "empty", None),
]


def theorem_of(claim: str, folder: Path) -> tuple[Theorem, Engine]:
    """What becomes of one claim of a pack with these rules."""
    pack = pack_with(folder, RULES, f"- {{id: a-claim, {claim[1:]}", advice=(STRETCH,))
    (theorem,) = (each for each in prove_theorems(Prover(pack)) if each.claim)
    return theorem, Engine(pack)


@pytest.mark.parametrize(("claim", "outcome", "answers"), CLAIMS)
def test_a_claim_is_proved_or_a_runner_breaks_it(claim: str, outcome: str, answers: dict[str, object] | None, tmp_path: Path) -> None:
    """Over every runner, with comparisons of its own, and without contradictory answers where it says so."""
    theorem, engine = theorem_of(claim, tmp_path)
    assert (theorem.outcome, theorem.empty) == (outcome.replace("empty", "proved"), outcome == "empty")
    assert (theorem.witness.answers if theorem.witness else None) == answers
    assert theorem.witness is None or engine.assess(theorem.witness.answers)
    assert bool(theorem.shows) == (outcome == "refuted")


def test_a_claim_is_not_decided_without_effort(prover: Prover) -> None:
    """A claim whose proof runs out of effort is not called proved."""
    slow = Prover(prover.pack, effort=1)
    outcomes = {each.outcome for each in prove_theorems(slow) if each.claim}
    assert "refuted" not in outcomes
    assert "not decided" in outcomes
