"""A diary: what is written is there, what cannot be true is refused whole, and what is deleted is gone."""

import datetime
import random
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from running import CHECKOUT
from strategies_diary import TODAY, diaries

from hipexpert.companion import DayNote, Diary, Entry, OveruseWeek, PainEntry, RunEntry
from hipexpert.companion.diary import database, exchange
from hipexpert.companion.diary.database import DiaryError
from hipexpert.companion.diary.overuse import ANSWERS, is_substantial, overuse_score
from hipexpert.rendering.report.harmless import without_controls

DAY = datetime.date(2026, 3, 2)  # a Monday
RUN = RunEntry(date=DAY, distance_km=10.0, duration_min=55.0)


def bare(entries: "tuple[Entry, ...] | list[Entry]") -> list[str]:
    """Entries without their numbers, in an order of their own."""
    return sorted(repr(msgspec.structs.replace(entry, id=None)) for entry in entries)


def codes(error: pytest.ExceptionInfo[DiaryError]) -> list[str]:
    """The codes of the problems that were raised."""
    return [problem.code for problem in error.value.problems]


@given(diaries())
def test_everything_survives_the_file_and_both_exports(tmp_path_factory: pytest.TempPathFactory, written: list[Entry]) -> None:
    """What is written is read; what is exported as JSON or CSV and imported again is the same, to the last bit of a number."""
    with Diary(tmp_path_factory.mktemp("diary") / "diary.sqlite", today=TODAY) as diary:
        diary.add_all(written)
        there = diary.entries()
    assert bare(there) == bare(written)
    assert bare(exchange.from_json(exchange.to_json(there), "it")) == bare(written)
    table = exchange.to_csv(there)
    assert bare(exchange.from_csv(table, "it")) == bare(written)
    assert without_controls(table) == table


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        (RunEntry(date=TODAY + datetime.timedelta(days=1), distance_km=5.0), "in-the-future"),
        (RunEntry(date=DAY, distance_km=900.0), "out-of-range"),
        (RunEntry(date=DAY, distance_km=float("nan")), "out-of-range"),
        (RunEntry(date=DAY, distance_km=10.0, duration_min=15.0), "impossible-pace"),
        (RunEntry(date=DAY), "nothing-noted"),
        (RunEntry(date=DAY, distance_km=5.0, shoes="\x1b[31m"), "control-character"),
        (RunEntry(date=datetime.date(226, 3, 1), distance_km=5.0), "impossible-date"),
        (PainEntry(date=DAY, during=11), "out-of-range"),
        (PainEntry(date=DAY), "nothing-noted"),
        (PainEntry(date=TODAY, next_morning=1), "in-the-future"),
        (DayNote(date=DAY, desk_hours=25.0), "out-of-range"),
        (OveruseWeek(date=TODAY, participation="full", volume="not", performance="not", pain="no"), "no-monday"),
    ],
)
def test_what_cannot_be_true_is_refused_and_nothing_is_written(tmp_path: Path, entry: Entry, code: str) -> None:
    """One entry that cannot be true keeps its good neighbours out as well, and the message says why."""
    with Diary(tmp_path / "diary.sqlite", today=TODAY) as diary:
        with pytest.raises(DiaryError) as error:
            diary.add_all([msgspec.structs.replace(RUN, date=DAY - datetime.timedelta(days=9)), entry])
        assert codes(error) == [code]
        assert diary.entries() == ()


def test_a_day_has_one_pain_a_site_and_runs_that_do_not_overlap(tmp_path: Path) -> None:
    """A second entry names the first, which can be edited; a second run needs a time that is free."""
    early = msgspec.structs.replace(RUN, time=datetime.time(7))
    with Diary(tmp_path / "diary.sqlite", today=TODAY) as diary:
        first = diary.add(early)
        diary.add(msgspec.structs.replace(RUN, time=datetime.time(18)))
        diary.add(PainEntry(date=DAY, during=2))
        diary.add(PainEntry(date=DAY, site="knee", during=2))
        for entry in (RUN, msgspec.structs.replace(RUN, time=datetime.time(7, 30)), PainEntry(date=DAY, after=3)):
            with pytest.raises(DiaryError) as error:
                diary.add(entry)
            assert codes(error) == ["day-taken"]
        diary.replace(msgspec.structs.replace(first, distance_km=9.0))
        assert [run.distance_km for run in diary.runs()] == [9.0, 10.0]


