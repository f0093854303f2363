"""Sentences where a short answer was asked for: who is not sure, and what of the question the words speak of."""

import re
from typing import TYPE_CHECKING

from hipexpert.knowledge.interview.questions import NextQuestion
from hipexpert.knowledge.packs.pack import Pack

if TYPE_CHECKING:
    from hipexpert.knowledge.words import Reading

_FILLING = r"(?:(?:well|um+|uh+|hm+|sorry|honestly|really|actually|i|i'm|im|i am|it's|that's)[ ,]+)*"
_TAIL = r"(?:,? (?:sorry|really|at all|exactly|about (?:it|that|this)|any ?more))*"
_NOT_SURE = (
    r"(?:not (?:really |quite |so |too |entirely |completely )?(?:sure|certain)|unsure"
    r"|(?:don'?t|do not|didn'?t) (?:really )?(?:know|remember)"
    r"|no (?:idea|clue)|(?:can'?t|cannot|can not|couldn'?t) (?:really )?(?:say|tell|remember)|idk|dunno|maybe|perhaps|possibly"
    r"|hard to (?:say|tell)|difficult to (?:say|tell)|(?:ich )?weiß (?:ich |es )?nicht|keine ahnung|unsicher|nicht sicher|vielleicht)"
)
_UNSURE = re.compile(_FILLING + _NOT_SURE + _TAIL)
_NEGATING = re.compile(
    r"\b(?:not|no|never|none|nothing|without|neither|nor|cannot|hardly|keine?[mnrs]?|nicht|ohne|nie)\b"
    r"|n't\b|\b(?:dont|doesnt|isnt|cant|wont|havent)\b"
)
# Words that name nothing: no line of a list is meant by one of them.
# fmt: off
_NAMING_NOTHING = frozenset([
    "a", "an", "the", "my", "your", "his", "her", "it", "its", "it's", "i", "i'm", "im", "me", "we", "is", "are", "was", "were", "be",
    "been", "am", "do", "does", "did", "have", "has", "had", "of", "in", "on", "at", "to", "for", "from", "by", "with", "this", "that",
    "these", "those", "also", "just", "only", "too", "very", "so", "as", "or", "but", "because", "when", "while", "if", "then", "there",
    "here", "some", "any", "all", "bit", "lot",
])
# fmt: on


def is_unsure(plain: str) -> bool:
    """Whether somebody says, in whatever words, that they do not know."""
    return _UNSURE.fullmatch(plain) is not None


def negates(said: str) -> bool:
    """Whether words deny something: which of a list they deny cannot be told from single words."""
    return _NEGATING.search(said.lower()) is not None


def telling_words(said: str) -> list[str]:
    """The words that may each name a line, and the numbers among them."""
    return [word for word in said.split() if names_something(word) or re.fullmatch(r"\d+\??|\?", word)]


def is_sentence(said: str) -> bool:
    """Whether words are more than names put beside each other: what else they say is not known."""
    words = said.split()
    return len(words) > 2 and len(telling_words(said)) < len(words)


def names_something(word: str) -> bool:
    """Whether a word of a sentence may name a line by itself: ``it`` stands in some line by chance."""
    return len(word) > 2 and word.lower() not in _NAMING_NOTHING


def spoken_of(line: str, question: NextQuestion, pack: Pack) -> "Reading":
    """What a sentence says of the findings that a question asks about, and of no other."""
    from msgspec.structs import replace

    from hipexpert.knowledge.words import read_words

    reading = read_words(line, pack)
    reading = reading.without({number for number, each in enumerate(reading.findings) if each.finding not in question.ids})
    return replace(reading, questions=tuple(each for each in reading.questions if each.finding in question.ids))


def belongs_elsewhere(line: str, pack: Pack) -> bool:
    """Whether words that are no reply to the question at hand say something that another question asks about."""
    from hipexpert.knowledge.words import read_words

    return bool(read_words(line, pack).findings)


def lines_spoken_of(line: str, question: NextQuestion, pack: Pack) -> tuple[int, ...]:
    """The places, from 0, of those lines of a list that a sentence says apply: to be offered, never taken for an answer."""
    denials = {each.finding: each.denial for each in question.findings}
    said = {each.finding for each in spoken_of(line, question, pack).findings if each.value not in (False, denials.get(each.finding))}
    return tuple(place for place, each in enumerate(question.lines) if said & set(each.of))
