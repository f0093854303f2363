"""hipexpert: a rules-engine expert system for runners with a painful hip. Education and triage support, not a diagnosis.

>>> import hipexpert
>>> result = hipexpert.assess({"pain_site": ["lateral_hip"], "agg_lying_on_side": True, "age_years": 46})
>>> result.differential[0].condition
'gluteal_tendinopathy_gtps'
"""

import os.path  # pathlib would be half of what `hipexpert --help` imports beside click
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterable, Mapping
    from typing import Any

    # fmt: off
    # isort: off
    from hipexpert.cohort.mapping import ColumnMapping, FrameMapping
    from hipexpert.embedding import AssessmentResult, Engine
    from hipexpert.engine import FiringLimitError, Problem, ProblemsError, UnverifiedError
    from hipexpert.graphs.explained import ExplainedAssessment
    from hipexpert.graphs.explanations.counterfactual import Counterfactual, Counterfactuals, Direction
    from hipexpert.graphs.explanations.difference import (
        AdviceDifference, ConditionDifference, Difference, ImpossibleChangeError, Named, UrgencyDifference, WeightDifference,
    )
    from hipexpert.graphs.explanations.document import ExplanationDocument
    from hipexpert.graphs.explanations.how import How
    from hipexpert.graphs.explanations.targets import NotConcludedError, UnknownConclusionError
    from hipexpert.graphs.programs.telling import HowReason, HowStep
    from hipexpert.graphs.explanations.values import Change, GivenAnswer
    from hipexpert.graphs.explanations.why import Effect, OpenRule, Why
    from hipexpert.graphs.explanations.why_not import NearRule, RankedAbove, Standing, WhyNot
    from hipexpert.graphs.programs.hindrances import PremiseStatus
    from hipexpert.knowledge import Intake, IntakeError, Pack, PackError, ReadingError, load_pack, read_case_file
    from hipexpert.knowledge.interview.interview import Interview, Progress, Step
    from hipexpert.knowledge.interview.questions import (
        AskedFinding, AskedLine, AskedValue, ConditionAtStake, NextQuestion, Rationale, RuleAtStake,
    )
    from hipexpert.knowledge.packs.conversation import ConversationItem, Together
    from hipexpert.knowledge.packs.exercises import Exercise, LineDrawing
    from hipexpert.knowledge.packs.governance import Hazard, NotFollowed, Suppression
    from hipexpert.knowledge.packs.ladder import Level, StatedLevel
    from hipexpert.knowledge.packs.languages import in_language
    from hipexpert.knowledge.packs.pack import (
        About,
        Advice,
        Claim,
        Comparison,
        Concludes,
        Condition,
        Constraint,
        Harm,
        LevelText,
        Overlap,
        Pattern,
        Rule,
        ScreenItem,
        Supports,
    )
    from hipexpert.knowledge.packs.weighing import Weighing
    from hipexpert.knowledge.packs.phrases import Phrasing
    from hipexpert.knowledge.packs.pictures import Cell, Discriminating, NoInformation, Picture, PictureRow, StanceScale
    from hipexpert.knowledge.packs.premises import Denied, Established, Is, Limit, Several
    from hipexpert.knowledge.packs.programmes import Decision, PainAllowed, Phase, Programme, Session
    from hipexpert.knowledge.packs.sourced import Citation, Review, Source, Testimony
    from hipexpert.knowledge.packs.texts import AreaTexts, LetterTexts, StartTexts, Texts
    from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Finding, FindingGroup, Number, Value, YesNo
    from hipexpert.knowledge.runner.assessment import Assessment
    from hipexpert.knowledge.runner.differential import Placing
    from hipexpert.knowledge.runner.document import (
        AdvicePart, AdviceReasons, AssessmentDocument, CitedAt, ConditionPart, KindPart, NotToBeMissedPart, OpenItem,
        OpenPart, OverlappingPart, Part, Parts, PlanPart, QuestionText, RankedPart, RecognisedPart, RuleText, ScreenPart,
        SourceText, UnknownPart, UnknownPartError, UrgencyPart, WeighedPart, WithheldPart,
    )
    from hipexpert.knowledge.runner.intake import Answer
    from hipexpert.knowledge.runner.replaying import Replay
    from hipexpert.knowledge.runner.results import (
        AdviceGiven, AdviceWithheld, AskedFirst, CitedSource, Contradiction, DecisiveUnknown, DerivationGraph, Edge, Evidence,
        Kind, Knowledge, Node, NotToBeMissed, OpenEvidence, Overlapping, Plan, Ranked, Reason, Recognised, Screen,
        ScreenQuestion, Urgency,
    )
    from hipexpert.knowledge.words import Reading
    from hipexpert.knowledge.words.reading import FindingRead, ReadingQuestion, SetAside, TextSpan
    from hipexpert.rendering.schemas import UnknownSchemaError, schema
    from hipexpert.languages.catalogue import speaking
    from hipexpert.service.api.answers import ListedCondition, ListedFinding, ListedPack, ListedValue
    from hipexpert.service.application import asgi_application
    from hipexpert.service.client import Client, ServiceError
    from hipexpert.service.fhir.adaptive import fhir_next_question
    from hipexpert.service.fhir.bundle import fhir_bundle
    from hipexpert.service.fhir_mapping import FhirMapping, Mapped
    from hipexpert.service.fhir.questionnaire import fhir_questionnaire
    from hipexpert.service.fhir.r5 import fhir_r5
    from hipexpert.service.fhir.reading import FhirError, read_fhir
    from hipexpert.service.fhir.responding import fhir_response
    from hipexpert.service.remote import Asker, RemoteAssessment, RemoteInterview
    from hipexpert.service.settings import ServiceSettings
    # isort: on
    # fmt: on

