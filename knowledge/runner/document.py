"""An assessment as a document: what JSON holds (schema ``hipexpert.assessment/2``).

A document has the parts that were asked for. What is said to people stands in it once: rules, sources, questions and names have
tables, and the parts refer to them by id. A table holds what the parts of this document refer to, and nothing else; what rules
and advice cite stands with them when the part ``sources`` is asked for.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Literal, get_args

import msgspec
from msgspec import UNSET, Struct, UnsetType, field

from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge.json_text import json_line, json_text
from hipexpert.knowledge.packs.frozen import NOTHING, freeze
from hipexpert.knowledge.packs.ladder import Level, StatedLevel
from hipexpert.knowledge.packs.pack import Comparison, Grade
from hipexpert.knowledge.packs.sourced import Support
from hipexpert.knowledge.packs.suggestions import did_you_mean, is_name, one_by_one
from hipexpert.knowledge.packs.texts import AdviceCategory
from hipexpert.knowledge.packs.vocabulary import AnsweredBy
from hipexpert.knowledge.packs.weighing import Band
from hipexpert.knowledge.runner.reading_document import read_document
from hipexpert.knowledge.runner.reading_values import shown
from hipexpert.knowledge.runner.results import Contradiction, DerivationGraph, Knowledge

SCHEMA = "hipexpert.assessment/2"
Part = Literal[
    "urgency",
    "screen",
    "differential",
    "not_to_be_missed",
    "contributing_factors",
    "patterns",
    "plan",
    "contradictions",
    "intake",
    "unknowns",
    "conditions",
    "advice",
    "sources",
    "derivation",
]
ALL: tuple[Part, ...] = get_args(Part)
SHORT: tuple[Part, ...] = ALL[: ALL.index("unknowns")]  # what a person is told first, and what was answered
NamedPart = Literal[Part, "full"]
Parts = Iterable[NamedPart] | Literal["full"]


class UnknownPartError(ProblemsError, ValueError):
    """A part of the document was asked for that there is not."""


def named_parts(parts: Iterable[str] | Literal["full"]) -> tuple[Part, ...]:
    """The parts that are asked for, in the order of the document; there may be none. Raises :class:`UnknownPartError`."""
    if parts == "full":
        return ALL
    asked = one_by_one(parts)
    known = (*ALL, "full")
    unknown = [name for name in asked if not is_name(name, known)]
    if unknown:
        help_text = f"one of {', '.join(known)}"
        raise UnknownPartError(
            Problem("unknown-part", f"there is no part {shown(name)}", "", did_you_mean(name, known, help_text)) for name in unknown
        )
    return tuple(name for name in ALL if name in asked or "full" in asked)


class CitedAt(Struct, frozen=True, omit_defaults=True):
    """Where in a source something stands: ``ref`` is a key of ``sources``. ``unverified``: of a publication it is not said where
    in it this was looked up.
    """

    ref: str
    at: str = ""
    stance: Support = "support"
    unverified: bool = False


class SourceText(Struct, frozen=True):
    """A source: its title, and the kind of publication."""

    title: str
    grade: Grade


class RuleText(Struct, frozen=True, omit_defaults=True):
    """A rule that fired: its title, why a clinician believes it, the answers and patterns it rests on here (``premises``), its
    sources, and the grade of the best of them. ``made_from`` says of what it was made, when nobody wrote it; it has no title then.
    """

    because: str
    premises: tuple[str, ...]
    grade: Grade
    title: str = ""
    unverified: bool = False
    sources: tuple[CitedAt, ...] = ()
    made_from: str = ""


class QuestionText(Struct, frozen=True, omit_defaults=True):
    """A question in plain language, what may be answered, and who can answer it."""

    question: str
    answers: str
    answered_by: AnsweredBy = "runner"


class UrgencyPart(Struct, frozen=True):
    """What to do how soon; ``undetermined`` says that not enough is known to say. ``at_most`` is the highest level that
    unanswered questions still leave possible; ``settled`` says that it is the level itself. ``because`` are rules; ``unknowns``
    counts the questions that could raise the level, which the part of that name holds.
    """

    level: StatedLevel
    title: str
    action: str
    at_most: Level
    settled: bool
    because: tuple[str, ...]
    unknowns: int
    cds_hooks: str


class OpenItem(Struct, frozen=True):
    """An item of the screen that is open: its finding, of which ``questions`` has the words, and why it is asked."""

    item: str
    finding: str
    because: str


class ScreenPart(Struct, frozen=True):
    """What must be answered before something calm is said: what is ``open``, how many items are ``answered``, and whether
    that is all of them.
    """

    open: tuple[OpenItem, ...]
    answered: int
    settled: bool


class RankedPart(Struct, frozen=True, omit_defaults=True):
    """A condition of the differential that is more than unlikely, or that a red-flag rule names; the part ``conditions`` has
    all. Its name is in ``names``. ``decibans`` is a ranking aid and not a calibrated probability. ``red_flag`` is true when a
    red-flag rule names the condition, whatever its weight.
    """

    condition: str
    band: Band
    decibans: int
    typical_urgency: Level
    red_flag: bool = False


class NotToBeMissedPart(Struct, frozen=True, omit_defaults=True):
    """A condition that needs care within 24 hours if present, and that nothing has excluded; where it is ranked, the
    differential says where. ``kinds`` are what it may turn out to be.
    """

    condition: str
    typical_urgency: Level
    red_flag: bool = False
    kinds: tuple[str, ...] = ()


class RecognisedPart(Struct, frozen=True):
    """A contributing factor or a pattern, whose name is in ``names``, and the rules that conclude it."""

    id: str
    because: tuple[str, ...]


class AdvicePart(Struct, frozen=True, omit_defaults=True):
    """Something to do or to know, and which harm of the pack it prevents."""

    id: str
    category: AdviceCategory
    title: str
    says: str
    prevents: str = ""
    dose: str = ""
    phase: int | None = None
    regions: tuple[str, ...] = ()
    compare: Comparison | None = None


class WithheldPart(Struct, frozen=True, omit_defaults=True):
    """Advice that would apply but must not be given, by id with its title, and why: ``rules`` forbid it, it waits until the
    level allows it, or for what ``because`` says.
    """

    advice: Mapping[str, str]
    rules: tuple[str, ...] = ()
    until_seen: bool = False
    because: str = ""

    def __post_init__(self) -> None:
        freeze(self, "advice")


class PlanPart(Struct, frozen=True, omit_defaults=True):
    """What to do meanwhile, and what not. Advice comes in the order of the harm that it prevents; what is withheld, by reason.
    ``ask_first`` are the findings on which further advice waits.
    """

    advice: tuple[AdvicePart, ...] = ()
    withheld: tuple[WithheldPart, ...] = ()
    ask_first: tuple[str, ...] = ()


class AdviceReasons(Struct, frozen=True, omit_defaults=True):
    """Why a piece of advice helps, how well that is supported, and the rules by which it applies here."""

    because: str
    grade: Grade
    unverified: bool
    rules: tuple[str, ...]
    sources: tuple[CitedAt, ...] = ()


class UnknownPart(Struct, frozen=True, omit_defaults=True):
    """A question whose answer could raise the urgency to ``could_raise_to``, with ``further_answers`` more besides. Its words
    are in ``questions`` under the ``finding``, or ``finding.value`` when it is about one value of a ``choices`` finding.
    """

    finding: str
    could_raise_to: Level
    further_answers: int
    value: str = ""


class WeighedPart(Struct, frozen=True):
    """What a rule counts for or against a condition, in decibans (10 log10 of a likelihood ratio). ``counted`` is false when
    a stronger item of the same group stands for it; ``fact`` is the node of the derivation that counts.
    """

    rule: str
    decibans: int
    counted: bool
    fact: str


class OpenPart(Struct, frozen=True):
    """Evidence that an answer could still bring: what would have to be true, its weight, and the findings to ask."""

    says: str
    decibans: int
    findings: tuple[str, ...]
    rule: str


class OverlappingPart(Struct, frozen=True, omit_defaults=True):
    """A condition that goes by the same story, and what would tell the two apart."""

    condition: str
    told_apart_by: str
    sources: tuple[CitedAt, ...] = ()


class KindPart(Struct, frozen=True, omit_defaults=True):
    """What a condition may turn out to be; it is not ranked by itself."""

    condition: str
    typical_urgency: Level
    red_flag: bool = False


class ConditionPart(Struct, frozen=True, omit_defaults=True):
    """All about a ranked condition: what it is, in plain words, where its weight starts, the evidence for and against, and
    what is not yet known, of which ``further_unknown`` counts the rest. ``calmer`` says why the urgency is calmer than it usually
    asks.
    """

    plain: str
    prior: int
    for_: tuple[WeighedPart, ...] = field(name="for", default=())
    against: tuple[WeighedPart, ...] = ()
    unknown: tuple[OpenPart, ...] = ()
    further_unknown: int = 0
    recovery: str = ""
    calmer: str = ""
    overlaps: tuple[OverlappingPart, ...] = ()
    kinds: tuple[KindPart, ...] = ()


class AssessmentDocument(Struct, frozen=True):
    """An assessment as ``to_json`` writes it: the stated ``level``, the parts that were asked for, and the tables that these refer to.
    ``unlikely`` counts the conditions that ``differential`` leaves out; ``none_of`` are the groups that were denied.
    """

    schema: str
    level: StatedLevel
    knowledge: Knowledge
    disclaimer: str
    urgency: UrgencyPart | UnsetType = UNSET
    screen: ScreenPart | UnsetType = UNSET
    differential: tuple[RankedPart, ...] | UnsetType = UNSET
    unlikely: int | UnsetType = UNSET
    not_to_be_missed: tuple[NotToBeMissedPart, ...] | UnsetType = UNSET
    contributing_factors: tuple[RecognisedPart, ...] | UnsetType = UNSET
    patterns: tuple[RecognisedPart, ...] | UnsetType = UNSET
    plan: PlanPart | UnsetType = UNSET
    contradictions: tuple[Contradiction, ...] | UnsetType = UNSET
    intake: Mapping[str, bool | str | float | Mapping[str, bool]] | UnsetType = UNSET
    none_of: tuple[str, ...] | UnsetType = UNSET
    unknowns: tuple[UnknownPart, ...] | UnsetType = UNSET
    conditions: Mapping[str, ConditionPart] | UnsetType = UNSET
    advice: Mapping[str, AdviceReasons] | UnsetType = UNSET
    derivation: DerivationGraph | UnsetType = UNSET
    names: Mapping[str, str] = NOTHING
    questions: Mapping[str, QuestionText] = NOTHING
    rules: Mapping[str, RuleText] = NOTHING
    sources: Mapping[str, SourceText] = NOTHING

    def __post_init__(self) -> None:
        freeze(self, "intake", "conditions", "advice", "names", "questions", "rules", "sources")

    @classmethod
    def from_json(cls, text: str | bytes) -> "AssessmentDocument":
        """The document that ``to_json`` wrote. Raises :class:`hipexpert.ProblemsError` when the text is none of this schema."""
        return read_document(text, cls, SCHEMA)

    def to_dict(self) -> dict[str, Any]:
        """The document as dictionaries, lists, text, numbers and booleans."""
        made: dict[str, Any] = msgspec.to_builtins(self)
        return made

    def to_json(self, *, indent: int = 0) -> str:
        """The document as JSON text, as :meth:`hipexpert.ExplainedAssessment.to_json` writes it."""
        return json_text(self, indent=indent) if indent else json_line(self)
