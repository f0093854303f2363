"""Finds what `running_without_clearance.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.audit.theorem_checks import refuted


def _find(subject: Subject) -> Iterator[Found]:
    yield from refuted(subject, "running-without-clearance")
    for walk in subject.walks:
        programme = walk.programme
        if programme.clearance:
            start = walk.machine.start(cleared=False)
            if any(walk.machine.session(each) for each in (start, *walk.after(start, session=True).values())):
                yield Found.about(
                    "programmes", programme.id, f"`{programme.id}` has a session before its clearance", "this is a fault of the program"
                )


CHECK = Check("running-without-clearance", "safety", "error", _find, logic=True, proves=True)
