"""The lists of activities in exports: Strava's and Garmin Connect's CSV, Garmin's JSON. Their headers change, and are translated."""

import csv
import datetime
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hipexpert.companion.diary.typed import KM_PER_MILE
from hipexpert.companion.training_files.activity import Activity
from hipexpert.companion.training_files.dates import read_moment, read_number
from hipexpert.companion.training_files.fit import UnreadableFileError
from hipexpert.companion.training_files.headers import GARMIN, STRAVA


@dataclass(frozen=True)
class ActivityRow:
    """A line of a list: the activity, or why it cannot be read, and the file that recorded it."""

    place: str
    file: str
    activity: Activity | None
    fault: str = ""


def read_table(content: bytes, source: str, *, miles: bool = False) -> list[ActivityRow]:
    """The lines of a list of activities. Raises UnreadableFileError for a table whose headers say nothing."""
    text = decoded(content)
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",")
    try:
        header = [name.strip().lower().replace("\u2019", "'") for name in next(reader, [])]
        rows = [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as error:
        raise UnreadableFileError(f"the table cannot be read: {error}") from None
    garmin = "date" not in _columns(header, STRAVA, (cells for _, cells in rows))
    columns = _columns(header, GARMIN if garmin else STRAVA, (cells for _, cells in rows))
    if not {"date", "sport"} <= columns.keys() or not {"distance", "moving", "elapsed", "file"} & columns.keys():
        raise UnreadableFileError(
            "the headers of the table are none that are known of Strava or Garmin: import the recorded files themselves, or name the "
            "columns of your own table as `hipexpert log export` does (kind, date, distance_km, duration_min …; kind is run or pain)"
        )
    read = _garmin_row if garmin else _strava_row
    return [read(f"{source}, line {number}", _cells(row, columns), miles) for number, row in rows]


def decoded(content: bytes) -> str:
    """The text of a table: UTF-8 with or without its mark, UTF-16 with one, else Windows' Latin, as spreadsheets save."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def _columns(header: Sequence[str], names: Mapping[str, frozenset[str]], rows: Iterator[Sequence[str]]) -> dict[str, list[int]]:
    """Where each column stands, all of those of one name; the recorded file is known by its content as well."""
    found: dict[str, list[int]] = {}
    for key, known in names.items():
        places = [number for number, name in enumerate(header) if name.split(" (")[0] in known]
        if places:
            found[key] = places
    if "file" not in found:
        for row in rows:
            places = [number for number, cell in enumerate(row) if cell.startswith("activities/")]
            if places:
                found["file"] = places[:1]
                break
    return found


def _cells(row: Sequence[str], columns: Mapping[str, list[int]]) -> dict[str, list[str]]:
    return {key: [row[place].strip() for place in places if place < len(row)] for key, places in columns.items()}


def _strava_row(place: str, cells: Mapping[str, list[str]], _miles: bool) -> ActivityRow:
    """A line of Strava's: its time is UTC; distances stand twice, as shown and later in metres."""
    file = _first(cells, "file")
    start = read_moment(_first(cells, "date"))
    if start is None:
        return ActivityRow(place, file, None, f"the date `{_first(cells, 'date')[:40]}` cannot be read")
    shown = [value for text in cells.get("distance", []) if (value := read_number(text)) is not None]
    metres = shown[1] if len(shown) > 1 else (shown[0] * 1000 if shown else None)
    activity = Activity(
        source=f"strava {file}" if file else place,
        start=start.replace(tzinfo=datetime.UTC),
        sport=_first(cells, "sport"),
        distance_m=metres,
        moving_s=_largest(cells, "moving"),
        elapsed_s=_largest(cells, "elapsed"),
        climb_m=read_number(_first(cells, "climb")),
        effort=read_number(_first(cells, "effort")),
        name=_first(cells, "name"),
        shoes=_first(cells, "shoes"),
    )
    return ActivityRow(place, file, activity)


def _garmin_row(place: str, cells: Mapping[str, list[str]], miles: bool) -> ActivityRow:
    """A line of Garmin Connect's: its time is that of the place; what its distances are measured in, it does not say."""
    start = read_moment(_first(cells, "date"))
    if start is None:
        return ActivityRow(place, "", None, f"the date `{_first(cells, 'date')[:40]}` cannot be read")
    far = read_number(_first(cells, "distance"))
    activity = Activity(
        source=place,
        start=start,
        sport=_first(cells, "sport"),
        distance_m=None if far is None else far * 1000 * (KM_PER_MILE if miles else 1),
        moving_s=_clock(_first(cells, "moving")),
        elapsed_s=_clock(_first(cells, "elapsed")),
        climb_m=read_number(_first(cells, "climb")),
        name=_first(cells, "name"),
    )
    return ActivityRow(place, "", activity)


def _first(cells: Mapping[str, list[str]], key: str) -> str:
    return next((text for text in cells.get(key, []) if text and text != "--"), "")


def _largest(cells: Mapping[str, list[str]], key: str) -> float | None:
    return max((value for text in cells.get(key, []) if (value := read_number(text)) is not None), default=None)


def _clock(text: str) -> float | None:
    """Seconds of `1:02:03`, `52:10` or `00:52:10,4`."""
    total = 0.0
    for part in text.replace(",", ".").split(":") if text else ["x"]:
        value = read_number(part)
        if value is None:
            return None
        total = total * 60 + value
    return total


def read_garmin_json(content: bytes, source: str) -> list[ActivityRow]:
    """The activities of Garmin's export: milliseconds, centimetres, and the clock of the place. Raises UnreadableFileError."""
    try:
        whole = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise UnreadableFileError(f"the file cannot be read as JSON: {str(error).lower()[:120]}") from None
    listed = whole if isinstance(whole, list) else [whole]
    activities = [each for part in listed if isinstance(part, dict) for each in _list(part.get("summarizedActivitiesExport"))]
    if not activities:
        raise UnreadableFileError("the file is no list of activities of Garmin's export")
    return [_garmin_activity(each, f"{source}, entry {number}") for number, each in enumerate(activities, 1)]


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _garmin_activity(said: Any, place: str) -> ActivityRow:
    if not isinstance(said, dict):
        return ActivityRow(place, "", None, "it is no activity")
    try:
        local = said.get("startTimeLocal")
        clock = local if isinstance(local, int | float) else said.get("beginTimestamp", said.get("startTimeGmt"))
        start = datetime.datetime.fromtimestamp(float(clock) / 1000, datetime.UTC)  # type: ignore[arg-type]
    except (TypeError, ValueError, OverflowError, OSError):
        return ActivityRow(place, "", None, "it does not say when it was")
    kind = said.get("activityType")
    kind = kind.get("typeKey") if isinstance(kind, dict) else kind
    activity = Activity(
        source=f"garmin {said['activityId']}" if isinstance(said.get("activityId"), int) else place,
        start=start.replace(tzinfo=None) if isinstance(local, int | float) else start,
        sport=str(kind or ""),
        distance_m=_scaled(said.get("distance"), 100),
        moving_s=_scaled(said.get("duration"), 1000),
        elapsed_s=_scaled(said.get("elapsedDuration"), 1000),
        climb_m=_scaled(said.get("elevationGain"), 100),
        name=str(said.get("name") or ""),
    )
    if activity.moving_s and activity.elapsed_s and activity.elapsed_s < activity.moving_s:
        activity = replace(activity, elapsed_s=None)
    return ActivityRow(place, "", activity)


def _scaled(value: object, unit: int) -> float | None:
    return float(value) / unit if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0 else None
