"""Finds what `says_the_opposite.md` describes."""

import re
from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.vocabulary import Choices, YesNo

NO = re.compile(r"\b(?:no|not|never|without|none|nor)\b")
TURNED = re.compile(r"\b(?:free of|free from|painless|pain-free|no longer|less than before)\b")
"""What makes yes the good answer to a question."""
SHARED = 0.5
"""The least share of the words of the shorter text that both have: they speak of the same thing."""


def _find(subject: Subject) -> Iterator[Found]:
    for name, finding in subject.pack.findings.items():
        if isinstance(finding, YesNo) and _swapped(finding.present, finding.absent, finding.question):
            yield Found.about(
                "findings",
                name,
                f'yes to `{name}` reads "{finding.present}", and no "{finding.absent}"',
                "exchange `present` and `absent`",
            )
        elif isinstance(finding, YesNo) and _inverted(finding.question, finding.present, finding.absent):
            yield Found.about(
                "findings",
                name,
                f'yes to "{finding.question}" reads "{finding.present}"',
                "ask for what `present` says",
                severity="warning",
            )
        elif isinstance(finding, Choices):
            for value in finding.values:
                if value.denies and _swapped(value.says, value.denies, value.label):
                    yield Found.about(
                        "values",
                        f"{name}={value.id}",
                        f'who chooses `{value.id}` of `{name}` is told "{value.says}"',
                        "exchange `says` and `denies`",
                    )


def _swapped(says: str, denies: str, asked: str) -> bool:
    """Whether the one text denies what the other says, although nothing is denied where it is asked for."""
    says, denies = says.casefold(), denies.casefold()
    if not NO.search(says) or NO.search(denies) or NO.search(asked.casefold()):
        return False
    own, other = _words(NO.sub("", says)), _words(denies)
    return len(own & other) >= SHARED * max(1, min(len(own), len(other)))


def _inverted(question: str, present: str, absent: str) -> bool:
    """Whether a question asks that something is not there, and yes reads as that it is."""
    if not TURNED.search(question.casefold()) or TURNED.search(present.casefold()) or NO.search(present.casefold()):
        return False
    asked, own = _words(TURNED.sub("", question.casefold())), _words(present.casefold())
    return len(asked & own) >= SHARED * max(1, min(len(asked), len(own))) and bool(NO.search(absent.casefold()))


def _words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", text))


CHECK = Check("says-the-opposite", "wording", "error", _find)
