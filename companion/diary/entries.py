"""What stands in a diary: runs, pain, weeks, notes, and what happened to a plan. Values; nothing here reads or writes."""

import datetime
from collections.abc import Mapping
from typing import Any, Literal

import msgspec

Terrain = Literal["road", "trail", "track", "treadmill", "mixed"]
Surface = Literal["asphalt", "concrete", "gravel", "dirt", "grass", "sand", "snow", "rubber", "belt"]
Session = Literal["easy", "long", "tempo", "intervals", "hills", "race", "walk-run"]
Participation = Literal["full", "with-pain", "reduced", "none"]
Amount = Literal["not", "little", "moderate", "much", "could-not"]
HurtLevel = Literal["no", "mild", "moderate", "severe"]


class RunEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, tag="run", tag_field="kind"):
    """One run: distance in kilometres, durations in minutes, climb in metres; None where it is not known.

    ``date`` and ``time`` are those of the place where it was run. ``duration_min`` is the time in motion, ``elapsed_min`` that
    between start and end. ``effort`` is how hard it felt, 0 to 10. ``fast_share`` is the part of the distance that was run
    clearly faster than this run's own middle pace. ``camber`` says whether the way sloped to one side. ``sources`` names the
    files that it came from.
    """

    date: datetime.date
    time: datetime.time | None = None
    distance_km: float | None = None
    duration_min: float | None = None
    elapsed_min: float | None = None
    climb_m: float | None = None
    terrain: Terrain | None = None
    surface: Surface | None = None
    camber: bool | None = None
    session: Session | None = None
    effort: int | None = None
    fast_share: float | None = None
    shoes: str | None = None
    note: str | None = None
    sources: tuple[str, ...] = ()
    id: int | None = None

    @property
    def pace_min_per_km(self) -> float | None:
        """Minutes for a kilometre; None where distance or duration is not known."""
        if not self.distance_km or not self.duration_min:
            return None
        return self.duration_min / self.distance_km


class PainEntry(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, tag="pain", tag_field="kind"):
    """The pain of one day at one site, 0 (none) to 10 (worst imaginable); None where it was not noted.

    ``before``, ``during`` and ``after`` are about that day's running, on a day without a run ``before`` is the pain of the day.
    ``next_morning`` is that of the morning after ``date``. ``stopped`` names what it ended or prevented, in the runner's words.
    """

    date: datetime.date
    site: str = "hip"
    before: int | None = None
    during: int | None = None
    after: int | None = None
    next_morning: int | None = None
    stopped: str | None = None
    note: str | None = None
    id: int | None = None

    @property
    def worst(self) -> int | None:
        """The highest of the four; None where none was noted."""
        noted = [value for value in (self.before, self.during, self.after, self.next_morning) if value is not None]
        return max(noted) if noted else None


class OveruseWeek(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, tag="week", tag_field="kind"):
    """What the hip did to a week of running, in the four dimensions of the published overuse scheme. ``date`` is its Monday."""

    date: datetime.date
    participation: Participation
    volume: Amount
    performance: Amount
    pain: HurtLevel
    note: str | None = None
    id: int | None = None


class DayNote(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, tag="note", tag_field="kind"):
    """Something about a day: words, or the hours that were spent sitting at a desk."""

    date: datetime.date
    text: str | None = None
    desk_hours: float | None = None
    id: int | None = None


class PlanEvent(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True, tag="plan", tag_field="kind"):
    """One thing that happened to a plan: started, a session done or skipped, an answer about pain, a change of phase.

    Events are only ever appended; the state of a plan is what its events come to. ``data`` is any JSON object.
    """

    date: datetime.date
    event: str
    data: Mapping[str, Any] = msgspec.field(default_factory=dict)
    id: int | None = None


Entry = RunEntry | PainEntry | OveruseWeek | DayNote | PlanEvent
KINDS: Mapping[str, type[Entry]] = {"run": RunEntry, "pain": PainEntry, "week": OveruseWeek, "note": DayNote, "plan": PlanEvent}


def kind_of(entry: Entry) -> str:
    """The word for an entry's kind: ``run``, ``pain``, ``week``, ``note`` or ``plan``."""
    return str(type(entry).__struct_config__.tag)
