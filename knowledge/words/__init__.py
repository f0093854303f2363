"""A person's own words, read without a model: phrases of the pack, and what the words around them do to them."""

from hipexpert.knowledge.words.lexicon import clashing_phrases
from hipexpert.knowledge.words.reader import read_words
from hipexpert.knowledge.words.reading import FindingRead, Reading, ReadingQuestion, SetAside, TextSpan

__all__ = ["FindingRead", "Reading", "ReadingQuestion", "SetAside", "TextSpan", "clashing_phrases", "read_words"]
