"""Dates and numbers as exports write them, in the languages that they come in."""

import datetime
import re

# Month names by their first letters, in English, German, French, Spanish, Italian, Dutch, Portuguese and the Scandinavian languages.
_MONTHS = (
    ("jan", "jän", "ene", "gen"),
    ("feb", "fév", "fev"),
    ("mar", "mär", "mrt", "maa"),
    ("apr", "avr", "abr"),
    ("may", "mai", "maj", "mei", "mag"),
    ("jun", "juin", "giu"),
    ("jul", "juil", "lug"),
    ("aug", "aoû", "aou", "ago"),
    ("sep", "set"),
    ("oct", "okt", "ott", "out"),
    ("nov",),
    ("dec", "dez", "déc", "dic"),
)
_CLOCK = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?\s*([ap])?\.?\s*m?\.?", re.IGNORECASE)
_NUMBERS = (
    re.compile(r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"),
    re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})"),
)
_WORDS = (
    re.compile(r"(?P<name>[^\W\d]{3,})\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{4})"),
    re.compile(r"(?P<day>\d{1,2})\.?\s+(?:de\s+)?(?P<name>[^\W\d]{3,})\.?,?\s+(?:de\s+)?(?P<year>\d{4})"),
)


def read_moment(text: str) -> datetime.datetime | None:
    """The moment that a cell names, without a zone; None where it cannot be read for certain (`03/04/2025` may be March or April)."""
    said = " ".join(text.replace("\u202f", " ").replace("\xa0", " ").split())
    for pattern in (*_NUMBERS, *_WORDS):
        found = pattern.search(said)
        if found is None:
            continue
        parts = found.groupdict()
        month = int(parts["month"]) if "month" in parts else _month(parts["name"])
        clock = _CLOCK.search(said[found.end() :])
        if month is None or clock is None:
            return None
        hour = int(clock[1])
        if clock[4]:
            hour = hour % 12 + (12 if clock[4].lower() == "p" else 0)
        try:
            return datetime.datetime(int(parts["year"]), month, int(parts["day"]), hour, int(clock[2]), int(clock[3] or 0))
        except ValueError:
            return None
    return None


def _month(name: str) -> int | None:
    said = name.lower()
    return next((number for number, starts in enumerate(_MONTHS, 1) if said.startswith(starts)), None)


def read_number(text: str) -> float | None:
    """The number of a cell: `10.52`, `10,52`, `1,234.5`, `1.234,5`; None for `--` and the like."""
    said = text.strip().replace("\xa0", "").replace("\u202f", "").replace(" ", "").replace("'", "")
    if "," in said and "." in said:
        thousands = "," if said.rfind(".") > said.rfind(",") else "."
        said = said.replace(thousands, "")
    said = said.replace(",", ".")
    try:
        value = float(said)
    except ValueError:
        return None
    return value if abs(value) < 1e12 else None
