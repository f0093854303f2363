"""What is written of random runners, in every form: what protects is shown whole and first, and nothing unsafe is spoken of."""

import random
import re
from collections.abc import Callable, Iterator, Mapping

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from profiles import examples
from random_intakes import random_answer
from shown_texts import Forms, in_terminal, plain, runners, written
from strategies_intake import never_spoken_of

from hipexpert import Engine, ExplainedAssessment, Pack
from hipexpert.graphs import selection
from hipexpert.graphs.explained import ExplainingEngine
from hipexpert.knowledge.interview.interview import Interview
from hipexpert.knowledge.packs.premises import Several
from hipexpert.knowledge.packs.vocabulary import Choice, YesNo
from hipexpert.knowledge.runner import plan, safety, unknowns
from hipexpert.rendering.page import values
from hipexpert.rendering.reports import assessment as reports
from hipexpert.rendering.reports.answers import answer_report

# Said by the people who read the text, not by the labels of the pack.
pytestmark = pytest.mark.usefixtures("boxes_in_a_row")
PROTECTS = re.compile(r"crutches|weight off|no weight|do not run|stop running|do not hop|emergency department|see a doctor|call now", re.I)
RUNS = re.compile(r"\b(jog|jogging|pace|stride|cadence|warm-up|long run|phase \d|squats?|planks?|clamshells?|bridges|lunges)\b", re.I)
BEFORE_SEEN = ("undetermined", "soon", "urgent", "emergency")
LOADED_SITES = ("deep_groin", "anterior_groin", "front_thigh", "sacrum_si", "hip_unspecified", "thigh_unspecified")


def folded_away(assessment: ExplainedAssessment, forms: Forms) -> list[str]:
    """The protecting advice whose title or text does not stand in a form, or stands after some that protects from less. The first
    screen, made to be read at once, holds the texts in an emergency alone, and the titles always, but for those of advice of
    which other advice of the plan says that its own title says all of it.
    """
    found = []
    everything = [each for each in assessment.plan.advice if each.prevents]
    covered = {name for each in everything for name in assessment.pack.advice_by_id[each.id].covers}
    for form, text in forms.items():
        at_a_glance = form in ("terminal", "interview") and assessment.level != "emergency"
        protecting = [each for each in everything if form not in ("terminal", "interview") or each.id not in covered]
        after = text.rfind(" ─")  # the heading under which it stands
        places = [text.find(plain(each.title), after) if at_a_glance else text.find(plain(each.says)) for each in protecting]
        found += [
            f"{each.id} in {form}" for each, place in zip(protecting, places, strict=True) if place < 0 or plain(each.title) not in text
        ]
        if places != sorted(places):
            found.append(f"the order in {form}")
    return found


def running_although_forbidden(assessment: ExplainedAssessment, forms: Forms) -> list[str]:
    """The tips about running and exercises that are given to somebody who is told not to run."""
    rules_out = {tag for each in assessment.plan.advice for tag in assessment.pack.advice_by_id[each.id].rules_out}
    if assessment.level not in BEFORE_SEEN and "running" not in rules_out:
        return []
    given = [each for each in assessment.plan.advice if not each.prevents]
    wrong = [
        each for each in given if each.category in ("exercise", "running_form", "return_to_running") or RUNS.search(each.title + each.says)
    ]
    every = [each for each in assessment.pack.advice if each.category in ("exercise", "running_form", "return_to_running")]
    texts = [f"{each.id} in {form}" for form, text in forms.items() for each in every if not each.prevents and plain(each.says) in text]
    return [each.id for each in wrong] + texts


READ = {"terminal", "interview", "markdown", "page"}  # at a glance; JSON and the drawings of the page name what is withheld, too


def times_to_recovery(assessment: ExplainedAssessment, forms: Forms) -> list[str]:
    """More than one time, in any form."""
    times = [each for each in assessment.pack.advice if each.category == "recovery"]
    told = {form: [each.id for each in times if plain(each.says) in text] for form, text in forms.items()}
    for form in READ & forms.keys():
        told[form] += [each.id for each in times if plain(each.title) in forms[form] and each.id not in told[form]]
    return [f"{names} in {form}" for form, names in told.items() if len(names) > 1]


