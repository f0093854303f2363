"""A pack in another language: its texts translated one by one, read from ``translations/<language>/*.yaml``.

A translation names the English text that it is of, so a text that was changed has none until somebody has looked at it again. Ids,
premises and weights are those of the pack: what is concluded is the same in every language.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from msgspec import Struct, structs

from hipexpert.knowledge.packs import pack as packs
from hipexpert.knowledge.packs.checked import sound
from hipexpert.knowledge.packs.conversation import ConversationItem, Together
from hipexpert.knowledge.packs.exercises import Exercise, LineDrawing
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.pictures import Picture, PictureRow
from hipexpert.knowledge.packs.programmes import Decision, Phase, Programme, Session
from hipexpert.knowledge.packs.texts import AreaTexts, LetterTexts, StartTexts, Texts
from hipexpert.knowledge.packs.translations import translations_of
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, FindingGroup, Number, Value, YesNo
from hipexpert.knowledge.packs.witness import marked

ENGLISH = "en"  # what the texts of a pack are written in


class TextFields(NamedTuple):
    """What is translated of a type: its own ``texts``, and the fields with ``parts`` that have some."""

    texts: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()


TEXTS: Mapping[type, TextFields] = {
    Pack: TextFields(
        parts=(
            "about",
            "groups",
            "conditions",
            "patterns",
            "rules",
            "constraints",
            "advice",
            "pictures",
            "screen",
            "conversation",
            "programmes",
            "exercises",
            "texts",
        )
    ),
    packs.About: TextFields(("title", "intended_use", "disclaimer"), ("urgency", "harms")),
    packs.LevelText: TextFields(("title", "action", "meanwhile", "until")),
    packs.Harm: TextFields(("title",)),
    FindingGroup: TextFields(("title",), ("findings",)),
    YesNo: TextFields(("question", "help", "present", "absent")),
    Choice: TextFields(("question", "help"), ("values",)),
    Choices: TextFields(("question", "help"), ("values",)),
    Number: TextFields(("question", "help", "noun")),
    Value: TextFields(("label", "says", "denies")),
    packs.Condition: TextFields(("name", "plain", "recovery"), ("overlaps",)),
    packs.Overlap: TextFields(("told_apart_by",)),
    packs.Pattern: TextFields(("name", "says")),
    packs.Rule: TextFields(("title", "because")),
    packs.Constraint: TextFields(("because",)),
    packs.Advice: TextFields(("title", "says", "because", "dose"), ("compare",)),
    packs.Comparison: TextFields(("cost", "effectiveness", "time")),
    packs.ScreenItem: TextFields(("because",)),
    ConversationItem: TextFields(("ask", "parts", "noticed"), ("together",)),
    Together: TextFields(("say",)),
    Picture: TextFields(parts=("rows",)),
    PictureRow: TextFields(("because",)),
    Programme: TextFields(("title", "says", "because"), ("phases", "stops", "steps_back", "resumes", "holds")),
    Phase: TextFields(("title", "says"), ("sessions", "advances", "stops", "steps_back", "holds")),
    Session: TextFields(("says",)),
    Decision: TextFields(("because",)),
    Exercise: TextFields(("title", "dose", "how", "mistakes", "stop"), ("drawing",)),
    LineDrawing: TextFields(("says",)),
    Texts: TextFields(
        ("purpose", "starts_among", "headings", "ask_first", "depends", "before_advice", "trying"),
        ("areas", "start", "letter"),
    ),
    AreaTexts: TextFields(AreaTexts.__struct_fields__),
    StartTexts: TextFields(StartTexts.__struct_fields__),
    LetterTexts: TextFields(("title", "heading", "note")),
}
"""Every type of a pack that has texts which a runner reads. What only reviewers read (sources, hazards, notes) stays as it is."""

Words = Callable[[str, str], str]
"""A text, and where it stands, give what is said instead."""


def languages_of(pack: Pack) -> tuple[str, ...]:
    """The languages that a pack has translations in."""
    return tuple(sorted(pack.packed_translations))


def texts_of(pack: Pack) -> Iterator[tuple[str, str]]:
    """Every text of a pack that can be translated, and where it stands: the ids of what it belongs to and its field, joined by ``/``."""
    found: list[tuple[str, str]] = []

    def noted(text: str, place: str) -> str:
        found.append((place, text))
        return text

    _said(pack, noted, "")
    yield from found


def in_language(pack: Pack, language: str) -> Pack:
    """The pack with its texts in a language; those that it has no words for stay as they are, and are its ``left_in_english``.

    What it concludes, its ids and its hash are the same. In English, or without any translation, it is the pack itself. One that
    was not loaded is checked first: raises :class:`hipexpert.PackError`.
    """
    pack = sound(pack)
    translations = translations_of(pack, language)
    if not translations or pack.language != ENGLISH:
        return pack
    anywhere = {each.text: each.says for each in translations if not each.at}
    somewhere = {(each.at, each.text): each.says for each in translations if each.at}
    left: set[str] = set()

    def translated(text: str, place: str) -> str:
        found = somewhere.get((place, text)) or anywhere.get(text)
        if found is None:
            left.add(text)
        return found or text

    made: Pack = _said(pack, translated, "")
    return marked(structs.replace(made, language=language, left_in_english=frozenset(left)))


def _said(value: Any, words: Words, place: str) -> Any:
    """A part of a pack with its texts said in other words; the same object where nothing of it changes."""
    if isinstance(value, str):  # as most parts of a pack are
        return words(value, place.rstrip("/")) if value else value
    if isinstance(value, tuple):
        if not value:
            return value
        parts = tuple(_said(each, words, place) for each in value)
        return value if all(new is old for new, old in zip(parts, value, strict=True)) else parts
    holds, changed = TEXTS.get(type(value)), {}
    if holds is None:
        if not isinstance(value, Mapping):
            return value
        said = {key: _said(each, words, f"{place}{key}/") for key, each in value.items()}
        return value if all(said[key] is each for key, each in value.items()) else said
    inside = f"{place}{name}/" if (name := _name(value)) else place
    for field in holds.texts + holds.parts:
        old = getattr(value, field)
        new = _said(old, words, f"{inside}{field}/" if field in holds.texts else inside)
        if new is not old:
            changed[field] = new
    return structs.replace(value, **changed) if changed else value


def _name(value: Struct) -> str:
    """What names an entry where its texts stand."""
    return "" if isinstance(value, Pack) else str(getattr(value, "id", "") or getattr(value, "finding", "") or getattr(value, "group", ""))
