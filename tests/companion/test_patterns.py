"""Patterns: the tests are exact, what is not there is seldom seen, what is there is found, and few runs are no answer."""

import datetime
import itertools
import random
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from patterns_measured import alarms
from random_logs import COURSES, PLANTS, TODAY, Course
from running import refused, run
from scipy import stats

from hipexpert.companion import Diary, Entry, PainEntry, RunEntry, training_files
from hipexpert.companion.patterns.found import PatternReport, patterns
from hipexpert.companion.patterns.testing import ExactTest, corrected, difference, exact_test

SIDES = st.integers(2, 7).flatmap(lambda count: st.lists(st.tuples(st.integers(0, 6), st.booleans()), min_size=count, max_size=count))


def back(days: int) -> datetime.date:
    """The day that was so many days ago."""
    return TODAY - datetime.timedelta(days=days)


def report_of(folder: Path, entries: list[Entry]) -> PatternReport:
    """The patterns of a diary with these entries."""
    with Diary(folder / "diary.sqlite", today=TODAY) as diary:
        diary.add_all(entries)
        return patterns(diary)


@given(st.lists(SIDES, min_size=1, max_size=3))
def test_p_is_the_share_of_all_ways_to_choose_the_exposed_days(blocks: list[list[tuple[int, bool]]]) -> None:
    """Counted one by one: in each block as many days as were exposed, and their sum as high or higher."""
    values, exposed, where = zip(*((value, yes, number) for number, block in enumerate(blocks) for value, yes in block), strict=True)
    ways = [list(itertools.combinations([value for value, _ in block], sum(yes for _, yes in block))) for block in blocks]
    sums = [sum(map(sum, choice)) for choice in itertools.product(*ways)]
    seen = sum(value for value, yes in zip(values, exposed, strict=True) if yes)
    found = exact_test(values, exposed, where)
    if found.spells == 1:
        assert found.p == pytest.approx(sum(each >= seen for each in sums) / len(sums))
        assert found.least == pytest.approx(sums.count(max(sums)) / len(sums))
    else:
        assert found.p >= sum(each >= seen for each in sums) / len(sums) - 1e-9


@given(st.integers(1, 20), st.integers(1, 20), st.data())
def test_of_two_answers_it_is_fishers_test(yes: int, no: int, data: st.DataObject) -> None:
    """The exact test of a library, on a table of four numbers."""
    hits, others = data.draw(st.integers(0, yes)), data.draw(st.integers(0, no))
    values = [1] * hits + [0] * (yes - hits) + [1] * others + [0] * (no - others)
    pairs = list(zip(values, [True] * yes + [False] * no, strict=True))
    random.Random(0).shuffle(pairs)  # noqa: S311
    found = exact_test([value for value, _ in pairs], [side for _, side in pairs], [0] * len(pairs))
    expected = stats.fisher_exact([[hits, yes - hits], [others, no - others]], alternative="greater").pvalue
    assert found.p == pytest.approx(expected) if found.spells == 1 else found.p >= expected - 1e-9


@given(st.lists(st.floats(0, 1), min_size=1, max_size=8))
def test_the_correction_is_holms(chances: list[float]) -> None:
    """Each p times the number of those not smaller, never below a smaller one's, at most 1; what could never be told costs nothing."""
    tests = {f"{number}": ExactTest(p, 0.0, 1.0) for number, p in enumerate(chances)}
    ordered = sorted(chances)
    expected = [min(1.0, max((len(chances) - place) * p for place, p in enumerate(ordered[: upto + 1]))) for upto in range(len(ordered))]
    assert sorted(corrected(tests).values()) == pytest.approx(expected)
    never = {"never": ExactTest(1.0, 0.4, 1.0)}
    assert corrected({**tests, **never}) == corrected(tests)


@given(st.integers(1, 30), st.integers(1, 30), st.data())
def test_an_interval_holds_what_was_counted_drawn_towards_none(yes: int, no: int, data: st.DataObject) -> None:
    """The difference lies between its limits, on the side of no difference of what was counted, and few runs say little."""
    hits, others = data.draw(st.integers(0, yes)), data.draw(st.integers(0, no))
    found = difference(hits, yes, others, no)
    assert -1 <= found.low <= found.shrunk <= found.high <= 1
    assert abs(found.shrunk) <= abs(found.counted) + 0.26
    more = difference(10 * hits, 10 * yes, 10 * others, 10 * no)
    assert more.high - more.low < found.high - found.low


