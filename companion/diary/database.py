"""The file of a diary: SQLite with a write-ahead log. Every failure is one problem with its place; no entry is ever half written."""

import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from hipexpert.engine import Problem, ProblemsError

APPLICATION = 0x48495058  # "HIPX": what `file` and SQLite say of a file of ours
LARGEST = 2**63 - 1  # number of an entry
WAIT = 10.0  # seconds for another process to finish what it writes
PAUSE = 0.003  # seconds between two attempts
VARIABLE = "HIPEXPERT_DIARY"
DEFAULT_NAME = "diary.sqlite"
_FULL = "free some space and repeat the command; nothing was changed"
_ENTRIES = """
CREATE TABLE entry (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL CHECK (kind IN ('run', 'pain', 'week', 'note', 'plan')),
  day TEXT NOT NULL,
  data TEXT NOT NULL CHECK (json_valid(data))
);
CREATE INDEX entry_of_day ON entry (kind, day);
CREATE UNIQUE INDEX pain_of_day ON entry (day, json_extract(data, '$.site')) WHERE kind = 'pain';
CREATE UNIQUE INDEX week_of_day ON entry (day) WHERE kind = 'week';
CREATE UNIQUE INDEX note_of_day ON entry (day) WHERE kind = 'note';
"""
# Each brings a diary from the version before it to the next: never change one that was released, append.
MIGRATIONS = (_ENTRIES,)


class DiaryError(ProblemsError):
    """The diary cannot be read or written, or what was to be written cannot be true."""


def default_path() -> Path:
    """Where the diary lies unless a file is named: where ``HIPEXPERT_DIARY`` says, else in the user's data folder."""
    if named := os.environ.get(VARIABLE):
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("hipexpert", appauthor=False) / DEFAULT_NAME


def connect(path: Path) -> sqlite3.Connection:
    """An open diary of this program's version. A file that is not there is made, for its owner's eyes alone. Raises DiaryError."""
    with _told(path):
        made = _make(path)
        connection = sqlite3.connect(path, isolation_level=None)
        try:
            _in_turn(connection, lambda: _prepare(connection, path))
        except BaseException:
            connection.close()
            if made:
                _unmake(path)
            raise
    return connection


@contextmanager
def transaction(connection: sqlite3.Connection, path: Path) -> Iterator[None]:
    """All that is done within is written, and on the disk at its end, or nothing of it. Raises DiaryError."""
    with _told(path):
        _in_turn(connection, lambda: connection.execute("BEGIN IMMEDIATE"))
        try:
            yield
            connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise


def _in_turn(connection: sqlite3.Connection, write: Callable[[], object]) -> None:
    """Do what needs a lock, in turn with other processes: again until it can be had or `WAIT` is over.

    SQLite's own pauses grow to a tenth of a second, so a busy writer starves the rest; and there are locks for which it does not wait
    at all (https://www.sqlite.org/c3ref/busy_handler.html): that of a file which becomes one with a write-ahead log, that of a log
    which is put right after a writer was killed.
    """
    deadline = time.monotonic() + WAIT
    connection.execute(f"PRAGMA busy_timeout = {PAUSE * 1000:.0f}")
    try:
        while True:
            try:
                write()
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise
                time.sleep(PAUSE)
            else:
                return
    finally:
        connection.execute(f"PRAGMA busy_timeout = {WAIT * 1000:.0f}")


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """What goes wrong while a diary is read, as a problem. Raises DiaryError."""
    with _told(path):
        yield


def forget(connection: sqlite3.Connection, path: Path) -> None:
    """After a removal: what was deleted is in no part of the file any more. Raises DiaryError while another process reads it."""
    with _told(path):
        connection.execute("VACUUM")
        busy = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
    if busy:
        message = "the entries are removed, but another program is reading the diary, so their bytes are still in its file"
        raise DiaryError([Problem("diary-busy", message, str(path), "end the other program and repeat the command")])


def _make(path: Path) -> bool:
    """Whether the file was not there, and now is: empty, with mode 0600."""
    if path.is_dir():
        raise DiaryError([Problem("no-diary", "a folder is no diary", str(path), "name a file")])
    if path.exists() and not path.is_file():
        raise DiaryError([Problem("no-diary", "a device or a pipe is no diary", str(path), "name a file")])
    missing = [folder for folder in path.absolute().parents if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=0o700, exist_ok=True)
    try:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
    except FileExistsError:
        return False
    return True


def _unmake(path: Path) -> None:
    for each in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        with suppress(OSError):
            if each.stat().st_size == 0:
                each.unlink()


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA synchronous = FULL")
    version = _version(connection, path)
    if connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        connection.execute("PRAGMA journal_mode = WAL")
    if version < len(MIGRATIONS):
        connection.execute("BEGIN IMMEDIATE")
        try:
            for number in range(_version(connection, path), len(MIGRATIONS)):  # read anew: another process may have done it
                for statement in filter(str.strip, MIGRATIONS[number].split(";\n")):
                    connection.execute(statement)
                connection.execute(f"PRAGMA user_version = {number + 1}")
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute("COMMIT")
        except BaseException:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
            raise
    found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
    if found != "ok":
        raise sqlite3.DatabaseError("malformed")


def _version(connection: sqlite3.Connection, path: Path) -> int:
    """The version of a diary's file, 0 for an empty one. Raises DiaryError for a file of another program or a newer version."""
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    tables = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if application != APPLICATION and (tables or version):
        raise DiaryError([Problem("no-diary", "the file is a database of another program, not a diary", str(path), "name another file")])
    if version > len(MIGRATIONS):
        message = f"the diary was written by a newer hipexpert: its version is {version}, this program knows {len(MIGRATIONS)}"
        raise DiaryError([Problem("diary-newer", message, str(path), "update hipexpert; nothing was changed")])
    return version


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """What SQLite and the system say of a file, as one problem."""
    try:
        yield
    except sqlite3.IntegrityError:
        raise
    except sqlite3.Error as error:
        raise DiaryError([_problem(error, path)]) from None
    except UnicodeDecodeError:
        raise DiaryError([_damaged(path)]) from None
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        help_text = _FULL if "space" in reason else "name a file in a folder that you may write to"
        raise DiaryError([Problem("diary-unusable", f"the diary cannot be used: {reason}", str(path), help_text)]) from None


def _problem(error: sqlite3.Error, path: Path) -> Problem:
    text = str(error).lower()
    if "locked" in text or "busy" in text:
        message = f"another program has been writing to the diary for {WAIT:g} seconds"
        return Problem("diary-busy", message, str(path), "wait until it ends and repeat the command; nothing was changed")
    if "full" in text or "disk i/o" in text:
        return Problem("diary-full", f"the diary cannot be written: {text}", str(path), _FULL)
    if "not a database" in text or "encrypted" in text:
        return Problem("no-diary", "the file is no diary", str(path), "name another file with --diary; it was not changed")
    if "malformed" in text or "corrupt" in text or "decode" in text:
        return _damaged(path)
    return Problem("diary-unusable", f"the diary cannot be used: {text}", str(path), "name a file in a folder that you may write to")


def _damaged(path: Path) -> Problem:
    help_text = "it was not changed: put a copy of it in its place, or read what is left with `sqlite3 FILE .recover`"
    return Problem("diary-damaged", "the diary is damaged", str(path), help_text)
