"""The patterns of a diary: each with how many of how many, the comparison, an interval, and one sentence."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from statistics import mean, median
from typing import Literal

from msgspec import Struct

from hipexpert.companion.diary.database import DiaryError
from hipexpert.companion.diary.entries import PainEntry, RunEntry
from hipexpert.companion.diary.opened import Diary
from hipexpert.companion.patterns.exposures import TIMES, Exposure, RunDay, run_days
from hipexpert.companion.plan.sessions import pains_with_sessions, runs_with_sessions
from hipexpert.companion.training_files import need
from hipexpert.engine import Problem

WINDOW = 365  # days that are looked at: what the hip did years ago says little of it now
BLOCK = 28
FEWEST = 10  # days with a run and pain noted, before anything is compared
EACH = 4  # on each side of a comparison
_NOTED = 0.8  # of the days, from which pain is counted from that before the run
_WORDS = {"during": "on the run itself", "after": "in the hours after", "next_morning": "the next morning"}

Verdict = Literal["pattern", "none-seen", "not-enough"]
_ORDER: tuple[Verdict, ...] = ("pattern", "none-seen", "not-enough")


class PatternFound(Struct, frozen=True):
    """One comparison. ``p`` is corrected for all that were made; None where too few runs tell anything.

    ``worse`` of ``runs`` were followed by more pain than ``compared_with``; so were ``worse_of_others`` of ``others``. ``difference`` of
    the two shares is drawn towards none as far as the numbers are small, and lies between ``low`` and ``high`` with 95 percent confidence.
    """

    id: str
    verdict: Verdict
    sentence: str
    runs: int
    worse: int
    others: int
    worse_of_others: int
    mean_pain: float | None = None
    mean_pain_of_others: float | None = None
    difference: float | None = None
    low: float | None = None
    high: float | None = None
    p: float | None = None


class PainAndLoad(Struct, frozen=True):
    """A week for the picture: kilometres, and the highest pain noted (None: nothing was noted)."""

    monday: datetime.date
    distance_km: float
    pain: int | None


class PatternReport(Struct, frozen=True):
    """What was looked at, and what was found. ``without_pain`` days with a run say nothing of pain, not even 0."""

    since: datetime.date
    until: datetime.date
    days: int
    without_pain: int
    compared_with: str
    enough: bool
    found: tuple[PatternFound, ...]
    weeks: tuple[PainAndLoad, ...]


def patterns(diary: Diary, *, since: datetime.date | None = None, site: str | None = None) -> PatternReport:
    """The patterns of the last year of a diary (or ``since`` a day), of pain at one ``site`` or at any; sessions of a plan are runs in it.

    Needs ``pip install "hipexpert[companion]"``. Raises DiaryError where pain is noted in that time, but
    none at the ``site``.
    """
    first = since or diary.today - datetime.timedelta(days=WINDOW)
    span = {"since": first, "until": diary.today}
    runs, pains = runs_with_sessions(diary, **span), pains_with_sessions(diary, **span)
    _need_noted(site, [pain.site for pain in pains])
    days, exposures, without = run_days(runs, pains, diary.notes(since=first), site)
    from_before = sum(day.before is not None for day in days) >= _NOTED * len(days) > 0
    used = _telling([day for day in days if day.before is not None or not from_before], from_before=from_before)
    enough = len(used) >= FEWEST
    found = _compared(used, exposures, from_before=from_before) if enough else ()
    weeks = pain_and_load(runs, [pain for pain in pains if site in (None, pain.site)], diary.today)
    return PatternReport(first, diary.today, len(used), without, "before the run" if from_before else "usual", enough, found, weeks)


def _need_noted(site: str | None, noted: Sequence[str]) -> None:
    """A site that nobody wrote down is a slip: said, and not taken for too few runs."""
    if site is None or not noted or site in noted:
        return
    known = ", ".join(f"`{each}`" for each in sorted(set(noted)))
    raise DiaryError([Problem("no-match", f"no pain is noted at `{site}` in that time", "--site", f"noted is pain at {known}")])


class _Day(Struct, frozen=True):
    """A day with its block, its level of pain, and whether that was more than was to be expected."""

    day: RunDay
    block: int
    level: int
    worse: bool


def _telling(days: Sequence[RunDay], *, from_before: bool) -> list[_Day]:
    """The days of those four weeks in which pain was not always the same: others say nothing of what brings it on."""
    blocks: defaultdict[int, list[RunDay]] = defaultdict(list)
    for day in days:
        blocks[(day.date - days[0].date).days // BLOCK].append(day)
    telling = []
    for number, own in blocks.items():
        levels = [day.pain - (day.before or 0) if from_before else day.pain for day in own]
        usual = 0 if from_before else median(levels)
        if len(set(levels)) > 1:
            telling += [_Day(day, number, level, level > usual) for day, level in zip(own, levels, strict=True)]
    return telling


def _compared(days: Sequence[_Day], exposures: Sequence[Exposure], *, from_before: bool) -> tuple[PatternFound, ...]:
    need("numpy", "scipy", what="patterns")
    from hipexpert.companion.patterns.testing import corrected, exact_test

    exposures = [each for each in exposures if from_before or not each.chosen_when_sore]
    sides = {each.id: known for each in exposures if (known := [day for day in days if day.day.exposed[each.id] is not None])}
    tests = {
        name: exact_test([day.level for day in known], [day.day.exposed[name] is True for day in known], [day.block for day in known])
        for name, known in sides.items()
        if _enough(known, name)
    }
    by_p = corrected(tests)
    found = [_told(each, sides[each.id], by_p.get(each.id), from_before=from_before) for each in exposures if each.id in sides]
    return tuple(sorted(found, key=lambda one: (_ORDER.index(one.verdict), one.p or 0.0)))


def _enough(known: Sequence[_Day], name: str) -> bool:
    exposed = sum(day.day.exposed[name] is True for day in known)
    return min(exposed, len(known) - exposed) >= EACH


def _told(exposure: Exposure, known: Sequence[_Day], p: float | None, *, from_before: bool) -> PatternFound:
    from hipexpert.companion.patterns.testing import ALPHA, difference

    yes, no = ([day for day in known if (day.day.exposed[exposure.id] is True) is side] for side in (True, False))
    worse, worse_of_others = (sum(day.worse for day in side) for side in (yes, no))
    counts = f"{worse} of {len(yes)} {exposure.runs} and {worse_of_others} of {len(no)} {exposure.others}"
    if not yes or not no:
        return PatternFound(exposure.id, "not-enough", f"Nothing to compare: {len(yes)} {exposure.runs}, {len(no)} {exposure.others}.",
                            len(yes), worse, len(no), worse_of_others)  # fmt: skip
    mean_yes, mean_no = (mean(day.level for day in side) for side in (yes, no))
    apart = difference(worse, len(yes), worse_of_others, len(no))
    than = "before the run" if from_before else "usual"
    verdict: Verdict
    if p is None:
        verdict, sentence = "not-enough", f"Not enough runs yet to tell: pain was worse than {than} after {counts}."
    elif p <= ALPHA:
        verdict = "pattern"
        when = _when(yes, no)
        sentence = f"Pain was worse than {than} after {counts}{f', {when}' if when else ''}."
        if worse * len(no) <= worse_of_others * len(yes):  # often, but not by much, or seldom, but then by much
            sentence = f"Pain was {mean_yes - mean_no:.1f} points higher after {exposure.runs} than after {exposure.others}."
    else:
        verdict, sentence = "none-seen", f"No pattern seen: pain was worse than {than} after {counts}."
    return PatternFound(
        exposure.id, verdict, sentence, len(yes), worse, len(no), worse_of_others, round(mean_yes, 2), round(mean_no, 2),
        round(apart.shrunk, 3), round(apart.low, 3), round(apart.high, 3), p,
    )  # fmt: skip


def _when(yes: Sequence[_Day], no: Sequence[_Day]) -> str:
    """When it showed most, where that was noted on both sides."""
    apart = {}
    for name in TIMES:
        sides = [[day.day.times[name] for day in side if name in day.day.times] for side in (yes, no)]
        if all(len(values) >= EACH for values in sides):
            apart[name] = mean(sides[0]) - mean(sides[1])
    if len(apart) < 2:
        return ""
    return f"most of all {_WORDS[max(apart, key=lambda name: apart[name])]}" if max(apart.values()) > 0 else ""


def pain_and_load(runs: Sequence[RunEntry], pains: Sequence[PainEntry], today: datetime.date) -> tuple[PainAndLoad, ...]:
    """Every week from that of the first entry to that of a day."""
    dates = [*(run.date for run in runs), *(pain.date for pain in pains)]
    if not dates:
        return ()
    monday = min(dates) - datetime.timedelta(days=min(dates).weekday())
    count = (today - monday).days // 7 + 1
    far = [0.0] * count
    worst: list[int | None] = [None] * count
    for run in runs:
        far[(run.date - monday).days // 7] += run.distance_km or 0.0
    for pain in pains:
        place = (pain.date - monday).days // 7
        if pain.worst is not None:
            worst[place] = max(pain.worst, worst[place] or 0)
    return tuple(PainAndLoad(monday + datetime.timedelta(weeks=number), round(far[number], 2), worst[number]) for number in range(count))
