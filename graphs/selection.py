"""Which part of an assessment a picture or a first screen shows."""

from collections.abc import Mapping

from hipexpert.knowledge import Assessment, Ranked
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.pack import AdviceCategory

SHOWN_CONDITIONS = 3


def shown_conditions(assessment: Assessment) -> tuple[Ranked, ...]:
    """The first conditions of the differential, leaving out the unlikely ones."""
    return tuple(each for each in assessment.differential if each.band != "unlikely")[:SHOWN_CONDITIONS]


def shown_conclusions(assessment: Assessment) -> list[str]:
    """The facts that a picture explains: the urgency and the conditions shown first."""
    facts = [Fact("urgency", assessment.level).name, *(Fact("suspected", each.condition).name for each in shown_conditions(assessment))]
    return [fact for fact in facts if fact in assessment.run.facts]


ADVICE_HEADINGS: Mapping[AdviceCategory, str] = {
    "escalation": "When and where to get help",
    "first_72h": "The first three days",
    "activity": "Activity",
    "exercise": "Exercises",
    "return_to_running": "Back to running",
    "running_form": "Running form",
    "prevention": "To keep it from coming back",
    "treatment": "Treatments",
    "recovery": "How long it may take",
    "fact": "Good to know",
    "review": "When to look again",
}
