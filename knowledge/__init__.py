"""The domain: packs of knowledge, intake, assessment."""

from hipexpert.knowledge.answers import AnswerKey, Question, Said
from hipexpert.knowledge.assessment import Assessment, Assessor
from hipexpert.knowledge.intake import Intake, IntakeError, merged, read_case, read_case_file, read_intake, read_words
from hipexpert.knowledge.loading import PackError, load_pack
from hipexpert.knowledge.pack import LEVELS, Condition, Level, Pack, Rule
from hipexpert.knowledge.program import program_of, weigh_id
from hipexpert.knowledge.reading import ReadingError
from hipexpert.knowledge.results import (
    SCHEMA,
    AssessmentDocument,
    CitedSource,
    Contradiction,
    DecisiveUnknown,
    DerivationGraph,
    Evidence,
    Finding,
    Knowledge,
    NotToBeMissed,
    OpenEvidence,
    Plan,
    Ranked,
    Reason,
    Urgency,
)
from hipexpert.knowledge.search import matching_findings
from hipexpert.knowledge.suggestions import did_you_mean
from hipexpert.knowledge.vocabulary import allowed_answers, finding_type

__all__ = [
    "LEVELS",
    "SCHEMA",
    "AnswerKey",
    "Assessment",
    "AssessmentDocument",
    "Assessor",
    "CitedSource",
    "Condition",
    "Contradiction",
    "DecisiveUnknown",
    "DerivationGraph",
    "Evidence",
    "Finding",
    "Intake",
    "IntakeError",
    "Knowledge",
    "Level",
    "NotToBeMissed",
    "OpenEvidence",
    "Pack",
    "PackError",
    "Plan",
    "Question",
    "Ranked",
    "ReadingError",
    "Reason",
    "Rule",
    "Said",
    "Urgency",
    "allowed_answers",
    "did_you_mean",
    "finding_type",
    "load_pack",
    "matching_findings",
    "merged",
    "program_of",
    "read_case",
    "read_case_file",
    "read_intake",
    "read_words",
    "weigh_id",
]
