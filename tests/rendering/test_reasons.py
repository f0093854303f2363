"""What is written of random runners, in every form: a reason names nothing that the runner denied or did not answer."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from profiles import examples
from shown_texts import Forms, plain, runners, written

from hipexpert import Engine, ExplainedAssessment, Pack
from hipexpert.engine import GroundPremise, are_true, derivation, fold
from hipexpert.engine import leaves as every_leaf
from hipexpert.graphs.explained import ExplainingEngine
from hipexpert.knowledge.packs.premises import fact_of, leaves, to_gate
from hipexpert.knowledge.runner.results import Reason

# Words that tell a reader which answer is meant, read off the sentences by people, and the answers that they are true of.
pytestmark = pytest.mark.usefixtures("boxes_in_a_row")
NAMED: Mapping[str, tuple[str, ...]] = {
    r"earlier stress fracture|past stress fracture|past bone stress injury": ("prior_stress_fracture=yes",),
    r"vitamin d\b": ("low_vitamin_d_known=yes",),
    r"\bperiods?\b": ("menstrual_status=",),
    r"bone density|bone mineral density|thin bone\b|bone is thin": ("low_bone_density=yes", "bisphosphonate_use=yes"),
    r"too little food|restrict\w* food": ("low_energy_intake=yes",),
    r"body mass index": ("bmi<",),
    r"\bfever\b": ("fever=yes", "temperature_c>=38"),
    r"\blimp(?:s|ing)?\b": ("limp=yes", "limp_earlier=yes"),
    r"\bpop\b": ("felt_pop=yes",),
    r"\bvomit": ("vomiting_or_bowel_obstruction=yes",),
    r"\bnumb(?!er)": ("numb_", "saddle_numbness=yes"),
    r"\bpsoriasis\b": ("spa_features=yes",),
    r"\bblisters?\b": ("skin_rash=blisters_in_a_band",),
    r"\bcough": ("agg_cough_sneeze=yes",),
    r"\bdark urine\b": ("dark_urine=yes",),
    r"\bmisstep\b": ("onset_mechanism=misstep", "trauma_recent="),
    r"\bafter cancer\b|history of cancer": ("cancer_history=yes",),
    r"\bblood thinners?\b": ("blood_thinner_use=",),
    r"\bin waves\b": ("pain_in_waves=yes",),
    r"(?<!transient )\bosteoporosis\b": ("bisphosphonate_use=yes", "low_bone_density=yes"),
}
# "have no fever" says that none is needed.
NOT_NEEDED = re.compile(r"\b(?:no|not|nor|without)\b[^,.;]*")


def named(text: str) -> list[tuple[str, ...]]:
    """For each word of the list that a text uses, the answers of which one must have been given."""
    spoken = NOT_NEEDED.sub("", text.lower())
    return [answers for words, answers in NAMED.items() if re.search(words, spoken)]


def was_said(facts: frozenset[str], answers: tuple[str, ...]) -> bool:
    """Whether a runner gave one of the answers; one that ends in a sign or a line stands for whatever begins with it."""
    whole = {each for each in answers if each[-1] not in "=<_"}
    begun = tuple(each for each in answers if each[-1] in "=<_")
    return not facts.isdisjoint(whole) or (bool(begun) and any(fact.startswith(begun) and not fact.endswith("=no") for fact in facts))


def reasons(assessment: ExplainedAssessment) -> Iterator[Reason]:
    """Every reason of an assessment: of its urgency, its factors and patterns, its advice and what is withheld."""
    parts = (*assessment.contributing_factors, *assessment.patterns)
    told = (*assessment.plan.advice, *assessment.plan.withheld)
    return chain(assessment.urgency.because, *(each.because for each in parts), *(each.reasons for each in told))


def unsaid(assessment: ExplainedAssessment, forms: Forms) -> list[str]:
    """What the reasons of any form name although the runner did not say it."""
    facts = frozenset(assessment.run.facts)
    texts = {rule.because for rule in assessment.pack.active_rules} | {each.name for each in assessment.contributing_factors}
    texts |= {each.name for each in assessment.patterns}
    telling = {text: answers for text in texts if (answers := [each for each in named(text) if not was_said(facts, each)])}
    shown = {form: [each for each in telling if plain(each) in text] for form, text in forms.items()}
    return [f"{each} in {form}: {telling[each]}" for form, found in shown.items() for each in found]


def untrue_premises(assessment: ExplainedAssessment) -> list[str]:
    """The premises that a reason lists although they do not hold for this runner, or are none of its rule's."""
    facts, wording = assessment.run.facts, assessment.wording
    wrong = []
    for reason in reasons(assessment):
        held = {wording.says(fact) for leaf in leaves(assessment.pack.rule_by_id[reason.rule].premise) if (fact := fact_of(leaf)) in facts}
        wrong += [f"{reason.rule}: {each}" for each in reason.premises if each not in held]
    return wrong


