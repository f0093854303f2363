"""Importing: what was found in files becomes entries, and what was taken, merged and left out is told."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import msgspec

from hipexpert.companion.diary.checking import problems_of, taken_by
from hipexpert.companion.diary.database import DiaryError
from hipexpert.companion.diary.entries import Entry, RunEntry, kind_of
from hipexpert.companion.diary.exchange import from_csv, from_json, is_diary_csv, is_diary_json
from hipexpert.companion.diary.opened import Diary, DiaryChange
from hipexpert.companion.training_files.activity import Activity, NotARunError, by_its_speed, run_of
from hipexpert.companion.training_files.containers import FoundFile, files_in
from hipexpert.companion.training_files.fit import UnreadableFileError, read_fit
from hipexpert.companion.training_files.markup import read_gpx, read_tcx
from hipexpert.companion.training_files.merging import merged, same_run
from hipexpert.companion.training_files.tables import ActivityRow, decoded, read_garmin_json, read_table
from hipexpert.engine import Problem, gathering

BY_SPEED = "the file names no sport: taken for a run by its speed"
_READERS = {".fit": read_fit, ".gpx": read_gpx, ".tcx": read_tcx}


@dataclass(frozen=True)
class NotTaken:
    """Something that was not taken, and why."""

    source: str
    reason: str
    broken: bool = False


@dataclass
class ImportReport:
    """What an import did: entries that are new, entries that another source added to, and what was left out."""

    taken: list[Entry] = field(default_factory=list)
    merged: list[RunEntry] = field(default_factory=list)
    left_out: list[NotTaken] = field(default_factory=list)
    remarks: list[NotTaken] = field(default_factory=list)
    unread_files: int = 0


@dataclass
class Gathered:
    """What places hold, before any of it is written: runs, entries of exported diaries with their place, and what was left out."""

    report: ImportReport
    runs: list[RunEntry] = field(default_factory=list)
    others: list[tuple[str, Entry]] = field(default_factory=list)


def gather(
    places: Iterable[Path], today: datetime.date, *, zone: datetime.tzinfo | None = None, recorded: bool = False, miles: bool = False
) -> Gathered:
    """What files, folders and archives hold: nothing is written.

    ``zone`` is the clock of times that name none but UTC (default: this computer's). ``recorded`` reads the recorded files of an export
    as well, though its list has their runs: that takes longer, and tells the share of fast running. ``miles`` says what a list of
    Garmin Connect counts in. Raises DiaryError for a place of which nothing can be read.
    """
    gathered = Gathered(ImportReport())
    report = gathered.report
    reading = _Reading(report, zone, today, recorded=recorded, miles=miles)
    problems: list[Problem] = []
    for place in places:
        before, count, known = len(report.left_out), len(gathered.runs) + len(gathered.others), len(problems)
        with gathering(problems):
            for found in reading.all_of(place):
                if isinstance(found, RunEntry):
                    gathered.runs.append(found)
                else:
                    gathered.others.append(found)
        here = report.left_out[before:]
        if count == len(gathered.runs) + len(gathered.others) and all(each.broken for each in here) and known == len(problems):
            problems += [Problem("unreadable", each.reason, each.source, "nothing was changed") for each in here] or [_empty(place)]
    if problems:
        raise DiaryError(problems)
    return gathered


def take(diary: Diary, gathered: Gathered) -> ImportReport:
    """Write what was gathered into a diary, all of it or, when that fails, nothing. Raises DiaryError."""
    report = gathered.report
    with diary.changing() as change:
        _put_runs(diary, change, gathered.runs, report)
        _put_others(diary, change, gathered.others, report)
    return report


def _empty(place: Path) -> Problem:
    return Problem("nothing-found", "no training file was found", str(place), "those end in .fit, .gpx, .tcx, .csv, .json, .zip or .gz")


class _Reading:
    """Reads places one after the other; what is none of a run's is told in the report."""

    def __init__(self, report: ImportReport, zone: datetime.tzinfo | None, today: datetime.date, *, recorded: bool, miles: bool) -> None:
        self.report, self.zone, self.today, self.recorded, self.miles = report, zone, today, recorded, miles
        self._listed: set[str] = set()
        self._has_list = False

    def all_of(self, place: Path) -> Iterator[RunEntry | tuple[str, Entry]]:
        """The runs of a place, and the entries of an exported diary with where they stand."""
        self._listed, self._has_list = set(), False
        for found in files_in(place, self._skip):
            if found.fault:
                self.report.left_out.append(NotTaken(found.name, found.fault, broken=True))
                continue
            if found.suffix in (".csv", ".json") and (exported := _exported(found)) is not None:
                yield from ((found.name, entry) for entry in exported)
                continue
            try:
                yield from self._runs(found)
            except UnreadableFileError as error:
                self.report.left_out.append(NotTaken(found.name, str(error), broken=True))

    def _skip(self, name: str) -> bool:
        """Whether a recorded file need not be read, as a list of the same export tells its run."""
        covered = not self.recorded and (name in self._listed or (self._has_list and name.lower().endswith((".fit", ".zip"))))
        self.report.unread_files += covered and not name.lower().endswith(".zip")
        return covered

    def _runs(self, found: FoundFile) -> Iterator[RunEntry]:
        if found.suffix in _READERS:
            for activity in _READERS[found.suffix](found.content, found.name):
                yield from self._run(activity)
            return
        rows = (
            read_garmin_json(found.content, found.name)
            if found.suffix == ".json"
            else read_table(found.content, found.name, miles=self.miles)
        )
        self._has_list |= found.suffix == ".json"
        folder = PurePosixPath(found.name).parent
        for row in rows:
            yield from self._of_row(row, folder)

    def _of_row(self, row: ActivityRow, folder: PurePosixPath) -> Iterator[RunEntry]:
        if row.activity is None:
            if not row.file:
                self.report.left_out.append(NotTaken(row.place, row.fault, broken=True))
            return  # its recorded file is read instead
        self._listed.add((folder / row.file).as_posix())  # as the list names it: from where the list lies
        yield from self._run(row.activity)

    def _run(self, activity: Activity) -> Iterator[RunEntry]:
        try:
            run = run_of(activity, self.zone, self.today)
        except NotARunError as error:
            self.report.left_out.append(NotTaken(activity.source, str(error)))
            return
        remarks = (*activity.remarks, *([BY_SPEED] if by_its_speed(activity) else []))
        self.report.remarks += [NotTaken(activity.source, remark) for remark in remarks]
        yield run


def _exported(found: FoundFile) -> list[Entry] | None:
    """The entries of a diary's export; None for another file. Raises DiaryError for an export that is damaged."""
    text = decoded(found.content)
    if found.suffix == ".json":
        return from_json(text, found.name) if is_diary_json(text) else None
    header = [name.strip() for name in text.partition("\n")[0].replace(";", ",").split(",")]
    return from_csv(text, found.name) if is_diary_csv(header) else None


def _put_runs(diary: Diary, change: DiaryChange, runs: list[RunEntry], report: ImportReport) -> None:
    by_day: defaultdict[datetime.date, list[RunEntry]] = defaultdict(list)
    for run in diary.runs():
        by_day[run.date].append(run)
    new: set[int] = set()
    changed: dict[int, RunEntry] = {}
    one_day = datetime.timedelta(days=1)
    for run in runs:
        near = [*by_day[run.date], *by_day[run.date - one_day], *by_day[run.date + one_day]]
        known = next((each for each in near if set(run.sources) & set(each.sources) and same_run(run, each)), None)
        same = known or next((each for each in near if same_run(run, each)), None)
        if same is not None:
            both = merged(same, run)
            if msgspec.structs.replace(both, sources=same.sources) == same or taken_by(both, by_day[same.date]) is not None:
                report.left_out.append(NotTaken(run.sources[0], f"the diary has it: the run of {same.date}"))
                continue
            by_day[same.date] = [both if each is same else each for each in by_day[same.date]]
            change.replace(both, run.sources[0])
            if both.id is not None and both.id not in new:
                changed[both.id] = both
            continue
        other = taken_by(run, by_day[run.date])
        if other is not None:
            reason = f"the diary has another run of {run.date} at that time: entry {other.id}"
            report.left_out.append(NotTaken(run.sources[0], reason, broken=True))
            continue
        written = change.add(run, run.sources[0])
        by_day[run.date].append(written)
        if written.id is not None:
            new.add(written.id)
    final = {run.id: run for day in by_day.values() for run in day}
    report.taken += [final[number] for number in sorted(new)]
    report.merged += list(changed.values())


def _put_others(diary: Diary, change: DiaryChange, others: list[tuple[str, Entry]], report: ImportReport) -> None:
    """The entries of an export: those that the diary has, as often as it has them, are left out, and so is what another stands for."""
    there = diary.entries()
    have: defaultdict[tuple[str, str], int] = defaultdict(int)
    days: defaultdict[tuple[str, datetime.date], list[Entry]] = defaultdict(list)
    for entry in there:
        have[_key(entry)] += 1
        days[kind_of(entry), entry.date].append(entry)
    for place, entry in others:
        key = _key(entry)
        if have[key] > 0:
            have[key] -= 1
            report.left_out.append(NotTaken(place, f"the diary has it: {kind_of(entry)} of {entry.date}"))
            continue
        if isinstance(entry, RunEntry) and not problems_of(entry, diary.today):
            same = next((each for each in days["run", entry.date] if isinstance(each, RunEntry) and same_run(entry, each)), None)
        else:
            same = None
        other = same or taken_by(entry, days[kind_of(entry), entry.date])
        if other is not None:
            reason = f"the diary has another {kind_of(entry)} of {entry.date}: entry {other.id}"
            report.left_out.append(NotTaken(place, reason, broken=True))
            continue
        written = change.add(entry, place)
        days[kind_of(entry), entry.date].append(written)
        report.taken.append(written)


def _key(entry: Entry) -> tuple[str, str]:
    return kind_of(entry), repr(msgspec.structs.replace(entry, id=None))
