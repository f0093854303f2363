"""Which part of an assessment a picture or a first screen shows."""

from collections.abc import Mapping

from hipexpert.knowledge import Assessment, Ranked
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.pack import AdviceCategory

SHOWN_CONDITIONS = 3
Shown = tuple[Ranked, ...]
"""A condition and, after it, those that go by the same story."""


def shown_conditions(assessment: Assessment) -> tuple[Ranked, ...]:
    """The first conditions of the differential, leaving out the unlikely ones, with all that go by the same stories."""
    return tuple(each for group in grouped(assessment.differential)[:SHOWN_CONDITIONS] if group[0].band != "unlikely" for each in group)


def grouped(differential: tuple[Ranked, ...]) -> tuple[Shown, ...]:
    """The differential with the conditions that overlap together, at the place of the first of them."""
    by_id = {each.condition: each for each in differential}
    told: set[str] = set()
    groups: list[Shown] = []
    for each in differential:
        if each.condition not in told:
            others = [by_id[other.condition] for other in each.overlaps if other.condition in by_id and other.condition not in told]
            groups.append((each, *others))
            told |= {each.condition, *(other.condition for other in others)}
    return tuple(groups)


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