def lacks(fact: str, answers: tuple[str, ...]) -> bool:
    """Whether a fact is one of the answers that were not given."""
    return was_said(frozenset({fact}), answers)


def holds_without(
    premise: GroundPremise, answers: tuple[str, ...], concluding: Mapping[str, list[GroundPremise]], above: frozenset[str]
) -> bool:
    """Whether a premise holds when all is so but these answers; premises are monotone, so it is enough to look at that."""

    def holds(fact: str) -> bool:
        if fact in above or fact not in concluding:
            return fact not in above and not lacks(fact, answers)
        return any(holds_without(each, answers, concluding, above | {fact}) for each in concluding[fact])

    return fold(premise, holds, are_true)


def test_no_text_of_a_rule_names_an_answer_without_which_it_may_be_shown(engine: Engine, pack: Pack) -> None:
    """Of all rules, factors and patterns, whatever runners say: each answer that its text names is needed for it."""
    concluding: dict[str, list[GroundPremise]] = {}
    for rule in engine.compiled.program.rules:
        for fact in rule.conclusions:
            concluding.setdefault(fact, []).append(rule.premise)
    texts = [(rule.because, [to_gate(rule.premise)]) for rule in pack.active_rules]
    texts += [(each.name, concluding.get(f"contributing:{each.id}", [])) for each in pack.conditions if each.kind == "contributing_factor"]
    texts += [(each.name, concluding.get(f"pattern:{each.id}", [])) for each in pack.patterns]
    unneeded = [
        (text, answers)
        for text, premises in texts
        for answers in named(text)
        if any(holds_without(each, answers, concluding, frozenset()) for each in premises)
    ]
    assert unneeded == []


@settings(max_examples=examples(40), deadline=None)
@given(data=st.data())
def test_no_reason_names_what_was_not_said(data: st.DataObject, engine: Engine) -> None:
    """Of no runner, in no form, does a reason, a factor or a pattern speak of something that was denied or not answered."""
    assessment = engine.assess(data.draw(runners(engine)))
    assert unsaid(assessment, written(assessment)) == []


@settings(max_examples=examples(60), deadline=None)
@given(data=st.data())
def test_a_reason_lists_only_premises_that_hold(data: st.DataObject, engine: Engine) -> None:
    """Of the alternatives of a rule, a reason lists those that hold for this runner."""
    assert untrue_premises(engine.assess(data.draw(runners(engine)))) == []


RESTRICTS = {
    "pain_site": ["deep_groin"],
    "agg_impact_running": True,
    "prior_stress_fracture": False,
    "low_energy_intake": True,
    "age_years": 30,
    "weight_bearing": "painful",
}


def test_a_reason_that_speaks_of_an_earlier_fracture_unasked_is_caught(engine: Engine, pack: Pack) -> None:
    """One sentence about one of the alternatives of a rule is enough, and without it nothing is found."""

    def spoken(rule: object) -> object:
        if rule.id == "groin-or-thigh-pain-with-weak-bone-risk-is-urgent":  # type: ignore[attr-defined]
            return replace(rule, because="Earlier stress fracture and low energy raise the risk.")  # type: ignore[type-var]
        return rule

    sound = engine.assess(RESTRICTS)
    assert unsaid(sound, written(sound)) == []
    broken = ExplainingEngine(replace(pack, rules=tuple(map(spoken, pack.rules)))).assess(RESTRICTS)  # type: ignore[arg-type]
    assert {each.split(": ")[0].rsplit(" ", 1)[1] for each in unsaid(broken, written(broken))} >= {"terminal", "markdown", "page", "json"}


def test_a_program_that_lists_every_alternative_is_caught(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    """Premises that do not hold are seen when they are listed."""
    assert untrue_premises(Engine(pack).assess(RESTRICTS)) == []
    monkeypatch.setattr(derivation, "true_leaves", lambda premise, _: tuple(every_leaf(premise)))
    assert untrue_premises(Engine(pack).assess(RESTRICTS)) != []