__version__ = "0.2.0"

__all__ = [
    "About",
    "Advice",
    "AdviceDifference",
    "AdviceGiven",
    "AdvicePart",
    "AdviceReasons",
    "AdviceWithheld",
    "Answer",
    "AreaTexts",
    "AskedFinding",
    "AskedFirst",
    "AskedLine",
    "AskedValue",
    "Asker",
    "Assessment",
    "AssessmentDocument",
    "AssessmentResult",
    "Cell",
    "Change",
    "Choice",
    "Choices",
    "Citation",
    "CitedAt",
    "CitedSource",
    "Claim",
    "Client",
    "ColumnMapping",
    "Comparison",
    "Concludes",
    "Condition",
    "ConditionAtStake",
    "ConditionDifference",
    "ConditionPart",
    "Constraint",
    "Contradiction",
    "ConversationItem",
    "Counterfactual",
    "Counterfactuals",
    "Decision",
    "DecisiveUnknown",
    "Denied",
    "DerivationGraph",
    "Difference",
    "Direction",
    "Discriminating",
    "Edge",
    "Effect",
    "Engine",
    "Established",
    "Evidence",
    "Exercise",
    "ExplainedAssessment",
    "ExplanationDocument",
    "FhirError",
    "FhirMapping",
    "Finding",
    "FindingGroup",
    "FindingRead",
    "FiringLimitError",
    "FrameMapping",
    "GivenAnswer",
    "Harm",
    "Hazard",
    "How",
    "HowReason",
    "HowStep",
    "ImpossibleChangeError",
    "Intake",
    "IntakeError",
    "Interview",
    "Is",
    "Kind",
    "KindPart",
    "Knowledge",
    "LetterTexts",
    "Level",
    "LevelText",
    "Limit",
    "LineDrawing",
    "ListedCondition",
    "ListedFinding",
    "ListedPack",
    "ListedValue",
    "Mapped",
    "Named",
    "NearRule",
    "NextQuestion",
    "NoInformation",
    "Node",
    "NotConcludedError",
    "NotFollowed",
    "NotToBeMissed",
    "NotToBeMissedPart",
    "Number",
    "OpenEvidence",
    "OpenItem",
    "OpenPart",
    "OpenRule",
    "Overlap",
    "Overlapping",
    "OverlappingPart",
    "Pack",
    "PackError",
    "PainAllowed",
    "Part",
    "Parts",
    "Pattern",
    "Phase",
    "Phrasing",
    "Picture",
    "PictureRow",
    "Placing",
    "Plan",
    "PlanPart",
    "PremiseStatus",
    "Problem",
    "ProblemsError",
    "Programme",
    "Progress",
    "QuestionText",
    "Ranked",
    "RankedAbove",
    "RankedPart",
    "Rationale",
    "Reading",
    "ReadingError",
    "ReadingQuestion",
    "Reason",
    "Recognised",
    "RecognisedPart",
    "RemoteAssessment",
    "RemoteInterview",
    "Replay",
    "Review",
    "Rule",
    "RuleAtStake",
    "RuleText",
    "Screen",
    "ScreenItem",
    "ScreenPart",
    "ScreenQuestion",
    "ServiceError",
    "ServiceSettings",
    "Session",
    "SetAside",
    "Several",
    "Source",
    "SourceText",
    "StanceScale",
    "Standing",
    "StartTexts",
    "StatedLevel",
    "Step",
    "Supports",
    "Suppression",
    "Testimony",
    "TextSpan",
    "Texts",
    "Together",
    "UnknownConclusionError",
    "UnknownPart",
    "UnknownPartError",
    "UnknownSchemaError",
    "UnverifiedError",
    "Urgency",
    "UrgencyDifference",
    "UrgencyPart",
    "Value",
    "WeighedPart",
    "Weighing",
    "WeightDifference",
    "Why",
    "WhyNot",
    "WithheldPart",
    "YesNo",
    "__version__",
    "asgi_application",
    "assess",
    "assess_frame",
    "fhir_bundle",
    "fhir_next_question",
    "fhir_questionnaire",
    "fhir_r5",
    "fhir_response",
    "in_language",
    "load_pack",
    "read_case_file",
    "read_fhir",
    "read_words",
    "schema",
    "speaking",
]

