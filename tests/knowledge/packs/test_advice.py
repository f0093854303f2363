"""The plan: what a runner is told to do meanwhile, and what is kept back because it could do harm."""

import csv
from functools import cache
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from known_cases import AUTHORED, PUBLISHED
from profiles import examples
from satisfying import Answers, added, ways_to_conclude
from strategies_intake import intakes

from hipexpert import Engine, ExplainedAssessment, Pack
from hipexpert.knowledge.packs.pack import Concludes

INVENTORY = Path(__file__).parents[2] / "inventory"
TABLETS = "take-anti-inflammatory-tablets-for-a-few-days-at-most"

# What puts load, pull, pressure or a needle on the bone, by kind of advice and by name.
LOADING_CATEGORIES = {"exercise", "return_to_running", "running_form"}
LOADING_BY_NAME = {
    "add-leg-swings-and-lunges-to-the-warm-up", "add-one-leg-strength-once-daily-life-is-free-of-pain",
    "build-up-exercise-for-the-joint-at-the-base-of-the-spine", "calm-the-outer-hip-then-strengthen-it",
    "change-load-and-strengthen-before-joint-surgery", "do-a-short-home-program-every-day",
    "do-strength-work-two-or-three-times-a-week", "ease-off-early", "exercise-is-the-main-treatment-for-hip-arthritis",
    "expect-little-from-chiropractic", "injections-into-the-hip-joint-are-for-a-specialist", "move-lightly-with-sore-muscles",
    "protect-a-fresh-strain-for-a-few-days", "protect-a-pulled-front-thigh-muscle", "roll-only-the-soft-muscle",
    "run-a-third-to-a-half-less", "shorten-the-stride-for-pinching-behind-the-hip",
    "start-exercises-before-any-scan-of-the-outer-hip", "stay-gently-active-with-nerve-pain-from-the-back",
    "steroid-injection-at-the-outer-hip-is-not-a-first-step", "stop-a-run-that-breaks-your-talk-or-stride", "swim-or-cycle-instead",
    "take-short-easy-walks", "use-massage-only-as-an-extra", "walk-down-after-the-run", "warm-up-with-easy-movement",
}  # fmt: skip
# When a bone may be cracked, weakened or infected.
CRACKED = [
    "pattern:bone_stress", "pattern:possible_bone_stress", "suspected:femoral_neck_stress_fracture", "suspected:femoral_neck_sf_tension",
    "suspected:femoral_neck_sf_compression", "suspected:femoral_neck_sf_displaced", "suspected:femoral_shaft_stress_fracture",
    "suspected:sacral_stress_fracture", "suspected:pubic_ramus_stress_fracture", "suspected:pelvic_stress_fracture_other",
    "suspected:hip_fracture_traumatic", "suspected:pathological_fracture", "suspected:apophyseal_avulsion_fracture",
]  # fmt: skip
WEAK_OR_INFECTED = [
    "suspected:hip_dislocation", "suspected:avn_femoral_head", "suspected:transient_osteoporosis_hip",
    "suspected:subchondral_insufficiency_fracture", "suspected:bone_tumour", "suspected:septic_arthritis",
    "suspected:osteomyelitis_or_psoas_abscess", "suspected:scfe", "suspected:perthes_disease",
]  # fmt: skip
EVERY_CASE = [case.answers for case in (*AUTHORED, *PUBLISHED)]
# Ordinary complaints: each of them brings up exercises, stretches or tablets by itself.
SORE = [case.answers for case in AUTHORED if case.id.endswith(("_typical", "_mild")) or case.id.startswith("everyday_")]

# The same people, asked about every reason against anti-inflammatory tablets, who have none.
MAY_TAKE = [
    {**answers, "nsaid_contraindication": False, "blood_thinner_use": False, "systemic_steroid_use": False, "age_years": 40,
     "sex": "male", "weight_bearing": "full", "limp": False}
    for answers in SORE
]  # fmt: skip


@cache
def case_facts(engine: Engine) -> list[tuple[Answers, str, frozenset[str]]]:
    """The answers, level and facts of each known case."""
    return [(answers, assessment.level, assessment.run.facts) for answers in EVERY_CASE for assessment in [engine.assess(answers)]]


@cache
def starts(engine: Engine, fact: str) -> list[Answers]:
    """Answers from which a pattern or suspicion follows; those that need no doctor within a day, where there are any."""
    kind, _, name = fact.partition(":")
    ways = [(answers, engine.assess(answers)) for answers in islice(ways_to_conclude(engine.pack, kind, name), 60)]
    found = [(answers, each.level, each.run.facts) for answers, each in ways] + case_facts(engine)
    holding = [(answers, level) for answers, level, facts in found if fact in facts]
    calm = [answers for answers, level in holding if level not in ("emergency", "urgent")]
    return calm or [answers for answers, _ in holding]


