"""Numbers that people write: ages, how long ago, how far, how strong, in figures and in words, with their units."""

import datetime
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from hipexpert.knowledge.runner.units import DAYS, KILOMETRES_A_MILE
from hipexpert.knowledge.words.ages import WARMTH, age_at, decades, warmth_before
from hipexpert.knowledge.words.tokens import HARD, Token, word_at, words_of

_SINCE_THEN = frozenset(["after", "later", "post", "postpartum", "pregnant"])
_DAYS = {**DAYS, "hour": 1 / 24, "minute": 1 / 1440, "night": DAYS["day"], "weekend": DAYS["week"]}
_SINGULAR = {f"{unit}s": unit for unit in _DAYS} | {unit: unit for unit in _DAYS}
_ROUGH = {"a": 1.0, "an": 1.0, "one": 1.0, "couple": 2.0, "few": 3.0, "several": 4.0, "some": 3.0, "half": 0.5}
_NUMBER_WORDS = frozenset(
    [
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
        "thirty",
        "forty",
        "fifty",
        "sixty",
        "seventy",
        "eighty",
        "ninety",
        "hundred",
        "thousand",
    ]
)
LONGEST_NUMBER = 6  # words: of a longer run every word would be read with all that follow
_WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_IN_MILES = ("mile", "miles", "miler")
_LENGTHS = {
    **dict.fromkeys(("km", "k", "kilometer", "kilometers", "kilometre", "kilometres"), 1.0),
    **dict.fromkeys(_IN_MILES, KILOMETRES_A_MILE),
}
_AT_PRESENT = frozenset(
    [
        *(("at", "rest"), ("right", "now"), ("sitting", "still"), ("sitting", "here"), ("just", "now"), ("at", "present")),
        *(("at", "the", "moment"), ("at", "the", "minute"), ("as", "i", "type"), ("as", "i", "write")),
    ]
)
_CADENCES = (100, 260)
_EACH_WEEK = frozenset(["week", "weekly", "weeks"])
_WITHIN_ROUGH = (  # "a good few", "half a"
    frozenset(["couple", "few", "half", "of", "several", "whole", "full", "good", "solid"]),
    frozenset(["a", "an", "of"]),
)
_NEARLY = frozenset(["about", "around", "roughly", "approximately", "maybe", "some", "say", "is", "mileage", "total", "of", "averaging"])
_EACH_DAY = frozenset(["day", "daily"])
_OF_TEN, _NEAR_SCORE = 10, 6
_SCORED = words_of("worst peak peaks peaked max maximum hits reaches currently score scores rated")
_TO_A_SCORE = words_of("a an about around is it its to : maybe pain was like say probably")
_AFTER_A_SCORE = words_of("now right at when and but by with or on after during if then") | {"", ","}
_BEFORE_A_UNIT = frozenset(["solid", "long", "whole", "full", "good", "straight", "odd", "painful", "miserable"])  # "three solid weeks"
_HURTING = frozenset(["pain", "ache", "aching", "sore", "soreness", "hurting", "agony", "this", "it"])
_COUNTED = 5
_OVER_THE_LAST = [[over, "the", last] for over in ("over", "for", "in", "during") for last in ("past", "last")]


class Measure(NamedTuple):
    """A quantity in the text: what kind, how much, where, and whether it was rough or converted.

    Kinds: ``age`` (years), ``days``, ``minutes``, ``hours``, ``km``, ``km_a_week``, ``score``,
    ``celsius``, ``percent``, ``plain``, ``a_minute``, ``degrees``.
    ``when``: a length of time is ``ago``, ``for`` (so long), ``since``, or empty; of an age it is the class of words that a
    letter beside it makes it (``AGED_F``, ``AGED_M``), or empty.
    """

    kind: str
    value: float
    start: int
    end: int
    rough: bool = False
    when: str = ""


class NoDate(NamedTuple):
    """A day that cannot be counted without knowing today: "since Sunday"."""

    start: int
    end: int