# In a checkout the sub-packages lie beside this folder, in an installation inside it. Without this line, running Python
# in the checkout's top folder would find this package without its parts.
_HERE = os.path.dirname(__file__)  # noqa: PTH120 (without pathlib, see above)
if not os.path.isdir(os.path.join(_HERE, "engine")):  # noqa: PTH112, PTH118
    __path__.append(os.path.dirname(_HERE))  # noqa: PTH120


# Where each public name lives; imported when first used, so that `import hipexpert` costs next to nothing.
_HOMES = {
    "hipexpert.cohort.mapping": "ColumnMapping FrameMapping",
    "hipexpert.embedding": "AssessmentResult Engine",
    "hipexpert.engine": "FiringLimitError Problem ProblemsError UnverifiedError",
    "hipexpert.graphs.explained": "ExplainedAssessment",
    "hipexpert.graphs.explanations.counterfactual": "Counterfactual Counterfactuals Direction",
    "hipexpert.graphs.explanations.difference": (
        "AdviceDifference ConditionDifference Difference ImpossibleChangeError Named UrgencyDifference WeightDifference"
    ),
    "hipexpert.graphs.explanations.document": "ExplanationDocument",
    "hipexpert.graphs.explanations.how": "How",
    "hipexpert.graphs.explanations.targets": "NotConcludedError UnknownConclusionError",
    "hipexpert.graphs.programs.telling": "HowReason HowStep",
    "hipexpert.graphs.programs.hindrances": "PremiseStatus",
    "hipexpert.graphs.explanations.values": "Change GivenAnswer",
    "hipexpert.graphs.explanations.why": "Effect OpenRule Why",
    "hipexpert.graphs.explanations.why_not": "NearRule RankedAbove Standing WhyNot",
    "hipexpert.knowledge": "Intake IntakeError Pack PackError ReadingError load_pack read_case_file",
    "hipexpert.knowledge.interview.interview": "Interview Progress Step",
    "hipexpert.knowledge.interview.questions": "AskedFinding AskedLine AskedValue ConditionAtStake NextQuestion Rationale RuleAtStake",
    "hipexpert.knowledge.packs.conversation": "ConversationItem Together",
    "hipexpert.knowledge.packs.exercises": "Exercise LineDrawing",
    "hipexpert.knowledge.packs.governance": "Hazard NotFollowed Suppression",
    "hipexpert.knowledge.packs.ladder": "Level StatedLevel",
    "hipexpert.knowledge.packs.languages": "in_language",
    "hipexpert.knowledge.packs.pack": (
        "About Advice Claim Comparison Concludes Condition Constraint Harm LevelText Overlap Pattern Rule ScreenItem Supports"
    ),
    "hipexpert.knowledge.packs.phrases": "Phrasing",
    "hipexpert.knowledge.packs.pictures": "Cell Discriminating NoInformation Picture PictureRow StanceScale",
    "hipexpert.knowledge.packs.premises": "Denied Established Is Limit Several",
    "hipexpert.knowledge.packs.programmes": "Decision PainAllowed Phase Programme Session",
    "hipexpert.knowledge.packs.sourced": "Citation Review Source Testimony",
    "hipexpert.knowledge.packs.texts": "AreaTexts LetterTexts StartTexts Texts",
    "hipexpert.knowledge.packs.vocabulary": "Choice Choices Finding FindingGroup Number Value YesNo",
    "hipexpert.knowledge.packs.weighing": "Weighing",
    "hipexpert.knowledge.runner.assessment": "Assessment",
    "hipexpert.knowledge.runner.differential": "Placing",
    "hipexpert.knowledge.runner.document": (
        "AdvicePart AdviceReasons AssessmentDocument CitedAt ConditionPart KindPart NotToBeMissedPart "
        "OpenItem OpenPart OverlappingPart Part Parts PlanPart QuestionText RankedPart RecognisedPart "
        "RuleText ScreenPart SourceText UnknownPart UnknownPartError UrgencyPart WeighedPart WithheldPart"
    ),
    "hipexpert.knowledge.runner.intake": "Answer",
    "hipexpert.knowledge.runner.replaying": "Replay",
    "hipexpert.knowledge.runner.results": (
        "AdviceGiven AdviceWithheld AskedFirst CitedSource Contradiction DecisiveUnknown DerivationGraph Edge "
        "Evidence Kind Knowledge Node NotToBeMissed OpenEvidence Overlapping Plan Ranked Reason Recognised "
        "Screen ScreenQuestion Urgency"
    ),
    "hipexpert.knowledge.words": "Reading",
    "hipexpert.knowledge.words.reading": "FindingRead ReadingQuestion SetAside TextSpan",
    "hipexpert.rendering.schemas": "UnknownSchemaError schema",
    "hipexpert.languages.catalogue": "speaking",
    "hipexpert.service.api.answers": "ListedCondition ListedFinding ListedPack ListedValue",
    "hipexpert.service.application": "asgi_application",
    "hipexpert.service.client": "Client ServiceError",
    "hipexpert.service.fhir.adaptive": "fhir_next_question",
    "hipexpert.service.fhir.bundle": "fhir_bundle",
    "hipexpert.service.fhir_mapping": "FhirMapping Mapped",
    "hipexpert.service.fhir.questionnaire": "fhir_questionnaire",
    "hipexpert.service.fhir.r5": "fhir_r5",
    "hipexpert.service.fhir.reading": "FhirError read_fhir",
    "hipexpert.service.fhir.responding": "fhir_response",
    "hipexpert.service.remote": "Asker RemoteAssessment RemoteInterview",
    "hipexpert.service.settings": "ServiceSettings",
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names.split()}


