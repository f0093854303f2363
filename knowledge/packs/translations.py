"""The translations of a pack as they are written: one text each, in the folder of its language."""

from collections.abc import Iterator

import msgspec
from msgspec import Struct

from hipexpert.engine import Problem
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.vocabulary import Line


class Translated(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """A text of the pack and what it ``says`` in the language of its folder: wherever the pack has this text, or only ``at`` one place
    (the ids of what it belongs to and its field, joined by ``/``), where one English text needs several.
    """

    text: Line
    says: Line
    at: str = ""


def translations_of(pack: Pack, language: str) -> tuple[Translated, ...]:
    """The translations that a pack has in a language, as its authors wrote them down."""
    packed = pack.packed_translations.get(language)
    return msgspec.msgpack.decode(packed, type=tuple[Translated, ...]) if packed else ()


def repeated(translations: tuple[tuple[Translated, str], ...]) -> Iterator[Problem]:
    """A problem for each text that is translated twice for the same place. Each translation comes with where it is written."""
    seen: dict[tuple[str, str], str] = {}
    for each, written in translations:
        before = seen.get((each.text, each.at))
        seen[each.text, each.at] = written
        if before is not None:
            help_text = f"it stands at {before} already; `at` says where a text needs other words than elsewhere"
            yield Problem("repeated-translation", f"`{each.text[:60]}` is translated twice", written, help_text)