def medicines_not_asked_about(assessment: ExplainedAssessment, forms: Forms) -> list[str]:
    """The tablets and injections that a form speaks of although a reason against them was not denied."""
    said = assessment.assessor.key.said(assessment.intake)
    answers = {question.finding: answer for question, answer in said.items() if not question.value}
    grown = 18 <= float(answers.get("age_years", 0)) <= 64
    needs = {
        "take-anti-inflammatory-tablets-for-a-few-days-at-most": (("nsaid_contraindication", "blood_thinner_use", "limp"), grown),
        "ask-a-pharmacist-about-paracetamol": (("paracetamol_contraindication",), True),
        "steroid-injection-at-the-outer-hip-is-not-a-first-step": (INJECTION, True),
        "injections-into-the-hip-joint-are-for-a-specialist": (INJECTION, True),
    }
    wrong = []
    for name, (denied, able) in needs.items():
        advice = assessment.pack.advice_by_id[name]
        if not able or any(answers.get(finding) is not False for finding in denied):
            wrong += [f"{name} in {form}" for form, text in forms.items() if plain(advice.says) in text]
            wrong += [name for each in (*assessment.plan.advice, *assessment.plan.withheld) if each.id == name]
    return wrong


INJECTION = ("recent_infection_or_injection", "immunosuppressed_or_diabetes", "blood_thinner_use", "felt_pop", "fever")


def words_of_tests(pack: Pack) -> Mapping[str, tuple[str, ...]]:
    """For each test at home the words in which it is asked, suggested or explained."""
    found: dict[str, tuple[str, ...]] = {}
    for name, finding in pack.findings.items():
        if pack.answered_by(name) == "self_test":
            results = [finding.present, finding.absent] if isinstance(finding, YesNo) else []
            results += [value.says for value in finding.values] if isinstance(finding, Choice) else []
            found[name] = (finding.question, *results)
    return found


def is_known_to_be_safe(assessment: ExplainedAssessment, name: str) -> bool:
    """Whether the runner said what makes a test safe, by another list than the pack's."""
    said = assessment.assessor.key.said(assessment.intake)
    answers = {f"{question.finding}.{question.value}".rstrip("."): answer for question, answer in said.items()}
    grown = 18 <= float(answers.get("age_years", 0)) <= 64
    denied = ("limp", "prior_stress_fracture", "low_bone_density", "low_energy_intake", "systemic_steroid_use", "cancer_history")
    loads = name not in (
        "st_leg_swing_front_pain",
        "st_resisted_clamshell_lateral_pain",
        "st_figure4_pain",
        "st_adductor_squeeze_pain",
        "st_resisted_situp_pain",
    )
    sites = all(answers.get(f"pain_site.{site}") is False for site in LOADED_SITES)
    calm = assessment.level not in ("urgent", "emergency")
    return (
        grown
        and calm
        and answers.get("weight_bearing") == "full"
        and all(answers.get(each) is False for each in denied)
        and (sites or not loads)
    )


def unsafe_tests(assessment: ExplainedAssessment, forms: Forms) -> list[str]:
    """The tests that a form speaks of although the runner has not tried them and they are not known to be safe."""
    tried = {question.finding for question in assessment.assessor.key.said(assessment.intake)}
    unsafe = {
        name: words
        for name, words in words_of_tests(assessment.pack).items()
        if name not in tried and not is_known_to_be_safe(assessment, name)
    }
    asked = {each.finding for each in assessment.urgency.decisive_unknowns}
    asked |= {finding for ranked in assessment.differential for each in ranked.unknown for finding in each.findings}
    spoken = [
        f"{name} in {form}" for name, words in unsafe.items() for form, text in forms.items() if any(plain(each) in text for each in words)
    ]
    return sorted(asked & set(unsafe)) + spoken


