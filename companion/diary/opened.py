"""An open diary: entries are added, changed, removed and read."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar, cast

import msgspec

from hipexpert.companion.diary import database
from hipexpert.companion.diary.checking import problems_of, taken_by
from hipexpert.companion.diary.database import DiaryError
from hipexpert.companion.diary.entries import KINDS, DayNote, Entry, OveruseWeek, PainEntry, PlanEvent, RunEntry, kind_of
from hipexpert.engine import Problem

E = TypeVar("E", bound=Entry)


class Diary:
    """One SQLite file of a runner: ``with Diary(path) as diary: diary.add(RunEntry(...))``; without a path, that in the user's data folder.

    What :meth:`add` and its neighbours have returned is on the disk, whatever happens to the machine afterwards. Two processes may
    use one file at once. ``today`` is the day after which nothing can have happened (default: today). Without
    ``create``, a file that is not there is not made. Raises :class:`DiaryError` for a file that is no diary, is damaged or of a newer
    version, and for a full disk.
    """

    def __init__(self, path: str | Path | None = None, *, today: datetime.date | None = None, create: bool = True) -> None:
        self.path = Path(path) if path is not None else database.default_path()
        self.today = today or datetime.datetime.now().astimezone().date()
        if not create and not self.path.exists():
            help_text = (
                "`hipexpert log add run --distance 10km --duration 55:00` begins one, so do `log import FILE` and `plan start CASE.yaml`"
            )
            raise DiaryError([Problem("no-diary", "there is no diary yet", str(self.path), help_text)])
        self._connection = database.connect(self.path)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; the diary is of no use afterwards."""
        self._connection.close()

    def entries(self, *, since: datetime.date | None = None, until: datetime.date | None = None) -> tuple[Entry, ...]:
        """Everything, by date and then in the order of writing; ``since`` and ``until`` are the first and the last day wanted."""
        return tuple(self._read(None, since, until))

    def runs(self, *, since: datetime.date | None = None, until: datetime.date | None = None) -> tuple[RunEntry, ...]:
        """The runs, by date and then time of day."""
        found = self._of(RunEntry, since, until)
        return tuple(sorted(found, key=lambda run: (run.date, run.time or datetime.time.min)))

    def pains(self, *, since: datetime.date | None = None, until: datetime.date | None = None) -> tuple[PainEntry, ...]:
        """The entries about pain, by date."""
        return self._of(PainEntry, since, until)

    def weeks(self) -> tuple[OveruseWeek, ...]:
        """The weekly answers, by date."""
        return self._of(OveruseWeek)

    def notes(self, *, since: datetime.date | None = None, until: datetime.date | None = None) -> tuple[DayNote, ...]:
        """The notes, by date."""
        return self._of(DayNote, since, until)

    def entry(self, number: int) -> Entry:
        """The entry of a number. Raises DiaryError when there is none."""
        known = 0 < number <= database.LARGEST  # SQLite takes no larger one
        with database.reading(self.path):
            row = self._connection.execute("SELECT id, kind, data FROM entry WHERE id = ?", (number if known else 0,)).fetchone()
        if row is None:
            help_text = "`hipexpert log list` shows the numbers"
            raise DiaryError([Problem("no-entry", f"the diary has no entry {number}", str(self.path), help_text)])
        return msgspec.structs.replace(_decoded(row[1], row[2], self.path), id=row[0])

    def add(self, entry: E) -> E:
        """Write one entry, and return it with its number. Raises DiaryError with all that cannot be true, or when the day has one."""
        return cast("E", self.add_all([entry])[0])

    def add_all(self, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        """Write all these entries or, when one of them cannot be true or its day has one, none: DiaryError names every problem."""
        with self.changing() as change:
            return tuple([change.add(entry) for entry in entries])

    def replace(self, entry: E) -> E:
        """Write an entry anew in the place of that with its number. Raises DiaryError as :meth:`add` does."""
        with self.changing() as change:
            change.replace(entry)
        return entry

    def remove(self, numbers: Iterable[int]) -> None:
        """Delete the entries of these numbers, all or none: no part of the file holds them afterwards."""
        wanted = sorted(set(numbers))
        with database.transaction(self._connection, self.path):
            for number in wanted:
                self.entry(number)
                self._connection.execute("DELETE FROM entry WHERE id = ?", (number,))
        database.forget(self._connection, self.path)

    def remove_all(self) -> int:
        """Delete everything, and return how many entries that was: no part of the file holds them afterwards."""
        with database.transaction(self._connection, self.path):
            count = self._connection.execute("DELETE FROM entry").rowcount
        database.forget(self._connection, self.path)
        return int(count)

    @contextmanager
    def changing(self) -> "Iterator[DiaryChange]":
        """Several changes that are written together, or not at all: then DiaryError is raised with all problems."""
        with database.transaction(self._connection, self.path):
            change = DiaryChange(self)
            yield change
            if change.problems:
                raise DiaryError(dict.fromkeys(change.problems))

    def plan_events(self) -> tuple[PlanEvent, ...]:
        """All that happened to plans, in the order of writing: what was answered late has a later place, not a date."""
        return tuple(sorted(self._of(PlanEvent), key=lambda event: event.id or 0))

    def add_plan_event(
        self, event: str, date: datetime.date, data: Mapping[str, Any] | None = None, *, after: int | None = None
    ) -> PlanEvent:
        """Append what happened to a plan, and return it with its number.

        ``after`` is the number of the last event that the caller has seen (0: none). When another process has appended one
        since, nothing is written and :class:`DiaryError` (`plan-changed`) is raised: read the events again and decide anew.
        """
        new = PlanEvent(date=date, event=event, data=dict(data or {}))
        with database.transaction(self._connection, self.path):
            last = self._connection.execute("SELECT coalesce(max(id), 0) FROM entry WHERE kind = 'plan'").fetchone()[0]
            if after is not None and after != last:
                message = "the plan was changed by another program in the meantime"
                raise DiaryError([Problem("plan-changed", message, str(self.path), "repeat the command; nothing was changed")])
            return self._insert(new)

    def _update(self, entry: Entry) -> None:
        values = (entry.date.isoformat(), _text(entry), entry.id)
        self._connection.execute("UPDATE entry SET day = ?, data = ? WHERE id = ?", values)

    def _insert(self, entry: E) -> E:
        day = entry.date.isoformat()
        cursor = self._connection.execute("INSERT INTO entry (kind, day, data) VALUES (?, ?, ?)", (kind_of(entry), day, _text(entry)))
        return msgspec.structs.replace(entry, id=cursor.lastrowid)

    def _of(self, kind: type[E], since: datetime.date | None = None, until: datetime.date | None = None) -> tuple[E, ...]:
        word = str(kind.__struct_config__.tag)
        return tuple(cast("Iterable[E]", self._read(word, since, until)))

    def _read(self, kind: str | None, since: datetime.date | None, until: datetime.date | None) -> Iterator[Entry]:
        first, last = (since or datetime.date.min).isoformat(), (until or datetime.date.max).isoformat()
        query = f"SELECT id, kind, data FROM entry WHERE day BETWEEN ? AND ? {'AND kind = ?' if kind else ''} ORDER BY day, id"  # noqa: S608
        with database.reading(self.path):
            rows = self._connection.execute(query, (first, last, kind) if kind else (first, last)).fetchall()
        for number, word, text in rows:
            yield msgspec.structs.replace(_decoded(word, text, self.path), id=number)


class DiaryChange:
    """What is written together: problems are gathered, and with one of them nothing is written."""

    def __init__(self, diary: Diary) -> None:
        self.problems: list[Problem] = []
        self._diary = diary

    def add(self, entry: E, place: str = "") -> E:
        """The entry with its number; a problem that it has is kept for the end."""
        new = msgspec.structs.replace(entry, id=None)
        return self._diary._insert(new) if self._possible(new, place) else new

    def replace(self, entry: Entry, place: str = "") -> None:
        """Put an entry in the place of that with its number."""
        there = self._diary.entry(entry.id or 0)
        if kind_of(there) != kind_of(entry) or isinstance(entry, PlanEvent):
            message = f"entry {entry.id} is of the kind `{kind_of(there)}` and cannot be written anew as `{kind_of(entry)}`"
            help_text = "events of a plan are never changed; remove another entry and add a new one"
            self.problems.append(Problem("other-kind", message, place, help_text))
        elif self._possible(entry, place):
            self._diary._update(entry)

    def _possible(self, entry: Entry, place: str) -> bool:
        found = list(problems_of(entry, self._diary.today, place))
        other = taken_by(entry, self._diary._read(kind_of(entry), entry.date, entry.date))
        if other is not None:
            found.append(_taken(entry, other, place))
        self.problems += found
        return not found


def _taken(entry: Entry, other: Entry, place: str) -> Problem:
    what = {"run": "a run", "pain": "pain", "week": "a week", "note": "a note"}[kind_of(entry)]
    help_text = f"`hipexpert log edit {other.id}` changes it"
    if isinstance(entry, RunEntry):
        help_text += "; for a second run of a day both need a --time, and the first must have ended"
    return Problem("day-taken", f"the diary has {what} of {entry.date} already: entry {other.id}", place, help_text)


def _text(entry: Entry) -> str:
    """An entry as it lies in the file: without its number, which is the row's. The site of pain is always written, as an index reads it."""
    said = msgspec.to_builtins(msgspec.structs.replace(entry, id=None))
    if isinstance(entry, PainEntry):
        said["site"] = entry.site
    return msgspec.json.encode(said).decode()


def _decoded(word: str, text: str, path: Path) -> Entry:
    try:
        return msgspec.json.decode(text, type=KINDS[word])
    except (msgspec.MsgspecError, UnicodeDecodeError, KeyError) as error:
        message = f"an entry of the diary cannot be read: {str(error).lower()}"
        raise DiaryError([Problem("diary-damaged", message, str(path), "it was not changed: put a copy of it in its place")]) from None
