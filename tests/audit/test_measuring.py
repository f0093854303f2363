"""Measures: intervals and tests with known values, and the measures of hand-made outcomes."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from tiny import TINY, copied

import hipexpert
from hipexpert import Engine, Pack
from hipexpert.audit.measuring.comparing import compared, known_answers, mcnemar_p
from hipexpert.audit.measuring.measures import CaseOutcome, Placed
from hipexpert.audit.measuring.measuring import is_miss, measured, measures_of, proportion, ranking_of, verdict, wilson
from hipexpert.knowledge.cases.cases import Case, Expected, UrgencyRange
from hipexpert.knowledge.packs.pack import LEVELS, Level
from hipexpert.knowledge.runner.intake import Intake

counts = st.integers(0, 2000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


@pytest.mark.parametrize(
    ("count", "of", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718), (29, 29, 0.8830, 1.0)],
)
def test_wilson_gives_the_published_intervals(count: int, of: int, low: float, high: float) -> None:
    """The examples of Newcombe (Statistics in Medicine 1998;17:857, method 3), and one of all cases."""
    assert wilson(count, of) == pytest.approx((low, high), abs=5e-5)


@given(counts)
def test_wilson_holds_the_share_within_0_and_1_and_is_symmetric(pair: tuple[int, int]) -> None:
    """The interval contains the share, and hits and misses mirror each other."""
    count, of = pair
    low, high = wilson(count, of)
    assert 0 <= low <= (count / of if of else 0.5) <= high <= 1
    assert wilson(of - count, of) == pytest.approx((1 - high, 1 - low))


@given(counts.filter(lambda pair: pair[1] > 0))
def test_more_cases_of_the_same_share_narrow_the_interval(pair: tuple[int, int]) -> None:
    """Ten times the cases say more."""
    count, of = pair
    low, high = wilson(count, of)
    narrow_low, narrow_high = wilson(10 * count, 10 * of)
    assert narrow_high - narrow_low < high - low


def test_of_no_case_nothing_is_said() -> None:
    """No case is no share, and any share is possible."""
    nothing = proportion([])
    assert (nothing.count, nothing.of, nothing.share, nothing.low, nothing.high) == (0, 0, None, 0.0, 1.0)


@pytest.mark.parametrize(
    ("only_this", "only_other", "p"),
    [(0, 0, 1.0), (1, 0, 1.0), (5, 0, 0.0625), (6, 0, 0.03125), (1, 9, 0.021484375), (5, 5, 1.0), (10, 2, 158 / 4096)],
)
def test_mcnemar_gives_the_known_probabilities(only_this: int, only_other: int, p: float) -> None:
    """Binomial tails that can be added up by hand."""
    assert mcnemar_p(only_this, only_other) == pytest.approx(p, abs=1e-15)


@settings(deadline=None)
@given(st.integers(0, 300), st.integers(0, 300))
def test_mcnemar_is_symmetric_and_a_probability(only_this: int, only_other: int) -> None:
    """Which pack is called the other does not matter; more one-sidedness is never more likely."""
    p = mcnemar_p(only_this, only_other)
    assert p == mcnemar_p(only_other, only_this)
    assert 0 <= p <= 1
    larger, smaller = max(only_this, only_other), min(only_this, only_other)
    assert mcnemar_p(larger + 1, smaller) <= p


def test_a_level_is_judged_against_its_range() -> None:
    """Every level of the ladder falls under, within or over."""
    expected = UrgencyRange("routine", "soon")
    assert [verdict(level, expected) for level in LEVELS] == ["under", "within", "within", "over", "over"]


@given(st.lists(st.none() | st.integers(1, 9)))
def test_m1_m3_and_m5_count_places(places: list[int | None]) -> None:
    """A later place counts in the wider measures only, and a condition that is not ranked in none."""
    ranking = ranking_of(places)
    assert ranking.m1.count == places.count(1)
    assert ranking.m3.count == sum(places.count(place) for place in (1, 2, 3))
    assert ranking.m5.count == sum(places.count(place) for place in range(1, 6))
    assert {ranking.m1.of, ranking.m3.of, ranking.m5.of} == {len(places)}


def outcome(name: str, lowest: Level, level: Level, highest: Level, place: int | None = 1, **changes: Any) -> CaseOutcome:
    """A case that expects a range and one condition, which is likely and stands at a place."""
    right = Placed(place, "jumpers_knee", "Jumper's knee", "likely", 6) if place else None
    made = CaseOutcome(
        case=name, title="", file="", in_scope=True, at_least=lowest, at_most=highest, level=level,
        triage=verdict(level, UrgencyRange(lowest, highest)), raised_by=(), accepted=("jumpers_knee",), right=right,
        first=(right,) if right else (), shown=2, advice=1, not_fired=(),
    )  # fmt: skip
    return replace(made, **changes)


@pytest.fixture(scope="module")
def tiny() -> Pack:
    """The tiny pack, with one condition, which is common."""
    return hipexpert.load_pack(TINY)


def test_the_measures_of_hand_made_outcomes(tiny: Pack) -> None:
    """Each measure counts the cases it is about, and the rows by level add up to all."""
    outcomes = [
        outcome("a", "emergency", "emergency", "emergency"),
        outcome("b", "emergency", "urgent", "emergency", 2, shown=4),
        outcome("c", "self_care", "soon", "routine", 6, advice=0),
        outcome("d", "self_care", "routine", "routine", None),
        outcome("e", "soon", "soon", "soon", None, accepted=()),
    ]
    found = measures_of(outcomes, tiny)
    triage = found.triage
    assert [(each.count, each.of) for each in (found.ranking.m1, found.ranking.m3, found.ranking.m5)] == [(1, 4), (2, 4), (2, 4)]
    assert [(each.count, each.of) for each in (triage.within, triage.under, triage.over)] == [(3, 5), (1, 5), (1, 5)]
    assert (triage.emergency_sensitivity.count, triage.emergency_sensitivity.of) == (1, 2)
    assert (found.coverage.count, found.mean_shown, found.mean_accepted, found.cases) == (4, 2.4, 1.0, 5)
    by_expected = {row.level: (row.within.count, row.under.count, row.over.count, row.within.of) for row in triage.by_expected}
    assert by_expected == {
        "emergency": (1, 1, 0, 2), "urgent": (0, 0, 0, 0), "soon": (1, 0, 0, 1), "routine": (0, 0, 0, 0), "self_care": (1, 0, 1, 2),
    }  # fmt: skip
    assert {row.level: row.within.of for row in triage.by_printed} == {
        "emergency": 1, "urgent": 1, "soon": 2, "routine": 1, "self_care": 0,
    }  # fmt: skip
    assert [is_miss(each) for each in outcomes] == [False, True, True, True, False]


def test_a_condition_that_is_not_shown_counts_in_the_whole_ranking_only(tiny: Pack) -> None:
    """First of all but hardly possible is no answer that a reader gets, and so it is a miss as well."""
    hidden = outcome("a", "soon", "soon", "soon", right=Placed(1, "jumpers_knee", "", "less_likely", -5))
    found = measures_of([hidden], tiny)
    assert (found.ranking.m1.count, found.ranking_shown.m1.count, found.ranking_shown.m5.count) == (1, 0, 0)
    assert is_miss(hidden)


def test_the_baselines_do_not_look_at_the_case(tiny: Pack) -> None:
    """Always the same level, and always the same list: the most common first."""
    outcomes = [outcome("a", "emergency", "self_care", "emergency", None), outcome("b", "self_care", "emergency", "routine", 4)]
    emergency, routine, common = measures_of(outcomes, tiny).baselines
    assert emergency.triage is not None
    assert routine.triage is not None
    assert common.ranking is not None
    verdicts = [(each.within.count, each.under.count, each.over.count) for each in (emergency.triage, routine.triage)]
    assert verdicts == [(1, 0, 1), (1, 1, 0)]
    assert (emergency.triage.emergency_sensitivity.count, routine.triage.emergency_sensitivity.count) == (1, 0)
    assert common.ranking.m1.count == 2


def case(name: str, answers: dict[str, object], pack: Pack, lowest: Level, highest: Level) -> Case:
    """A case of the tiny pack that accepts its only condition."""
    expected = Expected("jumpers_knee", ("jumpers_knee",), UrgencyRange(lowest, highest), True, ("swelling-shows-an-irritated-joint",))
    return Case(name, "", "", Engine(pack).read(answers), expected)


def test_an_outcome_says_what_was_got_and_why(tiny: Pack) -> None:
    """The rules behind the level, the place of the right condition, and the expected rule that kept silent."""
    cases = [
        case("child", {"swollen": True, "age": 14, "site": ["front"]}, tiny, "urgent", "urgent"),
        case("sore", {"site": ["front"]}, tiny, "emergency", "emergency"),
    ]
    child, sore = measured(cases, Engine(tiny)).outcomes
    assert [each.rule for each in child.raised_by] == ["a-swollen-knee-in-a-child-is-urgent"]
    assert (child.triage, child.right and child.right.place, child.not_fired) == ("within", 1, ())
    assert (sore.triage, sore.level, sore.not_fired) == ("under", "self_care", ("swelling-shows-an-irritated-joint",))


def test_two_packs_are_compared_on_the_same_cases(tiny: Pack, tmp_path: Path) -> None:
    """A pack without the child rule loses that case; a pack against itself loses none."""
    changed = copied(tmp_path, ("rules/knee.yaml", "then: [{urgency: urgent}]", "then: [{urgency: soon}]"))
    other = Engine(hipexpert.load_pack(changed))
    cases = [case("child", {"swollen": True, "age": 14, "site": ["front"]}, tiny, "urgent", "urgent")]
    comparison = compared(cases, Engine(tiny), other).comparison
    assert comparison is not None
    first, triage = comparison.tests
    assert (first.both, first.only_this, first.only_other, first.p) == (1, (), (), 1.0)
    assert [(each.case, each.this, each.other) for each in triage.only_this] == [("child", "urgent", "soon")]
    assert (comparison.in_scope.triage.under.count, comparison.left_out) == (1, ())
    itself = compared(cases, Engine(tiny), Engine(tiny)).comparison
    assert itself is not None
    assert [(each.p, each.only_this, each.only_other) for each in itself.tests] == [(1.0, (), ()), (1.0, (), ())]


def test_answers_that_another_pack_has_no_word_for_are_left_out_and_named(tiny: Pack, pack: Pack) -> None:
    """What both understand is kept, value by value."""
    intake = Intake({"swollen": True, "site": {"front": True, "side": False}, "age": 14.0, "limp": True}, ("about", "red_flag"))
    kept, left_out = known_answers(intake, tiny)
    assert kept == Intake({"swollen": True, "site": {"front": True}, "age": 14.0}, ("about",))
    assert left_out == ("site.side", "limp", "none_of.red_flag")
    everything = Intake({"limp": True, "pain_site": {"buttock": True, "low_back": False}, "age_years": 40.0}, ("red_flag",))
    assert known_answers(everything, pack) == (everything, ())
