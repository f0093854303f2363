"""An open diary: entries are added, changed, removed and read."""

import datetime
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar, cast

import msgspec

from hipexpert.companion.diary import database
from hipexpert.companion.diary.database import DiaryError
from hipexpert.companion.diary.entries import KINDS, DayNote, Entry, OveruseWeek, PainEntry, PlanEvent, RunEntry, kind_of
from hipexpert.engine import Problem

E = TypeVar("E", RunEntry, PainEntry, OveruseWeek, DayNote, PlanEvent)


class Diary:
    """One SQLite file of a runner: ``with Diary(path) as diary: diary.add(RunEntry(...))``; without a path, that in the user's data folder.

    What :meth:`add` and its neighbours have returned is on the disk, whatever happens to the machine afterwards. Two processes may
    use one file at once. Raises :class:`DiaryError` for a file that is no diary, is damaged or of a newer version, and for a full disk.
    """

    def __init__(self, path: str | Path | None = None) -> None:
        self.path = Path(path) if path is not None else database.default_path()
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


def _text(entry: Entry) -> str:
    """An entry as it lies in the file: without its number, which is the row's. The site of pain is always written, as an index reads it."""
    said = msgspec.to_builtins(msgspec.structs.replace(entry, id=None))
    if isinstance(entry, PainEntry):
        said["site"] = entry.site
    return msgspec.json.encode(said).decode()


def _decoded(word: str, text: str, path: Path) -> Entry:
    try:
        return msgspec.json.decode(text, type=KINDS[word])
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        message = f"an entry of the diary cannot be read: {str(error).lower()}"
        raise DiaryError([Problem("diary-damaged", message, str(path), "it was not changed: put a copy of it in its place")]) from None
