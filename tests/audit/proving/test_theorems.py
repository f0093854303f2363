"""Each safety theorem holds of the shipped pack, and is refuted on a pack or a program that is broken for it."""

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from proving_packs import RIDE_ON, STRETCH, pack_with

from hipexpert import Pack
from hipexpert.audit.proving import Prover, Theorem, prove_theorems
from hipexpert.audit.proving.theorems import every_intake_gets_an_urgency
from hipexpert.graphs.explained import ExplainingEngine
from hipexpert.knowledge.packs.ladder import LEVELS, Level, caution
from hipexpert.knowledge.packs.pack import Concludes
from hipexpert.knowledge.runner import assessment, levels, plan
from hipexpert.knowledge.runner.reading_intake import read_words

SAFETY = (
    "every-intake-gets-an-urgency",
    "every-red-flag-rule-reaches-its-urgency",
    "no-reassurance-beside-a-red-flag",
    "nobody-is-treated-before-being-seen",
    "withheld-advice-is-withheld",
    "nothing-is-advised-beside-what-rules-it-out",
    "one-time-to-recovery-is-told",
    "no-medicine-before-it-is-known-to-be-safe",
    "no-test-before-it-is-known-to-be-safe",
    "red-flags-are-monotone",
    "an-alarm-stays",
    "calm-is-earned",
    "contradictory-answers-never-calm",
)
TWO_LEVELS = """
- {id: a-swollen-knee-is-seen-soon, when: {swollen: true}, then: [{urgency: soon}]}
- {id: a-sore-knee-is-no-hurry, when: {site: front}, then: [{urgency: routine}]}
"""
CALMING = """
- {id: a-swollen-knee-is-seen-soon, when: {swollen: true}, then: [{urgency: soon}]}
- {id: the-left-knee-is-harmless, when: {side: left}, then: [{urgency: self_care}]}
- {id: a-harmless-knee-rides-on, when: {urgency: self_care}, then: [{advise: ride-on}]}
"""
URGENT_STRETCH = """
- {id: a-swollen-knee-is-urgent, when: {swollen: true}, then: [{urgency: urgent}]}
- {id: a-sore-knee-is-stretched, when: {site: front}, then: [{advise: stretch}]}
- {id: an-old-knee-is-not-stretched, when: {age: {at_least: 90}}, then: [{avoid: stretch}]}
"""
WEIGHED = """
- {id: behind-supports-jumpers-knee, when: {site: back}, then: [{supports: jumpers_knee, strength: strong}]}
- {id: swelling-opposes-jumpers-knee, when: {swollen: true}, then: [{opposes: jumpers_knee, strength: strong}]}
- {id: a-swollen-knee-is-seen-soon, when: {swollen: true}, then: [{urgency: soon}]}
- {id: a-likely-jumpers-knee-is-raised, when: {likely: jumpers_knee}, then: [{urgency: routine}]}
"""


def proved(pack: Pack, effort: int | None = None) -> dict[str, Theorem]:
    """Every theorem of a pack by its name."""
    theorems = prove_theorems(Prover(pack) if effort is None else Prover(pack, effort))
    assert [each.name for each in theorems[: len(SAFETY)]] == list(SAFETY)
    return {each.name: each for each in theorems}


def replayed(theorem: Theorem, engine: ExplainingEngine) -> list[assessment.Assessment]:
    """What the program tells the runners of a witness: before, if there is one, and after. Both forms say the same."""
    witness = theorem.witness
    assert witness is not None
    pairs = [(witness.answers, witness.words)]
    if witness.before is not None:
        pairs.insert(0, (witness.before, witness.words_before))
    for answers, words in pairs:
        assert engine.read(answers) == read_words(words, engine.pack)
    return [engine.assess(answers) for answers, _ in pairs]


def with_level(pack: Pack, rule_id: str, level: Level) -> Pack:
    """The pack with a rule that concludes another level, which the loader would not let pass."""
    rules = tuple(
        msgspec.structs.replace(rule, conclusions=(Concludes("urgency", level),)) if rule.id == rule_id else rule for rule in pack.rules
    )
    return msgspec.structs.replace(pack, rules=rules)


@pytest.mark.deep
def test_every_theorem_and_claim_is_proved_of_the_shipped_pack(prover: Prover) -> None:
    """Over all runners, contradictory answers included; and no claim of the pack is about nobody."""
    theorems = prove_theorems(prover)
    assert [each.name for each in theorems if each.outcome != "proved"] == []
    assert [each.name for each in theorems if each.empty] == []
    assert {each.name for each in theorems if each.claim} == {claim.id for claim in prover.pack.claims}


def test_a_runner_without_a_level_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were there no level where no rule raises one, the runner who says nothing would show it."""
    monkeypatch.setattr(levels, "level_of", lambda holds, **_: next((each for each in LEVELS if holds(f"urgency:{each}")), None))
    theorem = every_intake_gets_an_urgency(Prover(pack_with(tmp_path)))
    assert (theorem.outcome, theorem.witness and theorem.witness.answers) == ("refuted", {})


def test_a_rule_that_is_overruled_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the lowest level to win, a runner with two levels would show it."""
    pack = pack_with(tmp_path, TWO_LEVELS)
    assert proved(pack)["every-red-flag-rule-reaches-its-urgency"].outcome == "proved"
    monkeypatch.setattr(levels, "level_of", lambda holds, **_: next((each for each in LEVELS if holds(f"urgency:{each}")), "self_care"))
    theorem = proved(pack)["every-red-flag-rule-reaches-its-urgency"]
    (shown,) = replayed(theorem, ExplainingEngine(pack))
    raised = {each for each in LEVELS if f"concludes {each}, and the level is {shown.level}" in theorem.shows}  # which, z3 chooses
    assert [caution(shown.level) < caution(each) for each in raised] == [True]


