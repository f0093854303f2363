"""What a diary offers to an assessment: answers that follow from the runs, each with its derivation. What the person says counts."""

import datetime
from collections.abc import Callable, Iterable

from msgspec import Struct

from hipexpert.companion.diary.entries import PainEntry, RunEntry
from hipexpert.companion.diary.opened import Diary
from hipexpert.companion.plan.sessions import pains_with_sessions, runs_with_sessions
from hipexpert.companion.training import BREAK, RECENT, is_fast, training, usual_pace
from hipexpert.knowledge import Intake, IntakeError, Pack
from hipexpert.knowledge.runner.intake import Answer
from hipexpert.knowledge.runner.reading_intake import read_intake

_DAY = datetime.timedelta(days=1)
STALE = 30  # days without an entry: the log tells nothing about now
LATELY = 42  # days: "in the last six weeks"
MORE = 1.3  # times the distance of the weeks before
_MOST = 500.0  # percent, as the vocabulary goes
_YEARS = 730  # days


class OfferedAnswer(Struct, frozen=True):
    """An answer that follows from the diary, why it does, and what the person says in its place (None: nothing)."""

    finding: str
    value: Answer
    because: str
    said: Answer | None = None

    @property
    def used(self) -> bool:
        """Whether it counts: the person says nothing else about it."""
        return self.said is None


def offered_answers(diary: Diary, pack: Pack, said: Intake, *, unsaid: Iterable[str] = ()) -> tuple[OfferedAnswer, ...]:
    """Every answer that follows from a diary on its day, for the findings of a pack; none from a log that was left alone.

    What ``said`` answers, denies with its group, or takes back (``unsaid``) is not overridden: such an offer is there to be told, not used.
    """
    found = []
    runs, pains = runs_with_sessions(diary, until=diary.today), pains_with_sessions(diary, until=diary.today)
    taken_back = set(unsaid)
    for finding, value, because in _all(runs, pains, diary.today):
        known = pack.findings.get(finding)
        if known is None or finding in taken_back or pack.group_of[finding].group in said.none_of:
            continue
        try:
            answer = read_intake({finding: value}, pack).answers[finding]
        except IntakeError:  # a pack with another scale
            continue
        found.append(OfferedAnswer(finding, answer, f"from your log: {because}", said.answers.get(finding)))
    return tuple(found)


def with_offers(said: Intake, offers: Iterable[OfferedAnswer]) -> Intake:
    """The intake with the answers that are used."""
    return Intake({**{each.finding: each.value for each in offers if each.used}, **said.answers}, said.none_of)


_Offer = tuple[str, object, str] | None


def _all(runs: tuple[RunEntry, ...], pains: tuple[PainEntry, ...], today: datetime.date) -> list[tuple[str, object, str]]:
    if not runs or max([runs[-1].date, *(pain.date for pain in pains)]) <= today - STALE * _DAY:
        return []
    rules: tuple[Callable[[tuple[RunEntry, ...], tuple[PainEntry, ...], datetime.date], _Offer], ...] = (
        _spike, _weekly, _rise, _change, _race, _surface, _camber, _experience,
    )  # fmt: skip
    return [offer for rule in rules if (offer := rule(runs, pains, today)) is not None]


def _spike(runs: tuple[RunEntry, ...], _pains: tuple[PainEntry, ...], today: datetime.date) -> _Offer:
    spike = training(runs, today).spike
    if spike is None:
        return None
    because = (
        f"{spike.run.distance_km:.1f} km on {spike.run.date}; the longest run of the 30 days before was "
        f"{spike.longest.distance_km:.1f} km on {spike.longest.date}"
    )
    return "longest_run_spike_pct", float(max(-100, min(_MOST, round(spike.percent)))), because


def _weekly(runs: tuple[RunEntry, ...], pains: tuple[PainEntry, ...], today: datetime.date) -> _Offer:
    """A normal week: the middle one of eight, before the pain of these months began, where each run was measured."""
    sore = [pain.date for pain in pains if pain.worst and pain.date > today - 90 * _DAY]
    until = min(sore) - _DAY if sore else today
    if runs[0].date > until - 56 * _DAY:
        return None
    counted = training(runs, until, 8).weeks
    if any(week.unmeasured for week in counted):
        return None
    weeks = sorted(week.distance_km for week in counted)
    middle = (weeks[3] + weeks[4]) / 2
    before = f"before the pain was first noted, on {min(sore)}" if sore else f"up to {until}"
    return "weekly_distance_km", min(300.0, round(middle, 1)), f"{middle:.0f} km in the middle one of the 8 weeks {before}"


