"""How good the pack is on the published cases and on those written for it, and whether each rule has its cases."""

from collections.abc import Iterable
from functools import cache

import pytest
from known_cases import AUTHORED, EVERYDAY, FOLDER, MADE_WITH, PUBLISHED, READ_TWICE, Case

from hipexpert import Engine, ExplainedAssessment, Pack, read_case_file
from hipexpert.audit.suite.coverage import coverage_of, decided_by
from hipexpert.audit.suite.premise_parts import parts
from hipexpert.audit.suite.stories import Stories
from hipexpert.knowledge.cases.judging import judged
from hipexpert.knowledge.cases.suites import read_suite
from hipexpert.knowledge.packs.ladder import LEVELS, StatedLevel, caution

CASES = (*PUBLISHED, *AUTHORED)
IN_SCOPE = tuple(case for case in PUBLISHED if case.in_scope)


@cache
def assessed(engine: Engine, case: Case) -> ExplainedAssessment:
    """What the pack that ships says of a case, read from its file as a user's would be."""
    return engine.assess(read_case_file(case.path, engine.pack))


@cache
def level_of(engine: Engine, case: Case) -> StatedLevel:
    """The level by which a case is judged: as it was said or, where that is undetermined, with the screen denied as well."""
    return judged(read_case_file(case.path, engine.pack), engine).assessment.level


def under_triaged(engine: Engine, cases: Iterable[Case]) -> dict[str, str]:
    """The cases whose level is below the lowest safe one."""
    found = {case: level_of(engine, case) for case in cases}
    return {case.id: f"{level}, not {case.at_least}" for case, level in found.items() if caution(level) < caution(case.at_least)}  # type: ignore[arg-type]


def over_triaged(engine: Engine, cases: Iterable[Case]) -> dict[str, str]:
    """The cases whose level is above the highest sensible one."""
    found = {case: level_of(engine, case) for case in cases}
    return {case.id: f"{level}, not {case.at_most}" for case, level in found.items() if caution(level) > caution(case.at_most)}  # type: ignore[arg-type]


def missed(engine: Engine, cases: Iterable[Case], first: int) -> list[str]:
    """The cases of which no accepted diagnosis is among the first of the differential."""
    listed = {case: [ranked.condition for ranked in assessed(engine, case).differential[:first]] for case in cases}
    return [case.id for case, conditions in listed.items() if not set(conditions) & set(case.expect["accepted"])]


# --- the case files ----------------------------------------------------------------------------------------------------


def test_there_are_as_many_cases_as_promised() -> None:
    """All 85 published cases, 46 of them read twice, at least 150 authored and 50 everyday ones; a name is used once."""
    assert (len(MADE_WITH), len(READ_TWICE)) == (39, 46)
    assert len(AUTHORED) - len(EVERYDAY) >= 150
    assert len(EVERYDAY) >= 50
    assert len({case.id for case in CASES}) == len(CASES)
    assert [case.path for case in CASES if case.path.stem != case.id] == []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_a_case_loads_and_its_reasons_are_among_the_rules_that_fired(case: Case, engine: Engine, pack: Pack) -> None:
    """A case names known conditions and levels, does not contradict itself, and rests on the rules that it names."""
    assessment = assessed(engine, case)
    assert assessment.contradictions == ()
    exact = case.expect.get("exact", [case.expect["diagnosis"]])
    assert not case.in_scope or exact == [] or case.expect["diagnosis"] in exact
    assert not case.in_scope or set(exact) <= set(case.expect["accepted"])
    assert set(case.expect["accepted"]) <= set(pack.condition_by_id)
    assert LEVELS.index(case.at_least) <= LEVELS.index(case.at_most)  # type: ignore[arg-type]
    rules = assessment.run.program.rule_by_id
    reasons = case.expect.get("reasons", [])
    assert set(reasons) <= set(rules)
    assert [reason for reason in reasons if assessment.outlook.rules[reason].value != "holds"] == []


def test_every_case_names_its_reasons() -> None:
    """A case says which rules must be among the reasons, not only the outcome; one that was encoded blind knows no rules."""
    assert [case.id for case in (*MADE_WITH, *AUTHORED) if not case.expect.get("reasons")] == []


def test_what_is_measured_only_was_encoded_blind_or_says_what_the_ranking_puts_first(engine: Engine, pack: Pack) -> None:
    """A case encoded blind is measured only; another just when the ranking misses it, and its notes name what comes first instead."""
    measured = [case for case in CASES if case.expect.get("measured_only", False)]
    assert [case.id for case in CASES if case.read_twice and case not in measured] == []
    for case in (case for case in measured if not case.read_twice):
        first = assessed(engine, case).differential[0].condition
        assert first not in case.expect["accepted"], case.id
        name = pack.condition_by_id[first].name
        assert f"Measured only: the ranking puts {name[0].lower()}{name[1:]} first." in case.notes, case.id


