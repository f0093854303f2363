"""The hazard log holds what it promises, and the controls that it names as tests of this file."""

import ast
import json
import re
from collections.abc import Iterator
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from known_cases import AUTHORED, PUBLISHED
from msgspec.structs import replace
from profiles import examples
from running import run
from satisfying import Answers, added, ways_to_hold
from strategies_intake import intakes

from hipexpert import Engine, Pack
from hipexpert.graphs.explained import ExplainingEngine
from hipexpert.knowledge.packs.governance import Hazard
from hipexpert.knowledge.packs.ladder import rank
from hipexpert.knowledge.packs.pack import Concludes, Rule

ROOT = Path(__file__).parents[3]
FORMS = ("text", "json", "markdown", "dot", "mermaid", "graphml")
# Tests at home that put weight, impact or a deep fold on a hip.
HARMFUL = {"st_hop_pain", "st_sls30_lateral_pain", "st_figure4_pain", "st_squat_pain", "st_long_stride_buttock_pain", "st_walk30_painfree"}
# What says that such a test is safe: a grown runner, nothing hurts under weight, and nothing points at the bone.
SAFE: Answers = {
    "pain_site": {
        "buttock": True, "deep_groin": False, "anterior_groin": False, "front_thigh": False, "pubic_midline": False,
        "inner_thigh": False, "sacrum_si": False, "hip_unspecified": False, "thigh_unspecified": False,
    },
    "age_years": 30, "sex": "male", "weight_bearing": "full", "limp": False, "trauma_recent": "none", "felt_pop": False,
    "prior_stress_fracture": False, "low_bone_density": False, "low_energy_intake": False, "systemic_steroid_use": False,
    "cancer_history": False, "hip_surgery_or_prosthesis": False, "pain_earlier_each_run": False, "night_pain": "none",
}  # fmt: skip
SHOWN = ["published/028_fnsf_college_runner_21f", "authored/everyday_04_painless_click"]


def marked(path: Path) -> Iterator[str]:
    """The hazards that the tests of a file say they check."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
            for mark in node.decorator_list:
                if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.hazard":
                    yield from (ast.literal_eval(each) for each in mark.args)


# --- the log -----------------------------------------------------------------------------------------------------------


def test_every_hazard_has_a_test_and_every_test_a_hazard_that_there_is(pack: Pack) -> None:
    """No control is claimed that nothing checks, and no test claims to check what is not in the log."""
    checked = {hazard for path in (ROOT / "tests").rglob("test_*.py") for hazard in marked(path)}
    assert checked == {hazard.id for hazard in pack.hazards}, "mark a test of the control with `@pytest.mark.hazard(id)`"


def test_every_rule_that_a_hazard_names_is_active(pack: Pack) -> None:
    """Each hazard is controlled by rules, and those rules take part in inference."""
    active = {rule.id for rule in pack.active_rules}
    for hazard in pack.hazards:
        assert hazard.rules, hazard.id
        assert set(hazard.rules) <= active, (hazard.id, set(hazard.rules) - active)


def test_every_risk_is_the_product_and_a_high_one_stays_open(pack: Pack) -> None:
    """Risk is likelihood times severity, controls never raise it, and a residual risk of 10 or more is not called controlled."""
    for hazard in pack.hazards:
        assert hazard.risk == hazard.likelihood * hazard.severity, hazard.id
        assert hazard.residual_risk == hazard.residual_likelihood * hazard.residual_severity, hazard.id
        assert hazard.residual_risk <= hazard.risk, hazard.id
        assert _may_be_called(hazard), f"{hazard.id} in hazards.yaml: write `status: open` from a residual risk of 10, else `controlled`"


def _may_be_called(hazard: Hazard) -> bool:
    return hazard.status == "open" if hazard.residual_risk >= 10 else hazard.status in ("controlled", "accepted")


# --- the controls ------------------------------------------------------------------------------------------------------


@cache
def without_exclusions(engine: Engine) -> ExplainingEngine:
    """The same pack with nothing excluded by anybody's age or sex."""
    kept = [replace(rule, conclusions=tuple(each for each in rule.conclusions if not _excludes(each))) for rule in engine.pack.rules]
    return ExplainingEngine(replace(engine.pack, rules=tuple(rule for rule in kept if rule.conclusions)))


def _excludes(conclusion: object) -> bool:
    return isinstance(conclusion, Concludes) and conclusion.kind == "excluded"


def exclusions(pack: Pack) -> Iterator[Rule]:
    """The active rules that take a condition off the list."""
    return (rule for rule in pack.active_rules if any(map(_excludes, rule.conclusions)))


@cache
def alarms(engine: Engine) -> list[Answers]:
    """Answers each of which fires one rule that calls for a doctor within a day or at once."""
    found = [Concludes("urgency", "urgent"), Concludes("urgency", "emergency")]
    rules = [rule for rule in engine.pack.active_rules if any(each in rule.conclusions for each in found)]
    return [way for rule in rules for way in islice(ways_to_hold(engine.pack, rule.premise), 3)]


