"""A safety statement about every runner, and what became of it."""

from dataclasses import dataclass

from hipexpert.audit.proving.verdict import Decision, Verdict
from hipexpert.audit.proving.witness import Witness


@dataclass(frozen=True)
class Theorem:
    """A statement about every runner.

    ``says`` is the statement in plain words, ``covers`` what it was proved for. When it is refuted, ``witness`` is a runner
    who breaks it and ``shows`` what goes wrong for them. ``claim`` is True for a claim that the pack makes itself.
    ``empty`` is True when it is proved only because there is nobody it speaks of.
    """

    name: str
    says: str
    outcome: Decision
    covers: str = ""
    shows: str = ""
    witness: Witness | None = None
    claim: bool = False
    empty: bool = False


def theorem_of(name: str, says: str, verdict: Verdict, covers: str, shows: str = "") -> Theorem:
    """The theorem that a verdict decides."""
    return Theorem(name, says, verdict.outcome, covers, shows, verdict.witness)
