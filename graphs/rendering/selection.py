"""Which part of an assessment a picture or a first screen shows."""

from hipexpert.knowledge import Assessment, Ranked

SHOWN_CONDITIONS = 3


def shown_conditions(assessment: Assessment) -> tuple[Ranked, ...]:
    """The first conditions of the differential, leaving out the unlikely ones."""
    return tuple(each for each in assessment.differential if each.band != "unlikely")[:SHOWN_CONDITIONS]


def shown_conclusions(assessment: Assessment) -> list[str]:
    """The facts that a picture explains: the urgency and the conditions shown first."""
    facts = [f"urgency:{assessment.level}", *(f"suspected:{each.condition}" for each in shown_conditions(assessment))]
    return [fact for fact in facts if fact in assessment.run.facts]
