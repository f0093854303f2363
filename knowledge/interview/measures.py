"""Numbers as people say them, with units of their own: "3 weeks", "1.5 hours", "5 ft 10, 154 lb"."""

import re
from collections.abc import Mapping
from difflib import get_close_matches

from hipexpert.knowledge.runner import units

DAYS = {
    **units.DAYS,
    "d": units.DAYS["day"],
    "wk": units.DAYS["week"],
    "w": units.DAYS["week"],
    "mo": units.DAYS["month"],
    "yr": units.DAYS["year"],
    "y": units.DAYS["year"],
    # as the interview in German asks for them
    **dict.fromkeys(("tag", "tage", "tagen"), units.DAYS["day"]),
    **dict.fromkeys(("woche", "wochen"), units.DAYS["week"]),
    **dict.fromkeys(("monat", "monate", "monaten"), units.DAYS["month"]),
    **dict.fromkeys(("jahr", "jahre", "jahren"), units.DAYS["year"]),
}
MINUTES = {"minute": 1.0, "min": 1.0, "m": 1.0, "hour": 60.0, "hr": 60.0, "h": 60.0}
KILOMETRES = {"kilometre": 1.0, "kilometer": 1.0, "km": 1.0, "k": 1.0, "mile": units.KILOMETRES_A_MILE, "mi": units.KILOMETRES_A_MILE}
UNITS = {"days": DAYS, "minutes": MINUTES, "kilometres": KILOMETRES, "km": KILOMETRES}
MISSPELT = 4  # letters from which on a word may be misspelt
ALIKE = 0.8  # how much of it must be right
BODY_MASS = "kilograms per square metre"
WORDS = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "twelve": 12,
    **dict.fromkeys(("ein", "eine", "einem", "einen", "einer"), 1),
    **{word: number for number, word in enumerate(("zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn"), 2)},
    "zwölf": 12,
}
_TODAY = ("today", "this morning", "tonight", "just now", "heute", "heute früh", "heute morgen", "gerade eben")
_YESTERDAY = ("yesterday", "last night", "gestern", "gestern abend", "letzte nacht")
_NAMED_DAYS = {**dict.fromkeys(_TODAY, 0.0), **dict.fromkeys(_YESTERDAY, 1.0), "vorgestern": 2.0}
_AMOUNT = re.compile(r"(\d+(?:[.,]\d+)?|\b(?:" + "|".join(WORDS) + r")\b)\s*([^\W\d_]+)", re.IGNORECASE)
_TALL = re.compile(
    r"(\d+(?:\.\d+)?)\s*(cm|m|metres?|meters?)\b|(\d+)\s*(?:ft|feet|foot|')\s*(?:(\d+)\s*(?:in|inch|inches|\"|'')?)?", re.IGNORECASE
)
_WEIGH = re.compile(r"(\d+(?:\.\d+)?)\s*(kg|kilos?|kilograms?|lbs?|pounds?|stone|st)\b", re.IGNORECASE)
_HEAVY = {"k": 1.0, "l": 0.45359237, "p": 0.45359237, "s": 6.35029318}


def in_unit(said: str, unit: str) -> float | None:
    """The number, in the unit of a finding, that an amount with a unit of its own comes to; None where it is none."""
    if unit == BODY_MASS:
        return _body_mass(said)
    day = " ".join(said.lower().split()).removeprefix("since ").removeprefix("seit ")
    if unit == "days" and day in _NAMED_DAYS:
        return _NAMED_DAYS[day]
    known = UNITS.get(unit)
    found = _AMOUNT.findall(said) if known else []
    if known is None or not found or re.sub(r"[\s,]|\b(?:and|about|for|und|etwa|seit)\b", "", _AMOUNT.sub("", said.lower())):
        return None
    total = 0.0
    for amount, word in found:
        size = _size(word.lower(), known)
        if size is None:
            return None
        total += (WORDS[amount.lower()] if amount.lower() in WORDS else float(amount.replace(",", "."))) * size
    return round(total, 2)


def _size(word: str, known: Mapping[str, float]) -> float | None:
    """How large a unit is, by its name, also misspelt ("weks"), where all that it may be are as large."""
    exact = known.get(word) or known.get(word.removesuffix("s"))
    if exact is not None or len(word) < MISSPELT:
        return exact
    near = {known[each] for form in (word, word.removesuffix("s")) for each in get_close_matches(form, known, 3, ALIKE)}
    return near.pop() if len(near) == 1 else None


def _body_mass(said: str) -> float | None:
    """Weight over height squared, from both of them in either order."""
    tall, weigh = _TALL.search(said), _WEIGH.search(said)
    if tall is None or weigh is None:
        return None
    metres, unit, feet, inches = tall.groups()
    height = float(metres) / (100 if unit.lower() == "cm" else 1) if metres else int(feet) * 0.3048 + int(inches or 0) * 0.0254
    kilograms = float(weigh[1]) * _HEAVY[weigh[2].lower()[0]]
    return round(kilograms / height**2, 1) if height else None
