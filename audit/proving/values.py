"""What a proof leaves behind: a certificate that says what was asked, of what, and what came out."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from hipexpert.audit.proving.verdict import Decision
from hipexpert.knowledge.runner.results import Knowledge

SCHEMA: Literal["hipexpert.proof/1"] = "hipexpert.proof/1"


class ProofCertificate(Struct, frozen=True, kw_only=True):
    """The outcome of one query. ``witness`` is a runner who shows it: of a query refuted one who breaks it, of ``possible`` one who
    shows that it is. ``effort`` is the bound that was set, in the solver's resource units; ``program`` the version of hipexpert.
    ``second_solver`` is the solver, with its version, that was asked for again whatever was found to have no runner; null where none was.
    ``beside`` is the second pack of a question about two.
    """

    schema: Literal["hipexpert.proof/1"]
    query: str
    verdict: Decision
    covers: str
    witness: Mapping[str, object] | None
    knowledge: Knowledge
    solver: str
    solver_version: str
    effort: int
    program: str
    second_solver: str | None = None
    beside: Knowledge | None = None
