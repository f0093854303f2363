"""Cross-validation by source: nothing is measured under a setting that its own source had a say in."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from tiny import TINY

import hipexpert
from hipexpert import Engine
from hipexpert.audit.measuring.cross_validation import Fold, by_source, cross_validated
from hipexpert.audit.measuring.measuring import measured
from hipexpert.engine import ProblemsError
from hipexpert.knowledge.cases.cases import Case, Expected, UrgencyRange
from hipexpert.knowledge.cases.settings import read_settings

Places = tuple[int | None, ...]
places = st.none() | st.integers(1, 8)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[str], list[Places]]:
    """The sources of some cases, and under several settings the place of each case."""
    sources = draw(st.lists(st.sampled_from("abcdefghijklmnop"), min_size=2, max_size=20))
    assume(len(set(sources)) > 1)
    rows = st.lists(places, min_size=len(sources), max_size=len(sources)).map(tuple)
    return sources, draw(st.lists(rows, min_size=1, max_size=4))


def good(outcomes: Sequence[int | None]) -> int:
    """How many cases have the right condition first, or among the first three or five."""
    return sum(place is not None and place <= most for place in outcomes for most in (1, 3, 5))


def validated(sources: list[str], table: list[Places]) -> tuple[Fold[int, int | None], ...]:
    """The cross-validation in which the settings are the rows of a table."""
    return cross_validated(sources, range(len(table)), lambda setting: table[setting], good)


def together(folds: tuple[Fold[int, int | None], ...]) -> list[int | None]:
    """The places of all cases, each measured where its source was left out."""
    return [place for fold in folds for place in fold.outcomes]


@given(tables())
def test_every_case_is_measured_once_and_by_a_setting_that_is_best_on_the_other_sources(table: tuple[list[str], list[Places]]) -> None:
    """Worked out anew, case by case: the earliest setting with the most hits on all cases of sources outside the fold."""
    sources, rows = table
    folds = validated(sources, rows)
    assert sorted(source for fold in folds for source in fold.sources) == sorted(set(sources))
    for fold in folds:
        others = [number for number, source in enumerate(sources) if source not in fold.sources]
        scores = [good([row[number] for number in others]) for row in rows]
        assert (scores[fold.chosen], fold.chosen) == (max(scores), scores.index(max(scores)))
        assert fold.outcomes == tuple(rows[fold.chosen][number] for number, source in enumerate(sources) if source in fold.sources)
    assert len(together(folds)) == len(sources)


@given(tables(), st.data())
def test_a_setting_that_is_best_everywhere_is_chosen_in_every_fold(table: tuple[list[str], list[Places]], data: st.DataObject) -> None:
    """Where one setting puts every case first and no other does, honest and flattering figures are the same."""
    sources, rows = table
    assume(all(1 not in row for row in rows))
    at = data.draw(st.integers(0, len(rows)))
    folds = validated(sources, [*rows[:at], (1,) * len(sources), *rows[at:]])
    assert {fold.chosen for fold in folds} == {at}
    assert together(folds) == [1] * len(sources)


@given(tables())
def test_a_constant_that_changes_nothing_is_left_as_it_is(table: tuple[list[str], list[Places]]) -> None:
    """Of settings that do the same the one in use stays, and the figures are those without any choice."""
    sources, rows = table
    folds = validated(sources, [rows[0]] * 3)
    assert {fold.chosen for fold in folds} == {0}
    assert Counter(together(folds)) == Counter(rows[0])


def test_a_setting_that_suits_its_own_source_alone_is_not_flattered() -> None:
    """Two settings that are each good on one source: what is chosen on the one fails on the other."""
    assert together(validated(["a", "a", "b", "b"], [(1, 1, None, None), (None, None, 1, 1)])) == [None] * 4


def test_the_order_of_the_cases_does_not_matter() -> None:
    """Folds follow the names of the sources, not the order of files."""
    sources, rows = ["c", "a", "b", "a", "d"], [(1, 2, 3, None, 4), (2, 1, 1, 1, None)]
    backwards = validated(sources[::-1], [row[::-1] for row in rows])
    assert [(fold.sources, fold.chosen) for fold in backwards] == [(fold.sources, fold.chosen) for fold in validated(sources, rows)]


@pytest.mark.parametrize(("sources", "rows"), [(["a", "b"], []), (["a", "a"], [(1, 1)]), (["a", "b"], [(1,)])])
def test_what_cannot_be_cross_validated_is_refused(sources: list[str], rows: list[Places]) -> None:
    """No setting, a single source, and places that do not fit the cases."""
    with pytest.raises(ValueError, match=r"cross-validation needs|must give an outcome"):
        validated(sources, rows)


def test_a_weighing_is_chosen_without_the_source_it_is_tried_on(tmp_path: Path) -> None:
    """With a weighing under which the right condition is not brought up at all the pack's own is chosen, and nothing changes."""
    pack = hipexpert.load_pack(TINY)
    expected = Expected("jumpers_knee", ("jumpers_knee",), UrgencyRange("self_care", "emergency"), True, (), exact=("jumpers_knee",))
    read = Engine(pack).read({"site": ["front"]})
    cases = [Case(name, "", "", read, expected, source=source) for name, source in (("x", "one"), ("y", "one"), ("z", ""))]
    path = tmp_path / "settings.yaml"
    path.write_text("- priors: {common: -7}\n- {strengths: {weak: 2}, bands: {likely: 6}}\n")
    settings = read_settings(path, pack)
    own = pack.about.weighing
    assert (settings[0].priors, settings[0].strengths) == ({**own.priors, "common": -7}, own.strengths)
    found = by_source(cases, pack, settings, Engine)
    assert (found.settings, found.sources, found.chosen) == (3, 2, (0, 0))
    assert found.ranking == measured(cases, Engine(pack)).in_scope.ranking
    with pytest.raises(ProblemsError, match="of one source"):
        by_source(cases[:2], pack, settings, Engine)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("{}", "bad-type", 1),
        ("[]", "bad-type", 1),
        ("- priors: {common: -3}\n- prior: {common: -3}\n", "unknown-key", 2),
        ("- {priors: {common: many}}\n", "bad-type", 1),
        ("- {priors: {ordinary: -3}}\n", "bad-type", 1),
        ("- 3\n", "bad-type", 1),
        ("- priors: 3\n", "bad-type", 1),
    ],
)
def test_bad_settings_are_refused_with_their_line(text: str, code: str, line: int, tmp_path: Path) -> None:
    """Another constant, another class, no number, and what is no list of changes."""
    path = tmp_path / "settings.yaml"
    path.write_text(text)
    with pytest.raises(ProblemsError) as caught:
        read_settings(path, hipexpert.load_pack(TINY))
    (problem,) = caught.value.problems
    assert (problem.code, problem.place) == (code, f"{path}:{line}")