WRONG: Mapping[str, Callable[[ExplainedAssessment, Forms], list[str]]] = {
    "folded away": folded_away,
    "running although forbidden": running_although_forbidden,
    "two times to recovery": times_to_recovery,
    "medicines not asked about": medicines_not_asked_about,
    "unsafe tests": unsafe_tests,
}


@pytest.mark.hazard("harmful-advice-is-given", "painkillers-hide-or-harm", "self-test-does-harm")
@settings(max_examples=examples(60), deadline=None)
@given(data=st.data())
def test_what_is_written_protects(data: st.DataObject, engine: Engine) -> None:
    """Of no runner, in no form, is anything folded away that protects, nor is anything said that is not known to be safe."""
    assessment = engine.assess(data.draw(runners(engine)))
    forms = written(assessment)
    assert {name: found for name, wrong in WRONG.items() if (found := wrong(assessment, forms))} == {}


@pytest.mark.hazard("self-test-does-harm")
@settings(max_examples=examples(25), deadline=None)
@given(data=st.data())
def test_no_explanation_speaks_of_a_test_that_is_not_known_to_be_safe(data: st.DataObject, engine: Engine) -> None:
    """Why not, why ask, and what would change it leave such tests out."""
    assessment = engine.assess(data.draw(runners(engine)))
    asked = data.draw(st.sampled_from(["femoral_neck_stress_fracture", "gluteal_tendinopathy_gtps", "fai_syndrome"]))
    assume(
        f"excluded:{asked}" not in assessment.run.facts and (not assessment.differential or assessment.differential[0].condition != asked)
    )
    unsaid = never_spoken_of(assessment)
    open_ = next((name for name in ("fever", "night_pain", "age_years", "limp", "calf_leg_swelling") if name in unsaid), None)
    assume(open_ is not None)
    for answer in (assessment.why_not(asked), assessment.why(open_)):
        text = in_terminal(answer_report(assessment, answer, full=True).blocks)
        assert unsafe_tests(assessment, {"explanation": text}) == []


@pytest.mark.hazard("self-test-does-harm")
@settings(max_examples=examples(15), deadline=None)
@given(
    seed=st.integers(0, 2**32),
    start=st.sampled_from([{}, {"pain_site": ["deep_groin"]}, {"pain_site": ["buttock"], "weight_bearing": "full"}]),
)
def test_no_interview_asks_for_a_test_that_is_not_known_to_be_safe(seed: int, start: dict[str, object], engine: Engine) -> None:
    """Whatever is answered on the way, what is put next is no such test; what was noticed of one is asked with "do not" in its words."""
    lot, pack = random.Random(seed), engine.pack  # noqa: S311  # no secret
    now = Interview(engine, engine.read(start))
    for _ in range(30):
        if now.question is None:
            return
        asked = [each for each in now.question.findings if pack.answered_by(each.finding) == "self_test"]
        assert all("do not" in each.question.lower() for each in asked if each.noticed)
        tests = [each.finding for each in asked if not each.noticed]
        assessment = engine.assess(now.intake) if tests else None
        assert assessment is None or all(is_known_to_be_safe(assessment, name) for name in tests)
        now = now.answered({name: random_answer(pack.findings[name], lot) for name in now.question.ids if lot.random() < 0.9})


