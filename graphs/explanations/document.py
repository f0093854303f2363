"""An answer to a question about an assessment as one value: what ``--format json`` writes."""

from msgspec import Struct

from hipexpert.graphs.explanations.counterfactual import Counterfactuals
from hipexpert.graphs.explanations.difference import Difference
from hipexpert.graphs.explanations.how import How
from hipexpert.graphs.explanations.why import Why
from hipexpert.graphs.explanations.why_not import WhyNot
from hipexpert.knowledge import Assessment, Knowledge, Level
from hipexpert.knowledge.json_text import json_text

SCHEMA = "hipexpert.explanation/1"
Explanation = How | Why | WhyNot | Difference | Counterfactuals


class ExplanationDocument(Struct, frozen=True):
    """An answer with what must never be missing beside it: the urgency, the knowledge it rests on and its limits."""

    schema: str
    urgency: Level
    title: str
    action: str
    answer: Explanation
    knowledge: Knowledge
    disclaimer: str


def explanation_document(assessment: Assessment, answer: Explanation) -> ExplanationDocument:
    """The answer about an assessment as one value."""
    urgency, about = assessment.urgency, assessment.pack.about
    return ExplanationDocument(SCHEMA, urgency.level, urgency.title, urgency.action, answer, assessment.knowledge, about.disclaimer)


def explanation_json(assessment: Assessment, answer: Explanation) -> str:
    """The same as JSON text; its schema is ``explanation.schema.json``."""
    return json_text(explanation_document(assessment, answer))
