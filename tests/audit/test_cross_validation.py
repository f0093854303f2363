"""Cross-validation by source: nothing is measured under a setting that its own source had a say in."""

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from hipexpert.audit.measuring.cross_validation import CrossValidation, cross_validated, hits
from hipexpert.audit.measuring.proportions import ranking_of

Places = tuple[int | None, ...]
places = st.none() | st.integers(1, 8)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[Places]]:
    """The sources of some cases, and under several settings the place of each case."""
    sources = draw(st.lists(st.sampled_from("abcdefghijklmnop"), min_size=2, max_size=20))
    assume(len(set(sources)) > 1)
    rows = st.lists(places, min_size=len(sources), max_size=len(sources)).map(tuple)
    return sources, draw(st.lists(rows, min_size=1, max_size=4))


def validated(sources: list[str], table: list[Places]) -> CrossValidation[int]:
    """The cross-validation in which the settings are the rows of a table."""
    return cross_validated(sources, range(len(table)), lambda setting: table[setting])


@given(tables())
def test_every_case_is_measured_once_and_by_a_setting_that_is_best_on_the_other_sources(table: tuple[list[str], list[Places]]) -> None:
    """Worked out anew, case by case: the earliest setting with the most hits on all cases of sources outside the fold."""
    sources, rows = table
    found = validated(sources, rows)
    assert sorted(source for fold in found.folds for source in fold.sources) == sorted(set(sources))
    by_hand: list[int | None] = []
    for fold in found.folds:
        others = [number for number, source in enumerate(sources) if source not in fold.sources]
        scores = [hits([row[number] for number in others]) for row in rows]
        assert (scores[fold.chosen], fold.chosen) == (max(scores), scores.index(max(scores)))
        expected = tuple(rows[fold.chosen][number] for number, source in enumerate(sources) if source in fold.sources)
        assert fold.places == expected
        by_hand += expected
    assert len(by_hand) == len(sources)
    assert found.ranking == ranking_of(by_hand)


@given(tables(), st.data())
def test_a_setting_that_is_best_everywhere_is_chosen_in_every_fold(table: tuple[list[str], list[Places]], data: st.DataObject) -> None:
    """Where one setting puts every case first and no other does, honest and flattering figures are the same."""
    sources, rows = table
    assume(all(1 not in row for row in rows))
    at = data.draw(st.integers(0, len(rows)))
    found = validated(sources, [*rows[:at], (1,) * len(sources), *rows[at:]])
    assert {fold.chosen for fold in found.folds} == {at}
    assert (found.ranking.m1.count, found.ranking.m1.of) == (len(sources), len(sources))


@given(tables())
def test_a_constant_that_changes_nothing_is_left_as_it_is(table: tuple[list[str], list[Places]]) -> None:
    """Of settings that do the same the one in use stays, and the figures are those without any choice."""
    sources, rows = table
    found = validated(sources, [rows[0]] * 3)
    assert {fold.chosen for fold in found.folds} == {0}
    assert found.ranking == ranking_of(rows[0])


def test_a_setting_that_suits_its_own_source_alone_is_not_flattered() -> None:
    """Two settings that are each good on one source: what is chosen on the one fails on the other."""
    found = validated(["a", "a", "b", "b"], [(1, 1, None, None), (None, None, 1, 1)])
    assert (found.ranking.m1.count, found.ranking.m5.count) == (0, 0)


def test_the_order_of_the_cases_does_not_matter() -> None:
    """Folds follow the names of the sources, not the order of files."""
    sources, rows = ["c", "a", "b", "a", "d"], [(1, 2, 3, None, 4), (2, 1, 1, 1, None)]
    backwards = validated(sources[::-1], [row[::-1] for row in rows])
    assert [(fold.sources, fold.chosen) for fold in backwards.folds] == [
        (fold.sources, fold.chosen) for fold in validated(sources, rows).folds
    ]


@pytest.mark.parametrize(("sources", "rows"), [(["a", "b"], []), (["a", "a"], [(1, 1)]), (["a", "b"], [(1,)])])
def test_what_cannot_be_cross_validated_is_refused(sources: list[str], rows: list[Places]) -> None:
    """No setting, a single source, and places that do not fit the cases."""
    with pytest.raises(ValueError, match=r"cross-validation needs|must give a place"):
        validated(sources, rows)