def numbers(tokens: Sequence[Token]) -> dict[int, tuple[float, int, bool]]:
    """The number that begins at each token, the token after it, and whether it is rough ("a few")."""
    found: dict[int, tuple[float, int, bool]] = {}
    at = 0
    while at < len(tokens):
        word = tokens[at].word
        if tokens[at].is_number:
            end, value = at + 1, float(word)
            if end + 1 < len(tokens) and tokens[end].word in ("to", "or") and tokens[end + 1].is_number:  # "2 to 3 weeks": the middle
                second = float(tokens[end + 1].word)
                grown = at > 0 and tokens[at - 1].word == "from" and tokens[end].word == "to"
                found[at] = (second if grown else (value + second) / 2, end + 2, True)  # "went from 20 to 45 miles a week": 45 now
                at = end + 2
                continue
            if end < len(tokens) and tokens[end].is_number and tokens[end].start - tokens[at].end == 1:  # "2-3 weeks", "2 - 3"
                found[at] = ((value + float(tokens[end].word)) / 2, end + 1, True)
                at = end + 1
                continue
            found[at] = (value, end, False)
            at = end
        elif word in _NUMBER_WORDS:
            end = at + 1
            while end < min(len(tokens), at + LONGEST_NUMBER) and (
                tokens[end].word in _NUMBER_WORDS
                or (
                    tokens[end].word == "and"
                    and end + 1 < len(tokens)
                    and tokens[end + 1].word in _NUMBER_WORDS
                    and tokens[end - 1].word in ("hundred", "thousand")
                )
            ):
                end += 1
            value_ = _in_words(" ".join(token.word for token in tokens[at:end]))
            if value_ is None and end > at + 1:
                end = at + 1
                value_ = _in_words(word)
            rough = False
            if value_ is not None and end + 1 < len(tokens) and tokens[end].word in ("to", "or") and tokens[end + 1].word in _NUMBER_WORDS:
                other = _in_words(tokens[end + 1].word)  # "three or four weeks"
                if other is not None and value_ < other:
                    value_, end, rough = (value_ + other) / 2, end + 2, True
            if value_ is not None:
                found[at] = (value_, end, rough)
            at = end
        elif word in _ROUGH:
            end = at + 1
            value2, rough = _ROUGH[word], word not in ("a", "an", "one")
            while end < len(tokens) and tokens[end].word in _WITHIN_ROUGH[word == "half"]:
                if tokens[end].word in _ROUGH and word != "half":
                    value2, rough = _ROUGH[tokens[end].word], True
                end += 1
            found[at] = (value2, end, rough)
            at = end
        else:
            at += 1
    return found


@lru_cache(maxsize=2000)
def _in_words(text: str) -> float | None:
    from text_to_num import text2num

    try:
        return float(text2num(text, "en"))
    except ValueError:
        return None


def measures(tokens: Sequence[Token], today: datetime.date | None = None) -> Iterator[Measure | NoDate]:
    """Every quantity in a text."""
    words = [token.word for token in tokens]
    given = numbers(tokens)
    taken = set(given)
    yield from (Measure("age", each.years, each.start, each.end, each.rough) for each in decades(words))
    for at, (value, end, rough) in given.items():
        for each in _one(words, at, value, end, rough, taken):
            yield each._replace(end=min(each.end, len(words)))  # a unit may be left out at the end of a text
    yield from _none_now(words)
    yield from _days_named(words, today)


