"""Ages as people write them: `46 years old`, `I'm 46`, `24f`, `M/35`, `a man of 62`, `my daughter (12)`.

A number is an age only where the words around it leave nothing else for it to be, since an age decides which questions are asked.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hipexpert.knowledge.words.people import AGED
from hipexpert.knowledge.words.tokens import HARD, word_at

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
_YOUNGEST, _OLDEST = 2, 110
_HOTTEST = range(95, 110)  # "101 f" is a temperature
_WARM = range(34, 44)
WARMTH = frozenset(["temperature", "temp", "temps", "fever", "febrile", "pyrexia", "pyrexial", "thermometer"])
_NEAR_A_NUMBER = 3
_MARKS = HARD | {","}
_YEARS_OLD = frozenset(["year", "years", "yo", "y"])
_LETTERS = {"f": "AGED_F", "m": "AGED_M"}
_ATTACHED = {"F": "AGED_F", "M": "AGED_M"}  # "58F", "M58": written as one, so that no metres are meant
_PEOPLE = frozenset(["man", "woman", "male", "female", "boy", "girl", "lady", "guy", "gentleman"])
_RELATED = AGED | {"runner", "patient"}
_WHO = _RELATED | {"boy", "girl", "he", "she", "law"}  # "my mother-in-law is 77"
_OPENS = frozenset(["", ",", "/", ":", "am", "a", "i", "hi", "hello", "hey", *HARD])
_CLOSES = frozenset(["", ",", "/", "and", "here", "with", "who", "have", "has", "had", "is", "i", "now", "but", "so", *HARD])
_DECADES = {"twenties": 20, "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80, "teens": 13}
_RANGES = frozenset(["maybe", "or", "to", "about", "sometimes", "then", "reps", "sets", "km", "miles"])
_PART = {"early": 2, "mid": 5, "late": 8}
_HALF = 5
_PARTLY = frozenset([*_PART, "my", "his", "her", "their"])
_LONE = range(10, 101)
_ADULT = range(16, 100)
_ALONE = range(16, 100)
_RACED = frozenset(["sprint", "sprints", "reps", "rep", "race", "races", "dash", "repeats", "intervals", "strides", "hurdles", "swim"])
_RACED |= frozenset(["freestyle", "run", "runs", "x", "and", "or", "to", "from", "of", "in", "at", "per"])
_LENGTHS = frozenset(["km", "mile", "miles", "meter", "meters", "minute", "minutes", "hour", "hours", "day", "days", "week", "weeks"])
_UNITS = _LENGTHS | {"%", "percent", "degree", "degrees", "c", "month", "months"}
_COUNTED = _UNITS | {
    "foot",
    "feet",
    "ft",
    "inches",
    "cm",
    "stone",
    "kg",
    "kilos",
    "lbs",
    "pounds",
    "mg",
    "times",
    "steps",
    "points",
    "sure",
    "out",
    "of",
}
_NEARLY = frozenset(["nearly", "almost", "pushing", "approaching", "nearing", "turning"])
_BEGINS_AT = frozenset(["starts", "start", "begins", "on", "hurts", "in", "again", "stops", "eases", "up", "rate", "cadence"])
_GROWN = range(30, 100)
_LONG_FOR_A_PAIN = range(45, 100)  # "groin ache, 68 years": so long no ache lasts
_FOR = frozenset(["for", "since", "over", "ago"])
_ELDERS = frozenset(["gal", "bloke", "fella", "dude", "chap", "lassie", "boy", "pensioner", "runner", "gent"])
_GOES_ON = frozenset(["he", "she", "his", "her", "plays", "runs", "who"])  # "my son is 11 he plays soccer"
_NO_COUNT = 8  # "a mum of 3" has three
_BIRTHDAY = frozenset(["next", "last", "yesterday", "today", "tomorrow", "soon"])
_BIRTHDAYS = frozenset(
    [
        *(("in", month) for month in (*MONTHS, "a")),
        *(("this", each) for each in ("year", "week", "month", "summer", "spring", "autumn", "winter")),
    ]
)
_YEARS_AND_LETTER = {"yof": "AGED_F", "yom": "AGED_M", "yrf": "AGED_F", "yrm": "AGED_M", "yf": "AGED_F", "ym": "AGED_M"}


class Age(NamedTuple):
    """An age in years: tokens from ``start`` up to ``end``; the class of words it is of when a letter says the sex; rough or not."""

    years: float
    start: int
    end: int
    letter: str = ""
    rough: bool = False


def warmth_before(words: Sequence[str], at: int) -> bool:
    """Whether a number is one of a temperature by the words before it, between the same marks ("my temperature was 39"); of one with a
    decimal, which is no age, also further back and over a comma.
    """
    far, marks = (2 * _NEAR_A_NUMBER, HARD) if "." in words[at] else (_NEAR_A_NUMBER, _MARKS)
    before = reversed(words[max(0, at - far) : at])
    return next((word for word in before if word in WARMTH or word in marks), "") in WARMTH


def age_at(words: Sequence[str], at: int, value: float, end: int, rough: bool) -> Age | None:
    """The age that a number (tokens from ``at`` up to ``end``) is, or None when it may be something else."""
    if not (value.is_integer() and _YOUNGEST <= value <= _OLDEST):
        return None
    after, next_ = word_at(words, end), word_at(words, end + 1)
    before, before2 = word_at(words, at - 1), word_at(words, at - 2)
    if (value in _HOTTEST or value in _WARM) and warmth_before(words, at) and after not in _YEARS_OLD | _ATTACHED.keys():
        return None
    if after in ("year", "years") and (next_ in ("old", "young") or next_ in _PEOPLE or next_ == "runner"):
        return Age(value, at, end + (2 if next_ in ("old", "young") else 1), rough=rough)
    if after == "years" and (
        (before == "," and before2 in _PEOPLE) or (before in _OPENS and next_ == "," and word_at(words, end + 2) in _PEOPLE)
    ):
        return Age(value, at, end + 1, rough=rough)  # "woman, 51 years"; "52 years, man"
    if after in ("yo", "y"):
        end += 3 if (next_, word_at(words, end + 2)) == ("/", "o") else 1
        letter = _LETTERS.get(word_at(words, end), "") if word_at(words, end + 1) in _CLOSES else ""
        return Age(value, at, end + bool(letter), letter)
    if (
        (after == "s" and value % 10 == 0 and value >= _LONE.start * 2)
        and _PARTLY.intersection(words[max(0, at - 2) : at])
        and "since" not in words[max(0, at - 3) : at]  # "a runner since my 20s"
    ):
        part = next((_PART[each] for each in words[max(0, at - 2) : at] if each in _PART), _HALF)
        return Age(value + part, at, end + 1, rough=True)  # "in my 50s", "late 40s"
    if after == "years" and ((next_, word_at(words, end + 2)) == ("of", "age") or (before == "of" and before2 in _PEOPLE)):
        return Age(value, at, end + 1, rough=rough)
    if value in _ADULT and after in _ATTACHED and not (after == "F" and value in _HOTTEST):
        return Age(value, at, end + 1, _ATTACHED[after])
    if value in _ADULT and before in _ATTACHED and before2 != "the":
        return Age(value, at - 1, end, _ATTACHED[before])
    with_letter = _with_letter(words, at, value, end)
    if with_letter is not None:
        return with_letter
    if before in ("about", "around"):
        before, before2, rough = before2, word_at(words, at - 3), True
    if before in ("age", "aged") or (before in (":", "is", "of") and before2 == "age"):
        return Age(value, at, end)
    if before == "of" and (before2 in _PEOPLE | AGED | _ELDERS) and value >= _NO_COUNT and after not in _COUNTED and after != "year":
        return Age(value, at, end, rough=rough)  # "a lad of 13", "granny of 81"
    if (
        before in ("turned", "turning", "was", "be", "being", "")
        and value in _ADULT
        and (after in _BIRTHDAY or (after, next_) in _BIRTHDAYS)
    ):
        return Age(value, at, end, rough=True)  # "I'll be 60 in June", "turned 33 last week"
    if after in ("year", "years") and value in _ADULT and _years_of_age(words, at, end, value):
        letter = _LETTERS.get(next_, "") if word_at(words, end + 2) in (*_CLOSES, "runner") else ""
        return Age(value, at, end + (2 if letter else 1), letter, rough=not letter)
    if after in _YEARS_AND_LETTER:
        return Age(value, at, end + 1, _YEARS_AND_LETTER[after])  # "70yoF"
    if after == "something" and value % 10 == 0 and value >= _LONE.start * 2:
        return Age(value + _HALF, at, end + 1, rough=True)
    says_i = (
        (before == "am" and before2 in ("i", ",", "and", "", *HARD))
        or (before in (*_NEARLY, "just", "only", "now") and before2 == "am")
        or before == "turned"
    )
    if (
        (says_i and (after in (*_CLOSES, "male", "female", "year") or (after == "years" and next_ in _CLOSES)))
        or (before == "am" and before2 == "i" and value in _ADULT and after.isalpha() and after not in _COUNTED | _RANGES)
        or (
            before in ("have", "has")
            and before2 in ("i", "he", "she")
            and after == "years"
            and next_ in ("", ",", "and", *HARD)
            and value in _LONE
        )
        or (before in _PEOPLE | _RELATED and after in _CLOSES)
        or (before in _RELATED | _PEOPLE and after not in _COUNTED and not after[:1].isdigit())
        or (before2 == "a" and before.isalpha() and word_at(words, at - 3) == "am" and value in _ADULT and after in _CLOSES)
        or (before in ("over", "past") and before2 in ("am", "well", "just") and value % 10 == 0 and value in _GROWN and after in _CLOSES)
        or (before in ("only", "just") and before2 in ("", "still", ",", *HARD) and value in _ADULT and after in _CLOSES)
        or (
            before == "and"
            and value in _ADULT
            and word_at(words, at - 2).isdigit()
            and after in ("", ",", *HARD)
            and _height(words, at - 1)
        )
        or (before == "is" and before2 in _WHO and (after in _CLOSES or after in _GOES_ON))
        or (before in (*_NEARLY, "just", "only", "now") and before2 == "is" and word_at(words, at - 3) in _WHO and after in _CLOSES)
    ):
        return Age(value, at, end, rough=rough or before in _NEARLY)
    if (before == "," and before2 in _PEOPLE | _RELATED | {"here"} and after in _CLOSES) or (
        before in _OPENS and _people_follow(after, next_)
    ):
        return Age(value, at, end, rough=rough)
    if (
        value in _ADULT
        and (
            (after in _PEOPLE and before.isalpha() and before not in _COUNTED | _RANGES)  # "healthy 35 guy"
            or (after == "here" and before in _OPENS)
            or (
                after == "and" and before in ("", *HARD) and next_ in ("been", "still", "have", "never", "in", "not")
            )  # "64 and still running"
            or (after in ("male", "female") and before not in _UNITS and not before[:1].isdigit())
            or (before in _NEARLY and after in _CLOSES and after != "")
            or (before == "now" and before2 in _OPENS and after in _CLOSES)
            or (
                before == "at"
                and value in _GROWN
                and after in ("my", "i", ",", "", *HARD)
                and before2 not in _BEGINS_AT
                and not next_[:1].isdigit()
            )
        )
    ):
        return Age(value, at, end, rough=True)
    if before == "," and after == "," and value in _ADULT and _stands_alone(value, before2, next_):
        return Age(value, at, end, rough=True)
    first = (at == 0 and (after in (",", "and") or (value in _ADULT and after in ("with", "so")))) or (
        value in _ALONE and before in ("", *HARD) and after in (",", *HARD) and not next_[:1].isdigit() and next_ not in _RANGES
    )
    if at == 0 and value in _ADULT and after == "years" and next_ in HARD:
        return Age(value, at, end + 1, rough=True)
    last = before in (*HARD, ",") and after in ("", *HARD) and (next_ == "" or before == ",")
    return Age(value, at, end, rough=True) if (first or last) and value in _LONE else None


def _years_of_age(words: Sequence[str], at: int, end: int, value: float) -> bool:
    """Whether years without "old" are an age and no time that something lasts: "groin ache, 68 years", "female 55 years", "62 years,"."""
    before, next_ = word_at(words, at - 1), word_at(words, end + 1)
    if next_ in _LETTERS and word_at(words, end + 2) in (*_CLOSES, "runner"):
        return before in ("", ",", *HARD) or before.isalpha()
    if before in _PEOPLE | _RELATED and next_ in _CLOSES:
        return True
    if next_ in ("female", "male", "footballer", "runner"):
        return True
    return (
        value in _LONG_FOR_A_PAIN and before in ("", ",", "am", *HARD) and next_ in ("", ",", *HARD) and word_at(words, at - 2) not in _FOR
    )


def _with_letter(words: Sequence[str], at: int, value: float, end: int) -> Age | None:
    """`24f`, `F/24`, `m, 35`: where it is not the end of a list of lengths ("60 m sprints") and no temperature."""
    after, next_, before = word_at(words, end), word_at(words, end + 1), word_at(words, at - 1)
    closed = (
        next_ in _CLOSES
        or (  # "20f runner", "19M uni runner"; "60 m sprints" are no man of 60
            (at == 0 or before in HARD or before == ":")
            and value in _ALONE
            and next_ not in _RACED
            and next_ not in _UNITS
            and not next_[:1].isdigit()
        )
    )
    if after in _LETTERS and before in _OPENS and closed and not (after == "f" and value in _HOTTEST):
        return Age(value, at, end + 1, _LETTERS[after])
    if after in ("/", ",") and next_ in _LETTERS and before in _OPENS and word_at(words, end + 2) in _CLOSES:
        return Age(value, at, end + 2, _LETTERS[next_])  # "46/F", "46, F, runner"
    letter_at = at - 2 if before in ("/", ",") else at - 1
    letter = word_at(words, letter_at)
    closed = after in _CLOSES or ((before == "/" or (letter_at == 0 and value in _ADULT)) and after not in _UNITS and after not in _RACED)
    if letter in _LETTERS and word_at(words, letter_at - 1) in _OPENS and closed:
        return Age(value, letter_at, end, _LETTERS[letter])
    return None


def _height(words: Sequence[str], end: int) -> bool:
    """Whether a height ends here: "I'm 5ft 6 and 44"."""
    return not {"ft", "foot", "feet", "cm"}.isdisjoint(words[max(0, end - 3) : end])


def _stands_alone(value: float, before: str, after: str) -> bool:
    """Whether a number between commas has no others beside it: in "5, 10, 15 km" and "8 km, 20, then home" it is no age; in "stiff for an
    hour, 68, so sore" it is.
    """
    if before[:1].isdigit() or after[:1].isdigit() or after in (*_UNITS, "then", "reps", "sets"):
        return False
    return before not in _UNITS or value in _LONG_FOR_A_PAIN


def _people_follow(after: str, next_: str) -> bool:
    return after in _PEOPLE or (after in (",", "/", "and") and next_ in _PEOPLE)


def in_youth(words: Sequence[str], at: int) -> bool:
    """Whether a time of life begins here: "when I was 15"; "when I was 10 minutes in" is none."""
    said = word_at(words, at) == "when" and word_at(words, at + 1) in ("i", "he", "she") and word_at(words, at + 2) == "was"
    number = word_at(words, at + 3)
    return said and number.isdigit() and _YOUNGEST <= int(number) <= _OLDEST and word_at(words, at + 4) in _CLOSES


def decades(words: Sequence[str]) -> Iterator[Age]:
    """Ages of ten years: `in my late forties`."""
    for at, word in enumerate(words):
        if word in _DECADES and at > 0:
            part = next((each for each in words[max(0, at - 3) : at] if each in _PART), "")
            yield Age(_DECADES[word] + (_PART[part] if part else 5), at - 1, at + 1, rough=True)
