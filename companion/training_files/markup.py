"""GPX and TCX: XML of strangers, without entities or a document type of its own."""

import datetime
import re
from typing import Any

from hipexpert.companion.training_files import need
from hipexpert.companion.training_files.activity import Activity
from hipexpert.companion.training_files.fit import UnreadableFileError
from hipexpert.companion.training_files.track import TrackPoint, measure

_TCX = "{http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2}"


def read_gpx(content: bytes, source: str) -> list[Activity]:
    """The tracks of a GPX file. Raises UnreadableFileError for a file that is none, has no times, or asks for entities."""
    need("gpxpy", "defusedxml")
    import gpxpy
    import gpxpy.gpx

    root = _parsed(content, "gpx")
    if not root.tag.endswith("}gpx") and root.tag != "gpx":
        raise UnreadableFileError(f"the file is no GPX: it begins with `{_local(root.tag)}`")
    try:
        whole = gpxpy.parse(_text(content))
    except (gpxpy.gpx.GPXException, ValueError, TypeError, AttributeError, OverflowError, LookupError) as error:
        raise UnreadableFileError(f"the file cannot be read as GPX: {str(error).lower()[:120]}") from None
    found = []
    for track in whole.tracks:
        points = [
            TrackPoint(_aware(each.time), None, each.latitude, each.longitude, each.elevation, number)
            for number, segment in enumerate(track.segments)
            for each in segment.points
        ]
        told = measure(points)
        if told.start is not None and told.distance_m:
            found.append(
                Activity(
                    source, told.start, track.type or "", told.distance_m, told.moving_s, told.elapsed_s, told.climb_m, told.fast_share,
                    name=track.name or "",
                )
            )  # fmt: skip
    if not found:
        has_points = any(segment.points for track in whole.tracks for segment in track.segments)
        raise UnreadableFileError("its points have no times: a way, not a run" if has_points else "the file holds no track")
    return found


def read_tcx(content: bytes, source: str) -> list[Activity]:
    """The activities of a TCX file. Raises UnreadableFileError for a file that is none or asks for entities."""
    need("defusedxml")
    root = _parsed(content, "TCX")
    if _local(root.tag) != "TrainingCenterDatabase":
        raise UnreadableFileError(f"the file is no TCX: it begins with `{_local(root.tag)}`")
    found = [each for node in root.iter(f"{_TCX}Activity") if (each := _tcx_activity(node, source)) is not None]
    if not found:
        raise UnreadableFileError("the file holds no activity")
    return found


def _tcx_activity(node: Any, source: str) -> Activity | None:
    points = [_tcx_point(each) for each in node.iter(f"{_TCX}Trackpoint")]
    told = measure(points)
    laps = list(node.iter(f"{_TCX}Lap"))
    seconds = sum(filter(None, (_float(lap, "TotalTimeSeconds") for lap in laps)))
    metres = sum(filter(None, (_float(lap, "DistanceMeters") for lap in laps)))
    start = told.start or _time(node.findtext(f"{_TCX}Id"))
    if start is None:
        return None
    return Activity(
        source=source,
        start=start,
        sport=str(node.get("Sport", "")),
        distance_m=metres or told.distance_m,
        moving_s=seconds or told.moving_s,
        elapsed_s=told.elapsed_s,
        climb_m=told.climb_m,
        fast_share=told.fast_share,
        indoor=bool(points) and all(point.latitude is None for point in points),
        name=node.findtext(f"{_TCX}Notes") or "",
    )


def _tcx_point(node: Any) -> TrackPoint:
    return TrackPoint(
        _time(node.findtext(f"{_TCX}Time")),
        _float(node, "DistanceMeters"),
        _float(node, f"Position/{_TCX}LatitudeDegrees"),
        _float(node, f"Position/{_TCX}LongitudeDegrees"),
        _float(node, "AltitudeMeters"),
    )


def _float(node: Any, name: str) -> float | None:
    try:
        value = float(node.findtext(f"{_TCX}{name}") or "")
    except ValueError:
        return None
    return value if abs(value) < 1e9 else None


def _time(text: str | None) -> datetime.datetime | None:
    try:
        return _aware(datetime.datetime.fromisoformat((text or "").strip()))
    except ValueError:
        return None


def _aware(when: datetime.datetime | None) -> datetime.datetime | None:
    """A time with a zone: what names none is UTC, as both formats say."""
    return when.replace(tzinfo=datetime.UTC) if when is not None and when.tzinfo is None else when


def _parsed(content: bytes, what: str) -> Any:
    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    try:
        return fromstring(content.lstrip(), forbid_dtd=True)  # some files begin with blanks, which XML forbids
    except DefusedXmlException:
        raise UnreadableFileError("the file defines entities or a document type, which no training file needs: it is not read") from None
    except (ParseError, ValueError, LookupError, RecursionError) as error:
        raise UnreadableFileError(f"the file cannot be read as {what}: {str(error).lower()[:120]}") from None


def _text(content: bytes) -> str:
    """XML as text, without the line that says its encoding."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        text = content.decode("utf-16")
    else:
        said = re.match(rb"\s*<\?xml[^>]*encoding=[\"']([\w.-]+)", content.removeprefix(b"\xef\xbb\xbf"))
        text = content.decode(said[1].decode() if said else "utf-8-sig").removeprefix("\ufeff")
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text)


def _local(tag: str) -> str:
    return re.sub(r"^\{[^}]*\}", "", str(tag))[:40]
