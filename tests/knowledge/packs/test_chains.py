"""Explanations read like reasoning: answers become patterns, patterns become conditions, and those become urgency and advice."""

from itertools import pairwise

import pytest
from known_cases import AUTHORED, PUBLISHED

from hipexpert import Engine, ExplainedAssessment, Pack, read_case_file
from hipexpert.knowledge.packs.pack import Concludes, Rule, Supports
from hipexpert.knowledge.packs.premises import Is, Limit, fact_of, leaves

CASES = {case.id: case for case in (*PUBLISHED, *AUTHORED)}

# Each chain: the case in which it fires, and its rules from the answers to what the runner is told.
CHAINS = {
    "load spike": (
        "covers_load_spike_on_two_small_energy_signs",
        "a-jump-in-training-is-a-load-spike",
        "a-load-spike-on-weak-bone-is-bone-stress-risk",
        "pain-over-bone-with-bone-stress-risk-is-a-bone-stress-pattern",
        "a-bone-stress-pattern-keeps-bone-stress-in-play",
        "possible-bone-stress-is-seen-within-a-week",
    ),
    "low energy availability": (
        "covers_load_spike_on_two_small_energy_signs",
        "lost-periods-little-food-or-two-smaller-signs-are-low-energy",
        "low-energy-lost-periods-or-known-thin-bone-is-weak-bone-risk",
        "a-load-spike-on-weak-bone-is-bone-stress-risk",
        "pain-over-bone-with-bone-stress-risk-is-a-bone-stress-pattern",
        "bone-stress-with-weak-bone-risk-is-urgent",
    ),
    "bone stress": (
        "femoral_neck_stress_fracture_typical",
        "front-crease-or-deep-pain-is-groin-pain",
        "running-pain-and-loading-pain-over-bone-is-a-bone-stress-pattern",
        "a-bone-stress-pattern-keeps-bone-stress-in-play",
        "possible-bone-stress-stops-running-and-jumping",
    ),
    "loaded bone": (
        "avn_femoral_head_typical",
        "front-crease-or-deep-pain-is-groin-pain",
        "groin-thigh-or-sacral-pain-is-where-bone-is-loaded",
        "a-possible-crack-or-a-badly-hurt-hip-is-seen-within-a-day",
    ),
    "sacral bone stress": (
        "sacral_stress_fracture_typical",
        "a-jump-in-training-is-a-load-spike",
        "sacral-or-back-and-buttock-pain-with-a-reason-is-possible-sacral-stress",
        "low-back-and-buttock-pain-after-hard-running-is-checked-for-sacral-stress",
    ),
    "intra-articular mechanical": (
        "covers_pinch_that_has_lasted",
        "front-crease-or-deep-pain-is-groin-pain",
        "groin-pain-with-catching-or-pinching-is-a-mechanical-joint-pattern",
        "joint-trouble-that-lasts-or-grows-is-lasting-joint-trouble",
        "lasting-joint-trouble-gets-an-appointment",
    ),
    "torn outer tendon": (
        "gluteal_tendon_tear_typical",
        "outer-hip-pain-on-side-lying-or-one-leg-is-a-lateral-tendon-pattern",
        "outer-hip-pain-with-a-sudden-loss-of-power-is-an-outer-tendon-tear-pattern",
        "an-outer-tendon-tear-pattern-is-seen-within-a-week",
    ),
    "neural": (
        "lumbar_radiculopathy_typical",
        "pain-below-the-knee-or-along-a-nerve-is-leg-nerve-pain",
        "pain-below-the-knee-with-numbness-is-a-nerve-root-pattern",
        "numbness-or-weakness-with-pain-below-the-knee-is-seen-soon",
    ),
    "inflammatory": (
        "axial_spondyloarthritis_typical",
        "four-of-five-signs-are-inflammatory-back-pain",
        "inflammatory-back-pain-is-an-inflammatory-pattern",
        "an-inflammatory-pattern-is-seen-within-a-week",
    ),
    "infection": (
        "septic_arthritis_typical",
        "a-reported-or-measured-temperature-is-a-fever",
        "fever-illness-or-heat-at-the-joint-is-an-infection-pattern",
        "an-infection-pattern-is-urgent",
    ),
    "vascular-exertional": (
        "iliac_artery_endofibrosis_typical",
        "effort-pain-that-rest-ends-in-minutes-is-effort-limb-pain",
        "a-leg-that-fades-and-recovers-is-an-exertional-vessel-pattern",
        "a-leg-that-fades-with-effort-is-seen-soon",
    ),
    "slipping growth plate": (
        "109_scfe_13m_knee",
        "under-twenty-the-skeleton-may-still-grow",
        "hip-thigh-or-knee-pain-under-16-is-a-painful-hip-in-a-child",
        "a-childs-hip-that-limps-or-turns-out-may-be-slipping",
        "signs-of-a-slipping-plate-are-an-emergency",
    ),
    "pulled growth plate": (
        "005_asis_avulsion_17m",
        "under-twenty-the-skeleton-may-still-grow",
        "a-sudden-pull-on-a-growing-pelvis-is-a-pulled-growth-plate",
        "a-pulled-growth-plate-with-trouble-walking-is-urgent",
    ),
    "inguinal": (
        "054_inguinal_hernia_39f",
        "any-lump-in-the-groin-may-be-a-hernia",
        "low-belly-pain-with-cough-or-lump-is-an-inguinal-pattern",
        "an-inguinal-pattern-gets-an-appointment",
    ),
    "trapped bowel": (
        "covers_very_painful_lump_that_goes_back",
        "any-lump-in-the-groin-may-be-a-hernia",
        "a-hernia-that-is-red-or-very-painful-or-blocked-is-trapped-bowel",
        "trapped-bowel-is-an-emergency",
    ),
}


