"""The values of a comparison of two packs, in the shape of their JSON."""

from typing import Literal, get_args

from msgspec import Struct

from hipexpert.knowledge.packs.ladder import StatedLevel
from hipexpert.knowledge.runner.results import Knowledge

SCHEMA = "hipexpert.diff/1"
EntryKind = Literal[
    "rule",
    "picture",
    "discriminating",
    "screen",
    "finding",
    "finding_group",
    "words",
    "interview",
    "programme",
    "exercise",
    "condition",
    "pattern",
    "constraint",
    "advice",
    "claim",
    "hazard",
    "not_followed",
    "source",
    "pack",
    "texts",
]
PackVerdict = Literal["equivalent", "stricter", "laxer", "mixed", "same_urgency", "same_conclusions", "not_decided"]
Compared = Literal["answering", "questions", "ranking", "returning", "texts", "sources"]
COMPARED: tuple[Compared, ...] = get_args(Compared)
RunnerQuestion = Literal["higher", "lower", "released", "first", "plan", "other", "claims", "weaker", Compared]
QUESTIONS: tuple[RunnerQuestion, ...] = get_args(RunnerQuestion)


class FieldChange(Struct, frozen=True):
    """One field of an entry, before and after, as text."""

    field: str
    before: str
    after: str


class ChangedEntry(Struct, frozen=True):
    """Something of the pack that was added, removed or changed. ``inferred`` is True when inference can notice it; ``bears_on``
    are the questions, beside those about what is concluded, to which it makes a difference. ``weaker`` says in what it says less to
    keep somebody safe than it did: a dose, a stop line, a control of a hazard, what is said of a danger.
    """

    kind: EntryKind
    id: str
    title: str
    change: Literal["added", "removed", "changed"]
    inferred: bool
    fields: tuple[FieldChange, ...] = ()
    bears_on: tuple[Compared, ...] = ()
    weaker: tuple[str, ...] = ()


class LoweredClaim(Struct, frozen=True):
    """A safety claim that the old pack makes and the new one does not, or makes of less: ``how`` in words. ``signed`` says who
    last reviewed it and when, in the new pack if it still stands there.
    """

    id: str
    title: str
    how: tuple[str, ...]
    signed: str


class RunnerOutcome(Struct, frozen=True):
    """What one of the packs tells a runner: the level, the first condition (its id, empty when there is none)."""

    level: StatedLevel
    first: str


class Runner(Struct, frozen=True):
    """A runner who is told something else. ``answers`` is the intake, ``words`` the same as they follow ``-f``.

    ``unknown_to_old`` and ``unknown_to_new`` are findings, or ``finding.value``, that only the other pack knows: it ignores them.
    ``changes`` are the conclusions and totals that differ, as ``+`` and ``-`` lines.
    """

    answers: dict[str, object]
    words: tuple[str, ...]
    old: RunnerOutcome
    new: RunnerOutcome
    smallest: bool
    changes: tuple[str, ...]
    unknown_to_old: tuple[str, ...] = ()
    unknown_to_new: tuple[str, ...] = ()


class QuestionResult(Struct, frozen=True):
    """What became of one question about all runners.

    ``answer`` is ``yes`` (``runner`` shows it), ``no`` (proved over all runners) or ``not_decided``; then ``drawn`` runners were
    drawn by lot, and none of them showed it. What is no matter of inference is ``compared`` as it is written, and ``shown_by``
    names the entries that differ.
    """

    question: RunnerQuestion
    answer: Literal["yes", "no", "not_decided"]
    runner: Runner | None = None
    drawn: int = 0
    compared: bool = False
    shown_by: tuple[str, ...] = ()


class PackDifference(Struct, frozen=True):
    """Two packs compared. ``verdict`` is about the urgency first; see :func:`hipexpert.audit.difference.comparing.verdict_of`.
    ``lowered`` are the safety claims of the old pack that the new one no longer makes of all of whom they spoke.
    """

    schema: str
    verdict: PackVerdict
    proved: bool
    findings: tuple[QuestionResult, ...]
    entries: tuple[ChangedEntry, ...]
    old: Knowledge
    new: Knowledge
    disclaimer: str
    lowered: tuple[LoweredClaim, ...] = ()