@pytest.mark.parametrize("course", COURSES)
def test_what_is_not_there_is_seldom_seen(course: Course) -> None:
    """Pain that answers to nothing, be it even, drifting, in flares, or keeping its owner from long runs: few logs show a pattern."""
    assert sum(map(bool, alarms(8, 26, course))) <= 1


@pytest.mark.deep
@pytest.mark.parametrize("course", COURSES)
def test_at_most_one_log_in_twenty_shows_what_is_not_there(course: Course) -> None:
    """The promise that the report makes, on many logs: 5 percent, and what so few logs may be off by."""
    assert sum(map(bool, alarms(60, 26, course))) <= 6


@pytest.mark.parametrize("planted", ["trail", "fast"])
def test_what_is_there_is_found(planted: str) -> None:
    """Three points more after such runs are seen in nearly every log of half a year, and little else with them."""
    found = alarms(5, 26, "drifting", planted, 3)
    assert sum(planted in each for each in found) >= 4
    assert set(PLANTS) >= {planted}


def test_the_sentence_counts_as_a_runner_would(tmp_path: Path) -> None:
    """Worse the next morning after 8 of 8 trail runs and none of 16 road runs, by pain that is compared with that before the run."""
    entries: list[Entry] = []
    for number in range(24):
        trail = number % 3 == 0
        entries.append(RunEntry(date=back(72 - 3 * number), distance_km=10.0, terrain="trail" if trail else "road"))
        entries.append(PainEntry(date=back(72 - 3 * number), before=1, during=1, after=1, next_morning=4 if trail else number % 2))
    report = report_of(tmp_path, entries)
    first = report.found[0]
    assert (first.id, first.verdict, report.compared_with) == ("trail", "pattern", "before the run")
    counts = "8 of 8 trail runs and 0 of 16 runs elsewhere"
    assert first.sentence == f"Pain was worse than before the run after {counts}, most of all the next morning."
    assert first.low is not None
    assert first.low > 0.3
    assert [one.verdict for one in report.found if one.id == "road"] == ["none-seen"]


def test_few_runs_and_silence_are_no_answer(tmp_path: Path) -> None:
    """With nine days nothing is compared; a run day without a word about pain is not a day without pain."""
    entries: list[Entry] = [RunEntry(date=back(30 - number), distance_km=5.0, terrain="trail") for number in range(20)]
    report = report_of(tmp_path, [*entries, *(PainEntry(date=back(30 - number), after=number % 3) for number in range(9))])
    assert (report.enough, report.found, report.days, report.without_pain) == (False, (), 9, 11)


def test_every_form_of_the_patterns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Bars in the terminal, a picture that is valid SVG and says what it shows, values as JSON; a site that nobody noted is refused."""
    monkeypatch.setenv("HIPEXPERT_DIARY", str(tmp_path / "diary.sqlite"))
    assert "there is no diary yet" in refused("log", "patterns")
    report_of(tmp_path, [RunEntry(date=back(1), distance_km=12.0), PainEntry(date=back(1), after=5)])
    words = ("log", "patterns", "--today", str(TODAY))
    text = run(*words).stdout
    assert "Not enough runs yet." in text
    assert "up to 12 km" in text
    assert "Of all that was looked at" not in text  # nothing was
    picture = ElementTree.fromstring(run(*words, "--format", "svg").stdout)  # noqa: S314
    assert picture.get("aria-label") == "1 week: up to 12 km a week; worst pain 5 of 10"
    assert '"enough": false' in run(*words, "--format", "json").stdout
    assert "<h1" in run(*words, "--format", "html").stdout
    assert "noted is pain at `hip`" in refused(*words, "--site", "knee")


def test_without_its_library_the_verb_says_what_to_install() -> None:
    """`hipexpert log patterns` in an installation without the extra: one message with the remedy, where there is something to compare."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(training_files, "find_spec", lambda name: None if name == "scipy" else object())
        with pytest.raises(training_files.MissingReaderError, match=r"patterns need `scipy`.*hipexpert\[companion\]"):
            training_files.need("numpy", "scipy", what="patterns")