def _rise(runs: tuple[RunEntry, ...], _pains: tuple[PainEntry, ...], today: datetime.date) -> _Offer:
    """Seven days against the seven before, where the log was kept for both and four weeks more: a log that just began rises by itself."""
    before, now = training(runs, today, 2).weeks
    if runs[0].date > today - 42 * _DAY or not before.distance_km or not now.distance_km or before.unmeasured or now.unmeasured:
        return None
    percent = 100 * (now.distance_km / before.distance_km - 1)
    because = f"{now.distance_km:.1f} km in the 7 days up to {today}, {before.distance_km:.1f} km in the 7 days before"
    return "weekly_increase_pct", float(max(-100, min(_MOST, round(percent)))), because


def _change(runs: tuple[RunEntry, ...], _pains: tuple[PainEntry, ...], today: datetime.date) -> _Offer:
    """What changed most in six weeks, where something did. That nothing changed a log of runs cannot say."""
    facts = training(runs, today, 12)
    if facts.last_break_ended is not None and facts.last_break_ended > today - LATELY * _DAY:
        before = max(run.date for run in runs if run.date < facts.last_break_ended)
        because = f"no run between {before} and {facts.last_break_ended}, {(facts.last_break_ended - before).days} days, more than {BREAK}"
        return "training_change_recent", "return_after_break", because
    if runs[0].date > today - 84 * _DAY:
        return None
    now, before_km = (sum(week.distance_km for week in part) / len(part) for part in (facts.weeks[-4:], facts.weeks[:-4]))
    if before_km and now >= MORE * before_km and not any(week.unmeasured for week in facts.weeks):
        return "training_change_recent", "distance", f"{now:.0f} km a week in the last 4 weeks, {before_km:.0f} km in the 8 weeks before"
    usual = usual_pace(runs)
    fast, fast_before = (_fast_runs(runs, usual, today, *part) for part in ((0, 28), (28, 84)))
    if fast >= 3 and fast > fast_before:  # in half the time
        because = f"{fast} fast runs in the last 4 weeks, {fast_before} in the 8 weeks before"
        return "training_change_recent", "speed_or_hills", because
    return None


def _fast_runs(runs: tuple[RunEntry, ...], usual: float | None, today: datetime.date, newest: int, oldest: int) -> int:
    return sum(is_fast(run, usual) is True for run in runs if today - oldest * _DAY < run.date <= today - newest * _DAY)


def _race(runs: tuple[RunEntry, ...], _pains: tuple[PainEntry, ...], today: datetime.date) -> _Offer:
    races = [run for run in runs if run.session == "race" and run.distance_km and run.date > today - RECENT * _DAY]
    if not races:
        return None
    race = max(races, key=lambda run: run.distance_km or 0.0)
    far = race.distance_km or 0.0
    value = "up_to_10k" if far <= 10.5 else "up_to_half_marathon" if far <= 21.6 else "marathon_or_longer"
    return "recent_race", value, f"a race of {far:.1f} km on {race.date}"


def _surface(runs: tuple[RunEntry, ...], _pains: tuple[PainEntry, ...], today: datetime.date) -> _Offer:
    recent = [run for run in runs if run.date > today - 56 * _DAY]
    told = [hard for run in recent if (hard := _is_hard(run)) is not None]
    if len(told) < 8 or len(told) < 0.8 * len(recent):
        return None
    return "hard_surface_main", 2 * sum(told) > len(told), f"{sum(told)} of {len(told)} runs of the last 8 weeks on hard ground"


def _is_hard(run: RunEntry) -> bool | None:
    if run.surface is not None:
        return run.surface in ("asphalt", "concrete")
    return {"road": True, "trail": False, "track": False, "treadmill": False}.get(run.terrain or "")


def _camber(runs: tuple[RunEntry, ...], _pains: tuple[PainEntry, ...], today: datetime.date) -> _Offer:
    told = [run.camber for run in runs if run.date > today - 56 * _DAY and run.camber is not None]
    sloped = sum(told)
    if sloped >= 3 and 4 * sloped >= len(told):
        return "cambered_road", True, f"{sloped} of {len(told)} runs of the last 8 weeks where it was noted sloped to one side"
    return None


def _experience(runs: tuple[RunEntry, ...], _pains: tuple[PainEntry, ...], today: datetime.date) -> _Offer:
    if runs[0].date <= today - _YEARS * _DAY and len(runs) >= 50:
        return "running_experience", "over_2_years", f"{len(runs)} runs since {runs[0].date}"
    return None