def _one(words: Sequence[str], at: int, value: float, end: int, rough: bool, taken: set[int]) -> Iterator[Measure]:
    if word_at(words, end) == "ish":  # "60ish miles"
        end, rough = end + 1, True
    half = next((each for each in (["and", "a", "half"], ["and", "half"]) if words[end : end + len(each)] == each), None)
    if half and _SINGULAR.get(word_at(words, end + len(half))):  # "one and a half years"
        value, end = value + 0.5, end + len(half)
    if word_at(words, end) in _BEFORE_A_UNIT and word_at(words, end + 1) in _SINGULAR:
        end += 1
    after, next_ = word_at(words, end), word_at(words, end + 1)
    before = word_at(words, at - 1)
    unit = _SINGULAR.get(after, "")
    if unit == "weekend" and word_at(words, end + 1) != "ago":
        unit = ""
    if unit == "year" and words[at - 2 : at] in (["quarter", "of"], ["quarters", "of"]):
        value *= 0.25 * (3 if words[at - 2] == "quarters" else 1)
    if unit == "hour" and words[at - 2 : at] == ["quarter", "of"]:
        start = at - 3 if word_at(words, at - 3) == "a" else at - 2
        yield Measure("minutes", 15.0, start, end + 1, True)
        return
    exact = words[at] not in _ROUGH
    age = age_at(words, at, value, end, rough) if exact else None
    if age is not None:
        yield Measure("age", age.years, age.start, age.end, age.rough, age.letter)
        return
    if (after == "/" and next_ == "10") or (after == "out" and next_ == "of" and word_at(words, end + 2) in ("10", "ten")):
        if 0 <= value <= 10:
            yield Measure("score", value, at, end + (2 if after == "/" else 3))
        return
    if unit in ("minute", "hour") and "steps" not in words[max(0, at - 2) : end]:
        yield Measure("minutes", value * (60 if unit == "hour" else 1), at, end + 1, rough)
        if unit == "hour":
            yield Measure("hours", value, at, end + 1, rough)
    if after in _LENGTHS:
        length = value * _LENGTHS[after]
        each = next_ if next_ not in ("a", "per", "each", "every", "of", "/") else word_at(words, end + 2)
        if each in _EACH_WEEK and not (next_ == each and word_at(words, end + 2)[:1].isdigit()):  # "couch to 5k week 6" is no distance
            yield Measure("km_a_week", length, at, end + (2 if next_ == each else 3), after in _IN_MILES)
        elif _of_the_week(words, at):
            yield Measure("km_a_week", length, at, end + 1, True)
        elif each in _EACH_DAY and next_ != "of":
            yield Measure("km_a_week", length * 7, at, end + (2 if next_ == each else 3), True)
        else:
            yield Measure("km", length, at, end + 1, after in _IN_MILES)
        return
    if after == "mpw":
        yield Measure("km_a_week", value * KILOMETRES_A_MILE, at, end + 1, True)
        return
    if after in ("degrees", "degree", "deg"):
        yield Measure("degrees", value, at, end + 1, rough)
    if 34 <= value <= 43 and (after in ("degrees", "c", "celsius", "degree", *WARMTH) or (not unit and warmth_before(words, at))):
        yield Measure("celsius", value, at, end + 1)
        return
    if (after in ("f", "fahrenheit") or (not unit and warmth_before(words, at))) and 95 <= value <= 109:
        yield Measure("celsius", round((value - 32) * 5 / 9, 1), at, end + 1, True)
        return
    if after in ("steps", "spm") or ("cadence" in words[max(0, at - 4) : at] and _CADENCES[0] <= value <= _CADENCES[1]):
        yield Measure("a_minute", value, at, end + 1)
        return
    if unit and not (unit == "year" and next_ == "old") and not (unit == "night" and not exact):
        if (
            words[at] == "a"
            and unit in ("day", "week", "month", "year")
            and at > 0
            and (at - 1 in taken or before in ("times", "once", "twice", "km", "miles", "hours", "sessions", "days", "runs", "mile"))
        ):
            return  # a rate, not a time
        since = (
            next_ in ("after", "post") and "since" in words[end + 2 : end + 2 + _COUNTED * 2]
        )  # "ten days post marathon, sore ever since"
        if next_ in _SINCE_THEN and not (next_ == "after" and before == "for") and not since:
            return  # "six weeks after the birth", "five months postpartum": from there, and not since when it hurts
        when = _timeword_at(words, at, end + 1)
        if when == "ago" and before == "than":
            return  # "better than two weeks ago"
        hurting = unit == "hour" and next_ == "of" and not _HURTING.isdisjoint(words[end + 2 : end + 2 + _COUNTED])
        if unit in ("hour", "minute") and when != "ago" and not hurting:
            return  # how long something lasts or takes, and not since when it hurts
        if words[end + 1 : end + 4] == ["and", "a", "half"]:
            value, end = value + 0.5, end + 3  # "a month and a half"
        yield Measure("days", _whole_days(value, unit), at, end + 1, rough or unit not in ("day", "week"), when)
        return
    if exact and value <= _OF_TEN and _is_score(words, at, end):
        yield Measure("score", value, at, end, rough)
        return
    counted = _SINGULAR.get(before, "")
    if exact and counted in DAYS and after == "of" and not _HURTING.isdisjoint(words[end + 1 : end + 1 + _COUNTED]):
        yield Measure("days", _whole_days(value, counted), at - 1, end, True, "for")  # "day 4 of a sore hip"
        return
    if exact or (words[at] == "one" and after == "pair"):
        yield Measure("plain", value, at, end, rough)