@st.composite
def with_more(draw: st.DrawFn, answers: Answers, pack: Pack) -> Answers:
    """The answers with those of some ordinary complaint, or with any others, added to them."""
    more = draw(st.sampled_from(SORE) | intakes(pack))
    return added(answers, {name: answer for name, answer in more.items() if name != "none_of"})


def given_ids(assessment: ExplainedAssessment) -> set[str]:
    """The ids of the advice that is given."""
    return {advice.id for advice in assessment.plan.advice}


def loading(assessment: ExplainedAssessment) -> set[str]:
    """What is given although it loads the bone."""
    return {each.id for each in assessment.plan.advice if each.category in LOADING_CATEGORIES or each.id in LOADING_BY_NAME}


def recovery(assessment: ExplainedAssessment) -> list[str]:
    """The times to recovery that are told."""
    return [each.id for each in assessment.plan.advice if each.category == "recovery"]


@st.composite
def runners(draw: st.DrawFn, pack: Pack) -> Answers:
    """Many answers of a runner: those of a known case, changed and added to, or random ones."""
    return draw(intakes(pack, most=25) | intakes(pack).flatmap(lambda answers: with_more(answers, pack)))


def test_the_names_of_this_file_exist(pack: Pack) -> None:
    """No advice, pattern or condition that is guarded below has been renamed."""
    assert {*LOADING_BY_NAME, TABLETS} <= set(pack.advice_by_id)
    known = {f"pattern:{name}" for name in pack.pattern_by_id} | {f"suspected:{name}" for name in pack.condition_by_id}
    assert {*CRACKED, *WEAK_OR_INFECTED} <= known


def test_every_advice_is_advised_by_some_rule(pack: Pack) -> None:
    """No advice is written that no runner could ever be given."""
    advised = {each.id for rule in pack.active_rules for each in rule.conclusions if isinstance(each, Concludes) and each.kind == "advise"}
    assert {advice.id for advice in pack.advice if advice.status == "active"} <= advised


@pytest.mark.hazard("harmful-advice-is-given")
@settings(max_examples=examples(200), deadline=None)
@given(data=st.data())
def test_a_rule_that_forbids_wins_over_every_rule_that_advises(data: st.DataObject, engine: Engine) -> None:
    """What any rule forbids is never given; if it was advised it is shown as withheld, with every rule that forbids it."""
    assessment = engine.assess(data.draw(runners(engine.pack)))
    forbidden = {fact.partition(":")[2] for fact in assessment.run.facts if fact.startswith("avoid:")}
    advised = {fact.partition(":")[2] for fact in assessment.run.facts if fact.startswith("advise:")}
    assert not given_ids(assessment) & forbidden
    withheld = {each.id: each for each in assessment.plan.withheld}
    assert forbidden & advised <= set(withheld)
    # of the times to recovery one is told, and the others are not named at all
    silent = {each.id for each in engine.pack.advice if each.category == "recovery"} if recovery(assessment) else set()
    assert given_ids(assessment) | set(withheld) | silent >= advised
    assert given_ids(assessment) | set(withheld) <= advised
    for name, each in withheld.items():
        assert each.because or each.reasons
        against = {rule for rule in assessment.run.program.rules_concluding.get(f"avoid:{name}", ()) if _holds(assessment, rule.id)}
        assert {reason.rule for reason in each.reasons} == {rule.id for rule in against}


def _holds(assessment: ExplainedAssessment, rule: str) -> bool:
    return assessment.outlook.rules[rule].value == "holds"


def test_forbidden_advice_is_named_with_the_rule_that_forbids_it(engine: Engine) -> None:
    """Somebody with a strain and a limp sees that exercise is kept back, and why."""
    plan = engine.assess({"pain_site": ["anterior_groin", "lateral_hip"], "limp": True, "agg_lying_on_side": True, "age_years": 30}).plan
    assert any(reason.because for each in plan.withheld for reason in each.reasons)


@pytest.mark.hazard("harmful-advice-is-given")
@pytest.mark.parametrize("fact", [*CRACKED, *WEAK_OR_INFECTED])
@settings(max_examples=examples(30), deadline=None)
@given(data=st.data())
def test_nothing_that_loads_a_bone_is_advised_when_it_may_be_cracked(fact: str, data: st.DataObject, engine: Engine) -> None:
    """Whatever else hurts, no exercise, run, stretch, rolling, massage, manipulation or needle goes to a bone at risk."""
    found = starts(engine, fact)
    if fact not in engine.assess({}).outlook.possible:  # no answers at all suspect it: a broader condition stands for it
        assert not found
        return
    assert found, f"no known answers lead to {fact}"
    assessment = engine.assess(data.draw(with_more(data.draw(st.sampled_from(found)), engine.pack)))
    if fact in assessment.run.facts:  # evidence against it may have been added
        assert loading(assessment) == set()


