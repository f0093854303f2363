"""The texts that stand in one language only although their like stands in all, and what each said when it was translated."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from hipexpert.knowledge import Pack
from hipexpert.knowledge.packs.languages import in_language, languages_of, texts_of
from hipexpert.knowledge.packs.translations import Translated, translations_of

Places = Mapping[str, Mapping[str, str]]
"""Where each entry stands, by the key of its list and its id."""
WHOLE, ENOUGH = 0.9, 5
"""From which share on, of at least how many, the texts of one kind count as translated as a rule."""
FEW, SMALL = 3, 0.25
"""How many changed texts, up to which share of their kind, leave a small kind translated as a rule: two slips must not hide each other."""
ALIKE = 0.6
"""How like a text is to what it was, at least, where it is guessed what it was."""
KINDS = ("exercises", "programmes", "advice", "conditions", "patterns", "screen", "findings", "interview", "rules", "constraints")
"""The lists in which an id is looked up: what is told first, since a picture is called as its condition."""


@dataclass(frozen=True)
class Untranslated:
    """A text without a translation, where every other one of its kind (``field``) has one: the list and the id of its entry, what
    was said there before, as far as that can be guessed (else empty), and its ``place`` among all texts.
    """

    language: str
    kind: str
    name: str
    field: str
    text: str
    before: str
    place: str


class Language(NamedTuple):
    """A language of a pack: the texts that are left in English, and what is translated."""

    name: str
    left: Sequence[str]
    translations: Sequence[Translated]


class TextsAndTranslations(NamedTuple):
    """What a pack says, each with its place among all texts, the languages that it is translated into, and where its entries stand."""

    said: Sequence[tuple[str, str]]
    languages: Sequence[Language]
    entries: Places

    @property
    def place_of(self) -> dict[str, str]:
        """The first place of each text, the last text first."""
        return dict(reversed([(text, place) for place, text in self.said]))


def texts_and_translations(pack: Pack) -> TextsAndTranslations:
    """What a pack says in all its languages."""
    languages = [
        Language(each, sorted(in_language(pack, each).left_in_english), translations_of(pack, each)) for each in languages_of(pack)
    ]
    return TextsAndTranslations(tuple(texts_of(pack)), languages, pack.places)


def left_alone(texts: TextsAndTranslations) -> Iterator[Untranslated]:
    """The texts of a pack that lack the translation that their like have, for each language."""
    told = [(place.split("/"), text) for place, text in texts.said]
    for language, left_in_english, translations in texts.languages:
        left = frozenset(left_in_english)
        kinds = [(parts, text, _kind(texts.entries, parts)) for parts, text in told]
        whole = _whole(kinds, left)
        alone = [each for each in kinds if each[1] in left and _field(each) in whole]
        if not alone:
            continue
        # What reads words is loaded only where a text was changed.
        from hipexpert.knowledge.words.likeness import most_alike

        now = {text for _, text in told}
        gone = [each.text for each in translations if each.text not in now]
        only = gone[0] if len(gone) == len({text for _, text, _ in alone}) == 1 else ""
        for parts, text, (kind, name) in alone:
            like = [other for each, other, _ in kinds if other not in left and each[-1] == parts[-1]]
            before = only or most_alike(text, gone, ALIKE) or most_alike(text, like, ALIKE)
            yield Untranslated(language, kind, name, parts[-1], text, before, "/".join(parts))


def _kind(places: Places, parts: Sequence[str]) -> tuple[str, str]:
    """In which list an entry stands, and its id; a text of the whole pack stands in its file."""
    value = "=".join(parts[-3:-1])
    if value in places.get("values", {}):
        return "values", value
    for at, name in reversed(tuple(enumerate(parts[:-1]))):
        # What stands in an entry is of a finding, though a pattern be called so too.
        for kind in KINDS if at == 0 else ("findings", *KINDS):
            if name in places.get(kind, {}):
                return kind, name
    return "file", "pack.yaml"


def _field(each: tuple[Sequence[str], str, tuple[str, str]]) -> tuple[str, str]:
    parts, _, (kind, _) = each
    # Of what the pack says as a whole each text has a name of its own: those under one heading are of one kind.
    return kind, parts[0] if kind == "file" else parts[-1]


def _whole(texts: Sequence[tuple[Sequence[str], str, tuple[str, str]]], left: frozenset[str]) -> frozenset[tuple[str, str]]:
    """The fields, each of one kind of entry, whose texts are translated as a rule."""
    counted: Mapping[tuple[str, str], int] = Counter(map(_field, texts))
    missing = Counter(_field(each) for each in texts if each[1] in left)
    return frozenset(
        field
        for field, number in counted.items()
        if number > ENOUGH and missing[field] <= max((1 - WHOLE) * number, min(FEW, SMALL * number))
    )
