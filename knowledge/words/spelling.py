"""Typing mistakes: a word that no English dictionary and no phrase knows is read as the one phrase word that it is nearest to."""

from collections.abc import Iterable
from functools import cache, lru_cache

SHORTEST = 5  # a shorter word is too near to too many others


class Spelling:
    """Mends misspelt words towards the words that the phrases of a pack use."""

    def __init__(self, words: Iterable[str]) -> None:
        self.words = sorted({word for word in words if len(word) >= SHORTEST})
        self._known = frozenset(words)
        self.corrected = lru_cache(maxsize=5000)(self._corrected)

    def _corrected(self, word: str) -> str:
        """The word meant; the word itself when it is known, short, or as near to two others."""
        if len(word) < SHORTEST or len(word) > 20 or word in self._known or not word.isascii():
            return word
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract

        allowed = 1 if len(word) < 8 else 2
        found = extract(word, self.words, scorer=OSA.distance, score_cutoff=allowed, limit=3)
        if not found or word in _dictionary():
            return word
        nearest = [each for each, distance, _ in found if distance == found[0][1]]
        from hipexpert.knowledge.words.tokens import stem

        return nearest[0] if len({stem(each) for each in nearest}) == 1 else word


@cache
def _dictionary() -> frozenset[str]:
    """The English words that are no mistakes; a tenth of a second, and only when a text holds a word no phrase knows."""
    from spellchecker import SpellChecker

    return frozenset(SpellChecker(language="en").word_frequency.dictionary)
