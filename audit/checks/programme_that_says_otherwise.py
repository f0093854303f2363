"""Finds what `programme_that_says_otherwise.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import AS_WRITTEN, Check, Found
from hipexpert.audit.figures import figures_in
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.premises import Limit, leaves
from hipexpert.knowledge.packs.programmes import Decision, Phase
from hipexpert.knowledge.packs.vocabulary import plain_number

MOMENTS = ("during", "after", "next_morning")


def _find(subject: Subject) -> Iterator[Found]:
    for programme in subject.pack.programmes:
        found = [*map(_bounds, programme.decision_by_id.values()), *map(_allowance, programme.phases)]
        for message in filter(None, found):
            yield Found.about(
                "programmes", programme.id, message, "look the figure up, and write the same in both places", covered=AS_WRITTEN
            )


def _bounds(decision: Decision) -> str:
    """What a rule of a programme says that none of the figures of its reason does; empty where it has no figure or agrees."""
    figures = {each.value for each in figures_in(decision.because) if not each.time and not each.spelt}
    bounds = {leaf.bound for leaf in leaves(decision.when) if isinstance(leaf, Limit)}
    if not figures or not bounds or figures & bounds:
        return ""
    return f"`{decision.id}` asks for {_listed(bounds)}, and its reason names {_listed(figures)}"


def _allowance(phase: Phase) -> str:
    """What a phase allows, where what counts towards the next one allows less or more of it."""
    for moment in MOMENTS:
        counted = {
            leaf.bound
            for advance in phase.advances
            for leaf in leaves(advance.when)
            if isinstance(leaf, Limit) and leaf.finding == f"pain_{moment}" and leaf.operator in ("<=", "<")
        }
        allowed = getattr(phase.allowed, moment)
        if counted and max(counted) != allowed:
            return f"`{phase.id}` allows pain of {plain_number(allowed)} ({moment}), and counts sessions up to {_listed(counted)}"
    return ""


def _listed(figures: set[float]) -> str:
    return " and ".join(map(plain_number, sorted(figures)))


CHECK = Check("programme-that-says-otherwise", "wording", "warning", _find)