@pytest.mark.parametrize("fact", [*CRACKED, *WEAK_OR_INFECTED])
def test_the_plain_picture_of_a_bone_at_risk_gets_no_load(fact: str, engine: Engine) -> None:
    """Each known way to the pattern or suspicion, with nothing else said, gives nothing that loads the bone."""
    given_with = {str(answers): loaded for answers in starts(engine, fact) if (loaded := loading(engine.assess(answers)))}
    assert given_with == {}


@pytest.mark.hazard("harmful-advice-is-given")
@settings(max_examples=examples(100), deadline=None)
@given(data=st.data())
def test_an_emergency_shows_only_the_way_to_help(data: st.DataObject, engine: Engine) -> None:
    """In an emergency nothing stands beside the way to help, and the way to help is there."""
    emergencies = [answers for answers, level, _ in case_facts(engine) if level == "emergency"]
    assessment = engine.assess(data.draw(with_more(data.draw(st.sampled_from(emergencies)), engine.pack)))
    assert assessment.level == "emergency"
    assert {advice.category for advice in assessment.plan.advice} == {"escalation"}
    assert "go-to-an-emergency-department-now" in given_ids(assessment)


@pytest.mark.hazard("painkillers-hide-or-harm")
@pytest.mark.parametrize(
    "reason",
    [{"nsaid_contraindication": True}, {"pregnancy_status": "first_or_second_trimester"}, {"pregnancy_status": "third_trimester"}],
    ids=lambda reason: "-".join(map(str, next(iter(reason.items())))),
)
def test_anti_inflammatory_tablets_are_withheld_with_a_reason_against_them(reason: Answers, engine: Engine) -> None:
    """Every runner who would be offered the tablets loses the offer once a reason against them is named, and nothing is asked."""
    offered = [answers for answers in MAY_TAKE if TABLETS in given_ids(engine.assess(answers))]
    assert len(offered) > 3
    for answers in offered:
        assessment = engine.assess({**answers, **reason})
        assert TABLETS not in given_ids(assessment)
        withheld = {each.id: each for each in assessment.plan.withheld}
        assert TABLETS not in withheld or withheld[TABLETS].reasons
        assert "nsaid_contraindication" not in {each.finding for each in assessment.plan.ask_first}


@pytest.mark.hazard("painkillers-hide-or-harm")
@pytest.mark.parametrize("fact", CRACKED)
@settings(max_examples=examples(20), deadline=None)
@given(data=st.data())
def test_anti_inflammatory_tablets_are_withheld_when_a_bone_may_be_cracked(fact: str, data: st.DataObject, engine: Engine) -> None:
    """A tablet that hides the warning is never offered with a bone that may be cracked."""
    start = data.draw(st.sampled_from(starts(engine, fact) or EVERY_CASE))
    assessment = engine.assess(data.draw(with_more(start, engine.pack)))
    if fact in assessment.run.facts:
        assert TABLETS not in given_ids(assessment)


def test_every_item_of_the_management_table_is_carried_or_left_out_with_a_reason(pack: Pack) -> None:
    """Each item is cited by an advice as `management <id>` or stands in `not_followed`, and no citation names another."""
    with (INVENTORY / "management.csv").open(newline="") as stream:
        items = {row["item_id"] for row in csv.DictReader(stream)}
    prefix = "management "
    carried = {each.row.removeprefix(prefix) for advice in pack.advice for each in advice.sources if each.row.startswith(prefix)}
    left_out = {each.row.removeprefix(prefix) for claim in pack.not_followed for each in claim.sources if each.row.startswith(prefix)}
    assert items - carried - left_out == set()
    by_rules = {each.row.removeprefix(prefix) for rule in pack.rules for each in rule.sources if each.row.startswith(prefix)}
    assert (carried | left_out | by_rules) - items == set()


@settings(max_examples=examples(200), deadline=None)
@given(data=st.data())
def test_everybody_who_answered_is_told_whom_to_see_or_when_to_look_again(data: st.DataObject, engine: Engine) -> None:
    """Every case, and everybody who says where it hurts, gets a way to help or a time to look again."""
    sites = st.sampled_from([value.id for value in engine.pack.findings["pain_site"].values])  # type: ignore[union-attr]
    placed = st.builds(lambda answers, site: {**answers, "pain_site": [site]}, intakes(engine.pack), sites)
    answers = data.draw(st.sampled_from(EVERY_CASE) | placed)
    assessment = engine.assess(answers)
    assert assessment.safety_net or {advice.category for advice in assessment.plan.advice} & {"escalation", "review"}
