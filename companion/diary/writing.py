"""Entries from what a person typed: new ones, and others changed."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from hipexpert.companion.diary import typed
from hipexpert.companion.diary.checking import problems_of
from hipexpert.companion.diary.database import DiaryError
from hipexpert.companion.diary.entries import KINDS, Entry, RunEntry, kind_of
from hipexpert.engine import Problem, gathering
from hipexpert.knowledge import did_you_mean

_PAIN = ("before", "during", "after", "next-morning", "site", "stopped")


def entry_of(kind: str, said: Mapping[str, str], day: datetime.date, today: datetime.date) -> Entry:
    """A new entry of what was typed, by option, that can be true. A week is that of the day. Raises DiaryError with every problem."""
    fields = typed.fields(kind, said)
    if kind == "week":
        day -= datetime.timedelta(days=day.weekday())
        missing = [name for name in ("participation", "volume", "performance", "pain") if name not in fields]
        if missing:
            from hipexpert.companion.diary.overuse import ANSWERS, QUESTIONS

            raise DiaryError(
                Problem(
                    "missing", f"not answered: {QUESTIONS[name][:1].lower()}{QUESTIONS[name][1:]}", f"--{name}", ", ".join(ANSWERS[name])
                )
                for name in missing
            )
    entry = _made(kind, {"date": day, **fields})
    if problems := problems_of(entry, today):
        raise DiaryError(problems)
    return entry


def entries_of(kind: str, said: Mapping[str, str], day: datetime.date, today: datetime.date) -> list[Entry]:
    """A new entry, and with a run the pain of it where any was given. Raises DiaryError with every problem of both."""
    if kind != "run":
        return [entry_of(kind, said, day, today)]
    problems: list[Problem] = []
    entries: list[Entry] = []
    pain = {name: text for name, text in said.items() if name in _PAIN}
    with gathering(problems):
        entries.append(entry_of("run", {name: text for name, text in said.items() if name not in _PAIN}, day, today))
    if pain:
        with gathering(problems):
            entries.append(entry_of("pain", pain, day, today))
    if problems:
        raise DiaryError(dict.fromkeys(problems))
    return entries


def changed(entry: Entry, said: Mapping[str, str], cleared: Iterable[str], day: datetime.date | None) -> Entry:
    """An entry with what was typed in the place of what it said. Raises DiaryError with every problem."""
    kind = kind_of(entry)
    known = [name for name in KINDS[kind].__struct_fields__ if name not in ("id", "date", "sources")]
    fields = typed.fields(kind, said)
    for option in cleared:
        name = typed.READERS.get(option, (option.replace("-", "_"), str))[0]
        if name not in known:
            help_text = did_you_mean(option, known, f"it has {', '.join(known)}")
            raise DiaryError([Problem("unknown-field", f"a {kind} has no `{option}`", "--clear", help_text)])
        fields[name] = None
    if not fields and day is None:
        raise DiaryError([Problem("nothing", "say what to change", "", f"for instance: hipexpert log edit {entry.id} --note 'new shoes'")])
    if kind == "week" and day is not None:
        day -= datetime.timedelta(days=day.weekday())
    whole = {name: getattr(entry, name) for name in entry.__struct_fields__}
    if "pace" in fields:  # of what it joins, the one that was not typed gives way; where neither was, the duration
        whole["distance_km" if "duration_min" in fields and "distance_km" not in fields else "duration_min"] = None
    return _made(kind, {**whole, **fields, **({} if day is None else {"date": day})})


def _made(kind: str, fields: dict[str, Any]) -> Entry:
    pace = fields.pop("pace", None)
    if kind == "pain" and fields.get("site") is None:
        fields.pop("site", None)
    try:
        entry = msgspec.convert(fields, type=KINDS[kind])
    except msgspec.ValidationError as error:
        text = str(error)
        raise DiaryError([Problem("not-readable", f"{text[:1].lower()}{text[1:]}", "", f"`hipexpert log add {kind} --help`")]) from None
    return typed.with_pace(entry, pace) if isinstance(entry, RunEntry) else entry
