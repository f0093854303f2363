"""Finds what `changed_beside_its_translation.md` describes."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set

from hipexpert.audit.check import Check, Found
from hipexpert.audit.guarding_words import ONLY, denies, denying_words, lost_guards, numbers_in, other_figures, words_in
from hipexpert.audit.subject.translated_texts import TextsAndTranslations, left_alone

SHOWN = 90
_TIME = re.compile(r"\b(second|minute|hour|day|week|month|year)s?\b|\b(hour|dai|week|month|year)ly\b")
SHORT = 10
"""Up to how many words a text either denies or does not."""
LEAST, OFTEN, BEGINNING = 6, 0.2, 4
"""Of how many texts with a unit its words are learned; in which share of their translations a word must stand, and by how many letters
words are compared."""
_DIGIT = re.compile(r"\d")
_DIGITS = re.compile(r"(?<![\w-])\d+(?:[.,]\d+)?")
"""A figure that stands by itself, not in a name (the figure-4 position)."""
_WORDS = re.compile(r"[^\W\d_]+")
_EXAMPLE = re.compile(r"`[^`]*`")
"""What may be typed differs from language to language."""


def _find(texts: TextsAndTranslations) -> Iterator[Found]:
    yield from _left_alone(texts)
    yield from _other_figures_in_a_language(texts)
    yield from _other_units_in_a_language(texts)
    yield from _denied_in_one_language(texts)


def _left_alone(texts: TextsAndTranslations) -> Iterator[Found]:
    """Texts whose like are translated and that are not: new ones, and those that were changed since."""
    for each in left_alone(texts):
        said = f"`{each.field}` says `{_short(each.text)}`, and has no translation (`{each.language}`) as every other has"
        was = each.before
        lost = [] if each.field in ("title", "name") or not was else lost_guards(was, each.text)
        if was and other_figures(was, each.text):
            question, severity = f"it was translated as `{_short(was)}`: which figure is right?", "warning"
        elif lost:
            question, severity = f"it was translated as `{_short(was)}`: was `{lost[0]}` meant to go?", "warning"
        elif was:
            question, severity = f"it was translated as `{_short(was)}`: was it meant to change?", "note"
        else:
            question, severity = "is it new, or was something else said here?", "note"
        help_text = "if it is meant, translate what it says now; else say again what it said"
        others = (f"text:{each.place}",) if each.kind == "file" else ()
        yield Found.about(each.kind, each.name, f"{said}; {question}", help_text, others, severity=severity)


def _other_figures_in_a_language(texts: TextsAndTranslations) -> Iterator[Found]:
    """Translations that name other figures than their text."""
    said = texts.place_of
    for language, _, translations in texts.languages:
        for each in translations:
            if each.text in said and _names_others(each.text, each.says):
                message = f"`{language}`: `{_short(each.says)}` names other figures than `{_short(each.text)}`"
                yield Found(
                    message,
                    "say the same figures in both",
                    others=(f"text:{said[each.text]}",),
                    at=("file", "pack.yaml:1"),
                    severity="warning",
                )


def _other_units_in_a_language(texts: TextsAndTranslations) -> Iterator[Found]:
    """Translations that count in another unit of time than their text: days for hours. Which words are a unit is learned of all texts."""
    said = texts.place_of
    for language, _, translations in texts.languages:
        pairs = [(each, _units(each.text), _beginnings(each.says)) for each in translations if each.text in said]
        learned = _learned([(units, words) for _, units, words in pairs])
        for each, units, words in pairs:
            if learned.keys().isdisjoint(units):
                continue
            told = {unit for unit, known in learned.items() if not known.isdisjoint(words)}
            missing, other = sorted(units & learned.keys() - told), sorted(told - units)
            if missing and other:
                yield Found(
                    f"`{language}`: `{_short(each.says)}` counts in {other[0]}s, and `{_short(each.text)}` in {missing[0]}s",
                    "say the same unit in both",
                    others=(f"text:{said[each.text]}",),
                    at=("file", "pack.yaml:1"),
                    severity="warning" if _figures(each.text) == _figures(each.says) != Counter() else "note",
                )


def _denied_in_one_language(texts: TextsAndTranslations) -> Iterator[Found]:
    """Short translations that deny what their text says, or say what it denies. How a language denies is learned of all its texts."""
    said = texts.place_of
    for language, _, translations in texts.languages:
        pairs = [each for each in translations if each.text in said]
        learned = denying_words((each.text, each.says) for each in pairs)
        for each in pairs if learned else ():
            denied = denies(each.text)
            if denied == words_in(each.says).isdisjoint(learned) and len(each.text.split()) <= SHORT:
                yield Found(
                    f"`{language}`: `{_short(each.says)}` {'does not deny' if denied else 'denies'} what `{_short(each.text)}` "
                    f"{'denies' if denied else 'says'}, as far as its words tell",
                    "say the same in both",
                    others=(f"text:{said[each.text]}",),
                    at=("file", "pack.yaml:1"),
                )


def _learned(pairs: Sequence[tuple[Set[str], Set[str]]]) -> dict[str, set[str]]:
    """By which words a language says each unit: those that stand nearly only in translations of texts that name it, and often there."""
    everywhere = Counter(word for _, words in pairs for word in words)
    found = {}
    for unit in {unit for units, _ in pairs for unit in units}:
        beside = [words for units, words in pairs if unit in units]
        words = Counter(word for each in beside for word in each)
        if len(beside) >= LEAST:
            found[unit] = {each for each, many in words.items() if many >= OFTEN * len(beside) and many >= ONLY * everywhere[each]}
    return {unit: words for unit, words in found.items() if words}


def _units(text: str) -> frozenset[str]:
    return frozenset(noun or {"dai": "day"}.get(stem, stem) for noun, stem in _TIME.findall(text.casefold()))


def _beginnings(text: str) -> frozenset[str]:
    return frozenset(each[:BEGINNING] for each in _WORDS.findall(text.casefold()))


def _names_others(text: str, says: str) -> bool:
    """Whether a translation names a figure that its text does not, or none of some that it does. Either may spell a figure out."""
    own, other = _figures(text), _figures(says)
    if own == other:
        return False
    return bool(other - own - numbers_in(_EXAMPLE.sub("", text)) or (other and own - other))


def _figures(text: str) -> Counter[float]:
    if not _DIGIT.search(text):
        return Counter()
    return Counter(float(each.replace(",", ".")) for each in _DIGITS.findall(_EXAMPLE.sub("", text)))


def _short(text: str) -> str:
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"


CHECK = Check("changed-beside-its-translation", "wording", "note", _find, reads=lambda subject: subject.texts_and_translations)