@pytest.mark.hazard("belly-groin-or-pelvic-emergency-missed")
@settings(max_examples=examples(200), deadline=None)
@given(data=st.data())
def test_an_exclusion_never_lowers_the_urgency(data: st.DataObject, engine: Engine) -> None:
    """When age or sex takes a condition off the list, every level that answers raise stays, up to the emergency.

    Only what rested on weighing the excluded condition itself, a routine visit or one within a week, may go with it.
    """
    rule = data.draw(st.sampled_from(sorted(exclusions(engine.pack), key=lambda each: each.id)))
    way = data.draw(st.sampled_from(list(ways_to_hold(engine.pack, rule.premise))))
    alarm = data.draw(st.sampled_from([{}, *alarms(engine)]))
    others = data.draw(st.sampled_from([case.answers for case in (*AUTHORED, *PUBLISHED)]) | intakes(engine.pack, most=20))
    assessment = engine.assess(added(way, added(alarm, others)))
    assert assessment.outlook.rules[rule.id].value == "holds"
    free = without_exclusions(engine).assess(assessment.intake)
    late = free.run.program.late_rules
    raised = [each.conclusion.partition(":")[2] for each in free.derivation if _is_urgency(each.conclusion) and each.source not in late]
    assert rank(assessment.raised) >= max((rank(level) for level in raised), default=0)
    assert assessment.level == free.level or rank(free.raised) < rank("urgent")


def _is_urgency(fact: str) -> bool:
    return fact.startswith("urgency:")


def test_every_test_at_home_says_when_it_is_safe(pack: Pack) -> None:
    """No test can be suggested to everybody, and each that loads or folds the hip warns in its help."""
    assert set(pack.safe_tests) == {name for name in pack.findings if pack.answered_by(name) == "self_test"}
    assert [name for name in HARMFUL if not pack.findings[name].help] == []


@pytest.mark.hazard("self-test-does-harm")
@settings(max_examples=examples(150), deadline=None)
@given(data=st.data())
def test_a_test_that_is_safe_stays_so_unless_an_answer_is_taken_back(data: st.DataObject, engine: Engine) -> None:
    """More answers never take the safety of a test away; they can only raise the level at which none is suggested."""
    fewer = added(data.draw(st.sampled_from([{}, SAFE])), data.draw(intakes(engine.pack, most=8))) | {"none_of": []}
    more = added(fewer, data.draw(intakes(engine.pack, most=20)))
    safe = {fact for fact in engine.assess(fewer).run.facts if fact.startswith("safe:")}
    assert safe <= engine.assess(more).run.facts


@cache
def printed(form: str, case: str) -> str:
    """What ``hipexpert explain`` prints of a case in one form."""
    result = run("explain", str(ROOT / "tests" / "cases" / f"{case}.yaml"), "--format", form)
    assert result.exit_code == 0, result.output
    return result.stdout


def values(data: Any, under: str = "") -> Iterator[tuple[str, Any]]:
    """Every key and plain value of a JSON document."""
    if isinstance(data, dict):
        for key, value in data.items():
            yield from values(value, key)
    elif isinstance(data, list):
        for value in data:
            yield from values(value, under)
    else:
        yield under, data


@pytest.mark.hazard("ranking-taken-for-a-probability")
@pytest.mark.parametrize("case", SHOWN)
def test_no_output_speaks_of_a_percentage_for_a_condition(case: str) -> None:
    """A condition has a band and whole decibans and never a percentage, a probability or a chance."""
    document = json.loads(printed("json", case))
    for listed in ("differential", "not_to_be_missed"):
        assert document[listed]
        for ranked in document[listed]:
            assert isinstance(ranked.get("decibans"), int | None)
            own = ranked
            assert not [each for each in values(own) if re.search(r"percent|probab|chance|%", f"{each[0]} {each[1]}", re.IGNORECASE)]
            assert not [each for each in values(own) if isinstance(each[1], float)]
    for form in ("text", "markdown"):
        text = printed(form, case)
        assert not re.search(r"\d ?%", text)
        assert not re.search(r"\d+ (?:percent|per cent) (?:likely|probable|certain|sure|chance|probability)", text)
        shown = [line for line in text.splitlines() if re.match(r"### | *(?:likely|possible|less likely) ", line)]
        assert shown
        assert not [line for line in shown if re.search(r"percent|probab|chance", line)]


@pytest.mark.hazard("result-shown-without-its-limits")
@pytest.mark.parametrize("form", FORMS)
def test_every_form_carries_the_disclaimer(form: str, pack: Pack) -> None:
    """Whoever gets any form of the result reads in it that this is no diagnosis; the long forms have the whole disclaimer."""
    text = " ".join(printed(form, SHOWN[0]).split())
    assert "not a diagnosis" in text
    if form in ("json", "markdown"):
        assert pack.about.disclaimer in text
