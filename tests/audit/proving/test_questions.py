"""Questions about one pack: each answer is that of trying every set of answers, and each witness replays."""

from itertools import combinations, product

import pytest
from proving_packs import STRETCH, pack_with

from hipexpert import Engine
from hipexpert.audit.proving import Prover, reachability
from hipexpert.engine import all_of, any_of, at_least
from hipexpert.engine.oracle import holds
from hipexpert.knowledge.packs.ladder import LEVELS
from hipexpert.knowledge.packs.premises import Limit
from hipexpert.knowledge.runner.assessment import Assessment

RULES = """
- {id: an-old-sore-knee-is-seen-soon, when: {all: [{age: {above: 90}}, {site: front}]}, then: [{urgency: soon}]}
- {id: older-than-anybody, when: {age: {at_least: 100}}, then: [{urgency: emergency}, {advise: rest}]}
- {id: left-and-right, when: {all: [{side: left}, {side: right}]}, then: [{advise: rest}]}
- {id: an-emergency-stretches, when: {urgency: emergency}, then: [{advise: stretch}]}
- {id: swollen-and-not-sore, when: {all: [{swollen: true}, {site: {absent: front}}]}, then: [{advise: bend}, {avoid: bend}]}
- {id: the-right-knee-turns, when: {side: right}, then: [{advise: turn}]}
"""
ADVICE = tuple({**STRETCH, "id": name} for name in ("stretch", "bend", "rest", "turn"))


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Prover:
    """The tiny pack with rules that nobody fires, and advice that nobody is given."""
    return Prover(pack_with(tmp_path_factory.mktemp("odd"), RULES, advice=ADVICE))


@pytest.fixture(scope="module")
def every(odd: Prover) -> tuple[Assessment, ...]:
    """The assessment of every runner whom the pack can tell apart."""
    ages, sites = (None, 5, 11, 12, 15, 16, 90, 91), ({}, *({"front": front, "back": True} for front in (True, False)), {"front": True})
    told = []
    for said in product((None, True, False), ages, (None, "left", "right"), sites):
        answers = zip(("swollen", "age", "side", "site"), said, strict=True)
        told.append(odd.engine.assess({name: answer for name, answer in answers if answer is not None}))
    return tuple(told)


def test_what_holds_alone_and_together_is_what_some_runner_shows(odd: Prover, every: tuple[Assessment, ...]) -> None:
    """Every conclusion, and every two of them, with contradictory answers and without."""
    program = odd.engine.compiled.program
    conclusions = [fact for fact in program.facts if fact not in program.inputs]
    for first, second in [*((fact, fact) for fact in conclusions), *combinations(conclusions, 2)]:
        for consistent in (False, True):
            verdict = odd.can_hold(first, second, consistent=consistent)
            shown = [each for each in every if {first, second} <= each.run.facts and not (consistent and each.contradictions)]
            assert verdict.answer is bool(shown), (first, second)
            if verdict.witness is not None:
                assert {first, second} <= odd.engine.assess(verdict.witness.answers, strict=consistent).run.facts


def test_what_follows_is_what_no_runner_breaks(odd: Prover, every: tuple[Assessment, ...]) -> None:
    """Premises with gates and comparisons imply and equal each other exactly when they do for everybody."""
    premises = [
        "pattern:irritated_joint",
        any_of("swollen=yes", "side=left", "side=right"),
        all_of("swollen=yes", "age>=5", "age<=15"),
        at_least(2, "swollen=yes", "age<12", "site=front"),
        "urgency:urgent",
        "likely:jumpers_knee",
        "site=front",
    ]
    for first, second in product(premises, repeat=2):
        one, other = ([holds(each, assessment.run.facts) for assessment in every] for each in (first, second))
        assert odd.implied(first, second).answer is all(not a or b for a, b in zip(one, other, strict=True)), (first, second)
        assert odd.equivalent(first, second).answer is (one == other), (first, second)
    assert odd.always("urgency:urgent").witness is not None


def test_what_can_be_reached_at_all_is_what_some_runner_reaches(odd: Prover, every: tuple[Assessment, ...]) -> None:
    """Rules, conclusions, levels and advice; nothing is left undecided, and single questions agree."""
    reach = reachability(odd)
    program = odd.engine.compiled.program
    fired = {rule.id for rule in program.rules for each in every if holds(rule.premise, each.run.facts)}
    assert set(reach.rules.reachable) == fired
    never = {"older-than-anybody", "left-and-right", "an-emergency-stretches", "a-likely-jumpers-knee-needs-a-visit"}
    assert set(reach.rules.unreachable) == never
    assert set(reach.conclusions.reachable) == {fact for each in every for fact in each.run.facts - program.inputs}
    assert set(reach.levels.reachable) == {each.level for each in every}
    assert set(reach.levels.unreachable) == set(LEVELS) - {each.level for each in every}
    assert set(reach.advice.reachable) == {advice.id for each in every for advice in each.plan.advice} == {"turn"}
    assert [each.undecided for each in (reach.rules, reach.conclusions, reach.levels, reach.advice)] == [()] * 4
    for rule in program.rules:
        assert odd.rule_reachable(rule.id).answer is (rule.id in fired)
    for level in LEVELS:
        assert odd.level_reachable(level).answer is (level in reach.levels.reachable)
    for advice in odd.pack.advice:
        assert odd.advice_reachable(advice.id).answer is (advice.id in reach.advice.reachable)


def test_a_comparison_of_ones_own_is_named_beforehand(odd: Prover) -> None:
    """A bound that no rule uses cuts the numbers where it lies, whole numbers as whole."""
    premise = Limit("age", ">=", 15.5)
    asked = Prover(odd.pack, also=(premise,))
    assert asked.can_hold(premise, "age<=15").answer is False
    found = asked.can_hold(premise, without=["age>90"]).witness
    assert found is not None
    assert Engine(odd.pack).read(found.answers).answers["age"] in range(16, 91)
