"""Finds what `uncontrolled_hazard.md` describes."""

from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject

OPEN = 10
"""A residual risk from here on stays open."""


def _find(subject: Subject) -> Iterator[Found]:
    for hazard in subject.pack.hazards:
        if hazard.status == "controlled" and hazard.residual_risk >= OPEN:
            yield Found.about(
                "hazards",
                hazard.id,
                f"the hazard `{hazard.id}` is called controlled at a residual risk of {hazard.residual_risk}",
                "leave it open, or add the control that lowers it and say so",
            )


CHECK = Check("uncontrolled-hazard", "provenance", "error", _find, lambda problem: problem.code in ("uncontrolled", "bad-risk"))
