"""An answer to a question about an assessment as one value: what ``--format json`` writes."""

from msgspec import Struct

from hipexpert.graphs.explanations.counterfactual import Counterfactuals
from hipexpert.graphs.explanations.difference import Difference
from hipexpert.graphs.explanations.how import How
from hipexpert.graphs.explanations.why import Why
from hipexpert.graphs.explanations.why_not import WhyNot
from hipexpert.knowledge import Assessment, Knowledge, StatedLevel
from hipexpert.knowledge.json_text import json_text

SCHEMA = "hipexpert.explanation/1"
Explanation = How | Why | WhyNot | Difference | Counterfactuals


class ExplanationDocument(Struct, frozen=True):
    """An answer with what must never be missing beside it: the urgency, the knowledge it rests on and its limits."""

    schema: str
    urgency: StatedLevel
    title: str
    action: str
    answer: Explanation
    knowledge: Knowledge
    disclaimer: str


def explanation_json(assessment: Assessment, answer: Explanation) -> str:
    """The answer about an assessment as JSON text; its schema is ``explanation.schema.json``."""
    now, about = assessment.urgency, assessment.pack.about
    return json_text(ExplanationDocument(SCHEMA, now.level, now.title, now.action, answer, assessment.knowledge, about.disclaimer))
