"""The values of an audit, in the shape of its JSON: violations, what was suppressed, and the report."""

from collections.abc import Mapping
from typing import Literal, get_args

from msgspec import Struct

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = get_args(Severity)[::-1]
Group = Literal["loading", "graph", "logic in a rule", "logic between rules", "completeness", "safety", "process", "provenance", "wording"]
GROUPS: tuple[Group, ...] = get_args(Group)
TheoremVerdict = Literal["proved", "refuted", "not decided"]
SCHEMA = "hipexpert.audit/1"


class Violation(Struct, frozen=True):
    """One thing that is wrong.

    ``rules`` are the ids of the rules it is about, ``others`` what else (``finding:limp``). ``line`` is 0 when no line is
    known. ``witness`` is a mapping of answers that ``hipexpert explain`` accepts and that shows it; ``covered`` says, where
    no single runner can show it, over what it was decided.
    """

    check: str
    severity: Severity
    rules: tuple[str, ...]
    others: tuple[str, ...]
    file: str
    line: int
    message: str
    help: str
    witness: Mapping[str, object] | None = None
    covered: str = ""

    @property
    def place(self) -> str:
        """``file:line``, as far as it is known."""
        return f"{self.file}:{self.line}" if self.line else self.file


class Suppressed(Struct, frozen=True):
    """A violation that the authors accept, and why."""

    violation: Violation
    reason: str


class TheoremResult(Struct, frozen=True):
    """A claim about all intakes in plain words, and whether it was proved. ``witness`` refutes it. A claim of the pack is found at
    its ``file`` and ``line``; the safety theorems are about the pack as a whole.
    """

    id: str
    says: str
    verdict: TheoremVerdict
    check: str
    witness: Mapping[str, object] | None = None
    note: str = ""
    file: str = "pack.yaml"
    line: int = 0


class SkippedCheck(Struct, frozen=True):
    """A check that did not run, and what is needed for it."""

    check: str
    because: str


class AuditReport(Struct, frozen=True):
    """The outcome of an audit. ``loaded`` is false when the pack does not load: then only what stops it is reported.

    Of the ``citations`` of publications, ``unverified`` do not say where in them that was looked up. Beside a baseline ``violations``
    are what is new, ``known`` what it names already, and ``gone`` how many of those it names there are no more.
    ``second_solver`` is the solver, with its version, that proved each theorem once more; null where none was asked.
    """

    schema: str
    pack: str
    version: str
    content_hash: str
    folder: str
    loaded: bool
    proofs: bool
    checks: tuple[str, ...]
    violations: tuple[Violation, ...]
    suppressed: tuple[Suppressed, ...]
    theorems: tuple[TheoremResult, ...]
    skipped: tuple[SkippedCheck, ...]
    citations: int = 0
    unverified: int = 0
    known: tuple[Violation, ...] = ()
    gone: int = 0
    second_solver: str | None = None

    def at_or_above(self, severity: Severity) -> tuple[Violation, ...]:
        """The violations that are at least this severe."""
        least = SEVERITIES.index(severity)
        return tuple(each for each in self.violations if SEVERITIES.index(each.severity) >= least)

    def counted(self, severity: Severity) -> int:
        """How many violations have exactly this severity."""
        return sum(each.severity == severity for each in self.violations)
