"""Finds what `missing_screen.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject


def _find(subject: Subject) -> Iterator[Found]:
    if not subject.pack.screen:
        yield Found(
            "the pack has no screen: somebody who has answered nothing is told to look after it at home",
            "add `screen.yaml` with the questions that must be answered before anything calm is said",
            at=("file", "pack.yaml"),
        )


CHECK = Check("missing-screen", "safety", "warning", _find)
