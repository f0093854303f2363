"""The figures that a text names, with their units, and on which side of them it speaks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Side = Literal["from", "up to", ""]
_FIRST = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen"
SPELT = {
    **{word: float(number) for number, word in enumerate(_FIRST.split())},
    **dict(zip(("twenty", "thirty", "forty", "fifty", "sixty", "ninety"), (20.0, 30.0, 40.0, 50.0, 60.0, 90.0), strict=True)),
    **dict.fromkeys(("half an", "half a"), 0.5),
    **dict.fromkeys(("a", "an"), 1.0),
}
"""Numbers as words; an article is one only before a unit of time."""
DAYS = {"minute": 1 / 1440, "hour": 1 / 24, "day": 1.0, "week": 7.0, "month": 30.4, "year": 365.25}
"""The units of time, in days."""
_FIGURE = re.compile(
    rf"(?<![\w.-])(?<!a few )(?P<number>\d+(?:\.\d+)?|{'|'.join(sorted(SPELT, key=len, reverse=True))})(?![\w.]*\d)"
    rf"(?:[ -](?:(?!(?:{'|'.join(SPELT)}|and|of|to|few|several|some)\b)[a-z]+[ -]){{0,3}}(?P<time>{'|'.join(DAYS)})s?(?![\w-]))?"
)
_BEFORE: tuple[tuple[Side, re.Pattern[str]], ...] = (
    ("from", re.compile(r"\b(?:above|over|more than|past|at least|older than|beyond|longer than|from)(?: the age of)? $")),
    ("up to", re.compile(r"\b(?:below|under|less than|fewer than|at most|up to|within|younger than|no more than)(?: the age of)? $")),
)
_AFTER: tuple[tuple[Side, re.Pattern[str]], ...] = (
    ("from", re.compile(r"^(?:[ -][\w-]+){0,2} or (?:more|longer|older|above|over)\b")),
    ("up to", re.compile(r"^(?:[ -][\w-]+){0,2} or (?:less|fewer|younger|shorter|below|under)\b")),
)


@dataclass(frozen=True)
class Figure:
    """A number that a text names; ``time`` is its unit of time, if it has one, and ``spelt`` says that it is written as a word."""

    value: float
    time: str
    side: Side
    spelt: bool

    def days(self) -> float:
        """How many days that is."""
        return self.value * DAYS[self.time]


def figures_in(text: str) -> Iterator[Figure]:
    """The figures of a text, in their order."""
    text = text.casefold()
    for found in _FIGURE.finditer(text):
        number, time = found["number"], found["time"] or ""
        before, after = text[: found.start()], text[found.start("number") + len(number) :]
        # "Seen within a day" is what is to be done, and "a hop" is no figure.
        if number in ("a", "an", "half a", "half an") and (not time or before.endswith("within ")):
            continue
        sides = [side for side, words in _BEFORE if words.search(before)] or [side for side, words in _AFTER if words.search(after)]
        yield Figure(SPELT[number] if number in SPELT else float(number), time, sides[0] if sides else "", number in SPELT)
