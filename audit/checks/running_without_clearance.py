"""Finds what `running_without_clearance.md` describes."""

import re
from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.alarms import is_danger
from hipexpert.audit.subject.subject import Subject
from hipexpert.audit.theorem_checks import refuted
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.premises import Established, leaves
from hipexpert.knowledge.packs.programmes import Programme

WEIGHED = frozenset({"suspected", "likely"})
CLEARED = re.compile(r"\b(?:only (?:once|when|after)|not (?:before|until)) (?:a|your|the) (?:clinician|doctor|physician|physiotherapist)\b")
"""That a clinician must have agreed, in a programme's words."""

FEW = 4
"""Of so many of whom a claim speaks, one at most may be missing: then the claim and the programme are about the same people."""


def _find(subject: Subject) -> Iterator[Found]:
    yield from refuted(subject, "running-without-clearance")
    yield from _left_out(subject.pack)
    for walk in subject.walks:
        programme = walk.programme
        if programme.clearance:
            start = walk.machine.start(cleared=False)
            if any(walk.machine.session(each) for each in (start, *walk.after(start, session=True).values())):
                yield Found.about(
                    "programmes", programme.id, f"`{programme.id}` has a session before its clearance", "this is a fault of the program"
                )
        else:
            yield from _for_whom_it_is_asked(subject, programme)


def _for_whom_it_is_asked(subject: Subject, programme: Programme) -> Iterator[Found]:
    """A programme that starts without a clearance, and is for somebody in whom a danger is suspected, or says that one is needed."""
    dangers = {each.id for each in subject.pack.conditions if is_danger(each)}
    asked = leaves(programme.who) if programme.who is not None else ()
    told = sorted({each.id for each in asked if isinstance(each, Established) and each.kind in WEIGHED and each.id in dangers})
    says = CLEARED.search(programme.says)
    if told or says:
        reason = f"it is for those in whom `{told[0]}` is suspected" if told else f'it says "{says[0]}"' if says else ""
        yield Found.about(
            "programmes",
            programme.id,
            f"`{programme.id}` starts without a clearance, and {reason}",
            "write `clearance: true`, or say for whom it is without a danger",
            tuple(f"condition:{each}" for each in told),
        )


def _left_out(pack: Pack) -> Iterator[Found]:
    """For whom a claim keeps the way back without a clearance, and not that with one: most of them are those of the careful programme, and
    it leaves some out.
    """
    common = {each.entry for each in pack.programmes if not each.clearance}
    for careful in (each for each in pack.programmes if each.clearance and each.who is not None):
        spared = frozenset(leaves(careful.who)) if careful.who is not None else frozenset()
        for claim in pack.claims:
            if claim.when is None or not common & set(claim.never_given) or careful.entry in claim.never_given:
                continue
            spoken_of = frozenset(leaves(claim.when))
            missing = sorted(str(getattr(each, "id", "") or getattr(each, "finding", "")) for each in spoken_of - spared)
            if missing and FEW * len(missing) <= len(spoken_of):
                yield Found.about(
                    "programmes",
                    careful.id,
                    f"`{claim.id}` keeps `{missing[0]}` from coming back without a clearance, and `{careful.id}` is not for them",
                    "name them in `who`, or say in the claim that they do not come back by this programme either",
                    (f"claim:{claim.id}",),
                )


CHECK = Check("running-without-clearance", "safety", "error", _find, logic=True, proves=True, unworded=True)
