"""The theorems and the claims, proved whatever weighing concludes: of a pack and a program out of which every weight was taken.

What is proved so rests on no strength, prior or picture: it cannot have read one. So it stays proved until something else changes.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from hipexpert.audit.proving.claims import Showing, prove_claims
from hipexpert.audit.proving.questions import Prover
from hipexpert.audit.proving.searching import WeighedError
from hipexpert.audit.proving.theorem import Theorem
from hipexpert.audit.proving.theorems import STATED
from hipexpert.engine import Program
from hipexpert.graphs.explained import ExplainingEngine
from hipexpert.knowledge.packs.pack import Claim, Pack
from hipexpert.knowledge.packs.snapshot import Loaded


def without_weights(program: Program) -> Program:
    """A program that weighs nothing: of each tally is left what it could conclude. Its sessions conclude what rules alone do, and no
    session of the whole concludes less.
    """
    tallies = tuple(replace(each, base=0, items=(), blocked_by="") for each in program.tallies)
    return Program.restored(program.inputs, program.rules, tallies, program.late_rules, program.late_facts)


def open_prover(pack: Pack, program: Program, *, second: bool) -> Prover:
    """What proves statements whatever weighing concludes, of a pack and a program without weights."""
    return Prover(pack, second=second, ready=ExplainingEngine(Loaded(pack, program)), unweighed=True)


def proved_unweighed(prover: Prover, showing: Showing) -> tuple[Theorem | None, ...]:
    """Every theorem and claim that is proved whatever weighing concludes, in their order, with None for each of which that cannot be said.

    ``showing`` finds somebody for whom a premise may hold, which is tried here.
    """
    stated = [_proved(lambda state=state: (state(prover),), 1) for state in STATED]  # type: ignore[misc]  # mypy reads no type of a default
    return (*(found for (found,) in stated), *_claims(prover, showing, prover.pack.claims))


def _claims(prover: Prover, showing: Showing, claims: Sequence[Claim]) -> list[Theorem | None]:
    """What of some claims is proved: of all together, or else of each half."""
    found = _proved(lambda: prove_claims(prover, showing, claims), len(claims))
    half = len(claims) // 2
    return [*_claims(prover, showing, claims[:half]), *_claims(prover, showing, claims[half:])] if half and None in found else found


def _proved(prove: Callable[[], Sequence[Theorem]], many: int) -> list[Theorem | None]:
    try:
        return [each if each.outcome == "proved" else None for each in prove()]
    except WeighedError:
        return [None] * many
