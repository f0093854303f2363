"""What the HTTP interface answers, where the engine has no value of its own for it."""

from collections.abc import Mapping
from typing import Literal

from msgspec import UNSET, Struct, UnsetType

from hipexpert.knowledge import Knowledge, Level, Pack, StatedLevel, allowed_answers, finding_type
from hipexpert.knowledge.interview.interview import Progress
from hipexpert.knowledge.interview.questions import NextQuestion
from hipexpert.knowledge.packs.frozen import freeze
from hipexpert.knowledge.packs.pack import Condition
from hipexpert.knowledge.packs.vocabulary import AnsweredBy, Choice, Choices, Finding, Number
from hipexpert.knowledge.runner.intake import Answer
from hipexpert.knowledge.runner.results import (
    Contradiction,
    DerivationGraph,
    NotToBeMissed,
    Plan,
    Ranked,
    Recognised,
    Screen,
    Urgency,
)
from hipexpert.service.api.requests import InterviewState


class ValuesAnswer(Struct, frozen=True):
    """The values of an assessment that were asked for, as the Python interface has them: each with its texts.

    ``level`` is the stated urgency by itself.
    """

    level: StatedLevel
    knowledge: Knowledge
    disclaimer: str
    urgency: Urgency | UnsetType = UNSET
    screen: Screen | UnsetType = UNSET
    differential: tuple[Ranked, ...] | UnsetType = UNSET
    not_to_be_missed: tuple[NotToBeMissed, ...] | UnsetType = UNSET
    contributing_factors: tuple[Recognised, ...] | UnsetType = UNSET
    patterns: tuple[Recognised, ...] | UnsetType = UNSET
    plan: Plan | UnsetType = UNSET
    contradictions: tuple[Contradiction, ...] | UnsetType = UNSET
    intake: Mapping[str, Answer] | UnsetType = UNSET
    none_of: tuple[str, ...] | UnsetType = UNSET
    derivation: DerivationGraph | UnsetType = UNSET

    def __post_init__(self) -> None:
        freeze(self, "intake")


class NextQuestions(Struct, frozen=True):
    """The questions that matter most now, the first first; none when no answer could change what to do."""

    level: StatedLevel
    questions: tuple[NextQuestion, ...]
    knowledge: Knowledge
    disclaimer: str


class InterviewAnswer(Struct, frozen=True):
    """An interview after a step: its ``state`` to bring with the next request, and the ``question`` to put; None when it has ended.

    ``level`` is the urgency so far. In an emergency it ends at once, and ``title`` and ``action`` say what to do. ``answers`` is what
    ``assess`` takes. ``left_to_answer`` are findings that a reader would be told to answer first; at the end those passed over.
    """

    state: InterviewState
    question: NextQuestion | None
    progress: Progress
    level: StatedLevel
    title: str
    action: str
    is_emergency: bool
    left_to_answer: tuple[str, ...]
    answers: Mapping[str, object]
    knowledge: Knowledge
    disclaimer: str

    def __post_init__(self) -> None:
        freeze(self, "answers")


class ListedValue(Struct, frozen=True):
    """One of the values that a finding takes."""

    id: str
    label: str


class ListedFinding(Struct, frozen=True):
    """A finding: what is asked, who can answer it, and what may be answered (``answers`` says it in a line)."""

    id: str
    type: Literal["yes_no", "choice", "choices", "number"]
    question: str
    help: str
    group: str
    answered_by: AnsweredBy
    answers: str
    values: tuple[ListedValue, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    unit: str = ""

    @classmethod
    def of(cls, pack: Pack, finding: Finding) -> "ListedFinding":
        """A finding of a pack."""
        values = tuple(ListedValue(each.id, each.label) for each in finding.values) if isinstance(finding, Choice | Choices) else ()
        limits = (finding.minimum, finding.maximum, finding.unit) if isinstance(finding, Number) else (None, None, "")
        group, by = pack.group_of[finding.id].group, pack.answered_by(finding.id)
        kind = finding_type(finding)
        said = (finding.question, finding.help, group, by, allowed_answers(finding), values)
        return cls(finding.id, kind, *said, *limits)


class Findings(Struct, frozen=True):
    """What can be said, in the order of the pack."""

    findings: tuple[ListedFinding, ...]
    knowledge: Knowledge


class ListedCondition(Struct, frozen=True):
    """A condition or a contributing factor, in plain words, with the urgency that it usually has and how long it usually takes."""

    id: str
    kind: Literal["condition", "contributing_factor"]
    name: str
    plain: str
    also_called: tuple[str, ...]
    typical_urgency: Level
    regions: tuple[str, ...]
    recovery: str
    icd10cm: str

    @classmethod
    def of(cls, condition: Condition) -> "ListedCondition":
        """A condition of a pack."""
        told = (condition.name, condition.plain, condition.also_called, condition.typical_urgency, condition.regions)
        return cls(condition.id, condition.kind, *told, condition.recovery, condition.icd10cm)


class Conditions(Struct, frozen=True):
    """What it can be, in the order of the pack."""

    conditions: tuple[ListedCondition, ...]
    knowledge: Knowledge


class ListedPack(Struct, frozen=True):
    """A pack that this service answers with; the first answers requests that name none."""

    id: str
    version: str
    content_hash: str
    title: str
    intended_use: str
    disclaimer: str

    @classmethod
    def of(cls, pack: Pack) -> "ListedPack":
        """What a pack says of itself."""
        about = pack.about
        return cls(about.id, about.version, pack.content_hash, about.title, about.intended_use, about.disclaimer)


class Packs(Struct, frozen=True):
    """The packs of this service."""

    packs: tuple[ListedPack, ...]
