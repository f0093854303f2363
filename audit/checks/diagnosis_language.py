"""Finds what `diagnosis_language.md` describes."""

import re
from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.audit.subject.texts import runner_texts

HAD = r"\byou(?: have|'ve got| suffer from| are suffering from| are diagnosed with)(?: got)?(?: an?| the)?(?: [\w-]+)?? "


def _find(subject: Subject) -> Iterator[Found]:
    conditions = [each for each in subject.pack.conditions if each.kind == "condition"]
    names = sorted({name.lower() for each in conditions for name in (each.name, *each.also_called)})
    claim = re.compile(
        rf"(?:{HAD}(?:{'|'.join(map(re.escape, names))})(?!\w))|\byour diagnosis is\b" if names else r"\byour diagnosis is\b"
    )
    for each in runner_texts(subject.pack):
        found = claim.search(each.text.lower()) if each.part not in ("question", "help") else None
        if found:
            yield Found.about(
                each.kind,
                each.name,
                f'`{each.part}` tells the runner a diagnosis: "{found[0]}"',
                "say what may be, and what speaks for it",
            )


CHECK = Check("diagnosis-language", "wording", "error", _find)