def test_what_is_deleted_is_in_no_part_of_the_file(tmp_path: Path) -> None:
    """Neither the file nor what SQLite keeps beside it holds a word of a removed entry."""
    path = tmp_path / "diary.sqlite"
    with Diary(path, today=TODAY) as diary:
        kept = diary.add(DayNote(date=DAY, text="a word that stays"))
        number = diary.add(DayNote(date=DAY - datetime.timedelta(days=1), text="a secret about me")).id
        assert number is not None
        assert any(b"a secret about me" in each.read_bytes() for each in tmp_path.iterdir())
        diary.remove([number])
        assert not any(b"a secret about me" in each.read_bytes() for each in tmp_path.iterdir())
        assert diary.entries() == (kept,)
        assert diary.remove_all() == 1
        assert not any(b"a word that stays" in each.read_bytes() for each in tmp_path.iterdir())


def test_a_file_that_is_no_diary_is_left_alone(tmp_path: Path) -> None:
    """Text, another program's database, a diary of a newer version, a damaged one and a folder: one message, and not a byte changed."""
    (tmp_path / "text").write_text("not a database at all, but a long enough text to be one " * 40)
    other = sqlite3.connect(tmp_path / "other")
    other.execute("CREATE TABLE mine (a)")
    other.close()
    with Diary(tmp_path / "newer", today=TODAY) as diary:
        diary.add(RUN)
    newer = sqlite3.connect(tmp_path / "newer")
    newer.execute(f"PRAGMA user_version = {len(database.MIGRATIONS) + 1}")
    newer.close()
    with Diary(tmp_path / "damaged", today=TODAY) as diary:
        diary.add_all(DayNote(date=DAY - datetime.timedelta(days=number), text="a word " * 50) for number in range(100))
    damaged = bytearray((tmp_path / "damaged").read_bytes())
    damaged[4096 : 4096 * 4] = b"\x5a" * 4096 * 3
    (tmp_path / "damaged").write_bytes(damaged)
    (tmp_path / "folder").mkdir()
    before = {each: each.read_bytes() for each in tmp_path.iterdir() if each.is_file()}
    said = {}
    for name in ("text", "other", "newer", "damaged", "folder"):
        with pytest.raises(DiaryError) as error:
            Diary(tmp_path / name)
        (said[name],) = codes(error)
    assert said == {"text": "no-diary", "other": "no-diary", "newer": "diary-newer", "damaged": "diary-damaged", "folder": "no-diary"}
    assert {each: each.read_bytes() for each in tmp_path.iterdir() if each.is_file()} == before


def test_damage_is_told_and_never_hides_an_entry(tmp_path: Path) -> None:
    """Bytes changed or cut anywhere in the file: every entry is read, or one message says that the diary is damaged."""
    path = tmp_path / "diary.sqlite"
    with Diary(path, today=TODAY) as diary:
        diary.add_all(DayNote(date=TODAY - datetime.timedelta(days=number), text="a word " * 9) for number in range(100))
    whole = path.read_bytes()
    told = 0
    for seed in range(60):
        chance = random.Random(seed)  # noqa: S311
        content = bytearray(whole)
        for _ in range(chance.choice([1, 3, 30])):
            content[chance.randrange(len(content))] = chance.randrange(256)
        path.write_bytes(content[: chance.randrange(len(content))] if chance.random() < 0.2 else content)
        try:
            with Diary(path, today=TODAY) as diary:
                assert len(diary.entries()) == 100
        except DiaryError as error:
            told += 1
            assert {problem.code for problem in error.problems} <= {"diary-damaged", "no-diary", "diary-newer", "diary-unusable"}  # noqa: PT017
        for beside in ("-wal", "-shm"):
            path.with_name(path.name + beside).unlink(missing_ok=True)
    assert told > 20


