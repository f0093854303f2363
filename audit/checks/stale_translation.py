"""Finds what `stale_translation.md` describes."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.audit.subject.translated_texts import Language
from hipexpert.knowledge.packs.translations import Translated
from hipexpert.knowledge.words.likeness import most_alike

SENTENCE = 5  # words; shorter ones may well be one word in another language
ALIKE = 0.75  # how like one another a text and what became of it are


class _Read(NamedTuple):
    """What a pack says, with its places, and the languages that it is translated into."""

    said: Sequence[tuple[str, str]]
    languages: Sequence[Language]


def _reads(subject: Subject) -> _Read:
    return _Read(*subject.texts_and_translations[:2])


def _find(read: _Read) -> Iterator[Found]:
    places = set(read.said)
    texts = {text for _, text in places}
    for language, left, translations in read.languages:
        for each in translations:
            if (each.at, each.text) in places or (not each.at and each.text in texts):
                continue
            now = most_alike(each.text, left, ALIKE)
            message = f"`{language}`: the pack does not say `{each.text}`{f' at `{each.at}`' if each.at else ''} any more"
            help_text = f"translate what it says now: `{now}`" if now else "take the translation out"
            yield Found(message, help_text, at=("file", "pack.yaml:1"))
        yield from _said_alike(language, translations)


def _said_alike(language: str, translations: Iterable[Translated]) -> Iterator[Found]:
    """Sentences that differ and are the same in a language, as when a denial lost its "not"."""
    texts: dict[str, str] = {}
    for each in translations:
        other = texts.setdefault(each.says, each.text)
        if other != each.text and min(len(other.split()), len(each.text.split())) >= SENTENCE:
            message = f"`{language}`: `{other}` and `{each.text}` have the same translation, `{each.says}`"
            yield Found(message, "translate each as it is said", at=("file", "pack.yaml:1"))


CHECK = Check("stale-translation", "wording", "note", _find, reads=_reads)
