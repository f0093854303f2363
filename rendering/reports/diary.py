"""What stands in a diary, and what was done to it."""

from collections.abc import Iterable, Sequence

from hipexpert.companion import DayNote, Entry, OveruseWeek, PainEntry, PlanEvent, RunEntry
from hipexpert.companion.diary.overuse import is_substantial, overuse_score
from hipexpert.rendering.report.blocks import Block, Heading, Paragraph, Report, Table, quiet
from hipexpert.rendering.report.phrases import counted

_TIMES = (("before", "before"), ("during", "on the run"), ("after", "after"), ("next_morning", "next morning"))
_HAPPENED = {"session": "session", "day": "a day between sessions", "morning": "the morning after the last session"}
_FELT = (("pain_during", "during"), ("pain_after", "after"), ("pain_next_morning", "next morning"), ("pain_between", "that day"))
_SIGNS = (("stride_changed", "limp"), ("warning_sign", "warning sign"))


def diary_report(entries: Sequence[Entry], left_out: int = 0) -> Report:
    """Entries by date, each with its number, in a line; and how many older ones were not shown."""
    rows = tuple((str(entry.id), str(entry.date), _what(entry), "; ".join(_said(entry))) for entry in entries)
    blocks: list[Block] = [Table(("", "Date", "What", ""), rows, (0,))] if rows else [Paragraph("The diary has no such entries.")]
    if left_out:
        blocks.append(
            Paragraph(quiet(f"and {counted(left_out, 'older entry') if left_out == 1 else f'{left_out:,} older entries'}: --all"))
        )
    return Report("Diary", (Heading("Diary", 1), *blocks))


def described(entry: Entry) -> str:
    """An entry in one line, as it is told when it was written."""
    return f"{entry.id}  {entry.date}  {_what(entry)}: {'; '.join(_said(entry))}"


def _what(entry: Entry) -> str:
    if isinstance(entry, RunEntry):
        return "run" if entry.time is None else f"run {entry.time:%H:%M}"
    if isinstance(entry, PainEntry):
        return f"pain, {entry.site}"
    return {OveruseWeek: "week", DayNote: "note", PlanEvent: "plan"}[type(entry)]


def _said(entry: Entry) -> Iterable[str]:
    if isinstance(entry, RunEntry):
        yield from _run(entry)
    elif isinstance(entry, PainEntry):
        noted = [(words, getattr(entry, name)) for name, words in _TIMES]
        yield ", ".join(f"{words} {value}" for words, value in noted if value is not None)
        if entry.stopped:
            yield f"stopped: {entry.stopped}"
    elif isinstance(entry, OveruseWeek):
        yield f"cost {overuse_score(entry)} of 100{', substantially' if is_substantial(entry) else ''}"
    elif isinstance(entry, DayNote):
        if entry.desk_hours is not None:
            yield f"{entry.desk_hours:g} hours at a desk"
        if entry.text:
            yield entry.text
    else:
        yield from _event(entry)
    if not isinstance(entry, DayNote | PlanEvent) and entry.note:
        yield entry.note


def _run(run: RunEntry) -> Iterable[str]:
    yield length_words(run.distance_km, run.duration_min)
    if (pace := run.pace_min_per_km) is not None:
        yield f"{clock(pace)}/km"
    if run.climb_m:
        yield f"{run.climb_m:.0f} m up"
    ways = [*(word for word in (run.terrain, run.surface, run.session) if word), *(["cambered"] if run.camber else [])]
    if ways:
        yield ", ".join(ways)
    if run.effort is not None:
        yield f"effort {run.effort}"
    if run.shoes:
        yield run.shoes


def length_words(distance_km: float | None, duration_min: float | None) -> str:
    """How far and how long: `5.0 km in 30:00`, one of the two, or nothing."""
    length = [f"{distance_km:.1f} km"] if distance_km is not None else []
    length += [clock(duration_min)] if duration_min is not None else []
    return " in ".join(length)


def _event(event: PlanEvent) -> Iterable[str]:
    """What happened to a plan, with what was said of it."""
    observed = event.data.get("observed", {})
    yield _HAPPENED.get(event.event, event.event)
    if length := length_words(event.data.get("distance_km"), event.data.get("duration_min")):
        yield length
    noted = [(words, observed[sign]) for sign, words in _FELT if sign in observed]
    if noted:
        yield f"pain {', '.join(f'{words} {value}' for words, value in noted)}"
    yield from (words for sign, words in _SIGNS if observed.get(sign) is True)
    if observed.get("completed") is False:
        yield "cut short"
    if event.event == "cleared":
        yield f"by {event.data.get('by', '')}"
    if note := event.data.get("note"):
        yield str(note)


def clock(minutes: float) -> str:
    """Minutes as people read them: `5:30`, `1:05:00`."""
    seconds = round(minutes * 60)
    hours, rest = divmod(seconds, 3600)
    return f"{hours}:{rest // 60:02}:{rest % 60:02}" if hours else f"{rest // 60}:{rest % 60:02}"
