"""Training files as watches and services write them, also broken, huge, hostile and doubled ones, all made here."""

import datetime
import io
import json
import random
import zipfile
from contextlib import suppress
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from fit_tool.profile.profile_type import Sport, SubSport
from hypothesis import given
from hypothesis import strategies as st
from strategies_diary import TODAY
from training_files import START, STRAVA, archive, fit, gpx, multisport, speeds, strava_row, tcx, written

from hipexpert.companion import Diary, RunEntry
from hipexpert.companion.diary.database import DiaryError
from hipexpert.companion.training_files import containers
from hipexpert.companion.training_files.dates import read_moment, read_number
from hipexpert.companion.training_files.fit import UnreadableFileError, read_fit
from hipexpert.companion.training_files.importing import ImportReport, gather, take
from hipexpert.companion.training_files.markup import read_gpx, read_tcx
from hipexpert.companion.training_files.tables import read_garmin_json, read_table

OSLO = ZoneInfo("Europe/Oslo")


def imported(
    folder: Path, *places: Path, zone: datetime.tzinfo = OSLO, recorded: bool = False
) -> tuple[ImportReport, tuple[RunEntry, ...]]:
    """The report of an import, and the runs of the diary afterwards."""
    with Diary(folder / "diary.sqlite", today=TODAY) as diary:
        report = take(diary, gather(places, TODAY, zone=zone, recorded=recorded))
        return report, diary.runs()


def refused(folder: Path, *places: Path) -> str:
    """What an import that takes nothing says; and no diary was begun."""
    with pytest.raises(DiaryError) as error:
        imported(folder, *places)
    with Diary(folder / "diary.sqlite", today=TODAY) as diary:
        assert diary.entries() == ()
    return str(error.value)


@pytest.mark.parametrize(
    ("name", "content"), [("a.fit", fit()), ("a.gpx", gpx()), ("a.tcx", tcx()), ("a.fit.gz", fit()), ("a.gpx.gz", gpx()), ("A.TCX", tcx())]
)
def test_each_format_tells_the_same_run(tmp_path: Path, name: str, content: bytes) -> None:
    """Half an hour at three metres a second, begun at 18:30 on the clock of the place, whoever recorded it."""
    _, (run,) = imported(tmp_path, *written(tmp_path, {name: content}))
    assert (run.date, run.time) == (datetime.date(2025, 5, 3), datetime.time(18, 30))
    assert run.distance_km == pytest.approx(5.4, rel=0.01)
    assert run.duration_min == pytest.approx(30, rel=0.01)
    assert run.fast_share == 0
    assert run.sources == (name,)


def test_the_clock_of_the_place_is_that_of_the_watch_or_else_of_the_zone(tmp_path: Path) -> None:
    """A FIT file knows how far its clock is from UTC; where nothing knows, the zone that was named counts, in winter and summer time."""
    late = datetime.datetime(2025, 1, 3, 23, 30, tzinfo=datetime.UTC)
    there = written(tmp_path, {"nz.fit": fit(start=late, hours_ahead=13), "winter.gpx": gpx(speeds(20), late)})
    _, runs = imported(tmp_path, *there)
    assert [(run.date.day, run.time) for run in runs] == [(4, datetime.time(0, 30)), (4, datetime.time(12, 30))]


def test_pauses_are_no_running_and_fast_parts_are_seen(tmp_path: Path) -> None:
    """Ten minutes at a traffic light count from start to end alone; six fast repeats are a share of the distance."""
    steps = [speed for _ in range(6) for speed in (*[4.5] * 12, *[2.5] * 24)]
    files = {"paused.gpx": gpx(pause_s=600), "paused.fit": fit(start=START + datetime.timedelta(days=1), paused_s=600)}
    files["fast.gpx"] = gpx(steps, START + datetime.timedelta(days=2))
    _, (by_gpx, by_fit, fast) = imported(tmp_path, *written(tmp_path, files))
    for run in (by_gpx, by_fit):
        assert run.duration_min == pytest.approx(30, abs=0.4)
        assert run.elapsed_min == pytest.approx(40, abs=0.4)
    assert fast.fast_share == pytest.approx(6 * 12 * 4.5 / sum(steps), abs=0.07)


