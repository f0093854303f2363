"""Finds what `missing_translation.md` describes."""

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.audit.subject.translated_texts import TextsAndTranslations
from hipexpert.knowledge import Pack
from hipexpert.knowledge.packs.pack import SAFETY_NET

HELP = "until it is translated, this is shown in English"
SHOWN = 3


class _Read(NamedTuple):
    """What a pack says in all its languages, and the texts on which it hangs whether somebody goes in time."""

    said: TextsAndTranslations
    urgent: Sequence[str]


def _reads(subject: Subject) -> _Read:
    return _Read(subject.texts_and_translations, sorted(_urgent(subject.pack)))


def _find(read: _Read) -> Iterator[Found]:
    texts, urgent = read.said.place_of, frozenset(read.urgent)
    for language, left_in_english, _ in read.said.languages:
        left = frozenset(left_in_english)
        missing = [text for text in reversed(texts) if text in left]
        if not missing:
            continue
        kinds = Counter(texts[text].split("/")[0] for text in missing)
        most = ", ".join(f"`{name}` {count}" for name, count in kinds.most_common(SHOWN))
        said = f"`{language}`: {len(missing)} of {len(texts)} texts are not translated, most of them in {most}"
        yield Found(said, HELP, at=("file", "pack.yaml:1"), severity="note")
        for text in missing:
            if text in urgent:
                message = f"`{language}`: what tells how urgent it is, is not translated: `{text}`"
                yield Found(message, HELP, at=("file", "pack.yaml:1"))


def _urgent(pack: Pack) -> frozenset[str]:
    """The texts on which it hangs whether somebody goes in time: levels, the signs to go at once, and the questions of the screen."""
    levels = (text for each in pack.about.urgency.values() for text in (each.title, each.action))
    signs = (text for each in pack.advice if each.category == SAFETY_NET for text in (each.title, each.says))
    return frozenset({*levels, *signs, *(pack.findings[each.ask].question for each in pack.screen)})


CHECK = Check("missing-translation", "wording", "warning", _find, reads=_reads)