def test_a_full_disk_loses_nothing(tmp_path: Path) -> None:
    """An entry for which there is no room is refused with one message; what was there is there, and there is room for it later."""
    with Diary(tmp_path / "diary.sqlite", today=TODAY) as diary:
        diary.add(RUN)
        pages = diary._connection.execute("PRAGMA page_count").fetchone()[0]
        diary._connection.execute(f"PRAGMA max_page_count = {pages}")
        notes = [DayNote(date=DAY - datetime.timedelta(days=number), text="x" * 1900) for number in range(30)]
        with pytest.raises(DiaryError) as error:
            diary.add_all(notes)
        assert codes(error) == ["diary-full"]
        assert len(diary.entries()) == 1
        diary._connection.execute("PRAGMA max_page_count = 100000")
        assert len(diary.add_all(notes)) == 30


def test_the_four_dimensions_weigh_alike() -> None:
    """Each of the four questions gives 0 to 25 points, and its answers come in the order of their weight."""
    for name, answers in ANSWERS.items():
        least = {"participation": "full", "volume": "not", "performance": "not", "pain": "no"}
        scores = [overuse_score(OveruseWeek(date=DAY, **{**least, name: answer})) for answer in answers]  # type: ignore[arg-type]
        assert scores == sorted(scores)
        assert (scores[0], scores[-1]) == (0, 25)
    hampered = OveruseWeek(date=DAY, participation="reduced", volume="little", performance="moderate", pain="mild")
    assert (overuse_score(hampered), is_substantial(hampered)) == (17 + 6 + 13 + 8, True)


LOCKS = {
    "of one who has begun to write": ["BEGIN IMMEDIATE"],
    "of one who reads": ["BEGIN", "SELECT * FROM sqlite_master"],
    "of one who has all of it": ["BEGIN EXCLUSIVE"],
}


@pytest.mark.parametrize("there", ["a file that is just being made", "a diary"])
@pytest.mark.parametrize("lock", LOCKS)
def test_a_diary_is_opened_as_soon_as_others_leave_it(tmp_path: Path, lock: str, there: str) -> None:
    """Whatever lock another process has, opening and writing wait for it: SQLite itself does not wait for some of them."""
    path = tmp_path / "diary.sqlite"
    if there == "a diary":
        Diary(path).close()
    else:
        path.touch()
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    for statement in LOCKS[lock]:
        other.execute(statement).fetchall()
    leaving = threading.Timer(0.3, other.close)
    leaving.start()
    try:
        with Diary(path, today=TODAY) as diary:
            diary.add(RUN)
            assert len(diary.entries()) == 1
    finally:
        leaving.join()


WRITER = """
import datetime, sys
from hipexpert.companion import Diary, PainEntry
with Diary(sys.argv[1], today=datetime.date(2026, 6, 30)) as diary:
    for number in range(10_000):
        diary.add(PainEntry(date=datetime.date(2026, 1, 1), during=1, site=f"{sys.argv[2]}-{number}"))
        print(f"{sys.argv[2]}-{number}", flush=True)
"""


def test_two_writers_that_are_killed_lose_no_entry_that_was_confirmed(tmp_path: Path) -> None:
    """`kill -9` on two processes that write at once: all that either had confirmed is there, and the file is whole."""
    path = tmp_path / "diary.sqlite"
    confirmed: set[str] = set()
    for kill in range(3):
        words = [sys.executable, "-c", WRITER, str(path)]
        at_work = [subprocess.Popen([*words, f"{kill}-{each}"], stdout=subprocess.PIPE, env={"PYTHONPATH": CHECKOUT}) for each in (0, 1)]
        for process in at_work:
            assert process.stdout is not None
            told = [process.stdout.readline().decode() for _ in range(5 + 7 * kill)]
            assert all(told)  # it writes: nothing but the kill ends it
            confirmed |= {each.strip() for each in told}
        for process in at_work:
            process.kill()
        for process in at_work:
            confirmed |= set((process.communicate()[0] or b"").decode().split("\n")[:-1])
    with Diary(path, today=TODAY) as diary:
        assert confirmed <= {pain.site for pain in diary.pains()}
        assert len(confirmed) >= 2 * (5 + 12 + 19)
