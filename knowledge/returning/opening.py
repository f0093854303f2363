"""Which programme is for a runner, and whether it opens: read off the advice that the rules give, forbid or keep until one has been seen.

INVARIANT: where not enough is known, and in an emergency, none opens for anybody. Where something must be seen first, none opens
before a clinician has cleared the runner, and not before the answers were given that call for it.
"""

import datetime
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from hipexpert.engine import holds
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.ladder import UNDETERMINED
from hipexpert.knowledge.packs.premises import Established, Premise, conjuncts, leaves, to_gate
from hipexpert.knowledge.packs.programmes import Programme
from hipexpert.knowledge.runner.assessment import Assessment
from hipexpert.knowledge.runner.results import Reason

CLEARED_DAYS = 90  # so long before calm answers a clearance still counts
AGAINST = "Something speaks against it."


class Clearance(Struct, frozen=True, forbid_unknown_fields=True):
    """That a clinician has cleared a runner: who it was, and on which day."""

    by: str
    on: datetime.date


class Opening(Struct, frozen=True):
    """Whether a way back opens. ``programme`` is the id of that which is for the runner; empty where it is not known which.

    ``state``: it is ``open``, it waits for ``clearance``, or it is ``closed``; ``because`` says why in a sentence, ``reasons`` are the
    rules that give or forbid it, ``missing`` is what would have to be known or true first, and ``ask`` the ids of the findings that say
    so. ``cleared_from`` is the first day on which a clearance counts; None where none is needed.
    """

    programme: str
    state: Literal["open", "clearance", "closed"]
    because: str
    reasons: tuple[Reason, ...] = ()
    missing: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    cleared_from: datetime.date | None = None


def opening(assessment: Assessment, assessed_on: datetime.date, clearance: Clearance | None = None) -> Opening:
    """Whether a way back to running opens for the runner of an assessment, by answers that were given on a day."""
    pack, level = assessment.pack, assessment.level
    text = pack.level_text(level)
    if level in (UNDETERMINED, "emergency"):
        return Opening("", "closed", f"{text.title}: {text.action}", missing=tuple(each.question for each in assessment.left_to_answer))
    programme = programme_for(assessment)
    if programme is None:
        return Opening("", "closed", "The pack has no way back to running.")
    given = next((each for each in assessment.plan.advice if each.id == programme.entry), None)
    withheld = next((each for each in assessment.plan.withheld if each.id == programme.entry), None)
    if given is None and withheld is None:
        cleared = clearance is not None and clearance.on >= assessed_on
        if not cleared and any(each.until_seen for each in assessment.plan.withheld):  # no walk is tried before that
            why = f"First things first: {text.title}. {text.action}"
            return Opening(programme.id, "closed", why, tuple(assessment.urgency.because))
        against = Fact("avoid", programme.entry).name
        if against in assessment.run.facts:  # nobody answers more questions to be told that it is closed anyway
            stated = (assessment.wording.reason(each) for each in assessment.derivation.justifications(against))
            return Opening(programme.id, "closed", AGAINST, tuple(reason for reason in stated if reason))
        parts = _missing(assessment, programme)
        return Opening(
            programme.id,
            "closed",
            "What must be so before the first session is not known to be so.",
            missing=tuple(_phrase(assessment, each) for each in parts),
            ask=tuple(dict.fromkeys(leaf.finding for each in parts for leaf in leaves(each) if not isinstance(leaf, Established))),
        )
    if withheld is not None and not withheld.until_seen:
        return Opening(programme.id, "closed", AGAINST, withheld.reasons)
    reasons = given.reasons if given is not None else tuple(assessment.urgency.because)
    if given is None or programme.clearance:
        seen_first = given is None
        first = assessed_on if seen_first else assessed_on - datetime.timedelta(days=CLEARED_DAYS)
        why = (
            f"First things first: {text.title[:1].lower()}{text.title[1:]}."
            if seen_first
            else "It is for a bone that is, or was, in question."
        )
        return _cleared(Opening(programme.id, "clearance", why, reasons, cleared_from=first), first, clearance)
    return Opening(programme.id, "open", "The rules allow it.", reasons)


def programme_for(assessment: Assessment) -> Programme | None:
    """The programme that is for a runner: the first of the pack whose ``who`` holds; None where there is none."""
    facts = assessment.run.facts
    return next((each for each in assessment.pack.programmes if each.who is None or holds(to_gate(each.who), facts)), None)


def _cleared(needed: Opening, first: datetime.date, clearance: Clearance | None) -> Opening:
    """What becomes of a programme that asks for a clearance, which counts from the ``first`` day on."""
    if clearance is None:
        return replace(
            needed, because=f"{needed.because} It begins once a clinician has cleared you, and that is recorded with name and day."
        )
    day = clearance.on.isoformat()
    if clearance.on < first:
        said = f"{clearance.by} cleared you on {day}; for these answers a clearance counts from {first.isoformat()} on."
        return replace(needed, because=f"{needed.because} {said}")
    return replace(needed, state="open", because=f"{clearance.by} cleared you on {day}.")


def _missing(assessment: Assessment, programme: Programme) -> tuple[Premise, ...]:
    """What the rules that open a programme ask for and does not hold."""
    facts = assessment.run.facts
    rules = assessment.pack.advised_by.get(programme.entry, ())
    return tuple(dict.fromkeys(part for rule in rules for part in conjuncts(rule.premise) if not holds(to_gate(part), facts)))


def _phrase(assessment: Assessment, premise: Premise) -> str:
    return assessment.wording.open_phrase(premise)
