"""Random entries of a diary, each of which can be true on a given day."""

import datetime

from hypothesis import strategies as st
from msgspec.structs import fields

from hipexpert.companion import DayNote, Entry, OveruseWeek, PainEntry, PlanEvent, RunEntry
from hipexpert.companion.diary.overuse import ANSWERS

TODAY = datetime.date(2026, 6, 30)
FIRST = datetime.date(2016, 1, 1)
_CHARS = st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n\t")
_TEXTS = st.text(_CHARS, min_size=1, max_size=40).filter(str.strip) | st.sampled_from(
    ["=1+1", "'quoted", "-5", 'a;b,c"d', "@me", "+47", "\\u{41}", "a\u202eb\u200d"]
)
_DAYS = st.dates(FIRST, TODAY)
_SCALE = st.none() | st.integers(0, 10)


def _choices(kind: type, name: str) -> st.SearchStrategy[object]:
    values = next(field.type for field in fields(kind) if field.name == name).__args__[0].__args__
    return st.none() | st.sampled_from(values)


@st.composite
def runs(draw: st.DrawFn, days: st.SearchStrategy[datetime.date] = _DAYS) -> RunEntry:
    """A run at a pace that people run at."""
    distance = draw(st.floats(0.3, 100))
    duration = distance * draw(st.floats(3, 15))
    words = {name: draw(_choices(RunEntry, name)) for name in ("terrain", "surface", "session")}
    return RunEntry(
        date=draw(days),
        time=draw(st.none() | st.times().map(lambda time: time.replace(fold=0))),
        distance_km=distance,
        duration_min=draw(st.sampled_from([None, duration])),
        elapsed_min=draw(st.sampled_from([None, duration + 5])),
        climb_m=draw(st.none() | st.floats(0, 3000)),
        camber=draw(st.none() | st.booleans()),
        effort=draw(_SCALE),
        fast_share=draw(st.none() | st.floats(0, 1)),
        shoes=draw(st.none() | _TEXTS),
        note=draw(st.none() | _TEXTS),
        sources=tuple(draw(st.lists(_TEXTS, max_size=2))),
        **words,  # type: ignore[arg-type]
    )


@st.composite
def pains(draw: st.DrawFn) -> PainEntry:
    """Pain of a day at the hip or somewhere else, at least one number of it."""
    day = draw(st.dates(FIRST, TODAY - datetime.timedelta(days=1)))
    return PainEntry(
        date=day,
        site=draw(st.just("hip") | _TEXTS),
        before=draw(_SCALE),
        during=draw(_SCALE),
        after=draw(st.integers(0, 10)),
        next_morning=draw(_SCALE),
        stopped=draw(st.none() | _TEXTS),
    )


@st.composite
def weeks(draw: st.DrawFn) -> OveruseWeek:
    """The four answers about a week that is over."""
    day = draw(st.dates(FIRST + datetime.timedelta(days=7), TODAY))
    answers = {name: draw(st.sampled_from(sorted(given))) for name, given in ANSWERS.items()}
    return OveruseWeek(date=day - datetime.timedelta(days=day.weekday()), note=draw(st.none() | _TEXTS), **answers)  # type: ignore[arg-type]


def entries() -> st.SearchStrategy[Entry]:
    """An entry of any kind."""
    notes = st.builds(DayNote, date=_DAYS, text=_TEXTS, desk_hours=st.none() | st.floats(0, 24))
    leaves = st.none() | st.booleans() | st.integers(-(2**53), 2**53) | _TEXTS
    data = st.dictionaries(_TEXTS, leaves | st.lists(leaves, max_size=3), max_size=3)
    plans = st.builds(PlanEvent, date=_DAYS, event=_TEXTS, data=data)
    return runs() | pains() | weeks() | notes | plans


def diaries() -> st.SearchStrategy[list[Entry]]:
    """Entries of which no two are of one day and kind, but for events of plans."""
    return st.lists(entries(), max_size=12, unique_by=lambda entry: object() if isinstance(entry, PlanEvent) else (type(entry), entry.date))
