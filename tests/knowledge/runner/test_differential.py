"""The differential adds up, and the decisive questions decide."""

from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples
from strategies_intake import intakes

from hipexpert import Engine, Pack
from hipexpert.graphs.selection import SHOWN_CONDITIONS, grouped, shown_conditions
from hipexpert.knowledge.packs.ladder import LEVELS, rank
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Finding, Number
from hipexpert.knowledge.runner.results import Ranked


def found(engine: Engine, answers: dict[str, object]) -> dict[str, Ranked]:
    """The differential by condition."""
    return {each.condition: each for each in engine.assess(answers).differential}


@settings(max_examples=examples(150), deadline=None)
@given(data=st.data())
def test_a_total_is_the_prior_and_the_items_that_count(data: st.DataObject, pack: Pack, engine: Engine) -> None:
    """Nothing is added that is not shown, and nothing shown as counted is left out."""
    for ranked in engine.assess(data.draw(intakes(pack))).differential:
        items = [*ranked.for_, *ranked.against]
        assert ranked.decibans == ranked.prior + sum(each.decibans for each in items if each.counted)
        assert all(each.decibans > 0 for each in ranked.for_)
        assert all(each.decibans < 0 for each in ranked.against)
        assert any(each.counted for each in ranked.for_) or ranked.against
        assert not {each.rule for each in items} & {each.rule for each in ranked.unknown}


@settings(max_examples=examples(150), deadline=None)
@given(data=st.data())
def test_the_ranking_follows_the_totals_then_the_danger(data: st.DataObject, pack: Pack, engine: Engine) -> None:
    """Higher totals come first; of equal totals the more urgent condition; then the id."""
    differential = engine.assess(data.draw(intakes(pack))).differential
    order = [(-each.decibans, -rank(each.typical_urgency), each.condition) for each in differential]
    assert order == sorted(order)


@settings(max_examples=examples(25), deadline=None)
@given(data=st.data())
def test_what_is_shown_without_the_evidence_is_the_differential(data: st.DataObject, pack: Pack, engine: Engine) -> None:
    """The order, the weights and the first screen's conditions are those of the whole differential, whichever was asked for first."""
    drawn = engine.read(data.draw(intakes(pack)))
    quick, whole = engine.assess(drawn), engine.assess(drawn)
    shown = shown_conditions(quick)
    groups = grouped(whole.differential)[:SHOWN_CONDITIONS]
    assert shown == tuple(each for group in groups if group[0].band != "unlikely" for each in group)
    assert [(each.condition.id, each.decibans, each.band, each.red_flag) for each in quick.placings] == [
        (each.condition, each.decibans, each.band, each.red_flag) for each in whole.differential
    ]
    assert all(quick.ranked(each.condition) == each for each in reversed(whole.differential))


def test_only_the_strongest_item_of_a_group_counts(engine: Engine) -> None:
    """Lying on the side and night pain when lying on it say the same: one of them counts."""
    ranked = found(engine, {"pain_site": ["lateral_hip"], "agg_lying_on_side": True, "night_pain": "only_when_lying_on_side"})
    items = {each.says: each.counted for each in ranked["gluteal_tendinopathy_gtps"].for_}
    assert sorted(counted for says, counted in items.items() if "lying" in says or "side" in says.split("pain on")[0]) == [False, True]


def test_what_a_runner_is_like_brings_up_no_condition_alone(engine: Engine) -> None:
    """Age, sex, training and history colour a differential; without a symptom there is none."""
    answers = {"age_years": 22, "sex": "female", "prior_stress_fracture": True, "weekly_increase_pct": 50, "agg_impact_running": True}
    assert found(engine, answers) == {}
    assert found(engine, {**answers, "pain_site": ["deep_groin"]})["femoral_neck_stress_fracture"].band in ("likely", "possible")


