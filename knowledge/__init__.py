"""The domain: packs of knowledge, intake, assessment."""

from hipexpert.knowledge.packs.answer_space import Question
from hipexpert.knowledge.packs.ladder import LEVELS, UNDETERMINED, Level, StatedLevel
from hipexpert.knowledge.packs.loading import load_pack
from hipexpert.knowledge.packs.options import Said
from hipexpert.knowledge.packs.pack import Condition, Pack, Rule
from hipexpert.knowledge.packs.program import program_of
from hipexpert.knowledge.packs.reading import ReadingError
from hipexpert.knowledge.packs.sealing import PackError
from hipexpert.knowledge.packs.search import matching_findings
from hipexpert.knowledge.packs.suggestions import did_you_mean
from hipexpert.knowledge.packs.vocabulary import allowed_answers, finding_type
from hipexpert.knowledge.runner.answers import AnswerKey
from hipexpert.knowledge.runner.assessment import Assessment
from hipexpert.knowledge.runner.intake import Intake, IntakeError, merged
from hipexpert.knowledge.runner.reading_intake import read_case, read_case_file, read_intake, read_words
from hipexpert.knowledge.runner.results import (
    CitedSource,
    DecisiveUnknown,
    DerivationGraph,
    Evidence,
    Knowledge,
    OpenEvidence,
    Plan,
    Ranked,
    Reason,
    Recognised,
    Screen,
    ScreenQuestion,
)

__all__ = [
    "LEVELS",
    "UNDETERMINED",
    "AnswerKey",
    "Assessment",
    "CitedSource",
    "Condition",
    "DecisiveUnknown",
    "DerivationGraph",
    "Evidence",
    "Intake",
    "IntakeError",
    "Knowledge",
    "Level",
    "OpenEvidence",
    "Pack",
    "PackError",
    "Plan",
    "Question",
    "Ranked",
    "ReadingError",
    "Reason",
    "Recognised",
    "Rule",
    "Said",
    "Screen",
    "ScreenQuestion",
    "StatedLevel",
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
]