@pytest.mark.parametrize("kind", ["typical", "mild", "near_miss"])
def test_every_condition_has_its_cases(kind: str, pack: Pack) -> None:
    """Each condition has a typical case, a mild one and one that is nearly but not quite it."""
    written = {case.id.removesuffix(f"_{kind}") for case in AUTHORED if case.id.endswith(f"_{kind}")}
    assert {condition.id for condition in pack.conditions if condition.kind == "condition"} - written == set()


# --- triage ------------------------------------------------------------------------------------------------------------


@pytest.mark.hazard("bone-stress-taken-for-a-tendon-or-muscle", "hip-of-a-growing-runner-missed", "tumour-or-metastasis-missed")
def test_no_published_case_is_under_triaged(engine: Engine) -> None:
    """No published case in scope gets a level below the lowest that would have been safe."""
    assert under_triaged(engine, IN_SCOPE) == {}


@pytest.mark.hazard("false-reassurance-by-self-care", "illness-of-older-runners-missed")
def test_no_authored_case_is_under_triaged(engine: Engine) -> None:
    """No authored case, everyday ones included, gets a level below the lowest that would be safe."""
    assert under_triaged(engine, AUTHORED) == {}


def test_every_emergency_among_the_cases_is_called_one(engine: Engine) -> None:
    """Of the cases that need an emergency department, published in scope and authored, none gets a lower level."""
    for cases in (IN_SCOPE, AUTHORED):
        emergencies = [case for case in cases if case.at_least == "emergency"]
        assert emergencies
        assert [case.id for case in emergencies if level_of(engine, case) != "emergency"] == []


def test_published_cases_are_seldom_over_triaged(engine: Engine) -> None:
    """At most 8 percent of the published cases in scope get a level above the highest sensible one."""
    over = over_triaged(engine, IN_SCOPE)
    assert len(over) <= 0.08 * len(IN_SCOPE), over


@pytest.mark.hazard("alarm-fatigue-from-over-triage")
def test_everyday_cases_are_seldom_over_triaged(engine: Engine) -> None:
    """At most 5 percent of the everyday cases get a level above the highest sensible one."""
    over = over_triaged(engine, EVERYDAY)
    assert len(over) <= 0.05 * len(EVERYDAY), over


def test_every_case_gets_advice(engine: Engine) -> None:
    """No runner of any case is left without a single piece of advice."""
    assert [case.id for case in CASES if not assessed(engine, case).plan.advice] == []


@pytest.mark.hazard("alarm-fatigue-from-over-triage")
def test_who_stands_and_walks_as_ever_and_can_wait_is_not_put_on_crutches_for_a_knock(engine: Engine) -> None:
    """From urgent on, or when standing hurts, a leg that may be broken takes no weight; below that only a cracked bone asks for it."""
    told = {}
    for case in CASES:
        if case.answers.get("weight_bearing") == "full" and case.answers.get("limp") is False:
            found = assessed(engine, case)
            advice = {each.id for each in found.plan.advice}
            named = {each.id for each in found.patterns} | {each.condition for each in found.differential if each.red_flag}
            cracked = named & {"bone_stress", "femoral_neck_stress_fracture", "pathological_fracture", "scfe"}
            if caution(found.level) < caution("urgent"):
                told[case.id] = advice & (
                    {"put-no-weight-on-the-leg-until-help-comes", "use-crutches-until-scanned"} if not cracked else set()
                )
    assert len(told) > 40
    assert {name: each for name, each in told.items() if each} == {}


# --- the differential --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("first", "share"), [(1, 0.65), (3, 0.85), (5, 0.92)])
def test_the_diagnosis_of_published_cases_is_among_the_first(first: int, share: float, engine: Engine) -> None:
    """An accepted diagnosis is first, among the first three and among the first five in the promised share of cases."""
    without = missed(engine, IN_SCOPE, first)
    assert 1 - len(without) / len(IN_SCOPE) >= share, without


# --- the rules ---------------------------------------------------------------------------------------------------------


def test_every_rule_fires_in_some_case_and_lacks_just_one_premise_in_another(engine: Engine, pack: Pack) -> None:
    """No rule is in use that no whole case has ever made fire, or that no whole case would notice to be made wider."""
    stories = Stories(engine, read_suite([FOLDER / "published", FOLDER / "authored"], pack))
    assert [each.rule for each in coverage_of(stories, {rule.id: rule.file for rule in pack.rules}).rules.never] == []
    nearly = {rule.id: [decided_by(rule, path, stories)[1] for path, _ in parts(rule.premise)] for rule in pack.active_rules}
    assert [rule for rule, silent in nearly.items() if not any(silent)] == []