def test_pain_elsewhere_speaks_against_and_a_site_of_its_own_for_it_by_more(engine: Engine) -> None:
    """Outer-knee pain alone speaks against gluteal tendinopathy; the outer hip as well speaks for it by more than that."""
    answers = {"agg_lying_on_side": True, "pain_site": ["outer_knee"]}
    apart = found(engine, answers)["gluteal_tendinopathy_gtps"]
    assert "pain_site=outer_knee" in {each.fact for each in apart.against}
    both = found(engine, {**answers, "pain_site": ["outer_knee", "lateral_hip"]})["gluteal_tendinopathy_gtps"]
    assert both.decibans > found(engine, {"agg_lying_on_side": True})["gluteal_tendinopathy_gtps"].decibans > apart.decibans


def test_bursitis_never_passes_the_tendinopathy_it_belongs_to(engine: Engine) -> None:
    """Conflict 20: greater trochanteric pain syndrome is the conclusion, bursitis its older name."""
    ranked = found(engine, {"pain_site": ["lateral_hip"], "agg_lying_on_side": True, "pain_quality_main": "sharp", "agg_stairs": True})
    assert ranked["gluteal_tendinopathy_gtps"].decibans >= ranked["trochanteric_bursitis"].decibans


def test_bone_stress_is_checked_whatever_stands_first_when_groin_pain_built_up(engine: Engine) -> None:
    """Conflict 4: a runner whose groin pain came on over weeks is checked for bone stress, and the slow start counts against a
    strain.
    """
    answers = {"pain_site": ["anterior_groin"], "onset_type": "over_days_weeks", "agg_impact_running": True, "agg_lift_knee": True}
    ranked = found(engine, answers)
    assert "onset_type=over_days_weeks" in {each.fact for each in ranked["hip_flexor_strain"].against}
    assert "femoral_neck_stress_fracture" in {each.condition for each in engine.assess(answers).not_to_be_missed}
    assert LEVELS.index(engine.assess(answers).level) >= LEVELS.index("soon")


def test_an_excluded_condition_is_neither_ranked_nor_listed(engine: Engine) -> None:
    """At 46 a slipped growth plate is excluded, at 13 it is not to be missed."""
    old = engine.assess({"age_years": 46, "pain_site": ["anterior_groin"], "limp": True})
    young = engine.assess({"age_years": 13, "pain_site": ["anterior_groin"], "limp": True})
    assert "scfe" not in {each.condition for each in (*old.differential, *old.not_to_be_missed)}
    assert "scfe" in {each.condition for each in young.not_to_be_missed}


def possible_answers(finding: Finding, value: str) -> list[object]:
    """Every answer to a finding that rules can tell apart (of a number, all from end to end in small steps)."""
    if isinstance(finding, Number):
        steps = 400
        width = (finding.maximum - finding.minimum) / steps
        whole = {round(finding.minimum + width * step) for step in range(steps + 1)}
        return sorted(each for each in whole if finding.minimum <= each <= finding.maximum)
    if isinstance(finding, Choice):
        return [each.id for each in finding.values]
    if isinstance(finding, Choices):
        together = [] if value else [{each.id: True for each in finding.values}]  # one answer may name two that a rule asks for
        return [{each.id: yes} for each in finding.values if value in ("", each.id) for yes in (True, False)] + together
    return [True, False]


@settings(max_examples=examples(40), deadline=None)
@given(data=st.data())
def test_a_question_that_decides_alone_does(data: st.DataObject, pack: Pack, engine: Engine) -> None:
    """Of each decisive question that needs no further answer, some answer raises the urgency at least to what it says."""
    answers = data.draw(intakes(pack, most=6))
    urgency = engine.assess(answers).urgency
    for unknown in [each for each in urgency.decisive_unknowns if each.further_answers == 0][:8]:
        finding = pack.findings[unknown.finding]
        known = answers.get(unknown.finding)
        merged = [
            {**dict.fromkeys(known, True), **answer}
            if isinstance(known, list)
            else {**known, **answer}  # type: ignore[dict-item]
            if isinstance(known, dict)
            else answer
            for answer in possible_answers(finding, unknown.value)
        ]
        levels = [LEVELS.index(engine.assess({**answers, unknown.finding: answer}).raised) for answer in merged]
        assert max(levels) >= LEVELS.index(unknown.could_raise_to), unknown