STEPS = {"pattern", "suspected", "urgency", "excluded", "advise"}


def assessed(engine: Engine, case: str) -> ExplainedAssessment:
    """What the pack says of a case."""
    return engine.assess(read_case_file(CASES[case].path, engine.pack))


def asked(rule: Rule) -> set[str]:
    """The facts that a rule's premise names."""
    return {fact_of(leaf) for leaf in leaves(rule.premise)}


def told(rule: Rule) -> set[str]:
    """The facts that a rule concludes for others to rest on; evidence stands for what the weighing may make of it."""
    facts: set[str] = set()
    for conclusion in rule.conclusions:
        match conclusion:
            case Supports(condition):
                facts |= {f"suspected:{condition}", f"likely:{condition}"}
            case Concludes(kind, name):
                facts.add(f"{kind}:{name}")
    return facts


@pytest.mark.parametrize("family", CHAINS)
def test_a_pattern_leads_in_three_steps_or_more_from_answers_to_what_to_do(family: str, engine: Engine, pack: Pack) -> None:
    """Every rule of the chain fires in its case, and each hands the next something that holds and that it asks for."""
    case, *names = CHAINS[family]
    assessment = assessed(engine, case)
    rules = [next(rule for rule in pack.active_rules if rule.id == name) for name in names]
    assert len(rules) >= 3
    assert [rule.id for rule in rules if assessment.outlook.rules[rule.id].value != "holds"] == []
    known = assessment.run.facts
    assert any(fact_of(leaf) in known for leaf in leaves(rules[0].premise) if isinstance(leaf, (Is, Limit)))
    for rule, following in pairwise(rules):
        assert told(rule) & asked(following) & known, (rule.id, following.id)
    assert any(fact.startswith(("urgency:", "advise:")) for fact in told(rules[-1]))


def test_every_pattern_is_a_step_and_not_only_an_end(pack: Pack) -> None:
    """Each pattern is asked for by an active rule that concludes a pattern, evidence, a suspicion, an urgency or advice, or says
    when a test or a medicine is safe.
    """
    used = {
        fact
        for rule in pack.active_rules
        if any(
            isinstance(each, Supports) or each.kind in {"pattern", "suspected", "urgency", "excluded", "advise"}
            for each in rule.conclusions
        )
        for fact in asked(rule)
    }
    assert [pattern.id for pattern in pack.patterns if f"pattern:{pattern.id}" not in used | says_what_is_safe(pack)] == []


def says_what_is_safe(pack: Pack) -> set[str]:
    """The facts that say when a test at home or a medicine is safe."""
    return {fact_of(leaf) for premise in (*pack.safe_tests.values(), *pack.safe_advice.values()) for leaf in leaves(premise)}


def test_every_pattern_has_its_place_in_a_chain(pack: Pack) -> None:
    """Each pattern of the pack is concluded by a rule of one of the chains, or stands in the premise of such a rule, unless it
    says what is safe or leads straight to an urgency.
    """
    rules = {rule.id: rule for rule in pack.active_rules}
    chained = {fact for _, *names in CHAINS.values() for name in names for fact in asked(rules[name]) | told(rules[name])}
    chained |= says_what_is_safe(pack)
    for rule in pack.active_rules:
        if any(isinstance(each, Concludes) and each.kind == "urgency" for each in rule.conclusions):
            chained |= asked(rule)
    assert [pattern.id for pattern in pack.patterns if f"pattern:{pattern.id}" not in chained] == []


def test_a_pattern_of_background_alone_brings_up_no_condition(engine: Engine) -> None:
    """Training, food and history make the bone stress risk pattern, but without a symptom nothing is weighed on them."""
    background = {"training_change_recent": "distance", "low_energy_intake": True, "prior_stress_fracture": True, "bmi": 18}
    assessment = engine.assess(background)
    assert "pattern:bone_stress_risk" in assessment.run.facts
    assert assessment.differential == ()


def test_a_pattern_does_not_count_again_what_its_answers_count(engine: Engine) -> None:
    """Outer hip pain on lying on that side weighs what its two answers weigh, also when the lateral tendon pattern holds."""
    answers = {"pain_site": ["lateral_hip"], "agg_lying_on_side": True}
    assessment = engine.assess(answers)
    entry = next(ranked for ranked in assessment.differential if ranked.condition == "gluteal_tendinopathy_gtps")
    assert "pattern:lateral_tendon" in assessment.run.facts
    assert sorted(each.fact for each in entry.for_) == ["agg_lying_on_side=yes", "pain_site=lateral_hip"]
