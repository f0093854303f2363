"""The theorems about what protects hold of a sound pack, and are refuted on a pack or a program that is broken for them."""

from pathlib import Path

import msgspec
import pytest
from proving_packs import RIDE_ON, pack_with

from hipexpert import Pack
from hipexpert.audit.proving import Prover, Theorem, prove_theorems
from hipexpert.graphs.explained import ExplainingEngine
from hipexpert.knowledge.packs.premises import Is
from hipexpert.knowledge.packs.vocabulary import FindingGroup, YesNo
from hipexpert.knowledge.runner import plan, safety

REST = {"id": "rest", "category": "activity", "title": "Rest", "says": "Do not ride.", "rules_out": ["riding"]}
TIP = {**RIDE_ON, "tags": ["riding"]}
BOTH = """
- {id: a-sore-knee-rides-on, when: {site: front}, then: [{advise: ride-on}]}
- {id: a-swollen-knee-rests, when: {swollen: true}, then: [{advise: rest}]}
"""
TIMES = (
    {"id": "months", "category": "recovery", "title": "Months", "says": "It takes months."},
    {"id": "days", "category": "recovery", "title": "Days", "says": "It takes days."},
)
TWO_TIMES = """
- {id: a-sore-knee-takes-months, when: {site: front}, then: [{advise: months}]}
- {id: a-knee-sore-behind-takes-days, when: {site: back}, then: [{advise: days}]}
"""
TABLET = {"id": "tablet", "category": "treatment", "title": "Tablet", "says": "Take one.", "safe_when": {"swollen": "absent"}}
GUARDED = "- {id: a-sore-knee-has-a-tablet, when: {all: [{swollen: absent}, {site: front}]}, then: [{advise: tablet}]}"
HOP = FindingGroup("tests", "Tests", "self_test", (YesNo("hop", "Does hopping hurt?", "hopping hurts", "hopping does not hurt"),))


def proved(pack: Pack, name: str) -> Theorem:
    """What becomes of one theorem."""
    return next(each for each in prove_theorems(Prover(pack)) if each.name == name)


def shown(theorem: Theorem, pack: Pack) -> object:
    """What the witness of a refuted theorem is told."""
    assert (theorem.outcome, theorem.witness is not None) == ("refuted", True)
    assert theorem.witness is not None
    return ExplainingEngine(pack).assess(theorem.witness.answers)


def test_a_tip_beside_the_advice_to_rest_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the plan to forget what rules out what, somebody would be told to rest and to ride on."""
    pack = pack_with(tmp_path, BOTH, advice=(REST, TIP))
    assert proved(pack, "nothing-is-advised-beside-what-rules-it-out").outcome == "proved"
    both = ExplainingEngine(pack).assess({"site": ["front"], "swollen": True}).plan
    assert ([each.id for each in both.advice], [(each.id, each.because) for each in both.withheld]) == (
        ["rest"],
        [("ride-on", "not beside: rest")],
    )
    monkeypatch.setattr(plan, "gives_way_to", lambda _, __: ())
    theorem = proved(pack, "nothing-is-advised-beside-what-rules-it-out")
    assert {each.id for each in shown(theorem, pack).plan.advice} == {"rest", "ride-on"}  # type: ignore[attr-defined]
    assert theorem.shows == "ride-on is given beside rest"


def test_a_tip_at_a_level_that_forbids_it_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the plan to forget what a level rules out, a runner with an urgent knee would be told to ride on."""
    plain = pack_with(tmp_path, BOTH + "- {id: sore-is-urgent, when: {site: front}, then: [{urgency: urgent}]}", advice=(REST, TIP))
    levels = {**plain.about.urgency, "urgent": msgspec.structs.replace(plain.about.urgency["urgent"], rules_out=("riding",))}
    pack = msgspec.structs.replace(plain, about=msgspec.structs.replace(plain.about, urgency=levels))
    assert proved(pack, "nothing-is-advised-beside-what-rules-it-out").outcome == "proved"
    monkeypatch.setattr(plan, "waits", lambda _, __, ___: False)
    assert proved(pack, "nothing-is-advised-beside-what-rules-it-out").shows == "ride-on is given at urgent"


def test_two_times_to_recovery_are_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of two times that apply the first is told; were both told, somebody would show it."""
    pack = pack_with(tmp_path, TWO_TIMES, advice=TIMES)
    assert proved(pack, "one-time-to-recovery-is-told").outcome == "proved"
    both = ExplainingEngine(pack).assess({"site": ["front", "back"]}).plan
    assert ([each.id for each in both.advice], both.withheld) == (["months"], ())
    monkeypatch.setattr(plan, "ONE_OF", frozenset())
    assert proved(pack, "one-time-to-recovery-is-told").shows == "the plan gives months and days"


def test_a_tablet_that_nobody_was_asked_about_is_found(tmp_path: Path) -> None:
    """A rule that advises it without the guard, which loading refuses, gives it to somebody who said nothing of the swelling."""
    pack = pack_with(tmp_path, GUARDED, advice=(TABLET,))
    assert proved(pack, "no-medicine-before-it-is-known-to-be-safe").outcome == "proved"
    rules = tuple(
        msgspec.structs.replace(rule, premise=Is("site", "front")) if rule.id == "a-sore-knee-has-a-tablet" else rule for rule in pack.rules
    )
    broken = msgspec.structs.replace(pack, rules=rules)
    theorem = proved(broken, "no-medicine-before-it-is-known-to-be-safe")
    assert [each.id for each in shown(theorem, broken).plan.advice] == ["tablet"]  # type: ignore[attr-defined]


@pytest.mark.parametrize("fault", ["always", "at every level"])
def test_a_test_that_is_suggested_too_early_is_found(fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were it suggested before the swelling is denied, or to somebody who must be seen first, somebody would show it."""
    plain = pack_with(tmp_path, "- {id: sore-is-urgent, when: {site: front}, then: [{urgency: urgent}]}")
    pack = msgspec.structs.replace(plain, groups=(*plain.groups, HOP), safe_tests={**plain.safe_tests, "hop": Is("swollen", "no")})
    assert proved(pack, "no-test-before-it-is-known-to-be-safe").outcome == "proved"
    if fault == "always":
        monkeypatch.setattr(safety, "may_be_suggested", lambda _, __, ___: True)
    else:
        monkeypatch.setattr(safety, "TESTS_WAIT", frozenset())
    theorem = proved(pack, "no-test-before-it-is-known-to-be-safe")
    assert (theorem.outcome, theorem.shows.startswith("hop is suggested at ")) == ("refuted", True)
