"""Finds what `question_asked_twice.md` describes."""

import re
from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject

# Words without which a question asks the same.
NEEDLESS = frozenset(
    re.findall(r"\w+", "a an any are be did do does had has have if in is it of on or that the there to was were when with you your")
)


def _find(subject: Subject) -> Iterator[Found]:
    seen: dict[frozenset[str], str] = {}
    for name, finding in subject.pack.findings.items():
        words = frozenset(re.findall(r"[\w']+", finding.question.casefold()))
        first = seen.setdefault(words - NEEDLESS or words, name)
        if first != name and subject.pack.answered_by(first) == subject.pack.answered_by(name):
            yield Found.about(
                "findings",
                name,
                f"`{first}` and `{name}` ask the same question, and rules that ask one do not hear the other",
                "keep one of them, or say in both what sets them apart",
                (f"finding:{first}",),
            )


CHECK = Check("question-asked-twice", "wording", "warning", _find)
