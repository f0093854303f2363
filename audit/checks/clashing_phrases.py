"""Finds what `clashing_phrases.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.reasoning import vocabulary_of
from hipexpert.knowledge import Pack
from hipexpert.knowledge.words import clashing_phrases


def _find(pack: Pack) -> Iterator[Found]:
    for phrase, one, another, same in clashing_phrases(pack):
        kind, name = ("values", f"{another[0]}={another[1]}") if another[1] else ("findings", another[0])
        what = " and ".join(f"`{finding}{f'={value}' if value else ''}`" for finding, value in (one, another))
        yield Found.about(
            kind,
            name,
            f"`{phrase}` is read as {what}" + (", which cannot both be answered" if same else ""),
            "keep it at one of them, or make both phrases say more",
            (f"finding:{one[0]}", f"finding:{another[0]}"),
            severity="warning" if same else None,
        )
    named: dict[str, str] = {}
    for name, finding in pack.findings.items():
        for synonym in finding.synonyms:
            first = named.setdefault(" ".join(synonym.casefold().split()), name)
            if first != name:
                message = f"`{synonym}` is a synonym of `{first}` and of `{name}`, and a search for it finds both"
                yield Found.about("findings", name, message, "keep it where it fits better", (f"finding:{first}",))


CHECK = Check("clashing-phrases", "graph", "note", _find, reads=lambda subject: vocabulary_of(subject.pack))
