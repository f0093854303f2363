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
from hipexpert.audit.measuring.measures import CaseOutcome, Placed, ReadAgain, Told
from hipexpert.audit.measuring.measuring import is_miss, measured, measures_of, verdict
from hipexpert.audit.measuring.proportions import proportion, ranking_of, wilson
from hipexpert.knowledge.cases.cases import Case, Expected, UrgencyRange
from hipexpert.knowledge.packs.ladder import LEVELS, Level
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
    assert verdict("undetermined", expected) == "undetermined"


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
    told = Told(level, verdict(level, UrgencyRange(lowest, highest)), ())
    made = CaseOutcome(
        case=name, title="", file="", kind=None, source="", in_scope=True, at_least=lowest, at_most=highest, as_said=told, denied=told,
        accepted=("jumpers_knee",), exact=("jumpers_knee",), right=right, right_exact=right, second_reading=None,
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
    accepted = found.ranking.accepted
    assert [(each.count, each.of) for each in (accepted.m1, accepted.m3, accepted.m5)] == [(1, 4), (2, 4), (2, 4)]
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


def at(place: int) -> Placed:
    """The condition at a place."""
    return Placed(place, "jumpers_knee", "Jumper's knee", "likely", 6)


def test_exact_and_accepted_are_counted_apart(tiny: Pack) -> None:
    """A diagnosis that the pack does not have is missed; where no diagnosis is said, nothing exact is judged."""
    outcomes = [
        outcome("both", "soon", "soon", "soon"),
        outcome("later", "soon", "soon", "soon", 1, right_exact=at(4)),
        outcome("not in the pack", "soon", "soon", "soon", 1, exact=(), right_exact=None),
        outcome("no diagnosis", "soon", "soon", "soon", 1, exact=None, right_exact=None),
        outcome("not judged", "soon", "soon", "soon", None, accepted=(), exact=()),
    ]
    ranking = measures_of(outcomes, tiny).ranking
    assert [(each.count, each.of) for each in (ranking.accepted.m1, ranking.accepted.m5)] == [(4, 4), (4, 4)]
    assert [(each.count, each.of) for each in (ranking.exact.m1, ranking.exact.m3, ranking.exact.m5)] == [(1, 3), (1, 3), (2, 3)]


def test_triage_is_counted_as_said_and_with_the_screen_denied(tiny: Pack) -> None:
    """Undetermined is neither within a range nor outside it; what is judged is the level with the unsaid denied."""
    open_screen = Told("undetermined", "undetermined", ())
    outcomes = [
        outcome("a", "self_care", "routine", "routine", as_said=open_screen),
        outcome("b", "self_care", "soon", "routine"),
        outcome("c", "emergency", "emergency", "emergency", as_said=open_screen),
        outcome("d", "soon", "soon", "soon", as_said=open_screen, denied=open_screen),
    ]
    found = measures_of(outcomes, tiny)
    verdicts = [
        (each.within.count, each.under.count, each.over.count, each.undetermined.count) for each in (found.triage_as_said, found.triage)
    ]
    assert verdicts == [(0, 0, 1, 3), (2, 0, 1, 1)]
    assert (found.triage_as_said.emergency_sensitivity.count, found.triage.emergency_sensitivity.count) == (0, 1)
    assert {row.level: row.undetermined.count for row in found.triage_as_said.by_printed if row.undetermined.count} == {"undetermined": 3}
    assert [is_miss(each) for each in outcomes] == [False, True, False, True]


def test_a_condition_that_comes_first_too_often_is_seen(tiny: Pack) -> None:
    """First in three, the diagnosis in one of them, accepted in two; and the diagnosis in two cases, one of them missed."""
    hit = outcome("a", "soon", "soon", "soon")
    outcomes = [
        hit,
        outcome("b", "soon", "soon", "soon", exact=()),
        outcome("c", "soon", "soon", "soon", accepted=("other",), exact=("other",)),
        outcome("d", "soon", "soon", "soon", first=()),
        outcome("e", "soon", "soon", "soon", exact=None),
    ]
    (named,) = measures_of(outcomes, tiny).named_first
    assert (named.condition, named.first, named.exact, named.accepted, named.cases) == ("jumpers_knee", 3, 1, 2, 2)


def test_the_measures_of_a_kind_are_those_of_its_cases(tiny: Pack) -> None:
    """Each kind has its own ranking and triage; a kind without a case has no row, and a case without a kind is in none."""
    outcomes = [
        outcome("a", "emergency", "urgent", "emergency", kind="sparse"),
        outcome("b", "soon", "soon", "soon", 2, kind="sparse"),
        outcome("c", "self_care", "urgent", "routine", kind="published"),
        outcome("d", "self_care", "routine", "routine"),
    ]
    published, sparse = measures_of(outcomes, tiny).by_kind
    assert (published.kind, published.cases, published.over.count, published.emergency_sensitivity.of) == ("published", 1, 1, 0)
    assert (sparse.kind, sparse.cases, sparse.under.count, sparse.within.count) == ("sparse", 2, 1, 1)
    assert (sparse.ranking.accepted.m1.count, sparse.ranking.exact.m3.count, sparse.emergency_sensitivity.count) == (1, 2, 0)


def test_a_fault_of_both_readings_is_one_that_both_see(tiny: Pack) -> None:
    """The level against either range; and the second reader's own ranking, of the cases that were read twice."""

    def twice(name: str, level: Level, second: UrgencyRange, exact_place: int | None) -> CaseOutcome:
        again = ReadAgain(("jumpers_knee",), second.at_least, second.at_most, verdict(level, second), 1, exact_place)
        return outcome(name, "soon", level, "urgent", 2, second_reading=again)

    outcomes = [
        twice("within both", "soon", UrgencyRange("routine", "soon"), 1),
        twice("under both", "self_care", UrgencyRange("routine", "urgent"), 3),
        twice("under one", "routine", UrgencyRange("routine", "soon"), None),
        twice("over one, under the other", "emergency", UrgencyRange("emergency", "emergency"), 1),
        outcome("read once", "soon", "self_care", "soon"),
    ]
    found = measures_of(outcomes, tiny).second_readings
    assert found is not None
    rows = [(each.reading, each.within.count, each.under.count, each.over.count, each.within.of) for each in found.ranges]
    assert rows == [("first", 1, 2, 1, 4), ("second", 3, 1, 0, 4), ("both", 3, 1, 0, 4)]
    reader, mine = found.reader, found.pack
    assert (reader.exact.m1.count, reader.exact.m3.count, reader.accepted.m1.count, reader.exact.m1.of) == (2, 3, 4, 4)
    assert (mine.exact.m1.count, mine.exact.m3.count, found.cases) == (0, 4, 4)
    assert measures_of(outcomes[-1:], tiny).second_readings is None


def test_a_condition_that_is_not_shown_counts_in_the_whole_ranking_only(tiny: Pack) -> None:
    """First of all but hardly possible is no answer that a reader gets, and so it is a miss as well."""
    hidden = outcome("a", "soon", "soon", "soon", right=Placed(1, "jumpers_knee", "", "less_likely", -5))
    found = measures_of([hidden], tiny)
    assert (found.ranking.accepted.m1.count, found.ranking_shown.m1.count, found.ranking_shown.m5.count) == (1, 0, 0)
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
    assert [each.rule for each in child.denied.raised_by] == ["a-swollen-knee-in-a-child-is-urgent"]
    assert (child.denied.triage, child.right and child.right.place, child.not_fired) == ("within", 1, ())
    assert (sore.denied.triage, sore.denied.level, sore.not_fired) == ("under", "self_care", ("swelling-shows-an-irritated-joint",))


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
