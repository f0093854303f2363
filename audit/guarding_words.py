"""Words of a text that keep somebody from harm, figures, and what somebody is told to take or do."""

import re
from collections import Counter

from hipexpert.audit.figures import SPELT

GUARDS = re.compile(
    r"\b(?:do not|does not|must not|not|never|no|none|without|avoid|stop|stops|leave out|skip|unless|until|only|must|before|"
    r"wrap(?:ped)?|cloth|label|doctor|clinician|physiotherapist|pharmacist|specialist|surgeon|hospital|emergency|ambulance|urgent|"
    r"at once|now|today|same day|within|cannot wait|crutches|scan|mri|x-ray|checked|seen|danger|gently|easy|slowly)\b"
)
"""Words by which a text holds back, sends somewhere or says how soon."""
_NUMBER = re.compile(rf"(?<![\w-])(?:\d+(?:[.,]\d+)?|once|twice|{'|'.join(word for word in SPELT if word not in ('a', 'an'))})(?![\w-])")
_UNIT = re.compile(r"\b(second|minute|hour|day|week|month|year|percent|round|session|step)s?\b")
_ONCE = {"once": 1.0, "twice": 2.0}


def guards_in(text: str) -> Counter[str]:
    """How often a text says each of the words that keep somebody from harm."""
    return Counter(GUARDS.findall(text.casefold()))


def lost_guards(before: str, after: str) -> list[str]:
    """The words that keep somebody from harm which a text says less often than it did, in their order."""
    lost = guards_in(before) - guards_in(after)
    return [word for word in dict.fromkeys(GUARDS.findall(before.casefold())) if lost[word] > 0]


def numbers_in(text: str) -> Counter[float]:
    """The figures of a text, written in digits or as words."""
    found = _NUMBER.findall(text.casefold().replace("at once", ""))
    return Counter(_ONCE[each] if each in _ONCE else SPELT[each] if each in SPELT else float(each.replace(",", ".")) for each in found)


def other_figures(before: str, after: str) -> bool:
    """Whether two texts name other figures, or other units of them."""
    return numbers_in(before) != numbers_in(after) or _units_in(before) != _units_in(after)


def _units_in(text: str) -> Counter[str]:
    return Counter(_UNIT.findall(text.casefold()))


def told(text: str, what: re.Pattern[str], kept_from: re.Pattern[str]) -> str:
    """The first words of a kind that a text tells somebody, sentence by sentence, in small letters; empty where there are none, or only
    behind words that keep somebody from them ("do not take ibuprofen").
    """
    for sentence in re.split(r"(?<=[.:;!?])\s+", text.casefold()):
        found = what.search(sentence)
        if found and not kept_from.search(sentence, 0, found.start()):
            return found[0]
    return ""