def test_a_treadmill_has_no_places_and_no_climb(tmp_path: Path) -> None:
    """Indoor runs without satellites are taken with the distance of the watch, as runs on a belt."""
    inside = written(tmp_path, {"a.fit": fit(sub=SubSport.TREADMILL, places=False), "b.tcx": tcx(start=START.replace(day=9), places=False)})
    _, runs = imported(tmp_path, *inside)
    assert [(run.terrain, run.surface, run.climb_m) for run in runs] == [("treadmill", "belt", None)] * 2
    assert all(run.distance_km == pytest.approx(5.4, rel=0.01) for run in runs)


def test_one_run_from_several_sources_is_one_entry(tmp_path: Path) -> None:
    """The watch, the service and the runner's own entry are one run; what the runner said stays, what was not known is filled in."""
    with Diary(tmp_path / "diary.sqlite", today=TODAY) as diary:
        diary.add(RunEntry(date=START.date(), distance_km=5.5, effort=3, shoes="blue"))
    table = f"{STRAVA}\n{strava_row(1, 'May 3, 2025, 4:30:07 PM')}\n"
    places = written(
        tmp_path,
        {
            "a.fit": fit(sub=SubSport.TRAIL),
            "activities.csv": table,
            "again.gpx": gpx(),
            "b.fit": fit(start=START.replace(hour=5, minute=7)),
        },
    )
    report, runs = imported(tmp_path, *places)
    assert len(runs) == 2
    assert (runs[1].distance_km, runs[1].effort, runs[1].shoes, runs[1].terrain) == (5.5, 3, "blue", "trail")
    assert runs[1].duration_min == pytest.approx(30, rel=0.01)
    assert (len(report.taken), len(report.merged)) == (1, 1)
    again, same = imported(tmp_path, *places)
    assert (again.taken, again.merged, same) == ([], [], runs)


def test_a_wrong_time_zone_does_not_double_a_run(tmp_path: Path) -> None:
    """The same file read on the clock of another place, hours away and on another day, is the same run."""
    (place,) = written(tmp_path, {"a.gpx": gpx()})
    imported(tmp_path, place)
    for name in ("Pacific/Auckland", "America/Los_Angeles", "Asia/Kathmandu"):
        (other,) = written(tmp_path, {f"{name.replace('/', '-')}.gpx": gpx()})
        report, runs = imported(tmp_path, other, zone=ZoneInfo(name))
        assert (len(report.taken), len(runs)) == (0, 1)
    (other,) = written(tmp_path, {"evening.gpx": gpx(speeds(31), START + datetime.timedelta(hours=3))})
    assert len(imported(tmp_path, other)[1]) == 2


def test_a_list_and_a_watch_an_hour_apart_tell_one_run(tmp_path: Path) -> None:
    """The list counts what was in motion, the watch from start to end: one time of both is the same, and so is the run."""
    table = "\n".join([STRAVA, strava_row(1, "May 3, 2025, 4:30:00 PM", seconds=1740)])
    _, runs = imported(tmp_path, *written(tmp_path, {"activities.csv": table, "a.fit": fit(hours_ahead=5)}))
    assert [(run.duration_min, run.elapsed_min) for run in runs] == [(29, 30)]


