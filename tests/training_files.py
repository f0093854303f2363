"""Training files made for tests: FIT by a library that shares no code with the reader, GPX and TCX as text, tables and archives."""

import datetime
import gzip
import io
import zipfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from fit_tool.fit_file_builder import FitFileBuilder
from fit_tool.profile.messages.activity_message import ActivityMessage
from fit_tool.profile.messages.file_id_message import FileIdMessage
from fit_tool.profile.messages.record_message import RecordMessage
from fit_tool.profile.messages.session_message import SessionMessage
from fit_tool.profile.profile_type import FileType, Sport, SubSport

START = datetime.datetime(2025, 5, 3, 16, 30, tzinfo=datetime.UTC)
_FIT_EPOCH = 631065600
_METRES_A_DEGREE = 111_194.93
STRAVA = (
    "Activity ID,Activity Date,Activity Name,Activity Type,Activity Description,Elapsed Time,Distance,Max Heart Rate,Relative Effort,"
    "Commute,Activity Private Note,Activity Gear,Filename,Athlete Weight,Bike Weight,Elapsed Time,Moving Time,Distance,Max Speed,"
    "Average Speed,Elevation Gain"
)


def speeds(minutes: int = 30, metres_a_second: float = 3.0) -> list[float]:
    """A speed for each ten seconds of an even run."""
    return [metres_a_second] * (minutes * 6)


def fit(
    steps: Iterable[float] = speeds(),
    start: datetime.datetime = START,
    *,
    sport: Sport = Sport.RUNNING,
    sub: SubSport = SubSport.GENERIC,
    hours_ahead: float | None = None,
    places: bool = True,
    paused_s: int = 0,
    summary: bool = True,
) -> bytes:
    """A FIT file: a point each ten seconds, a pause before the end, and unless it breaks off a session."""
    builder = FitFileBuilder(auto_define=True, min_string_size=10)
    first = round(start.timestamp() * 1000)
    about = FileIdMessage()
    about.type, about.manufacturer, about.product, about.serial_number, about.time_created = FileType.ACTIVITY, 255, 0, 1, first
    builder.add(about)
    metres, now = 0.0, first
    for number, speed in enumerate(steps):
        record = RecordMessage()
        record.timestamp, record.distance, record.enhanced_altitude = now, metres, 100 + (number % 60) / 2
        if places:
            record.position_lat, record.position_long = 59.9 + metres / _METRES_A_DEGREE, 10.7
        builder.add(record)
        metres, now = metres + speed * 10, now + 10_000
    end = now + paused_s * 1000
    if summary:
        session = SessionMessage()
        session.timestamp, session.start_time, session.sport, session.sub_sport = end, first, sport, sub
        session.total_distance, session.total_timer_time, session.total_elapsed_time = metres, (now - first) / 1000, (end - first) / 1000
        builder.add(session)
        activity = ActivityMessage()
        activity.timestamp, activity.num_sessions = end, 1
        if hours_ahead is not None:
            activity.local_timestamp = int(end / 1000 - _FIT_EPOCH + hours_ahead * 3600)
        builder.add(activity)
    return bytes(builder.build().to_bytes())


def multisport(*parts: tuple[Sport, int]) -> bytes:
    """A FIT file of several sports one after the other, each with its minutes, all at three metres a second."""
    builder = FitFileBuilder(auto_define=True, min_string_size=10)
    now = round(START.timestamp() * 1000)
    about = FileIdMessage()
    about.type, about.manufacturer, about.product, about.serial_number, about.time_created = FileType.ACTIVITY, 255, 0, 1, now
    builder.add(about)
    for sport, minutes in parts:
        session = SessionMessage()
        session.timestamp, session.start_time, session.sport, session.sub_sport = now + minutes * 60_000, now, sport, SubSport.GENERIC
        session.total_distance = minutes * 180.0
        session.total_timer_time = session.total_elapsed_time = minutes * 60.0
        builder.add(session)
        now += minutes * 60_000
    return bytes(builder.build().to_bytes())


def gpx(
    steps: Iterable[float] = speeds(), start: datetime.datetime = START, kind: str = "running", pause_s: int = 0, timed: bool = True
) -> bytes:
    """A GPX file: a point each ten seconds, standing still for a while in the middle."""
    rows, metres, now = [], 0.0, start
    listed = list(steps)
    for number, speed in enumerate(listed):
        when = f"<time>{now:%Y-%m-%dT%H:%M:%SZ}</time>" if timed else ""
        rows.append(f'<trkpt lat="{59.9 + metres / _METRES_A_DEGREE:.7f}" lon="10.7"><ele>{100 + number % 50}</ele>{when}</trkpt>')
        metres, now = metres + speed * 10, now + datetime.timedelta(seconds=10 + (pause_s if number == len(listed) // 2 else 0))
    word = f"<type>{kind}</type>" if kind else ""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><gpx version="1.1" creator="test" xmlns="http://www.topografix.com/GPX/1/1"><trk>'
        f"<name>Evening</name>{word}<trkseg>{''.join(rows)}</trkseg></trk></gpx>"
    ).encode()


def tcx(steps: Iterable[float] = speeds(), start: datetime.datetime = START, sport: str = "Running", places: bool = True) -> bytes:
    """A TCX file of one lap, with or without places."""
    rows, metres, now = [], 0.0, start
    for speed in steps:
        north = f"<LatitudeDegrees>{59.9 + metres / _METRES_A_DEGREE:.7f}</LatitudeDegrees>"
        where = f"<Position>{north}<LongitudeDegrees>10.7</LongitudeDegrees></Position>"
        rows.append(
            f"<Trackpoint><Time>{now:%Y-%m-%dT%H:%M:%SZ}</Time>{where * places}<DistanceMeters>{metres}</DistanceMeters></Trackpoint>"
        )
        metres, now = metres + speed * 10, now + datetime.timedelta(seconds=10)
    seconds = (now - start).total_seconds()
    return (
        '<?xml version="1.0"?><TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"><Activities>'
        f'<Activity Sport="{sport}"><Id>{start:%Y-%m-%dT%H:%M:%SZ}</Id><Lap StartTime="{start:%Y-%m-%dT%H:%M:%SZ}">'
        f"<TotalTimeSeconds>{seconds}</TotalTimeSeconds><DistanceMeters>{metres}</DistanceMeters><Track>{''.join(rows)}</Track></Lap></Activity></Activities>"
        "</TrainingCenterDatabase>"
    ).encode()


def strava_row(number: int, date: str, kind: str = "Run", km: float = 5.4, seconds: int = 1800, file: str = "") -> str:
    """A line of Strava's list."""
    return (
        f'{number},"{date}",Evening,{kind},,{seconds + 60},{km},,,false,,Red shoes,{file},,,{seconds + 60}.0,{seconds}.0,{km * 1000},5,3,42'
    )


def archive(members: Mapping[str, bytes | str]) -> bytes:
    """A zip with these files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in members.items():
            made.writestr(name, content)
    return stream.getvalue()


def written(folder: Path, files: Mapping[str, bytes | str]) -> list[Path]:
    """These files in a folder; a name that ends in .gz is packed."""
    paths = []
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = content.encode() if isinstance(content, str) else content
        path.write_bytes(gzip.compress(data) if name.endswith(".gz") else data)
        paths.append(path)
    return paths