def test_advice_for_the_harmless_beside_a_red_flag_is_found(tmp_path: Path) -> None:
    """Advice that a rule ties to self care is given to somebody with a red flag, because a conclusion once drawn stays."""
    pack = pack_with(tmp_path, CALMING, advice=(RIDE_ON,))
    theorem = proved(pack)["no-reassurance-beside-a-red-flag"]
    (shown,) = replayed(theorem, ExplainingEngine(pack))
    assert shown.level in ("soon", "urgent")
    assert [each.id for each in shown.plan.advice] == ["ride-on"]
    assert theorem.shows.endswith("fires, and a-harmless-knee-rides-on still gives ride-on")


def test_exercise_before_the_doctor_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the plan to forget what waits until somebody was seen, a runner with an urgent knee would show it."""
    pack = pack_with(tmp_path, URGENT_STRETCH, advice=(STRETCH,))
    assert proved(pack)["nobody-is-treated-before-being-seen"].outcome == "proved"
    monkeypatch.setattr(plan, "KEPT_UNTIL_SEEN", {})
    theorem = proved(pack)["nobody-is-treated-before-being-seen"]
    (shown,) = replayed(theorem, ExplainingEngine(pack))
    assert (shown.level, [each.id for each in shown.plan.advice]) == ("urgent", ["stretch"])


@pytest.mark.parametrize("kept", ["given", "unnamed"])
def test_advice_that_is_not_withheld_is_found(kept: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were the plan to give what is to be avoided, or to drop it without a word, somebody would show it."""
    pack = pack_with(tmp_path, URGENT_STRETCH, advice=(STRETCH,))
    assert proved(pack)["withheld-advice-is-withheld"].outcome == "proved"
    right: Callable[..., plan.Plan] = plan.plan_of

    def wrong(pack: Pack, level: Level, holds: object, reasons: Callable[[str], tuple[object, ...]], wording: object) -> plan.Plan:
        if kept == "given":
            return right(pack, level, holds, lambda fact: () if fact.startswith("avoid:") else reasons(fact), wording)
        return plan.Plan(right(pack, level, holds, reasons, wording).advice, (), ())

    monkeypatch.setattr(plan, "plan_of", wrong)
    monkeypatch.setattr(assessment, "plan_of", wrong)
    theorem = proved(pack)["withheld-advice-is-withheld"]
    (shown,) = replayed(theorem, ExplainingEngine(pack))
    assert {"advise:stretch", "avoid:stretch"} <= shown.run.facts
    assert theorem.shows == "stretch is to be avoided, and is not withheld"


@pytest.mark.parametrize("name", ["red-flags-are-monotone", "an-alarm-stays"])
def test_a_level_that_falls_with_an_added_answer_is_found(name: str, tmp_path: Path) -> None:
    """A level above `routine` that rests on weighing is lost when a red flag speaks against the condition."""
    pack = pack_with(tmp_path, WEIGHED)
    assert proved(pack)[name].outcome == "proved"
    broken = with_level(pack, "a-likely-jumpers-knee-is-raised", "urgent")
    before, after = replayed(proved(broken)[name], ExplainingEngine(broken))
    assert before.level == "urgent"
    assert after.level in ("soon", "routine", "self_care")
    assert all(after.intake.answers[finding] == answer for finding, answer in before.intake.answers.items() if finding != "site")


def test_a_witness_has_no_answer_too_many(tmp_path: Path) -> None:
    """Without any one of its answers it shows nothing."""
    pack = pack_with(tmp_path, CALMING, advice=(RIDE_ON,))
    witness = proved(pack)["no-reassurance-beside-a-red-flag"].witness
    assert witness is not None
    engine = ExplainingEngine(pack)
    whole = engine.assess(witness.answers)
    assert (whole.level != "self_care", [each.id for each in whole.plan.advice]) == (True, ["ride-on"])
    for name in witness.answers:
        without = engine.assess({other: answer for other, answer in witness.answers.items() if other != name})
        assert without.level == "self_care" or not without.plan.advice


def test_theorems_that_run_out_of_effort_are_not_called_proved(pack: Pack) -> None:
    """With next to no effort some are not decided, none is refuted, and what is proved needed no search."""
    theorems = proved(pack, 1)
    assert {each.outcome for each in theorems.values()} <= {"proved", "not decided"}
    assert theorems["red-flags-are-monotone"].outcome == "not decided"


def test_equal_packs_give_equal_theorems(tmp_path: Path) -> None:
    """The same witness in the same words, each time."""
    packs = [pack_with(tmp_path / name, CALMING, advice=(RIDE_ON,)) for name in ("one", "two")]
    assert proved(packs[0]) == proved(packs[1])