if not TYPE_CHECKING:  # a type checker knows every name from the imports above, and says of a misspelt one that there is none

    def __getattr__(name: str) -> object:
        if name not in _HOME_OF:
            raise AttributeError(f"module 'hipexpert' has no attribute {name!r}")
        value: object = getattr(import_module(_HOME_OF[name]), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    return __all__


def assess(answers: "Mapping[str, object] | Intake", *, strict: bool = False) -> "AssessmentResult":
    """What the hip pack that ships concludes from the answers of one runner.

    ``answers`` maps finding ids to answers; what is left out is unknown. The engine is built on the first call and kept;
    to use another pack, or to say when that happens, make an :class:`hipexpert.Engine`.

    Raises :class:`hipexpert.IntakeError` with every problem of the answers; with ``strict`` also when they contradict
    one another.
    """
    from hipexpert.embedding import shipped_engine

    return shipped_engine().assess(answers, strict=strict)


def read_words(text: str, *, today: "datetime.date | None" = None) -> "Reading":
    """What the hip pack that ships understands of a text in somebody's own words, such as "my left hip hurts since my long run".

    Pass ``reading.answers`` to :func:`assess` once the person has confirmed them; ask ``reading.questions``. Nothing that was
    not said is answered. ``today`` counts days that are named ("since Sunday"); nothing reads the clock.
    """
    from hipexpert.embedding import shipped_engine

    return shipped_engine().read_words(text, today=today)


def assess_frame(
    frame: "Any", *, mapping: "FrameMapping | Mapping[str, object] | None" = None, results: "Iterable[str] | None" = None
) -> "Any":
    """The table with what the hip pack concludes about each row as further columns.

    ``frame`` is a polars, pandas, pyarrow, DuckDB, Dask or PySpark frame with a column for each finding that was asked: an
    empty cell is unknown, and unknown is never read as no. A frame of the same kind comes back; a lazy one stays lazy, but for a
    relation of DuckDB, which is assessed at once. ``mapping`` says what columns with other names and words mean, and which to leave alone:
    ``{"columns": {"alder": "age_years"}, "keep": ["patient_id"]}``. ``results`` names the results wanted, of ``urgency``,
    ``at_most``, ``conditions`` (the first five, with decibans), ``red_flags``, ``contradictions``, ``rules`` and ``pack``.

    A row with a cell that cannot be read gets no results, and its columns are named in ``problem``.

    Needs ``pip install "hipexpert[cohort]"``. Raises :class:`hipexpert.ProblemsError` with everything that is wrong with the
    columns, and in a forked process whose parent has used polars: there it would wait for ever (start processes with ``spawn``).
    """
    from hipexpert.embedding import shipped_engine

    return shipped_engine().assess_frame(frame, mapping=mapping, results=results)
