"""A runner with some answers changed, as explanations propose."""

from hipexpert import ExplainedAssessment
from hipexpert.graphs.explanations.values import Change
from hipexpert.knowledge import Question


def changed(assessment: ExplainedAssessment, changes: tuple[Change, ...]) -> ExplainedAssessment:
    """The same runner with these answers."""
    key = assessment.assessor.key
    said = key.said(assessment.intake)
    said |= {Question(each.finding, each.value): each.after for each in changes if each.after is not None}
    return assessment.assessor.assess(key.intake(said))
