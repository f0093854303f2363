"""Finds what `session_that_jumps.md` describes."""

import re
from collections.abc import Iterator
from itertools import pairwise

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.programmes import Phase, Programme, Session

FROM = 16.0
"""Minutes of jogging, in all, from which on the next session is held against the one before: what is shorter is mostly walked."""
MOST = 1.4
"""How many times as much jogging the next session may bring, from there on."""
TWICE = re.compile(r"\b(?:each|every) (?:step|session) is done (?P<times>twice|two times|three times)\b")


def _find(subject: Subject) -> Iterator[Found]:
    for programme in subject.pack.programmes:
        sessions = [each for phase in programme.phases for each in phase.sessions]
        for before, after in pairwise(sessions):
            if message := _jumps(before, after):
                yield _found(programme, message, "let the load grow by small steps, from the lightest session to the heaviest")
        for phase in programme.phases:
            if hasty := _done_less_often_than_said(phase):
                yield _found(programme, hasty, "set `passes` to what the phase says, or say what is done")


def _found(programme: Programme, message: str, help_text: str) -> Found:
    return Found.about("programmes", programme.id, message, help_text)


def _jumps(before: Session, after: Session) -> str:
    """That a session is no heavier than the one before, or much heavier; empty where it is neither."""
    if after.load <= before.load:
        return f"`{after.id}` follows `{before.id}` and is no heavier"
    (jogged, _), (now, _) = before.load, after.load
    if jogged >= FROM and now > MOST * jogged:
        return f"`{after.id}` has {now:g} minutes of jogging, after {jogged:g} in `{before.id}`"
    return ""


def _done_less_often_than_said(phase: Phase) -> str:
    """That a session of a phase is left after one time where its words say more."""
    for decision in phase.advances:
        said = TWICE.search(decision.because.casefold())
        least = 3 if said and said["times"] == "three times" else 2
        few = next((each for each in phase.sessions if each.passes < least), None) if said else None
        if said and few is not None:
            return f'`{phase.id}` says "{said[0]}", and `{few.id}` is left after {few.passes}'
    return ""


CHECK = Check("session-that-jumps", "safety", "warning", _find)
