"""The facts of somebody's running, and what they offer to an assessment."""

import datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from running import refused, run
from strategies_diary import TODAY, runs

import hipexpert
from hipexpert.companion import Diary, PainEntry, RunEntry
from hipexpert.companion.offering import OfferedAnswer, offered_answers, with_offers
from hipexpert.companion.training import training
from hipexpert.knowledge import Intake

DAYS = datetime.timedelta


def back(days: int) -> datetime.date:
    """The day that was so many days ago."""
    return TODAY - DAYS(days=days)


def every_other_day(kilometres: float = 10.0, first: int = 120, last: int = 0, **said: object) -> list[RunEntry]:
    """Even runs on every other day, the newest at the end."""
    return [RunEntry(date=back(days), distance_km=kilometres, duration_min=kilometres * 6, **said) for days in range(first, last - 1, -2)]  # type: ignore[arg-type]


def offers(
    folder: Path, pack: hipexpert.Pack, entries: list[RunEntry], *more: PainEntry, said: Intake | None = None
) -> dict[str, OfferedAnswer]:
    """What a diary with these entries offers, by finding."""
    with Diary(folder / "diary.sqlite", today=TODAY) as diary:
        diary.add_all([*entries, *more])
        return {offer.finding: offer for offer in offered_answers(diary, pack, said or Intake({}))}


@given(st.lists(runs(st.dates(back(100), TODAY)), max_size=15))
def test_weeks_and_spikes_are_those_of_a_plain_count(listed: list[RunEntry]) -> None:
    """A week is the sum of its days; the spike is the largest of all pairs of a run and the longest of the 30 days before it,
    where none of those days has a run of which nobody knows how far it went, and that took longer.
    """
    facts = training(listed, TODAY)
    for number, week in enumerate(reversed(facts.weeks)):
        days = {back(7 * number + each) for each in range(7)}
        assert week.distance_km == pytest.approx(sum(run.distance_km or 0 for run in listed if run.date in days), abs=1e-3)
        assert week.runs == sum(run.date in days for run in listed)
    begun = min((run.date for run in listed), default=TODAY)
    spikes = []
    ordered = sorted(listed, key=lambda run: (run.date, run.time or datetime.time.min))
    for one in ordered:
        before = [run for run in ordered if one.date - DAYS(days=30) <= run.date < one.date]
        earlier = [run for run in before if run.distance_km]
        if one.distance_km and earlier and one.date > back(28) and begun <= one.date - DAYS(days=30):
            longest = max(earlier, key=lambda run: run.distance_km or 0)
            most = -1.0 if longest.duration_min is None else longest.duration_min
            if all(run.distance_km or (run.duration_min is not None and run.duration_min <= most) for run in before):
                spikes.append(100 * (one.distance_km / (longest.distance_km or 0) - 1))
    assert (facts.spike.percent if facts.spike else None) == (pytest.approx(max(spikes)) if spikes else None)
    assert facts.days_since_last_run == (min((TODAY - run.date).days for run in listed) if listed else None)


def test_a_long_run_is_told_with_the_run_that_it_exceeds(tmp_path: Path, pack: hipexpert.Pack) -> None:
    """13 km after a month of 10 km at most is 30 percent, and the derivation names both days."""
    entries = every_other_day()
    entries[-3] = replace(entries[-3], distance_km=13.0)
    found = offers(tmp_path, pack, entries)
    assert found["longest_run_spike_pct"].value == 30.0
    assert found["longest_run_spike_pct"].because.startswith(
        f"from your log: 13.0 km on {back(4)}; the longest run of the 30 days before was 10.0 km"
    )
    assert "training_change_recent" not in found


def test_what_changed_is_told_where_something_did(tmp_path: Path, pack: hipexpert.Pack) -> None:
    """A break, more distance, more fast runs: each with its days; an even log says nothing, least of all that nothing changed."""
    cases = {
        "return_after_break": [*every_other_day(last=40), *every_other_day(first=16)],
        "distance": [*every_other_day(8.0, last=30), *every_other_day(12.0, first=28)],
        "speed_or_hills": [*every_other_day(session="easy", last=30), *every_other_day(first=28, session="intervals")],
    }
    for value, entries in cases.items():
        (tmp_path / value).mkdir()
        assert offers(tmp_path / value, pack, entries)["training_change_recent"].value == value
    assert "training_change_recent" not in offers(tmp_path, pack, every_other_day())


def test_a_normal_week_is_one_before_the_pain(tmp_path: Path, pack: hipexpert.Pack) -> None:
    """Running that was cut because of the hip is not what is normal."""
    entries = [*every_other_day(10.0, first=160, last=42), *every_other_day(3.0, first=40)]
    found = offers(tmp_path, pack, entries, PainEntry(date=back(41), during=4))
    assert found["weekly_distance_km"].value == 35.0


@pytest.mark.parametrize("entries", [every_other_day(first=20), every_other_day(last=40), []], ids=["short", "old", "empty"])
def test_a_log_that_is_short_or_old_says_nothing(tmp_path: Path, pack: hipexpert.Pack, entries: list[RunEntry]) -> None:
    """A log that just began rises by itself, and one that was left alone knows nothing of today."""
    assert offers(tmp_path, pack, entries) == {}


def test_what_the_person_says_counts(tmp_path: Path, pack: hipexpert.Pack) -> None:
    """An answer, a denied group and an answer that was taken back are never overridden; the offer is told beside the answer."""
    entries = every_other_day(terrain="road")
    said = Intake({"weekly_increase_pct": 50.0})
    found = offers(tmp_path, pack, entries, said=said)
    assert (found["weekly_increase_pct"].used, found["weekly_increase_pct"].said) == (False, 50.0)
    assert with_offers(said, found.values()).answers["weekly_increase_pct"] == 50.0
    assert with_offers(said, found.values()).answers["hard_surface_main"] is True
    with Diary(tmp_path / "diary.sqlite", today=TODAY) as diary:
        assert offered_answers(diary, pack, Intake({}, ("training",))) == ()
        taken_back = offered_answers(diary, pack, said, unsaid=["hard_surface_main"])
    assert "hard_surface_main" not in {offer.finding for offer in taken_back}


def test_explain_shows_what_it_took_from_the_log(tmp_path: Path) -> None:
    """On top of the result in text, on standard error beside JSON; the conclusion rests on it like on any answer."""
    path = tmp_path / "diary.sqlite"
    entries = every_other_day()
    entries[-1] = replace(entries[-1], distance_km=20.0)
    with Diary(path, today=TODAY) as diary:
        diary.add_all(entries)
    words = ("explain", "-f", "pain_site=deep_groin", "--diary", str(path), "--today", str(TODAY))
    shown = run(*words).stdout
    assert shown.startswith("From your log")
    assert "jump in the length of the long run 100 percent, from your log: 20.0 km" in " ".join(shown.split())
    assert "Jump in training load" in shown
    own = run(*words, "-f", "longest_run_spike_pct=0", "-f", "weekly_increase_pct=0").stdout
    assert "Not taken from your log, as your own answer counts" in own
    assert "Jump in training load" not in own
    as_json = run(*words, "--format", "json")
    assert '"longest_run_spike_pct":100' in as_json.stdout.replace(" ", "")
    assert "From your log" in as_json.stderr
    assert "there is no diary yet" in refused("explain", "-f", "limp=no", "--diary", str(tmp_path / "none"))
