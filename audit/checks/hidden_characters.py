"""Finds what `hidden_characters.md` describes."""

import re
import unicodedata
from collections.abc import Iterator, Mapping

import msgspec

from hipexpert.audit.check import Check, Found
from hipexpert.knowledge import Pack

# A Cyrillic or Greek letter inside a Latin word looks like another letter; the Greek mu before a unit is none.
ANOTHER = re.compile("[\u0370-\u03bb\u03bd-\u03ff\u0400-\u052f]")
LOOKALIKE = re.compile("[A-Za-z][\u0370-\u03bb\u03bd-\u03ff\u0400-\u052f]|[\u0370-\u03bb\u03bd-\u03ff\u0400-\u052f][A-Za-z]")
KINDS = ("conditions", "patterns", "rules", "advice", "constraints", "claims", "screen", "sources", "hazards", "not_followed", "pictures")


def _find(pack: Pack) -> Iterator[Found]:
    entries: dict[str, object] = {kind: getattr(pack, kind) for kind in KINDS}
    entries["findings"] = tuple(pack.findings.values())
    # One look at everything as text; only what has such a letter is taken apart.
    for kind, listed in (("file", (pack.about,)), *entries.items()):
        if not _is_odd(msgspec.json.encode(listed).decode()):
            continue
        for entry in listed:  # type: ignore[attr-defined]
            name = "pack.yaml" if kind == "file" else entry.id
            for part, text in _texts(msgspec.to_builtins(entry)):
                if odd := _is_odd(text):
                    what = f"U+{ord(odd):04X} ({unicodedata.name(odd, 'unnamed').lower()})"
                    yield Found.about(
                        kind,
                        name,
                        f"`{part}` has {what} inside a Latin word, where it looks like another letter",
                        "type the word again",
                    )


def _is_odd(text: str) -> str:
    """The first letter of a text that looks like another; empty when there is none."""
    # One letter is looked for in a tenth of the time of two beside each other.
    found = LOOKALIKE.search(text) if not text.isascii() and ANOTHER.search(text) else None
    return next(each for each in found[0] if not each.isascii()) if found else ""


def _texts(value: object, part: str = "") -> Iterator[tuple[str, str]]:
    """Every text of an entry, with the key under which it stands."""
    if isinstance(value, str):
        yield part, value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield from _texts(each, str(key))
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from _texts(each, part)


CHECK = Check(
    "hidden-characters",
    "wording",
    "error",
    _find,
    lambda problem: problem.code == "control-character",
    reads=lambda subject: subject.unweighed,
)
