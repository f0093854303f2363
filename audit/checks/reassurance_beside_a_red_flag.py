"""Finds what `reassurance_beside_a_red_flag.md` describes."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from hipexpert.audit.check import AS_WRITTEN, Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.audit.theorem_checks import refuted, theorem_check
from hipexpert.knowledge.packs.ladder import LEVELS

NAME = "reassurance-beside-a-red-flag"


def _find(subject: Subject) -> Iterator[Found]:
    yield from refuted(subject, NAME)
    levels = subject.pack.about.urgency
    for lower, higher in pairwise(LEVELS):
        lost = [tag for tag in levels[lower].rules_out if tag not in levels[higher].rules_out]
        if lost:
            yield Found(
                f"advice with the tag `{lost[0]}` is ruled out at {lower}, and not at {higher}",
                f"name it under `rules_out` of {higher}, too",
                others=(f"urgency:{higher}",),
                at=("file", "pack.yaml"),
                covered=AS_WRITTEN,
            )


CHECK: Check = replace(theorem_check(NAME), find=_find)
