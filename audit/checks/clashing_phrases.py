"""Finds what `clashing_phrases.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.words import clashing_phrases


def _find(subject: Subject) -> Iterator[Found]:
    for phrase, first, second, same in clashing_phrases(subject.pack):
        kind, name = ("values", f"{second[0]}={second[1]}") if second[1] else ("findings", second[0])
        what = " and ".join(f"`{finding}{f'={value}' if value else ''}`" for finding, value in (first, second))
        yield Found.about(
            kind,
            name,
            f"`{phrase}` is read as {what}" + (", which cannot both be answered" if same else ""),
            "keep it at one of them, or make both phrases say more",
            (f"finding:{first[0]}", f"finding:{second[0]}"),
            severity="warning" if same else None,
        )


CHECK = Check("clashing-phrases", "graph", "note", _find)