def _is_score(words: Sequence[str], at: int, end: int) -> bool:
    """Whether a number stands as one out of ten where people leave that out: "worst 8", "hits a 7", "currently a 2", "3 at rest"."""
    if word_at(words, end) not in _AFTER_A_SCORE | set(HARD) or word_at(words, at - 1) in ("/", "of"):
        return False
    before = next((words[place] for place in range(at - 1, max(at - _NEAR_SCORE, -1), -1) if words[place] not in _TO_A_SCORE), "")
    after = [word for word in words[end : end + 3] if word not in ("its", "it")][:2]
    return (
        before in _SCORED or words[max(at - 2, 0) : at] in (["peaks", "at"], ["peaked", "at"]) or after in (["at", "rest"], ["at", "worst"])
    )


def _of_the_week(words: Sequence[str], at: int) -> bool:
    """Whether a length follows a rate by the week or is called that of it: "3 x a week, about 25k", "weekly mileage 60k"."""
    before = [word for word in words[max(0, at - 5) : at] if word not in _NEARLY]
    return (before[-3:-1] in (["a", "week"], ["per", "week"]) and before[-1:] == [","]) or "weekly" in before[-2:]


def _none_now(words: Sequence[str]) -> Iterator[Measure]:
    """No pain at all as a score: "nothing right now", "0 sitting still", "no pain at rest"."""
    for at, word in enumerate(words):
        end = at + 2 if words[at : at + 2] == ["no", "pain"] else at + 1 if word in ("nothing", "0", "zero", "none", "nil") else 0
        if words[end : end + 2] == ["at", "all"]:
            end += 2
        if end and (tuple(words[end : end + 2]) in _AT_PRESENT or tuple(words[end : end + 3]) in _AT_PRESENT):
            yield Measure("score", 0.0, at, end)


def _whole_days(value: float, unit: str) -> float:
    days = value * _DAYS[unit]
    return float(int(days)) if unit in ("hour", "minute") else float(round(days))


def _timeword_at(words: Sequence[str], at: int, end: int) -> str:
    if word_at(words, end) in ("ago", "earlier", "back") or (word_at(words, end) == "before" and word_at(words, end + 1) in ("", *HARD)):
        return "ago"
    back = words[max(0, at - 3) : at]
    for word in ("for", "over", "since", "past", "last", "within", "in", "after", "later", "history"):
        if word in back:
            return word
    return "for" if word_at(words, end) in ("now", "history", "of") else ""


def _days_named(words: Sequence[str], today: datetime.date | None) -> Iterator[Measure | NoDate]:
    for at, word in enumerate(words):
        before = word_at(words, at - 1)
        if word in ("today", "tonight") or (word in ("morning", "afternoon", "evening") and before == "this"):
            yield Measure("days", 0.0, at - (word not in ("today", "tonight")), at + 1, False, "day")
        elif word == "yesterday" or (word == "night" and before == "last"):
            yield Measure("days", 1.0, at - (word == "night"), at + 1, False, "day")
        elif (
            word in ("week", "month", "year", "fortnight")
            and before in ("last", "past")
            and word_at(words, at - 2) not in ("the", "this", "than")
        ):
            yield Measure("days", DAYS[word], at - 1, at + 1, True, "day")
        elif word in ("week", "month", "year", "fortnight") and words[max(0, at - 3) : at] in _OVER_THE_LAST:
            yield Measure("days", DAYS[word], at - 1, at + 1, True, "over")
        elif word in ("week", "month", "year") and before == "all":
            yield Measure("days", DAYS[word], at - 1, at + 1, True, "for")
        elif word in (*_WEEKDAYS, "weekend") and (
            before in ("since", "on", "last", "this", "from") or word_at(words, at - 2) in ("since", "over")
        ):
            if today is not None and word in _WEEKDAYS:
                days = (today.weekday() - _WEEKDAYS.index(word)) % 7 or 7
                yield Measure("days", float(days), at - 1, at + 1, True, "since")
            else:
                yield NoDate(at - 1, at + 1)