def faults(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Callable[[], None], dict[str, object]]]:
    """Ways to break the program, each with what must be found, and a runner who shows it."""
    everything = selection.advice_sections

    def folded(pack: Pack, told: object) -> tuple[selection.AdviceSection, ...]:
        return tuple(selection.AdviceSection(each.title, False, each.advice) for each in everything(pack, told))  # type: ignore[arg-type]

    def fold() -> None:
        for module in (reports, values):
            monkeypatch.setattr(module, "advice_sections", folded)

    cracked = {"pain_site": ["deep_groin"], "agg_impact_running": True, "limp": True, "age_years": 30, "onset_type": "over_days_weeks"}
    yield "folded away", fold, cracked

    def forget_what_waits() -> None:
        monkeypatch.setattr(plan, "waits", lambda _, __, ___: False)
        monkeypatch.setattr(plan, "gives_way_to", lambda _, __: ())

    groin = {
        "age_years": 20,
        "sex": "male",
        "main_activity": "field_or_court_sport",
        "pain_site": ["lower_abdomen_inguinal", "inner_thigh"],
    }
    groin |= {"onset_type": "over_months", "symptom_duration_days": 100, "agg_sprint": True, "agg_twist_pivot": True, "rel_rest": True}
    groin |= {"agg_cough_sneeze": True, "groin_lump": "none", "st_resisted_situp_pain": True, "weight_bearing": "full"}
    yield "running although forbidden", forget_what_waits, {**groin, "none_of": ["red_flag"]}

    def tell_all_times() -> None:
        monkeypatch.setattr(plan, "ONE_OF", frozenset())

    yield (
        "two times to recovery",
        tell_all_times,
        {"pain_site": ["lateral_hip"], "agg_lying_on_side": True, "weight_bearing": "full", "none_of": ["screen"]},
    )

    def ask_everybody() -> None:
        for module in (safety, unknowns):
            monkeypatch.setattr(module, "may_be_suggested", lambda _, __, ___: True)

    yield "unsafe tests", ask_everybody, {"pain_site": ["deep_groin"]}


@pytest.mark.parametrize("number", range(4), ids=["folded", "running", "recovery", "tests"])
def test_a_program_that_forgets_it_is_caught(number: int, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each of these faults shows in what is written, and without it nothing does."""
    name, break_it, answers = list(faults(monkeypatch))[number]
    sound = engine.assess(answers)
    assert WRONG[name](sound, written(sound)) == []
    break_it()
    broken = engine.assess(answers)
    assert WRONG[name](broken, written(broken)) != []


def test_a_tablet_that_a_rule_names_unasked_is_caught(engine: Engine, pack: Pack) -> None:
    """A pack whose rule forgets the guard, which loading refuses, is seen through."""

    def unguarded(rule: object) -> object:
        premise = rule.premise  # type: ignore[attr-defined]
        if rule.id == "simple-pain-may-be-eased-with-tablets" and isinstance(premise, Several):  # type: ignore[attr-defined]
            return replace(rule, premise=premise.of[-1])  # type: ignore[type-var]
        return rule

    answers = {"pain_site": ["anterior_groin"], "age_years": 62, "symptom_duration_days": 400, "morning_stiffness_min": 20}
    answers |= {"weight_bearing": "full", "pain_course": "improving", "none_of": ["screen"]}
    sound = engine.assess(answers)
    assert medicines_not_asked_about(sound, written(sound)) == []
    assert "nsaid_contraindication" in {each.finding for each in sound.plan.ask_first}
    broken = ExplainingEngine(replace(pack, rules=tuple(map(unguarded, pack.rules)))).assess(answers)  # type: ignore[arg-type]
    assert medicines_not_asked_about(broken, written(broken)) != []


def test_what_reads_as_protecting_is_said_to_protect(pack: Pack) -> None:
    """Advice that tells somebody to stop, to take weight off or where to get help names the harm that it prevents."""
    unlabelled = [each.id for each in pack.advice if not each.prevents and PROTECTS.search(f"{each.title} {each.says}")]
    assert unlabelled == sorted(BESIDES & set(unlabelled), key=unlabelled.index)
    assert all(each.prevents for each in pack.advice if each.category == "escalation")


# Where such words stand beside something else: an exercise, a comfort, a time, a look at what one eats.
BESIDES = {
    "train-the-core-for-pubic-pain", "leave-a-painless-snap-alone", "eat-enough-for-your-training", "outer-thigh-numbness-mostly-clears",
    "return-after-a-pubic-bone-injury", "write-down-when-and-how-far-you-ran",
}  # fmt: skip