def test_a_file_that_breaks_off_is_taken_as_far_as_it_goes(tmp_path: Path) -> None:
    """An empty battery, a damaged end, a wrong checksum: the run is taken, and the remark says so."""
    whole = fit()
    files = {
        "battery.fit": fit(start=START.replace(day=1), summary=False),
        "cut.fit": fit(start=START.replace(day=5))[: len(whole) * 2 // 3],
        "checksum.fit": fit(start=START.replace(day=7))[:-2] + b"\0\0",
    }
    report, runs = imported(tmp_path, *written(tmp_path, files))
    assert [run.date.day for run in runs] == [1, 5, 7]
    assert {each.source for each in report.remarks} == set(files)
    assert 3 < (runs[1].distance_km or 0) < 4.5


def test_of_several_sports_only_those_that_are_named_runs_are_taken(tmp_path: Path) -> None:
    """A watch may leave a part of a triathlon without a sport: its speed is that of a runner, and it is none."""
    (place,) = written(
        tmp_path, {"tri.fit": multisport((Sport.GENERIC, 60), (Sport.RUNNING, 30), (Sport.TRANSITION, 5), (Sport.CYCLING, 60))}
    )
    report, (run,) = imported(tmp_path, place)
    assert (run.duration_min, run.distance_km, len(report.left_out)) == (30, pytest.approx(5.4), 3)


def test_what_is_no_run_is_left_out_and_told(tmp_path: Path) -> None:
    """A ride, a swim, a way without times, and a track whose speed is a car's, beside one run that is taken."""
    files = {
        "ride.fit": fit(sport=Sport.CYCLING),
        "walk.gpx": gpx(kind="hiking"),
        "car.gpx": gpx(speeds(metres_a_second=11), kind=""),
        "way.gpx": gpx(timed=False),
        "started by mistake.fit": fit(speeds(1, 1.0)),
        "run.tcx": tcx(),
        "nameless.gpx": gpx(start=START.replace(day=20), kind="unknown"),
        "notes.txt": b"hello",
        "empty.fit": b"",
    }
    written(tmp_path / "all", files)
    report, runs = imported(tmp_path, tmp_path / "all")
    assert len(runs) == 2
    assert [each.source for each in report.remarks] == ["nameless.gpx"]
    assert {each.source: each.broken for each in report.left_out} == {
        "ride.fit": False,
        "walk.gpx": False,
        "started by mistake.fit": False,
        "car.gpx": False,
        "way.gpx": True,
        "empty.fit": True,
    }


BOMB = (
    '<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]><gpx version="1.1"><trk><name>&b;</name></trk></gpx>'
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]><TrainingCenterDatabase>&f;</TrainingCenterDatabase>'


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.gpx", BOMB.encode(), "entities"),
        ("a.gpx", BOMB.replace("1.0", "1.0", 1).encode("utf-16"), "entities"),
        ("a.tcx", OUTSIDE.encode(), "entities"),
        ("a.gpx", b"<gpx", "cannot be read as gpx"),
        ("a.gpx", tcx(), "no GPX"),
        ("a.tcx", gpx(), "no TCX"),
        ("a.fit", gpx(), "FIT"),
        ("a.fit", b"", "empty"),
        ("a.gz", b"x", "unpacked"),
        ("a.fit", b"\x0e\x10" + b"\0" * 40, "not a fit file"),
        ("a.zip", b"PK not a zip", "cannot be opened"),
        ("a.zip", archive({"readme.txt": "x"}), "no training file"),
        ("activities.csv", "Foo,Bar\n1,2\n", "headers"),
        ("diary.csv", "kind,date,distance_km,wrong\nrun,2025-01-01,5,1\n", "unknown column `wrong`"),
        ("diary.csv", "kind,date,distance_km\nrun,2025-13-01,5\n", "line 2"),
        ("diary.json", '{"format": "hipexpert-diary", "version": 9, "entries": []}', "version"),
        (
            "diary.json",
            '{"format": "hipexpert-diary", "version": 1, "entries": [{"kind": "pain", "date": "2025-01-01", "during": 11}]}',
            "11",
        ),
        ("x.json", "[" * 100_000, "JSON"),
    ],
)
def test_a_file_that_is_not_what_it_says_changes_nothing(tmp_path: Path, name: str, content: bytes | str, said: str) -> None:
    """One message that says why, and an untouched diary."""
    data = content if isinstance(content, bytes) else content.encode()
    path = tmp_path / name
    path.write_bytes(data)
    assert said in refused(tmp_path, path)


