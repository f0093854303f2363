"""The values of a comparison of two packs, in the shape of their JSON."""

from typing import Literal

from msgspec import Struct

from hipexpert.knowledge.packs.pack import StatedLevel
from hipexpert.knowledge.runner.results import Knowledge

SCHEMA = "hipexpert.diff/1"
EntryKind = Literal[
    "rule",
    "picture",
    "discriminating",
    "screen",
    "finding",
    "finding_group",
    "condition",
    "pattern",
    "constraint",
    "advice",
    "claim",
    "hazard",
    "not_followed",
    "source",
    "pack",
]
PackVerdict = Literal["equivalent", "stricter", "laxer", "mixed", "same_urgency", "not_decided"]
RunnerQuestion = Literal["higher", "lower", "first", "other"]


class FieldChange(Struct, frozen=True):
    """One field of an entry, before and after, as text."""

    field: str
    before: str
    after: str


class ChangedEntry(Struct, frozen=True):
    """Something of the pack that was added, removed or changed. ``inferred`` is True when inference can notice it."""

    kind: EntryKind
    id: str
    title: str
    change: Literal["added", "removed", "changed"]
    inferred: bool
    fields: tuple[FieldChange, ...] = ()


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
    drawn by lot, and none of them showed it.
    """

    question: RunnerQuestion
    answer: Literal["yes", "no", "not_decided"]
    runner: Runner | None = None
    drawn: int = 0


class PackDifference(Struct, frozen=True):
    """Two packs compared. ``verdict`` is about the urgency first; see :func:`hipexpert.audit.difference.comparing.verdict_of`."""

    schema: str
    verdict: PackVerdict
    proved: bool
    findings: tuple[QuestionResult, ...]
    entries: tuple[ChangedEntry, ...]
    old: Knowledge
    new: Knowledge
    disclaimer: str
