"""Finds what `pain_that_moves_on.md` describes."""

import re
from collections.abc import Iterator, Mapping, Sequence

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.programme_walk import walks_of
from hipexpert.knowledge.packs.premises import Limit, Several
from hipexpert.knowledge.packs.programmes import Programme

NONE = re.compile(r"\b[Nn]o pain (?:is allowed|at all)(?: at any step)?[.,;]|\bno pain at all\b")
HIGHEST = 10.0


def _find(programmes: tuple[Programme, ...]) -> Iterator[Found]:
    for walk in walks_of(programmes):
        programme = walk.programme
        for _, space in walk.session_states:
            if wrong := space.verdicts.advance & ~space.borne:
                message = f"in `{space.phase.id}` a session counts as good whose pain is not known to be allowed: {space.one_of(wrong)}"
                yield Found.about(
                    "programmes", programme.id, message, "let `advances` ask for each pain that the phase allows, and no more"
                )
                break
        yield from _says_none(programme)
    yield from _careful_and_laxer(programmes)


def _says_none(programme: Programme) -> Iterator[Found]:
    """Phases that say that no pain is allowed, and allow some."""
    for phase in programme.phases:
        most = max(getattr(phase.allowed, part) for part in phase.allowed.__struct_fields__)
        if most > 0 and (said := NONE.search(phase.says)):
            yield Found.about(
                "programmes",
                programme.id,
                f'`{phase.id}` says "{said[0].strip(" .,;")}", and allows up to {most:g} of 10',
                "set `allowed` to 0, or say what is allowed",
            )


def _careful_and_laxer(programmes: Sequence[Programme]) -> Iterator[Found]:
    """Programmes that need a clearance, and go on with pain at which one that needs none stops."""
    for careful in (each for each in programmes if each.clearance):
        for common in (each for each in programmes if not each.clearance):
            for finding, pain in _stops_above(common).items():
                if _stops_above(careful).get(finding, HIGHEST) > pain:
                    yield Found.about(
                        "programmes",
                        careful.id,
                        f"`{careful.id}` needs a clearance, and goes on with a `{finding}` at which `{common.id}` stops (above {pain:g})",
                        "let the programme that needs a clearance stop as early as the others",
                    )
                    break


def _stops_above(programme: Programme) -> Mapping[str, float]:
    """For each pain the number above which a session stops the programme, whatever else is so."""
    found: dict[str, float] = {}
    for decision in programme.stops:
        when = decision.when
        for leaf in when.of if isinstance(when, Several) and when.count == 1 else (when,):
            if isinstance(leaf, Limit) and leaf.operator == ">":
                found[leaf.finding] = min(leaf.bound, found.get(leaf.finding, HIGHEST))
    return found


CHECK = Check("pain-that-moves-on", "safety", "error", _find, reads=lambda subject: subject.pack.programmes)
