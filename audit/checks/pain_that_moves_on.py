"""Finds what `pain_that_moves_on.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject


def _find(subject: Subject) -> Iterator[Found]:
    for walk in subject.walks:
        programme = walk.programme
        for _, space in walk.session_states:
            if wrong := space.verdicts.advance & ~space.borne:
                message = f"in `{space.phase.id}` a session counts as good whose pain is not known to be allowed: {space.one_of(wrong)}"
                yield Found.about(
                    "programmes", programme.id, message, "let `advances` ask for each pain that the phase allows, and no more"
                )
                break


CHECK = Check("pain-that-moves-on", "safety", "error", _find)
