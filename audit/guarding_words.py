"""Words of a text that keep somebody from harm, figures, and what somebody is told to take or do."""

import re
from collections import Counter
from collections.abc import Iterable

from hipexpert.audit.figures import SPELT

GUARDS = re.compile(
    r"\b(?:do not|does not|must not|not|never|no|none|without|avoid|stop|stops|leave out|skip|unless|until|only|must|before|"
    r"wrap(?:ped)?|cloth|label|doctor|clinician|physiotherapist|pharmacist|specialist|surgeon|hospital|emergency|ambulance|urgent|"
    r"at once|now|today|same day|within|cannot wait|crutches|scan|mri|x-ray|checked|seen|danger|gently|easy|slowly)\b"
)
"""Words by which a text holds back, sends somewhere or says how soon."""
_NUMBER = re.compile(rf"(?<![\w-])(?:\d+(?:[.,]\d+)?|once|twice|{'|'.join(word for word in SPELT if word not in ('a', 'an'))})(?![\w-])")
_UNIT = re.compile(r"\b(second|minute|hour|day|week|month|year|percent|round|session|step)s?\b")
_ANY_WORD = re.compile(r"[^\W\d_]+|\d+")
_NO = re.compile(r"\b(?:no|not|never|none|nobody|nothing|without|cannot|neither|nor|nowhere)\b")
_FILLING = re.compile(r"\b(?:also|even|still|just|quite|very|rather|too|indeed)\b")
_OPPOSITES = (
    ("yes", "no not never none neither"),
    ("more above over higher greater longer up rises", "less fewer below under lower shorter down falls"),
    ("better improves eases helps", "worse worsens hurts harms"),
    ("always often mostly usually common likely", "seldom rarely sometimes uncommon rare unlikely"),
    ("safe harmless allowed", "unsafe dangerous harmful forbidden"),
    ("for supports with", "against opposes without"),
    ("before", "after"),
    ("start keep continue", "stop pause end"),
    ("can may", "cannot must"),
    ("least", "most"),
    ("left", "right"),
    ("inner", "outer"),
    ("front", "back"),
)
"""Words that mean much the same, each class with that of its opposites."""
_MEANING = {word: words.split()[0] for pair in _OPPOSITES for words in pair for word in words.split()}
_OPPOSITE = re.compile(rf"\b(?:{'|'.join(sorted(_MEANING, key=len, reverse=True))})\b")
TIMES, ONLY = 8, 0.8
"""How often a word must have been used for a denial in a language, and which share of all that it stands in must be one."""
_ONCE = {"once": 1.0, "twice": 2.0}


def guards_in(text: str) -> Counter[str]:
    """How often a text says each of the words that keep somebody from harm."""
    return Counter(GUARDS.findall(text.casefold()))


def lost_guards(before: str, after: str) -> list[str]:
    """The words that keep somebody from harm which a text says less often than it did, in their order."""
    lost = guards_in(before) - guards_in(after)
    return [word for word in dict.fromkeys(GUARDS.findall(before.casefold())) if lost[word] > 0]


def only_guards(before: str, after: str) -> list[str]:
    """The words of this kind by which alone two texts differ; none where they differ in others, too."""
    return _only(before.casefold(), after.casefold(), GUARDS)


def only_opposites(before: str, after: str) -> list[str]:
    """The words that mean the opposite of one another ("yes" and "no", "above" and "below") by which alone two texts differ, passing over
    words that carry nothing ("also"); none where they differ in others, too, or only put one word for another of its meaning.
    """
    texts = [_FILLING.sub(" ", text.casefold()) for text in (before, after)]
    others = [_ANY_WORD.findall(_OPPOSITE.sub(" ", text)) for text in texts]
    said = [Counter(_MEANING[each] for each in _OPPOSITE.findall(text)) for text in texts]
    return [] if others[0] != others[1] else sorted((said[0] - said[1]) + (said[1] - said[0]))


def only_denials(before: str, after: str, denying: frozenset[str]) -> list[str]:
    """The same of the words by which a language denies."""
    pattern = re.compile(rf"\b(?:{'|'.join(sorted(map(re.escape, denying), key=len, reverse=True))})\b") if denying else None
    return [] if pattern is None else _only(before.casefold(), after.casefold(), pattern)


def _only(before: str, after: str, those: re.Pattern[str]) -> list[str]:
    others = [_ANY_WORD.findall(those.sub(" ", text)) for text in (before, after)]
    said = [Counter(those.findall(text)) for text in (before, after)]
    return [] if others[0] != others[1] else list((said[0] - said[1]) + (said[1] - said[0]))


def denies(text: str) -> bool:
    """Whether a text denies something."""
    return bool(_NO.search(text.casefold()))


def denying_words(pairs: Iterable[tuple[str, str]]) -> frozenset[str]:
    """By which words a language denies, learned of all texts and what is said for each: those that stand often, and nearly only, where
    the text denies.
    """
    told = [(denies(text), words_in(said)) for text, said in pairs]
    everywhere = Counter(word for _, words in told for word in words)
    denying = Counter(word for denied, words in told if denied for word in words)
    return frozenset(word for word, times in denying.items() if times >= TIMES and times >= ONLY * everywhere[word])


def words_in(text: str) -> frozenset[str]:
    """The words of a text in any language, in small letters."""
    return frozenset(_ANY_WORD.findall(text.casefold()))


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