def test_an_archive_cannot_fill_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A member that unpacks to more than any training file, a gzip bomb, and archives in archives are left out; the rest is taken."""
    monkeypatch.setattr(containers, "LARGEST", 200_000)
    inner = archive({"deep.zip": archive({"deeper.fit": fit()})})
    members = {
        "bomb.gpx": b"0" * 3_000_000,
        "good.fit": fit(),
        "inner.zip": inner,
        "nested.zip": archive({"b.fit": fit(start=START.replace(day=9))}),
    }
    written(tmp_path, {"all.zip": archive(members), "bomb.gpx.gz": b"0" * 3_000_000})
    report, runs = imported(tmp_path, tmp_path / "all.zip")
    assert len(runs) == 2
    assert {each.source for each in report.left_out if each.broken} == {"bomb.gpx", "deep.zip"}
    with pytest.raises(DiaryError, match="unpacks to more than"):
        gather([tmp_path / "bomb.gpx.gz"], TODAY)
    monkeypatch.setattr(containers, "LARGEST_WHOLE", 100)
    with pytest.raises(DiaryError, match="unpacks to more than"):
        gather([tmp_path / "all.zip"], TODAY)


def test_nothing_of_an_archive_is_written_anywhere(tmp_path: Path) -> None:
    """A member with a path out of the folder is read as a name, never as a place."""
    (place,) = written(tmp_path / "in", {"all.zip": archive({"../../evil.fit": fit()})})
    _, runs = imported(tmp_path, place)
    assert len(runs) == 1
    assert sorted(path.name for path in tmp_path.rglob("*.fit")) == []


def test_stravas_list_is_enough_and_its_files_are_read_on_demand(tmp_path: Path) -> None:
    """The list of the export tells each run; a recorded file is read where the list cannot be, or where that is wanted."""
    rows = [
        strava_row(1, "May 3, 2025, 4:30:00 PM", file="activities/1.fit.gz"),
        strava_row(2, "May 4, 2025, 4:30:00 PM", kind="Ride", file="activities/2.fit.gz"),
        strava_row(3, "05/05/2025 16:30", file="activities/3.gpx"),
        strava_row(4, "no date at all"),
    ]
    members: dict[str, bytes | str] = {
        "activities.csv": "\n".join([STRAVA, *rows]),
        "activities/1.fit.gz": b"never read",
        "activities/2.fit.gz": b"never read",
        "activities/3.gpx": gpx(start=START.replace(day=5)),
        "media/1.jpg": b"",
    }
    (place,) = written(tmp_path, {"export.zip": archive(members)})
    (inside,) = written(tmp_path, {"packed again.zip": archive({f"export_1/{name}": content for name, content in members.items()})})
    assert gather([inside], TODAY).report.unread_files == 2  # the list names its files from where it lies
    report, runs = imported(tmp_path, place)
    assert (runs[0].date.day, runs[0].distance_km, runs[0].shoes) == (3, 5.4, "Red shoes")
    assert [run.date.day for run in runs] == [3, 5]
    assert report.unread_files == 2
    assert sorted(each.broken for each in report.left_out) == [False, True]
    report, _ = imported(tmp_path, place, recorded=True)
    assert {each.source for each in report.left_out if "unpacked" in each.reason} == {"activities/1.fit.gz", "activities/2.fit.gz"}


@pytest.mark.parametrize(
    ("header", "row"),
    [
        ("Aktivitäts-ID;Datum der Aktivität;Name der Aktivität;Aktivitätsart;Verstrichene Zeit;Distanz;Bewegungszeit",
         "1;03.05.2025, 16:30:00;Abend;Lauf;1860;5,40;1800"),
        ("Date de l\u2019activité,Nom de l\u2019activité,Type d\u2019activité,Temps écoulé,Distance,Durée de déplacement",
         '"3 mai 2025, 16:30:00",Soir,Course à pied,1860,"5,40",1800'),
        ("Extra,Activity Type,Moving Time,Activity Date,Distance,Perceived Exertion",
         'x,Run,1800,"3 May 2025, 4:30:00 pm",5.40,6.0'),
        ("Activity Type,Date,Favorite,Title,Distance,Calories,Time,Total Ascent",
         'Running,2025-05-03 18:30:00,false,"Oslo",5.40,300,00:30:00,--'),
        ("Aktivitätstyp,Datum,Favorit,Titel,Distanz,Kalorien,Zeit,Gesamtanstieg",
         'Laufen,2025-05-03 18:30:00,false,"Oslo","5,40",300,00:30:00,"42"'),
    ],
    ids=["german", "french", "other columns", "garmin", "garmin german"],
)  # fmt: skip
def test_lists_come_in_languages_and_change(tmp_path: Path, header: str, row: str) -> None:
    """Columns are known by name in several languages, in any order and among new ones; decimal commas and local dates are read."""
    (place,) = written(tmp_path, {"activities.csv": f"\ufeff{header}\r\n{row}\r\n"})
    _, (run,) = imported(tmp_path, place)
    assert (run.date, run.time, run.distance_km, run.duration_min) == (START.date(), datetime.time(18, 30), 5.4, 30.0)
    assert run.effort == (6 if "Exertion" in header else None)


def test_garmins_export_is_read_from_its_list(tmp_path: Path) -> None:
    """Milliseconds, centimetres and the clock of the place; the packed recordings are read on demand."""
    local = START.timestamp() * 1000 + 2 * 3_600_000
    listed = {"activityId": 7, "name": "Oslo", "activityType": "trail_running", "startTimeLocal": local, "duration": 1_800_000.0,
              "distance": 540_000.0, "elevationGain": 4200.0}  # fmt: skip
    broken = {"activityId": 8, "activityType": "running"}
    files = {
        "DI_CONNECT/DI-Connect-Fitness/me_0_summarizedActivities.json": json.dumps([{"summarizedActivitiesExport": [listed, broken]}]),
        "DI_CONNECT/DI-Connect-Uploaded-Files/UploadedFiles_0-_Part1.zip": archive({"me_1.fit": fit(sub=SubSport.TRAIL), "me_2.fit": b"x"}),
        "DI_CONNECT/DI-Connect-Fitness/me_gear.json": "{}",
    }
    written(tmp_path / "garmin", files)
    _, (run,) = imported(tmp_path, tmp_path / "garmin")
    assert (run.time, run.distance_km, run.duration_min, run.climb_m, run.terrain) == (datetime.time(18, 30), 5.4, 30.0, 42, "trail")
    assert run.fast_share is None
    report, (run,) = imported(tmp_path, tmp_path / "garmin", recorded=True)
    assert run.fast_share == 0
    assert "me_2.fit" in {each.source for each in report.left_out}


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("May 3, 2025, 4:30:00 PM", (2025, 5, 3, 16, 30)),
        ("Dec 31, 2024, 12:05:09\u202fAM", (2024, 12, 31, 0, 5)),
        ("3. März 2025, 16:30", (2025, 3, 3, 16, 30)),
        ("3 de marzo de 2025 7:05:00", (2025, 3, 3, 7, 5)),
        ("2025-05-03T16:30:00", (2025, 5, 3, 16, 30)),
        ("3 févr. 2025, 16.30.00", (2025, 2, 3, 16, 30)),
        ("03/04/2025 16:30", None),
        ("31 Feb 2025 16:30", None),
        ("yesterday", None),
    ],
)
def test_dates_are_read_where_they_mean_one_day(text: str, moment: tuple[int, ...] | None) -> None:
    """A date that could be either of two days is not guessed."""
    found = read_moment(text)
    assert (None if found is None else found.timetuple()[:5]) == moment


def test_numbers_are_read_with_either_mark() -> None:
    """Commas and points divide thousands or tenths, as the other of the two shows."""
    cells = ["10.52", "10,52", "1,234.5", "1.234,5", "--", "", "1 234,5"]
    assert [read_number(cell) for cell in cells] == [10.52, 10.52, 1234.5, 1234.5, None, None, 1234.5]


_SEEDS = [fit(speeds(2)), gpx(speeds(2)), tcx(speeds(2)), f"{STRAVA}\n{strava_row(1, 'May 3, 2025, 4:30:00 PM')}".encode()]


@given(st.sampled_from(range(4)), st.integers(0, 2**32), st.booleans())
def test_no_bytes_make_a_reader_fail(which: int, seed: int, cut: bool) -> None:
    """Whatever happened to a file, a reader tells activities or says in one sentence why it cannot."""
    chance = random.Random(seed)  # noqa: S311
    content = bytearray(_SEEDS[which])
    for _ in range(chance.randrange(1, 12)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    data = bytes(content[: chance.randrange(len(content))]) if cut else bytes(content)
    for reader in (read_fit, read_gpx, read_tcx, read_table, read_garmin_json):
        with suppress(UnreadableFileError):
            reader(data, "it")


def test_an_archive_that_was_cut_or_locked_is_told(tmp_path: Path) -> None:
    """A download that broke off, and a member that is damaged: nothing is guessed, and good members are taken."""
    whole = archive({"a.fit": fit(), "b.fit": fit(start=START.replace(day=9))})
    info = zipfile.ZipFile(io.BytesIO(whole)).infolist()[0]
    hurt = bytearray(whole)
    hurt[info.header_offset + 60 : info.header_offset + 80] = b"\0" * 20
    cut, damaged = written(tmp_path, {"cut.zip": whole[:-40], "hurt.zip": bytes(hurt)})
    assert "cannot be opened" in refused(tmp_path, cut)
    report, runs = imported(tmp_path, damaged)
    assert [run.date.day for run in runs] == [9]
    assert [each.source for each in report.left_out] == ["a.fit"]
