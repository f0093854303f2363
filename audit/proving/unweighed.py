"""The theorems and the claims, proved whatever weighing concludes: of a pack and a program out of which every weight was taken.

What is proved so rests on no strength, prior or picture: it cannot have read one. So it stays proved until something else changes.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cached_property, partial
from typing import Protocol

from hipexpert.audit.proving.claims import Showing, StatedClaim, prove_claims
from hipexpert.audit.proving.naming import NamedError, NamingProver
from hipexpert.audit.proving.questions import Prover
from hipexpert.audit.proving.searching import WeighedError
from hipexpert.audit.proving.theorem import Theorem
from hipexpert.audit.proving.theorems import STATED
from hipexpert.engine import GroundPremise, Program
from hipexpert.graphs.explained import ExplainingEngine
from hipexpert.knowledge.packs.pack import Claim, Pack
from hipexpert.knowledge.packs.snapshot import Loaded


class Recalls(Protocol):
    """What was worked out before, by name."""

    def recall(self, name: bytes) -> tuple[bool | None] | None:
        """Whether something is so, alone in a tuple; None where it is not known."""

    def keep(self, name: bytes, found: bool | None) -> None:
        """Keep whether it is so."""


def without_weights(program: Program) -> Program:
    """A program that weighs nothing: of each tally is left what it could conclude. Its sessions conclude what rules alone do, and no
    session of the whole concludes less.
    """
    tallies = tuple(replace(each, base=0, items=(), blocked_by="") for each in program.tallies)
    return Program.restored(program.inputs, program.rules, tallies, program.late_rules, program.late_facts)


class OpenQuestions:
    """What is asked of all runners whatever weighing concludes, of a pack and a program without weights.

    What is ``remembered`` to be proved is not asked: each statement is named by its formula and by what lies behind that
    (:mod:`hipexpert.audit.proving.naming`), so an edit leaves what does not rest on it. A solver is only begun where something is asked.
    """

    def __init__(self, pack: Pack, program: Program, *, second: bool, remembered: Recalls | None) -> None:
        self.pack = pack
        self.second = second
        self.remembered = remembered
        self.engine = ExplainingEngine(Loaded(pack, program))

    @cached_property
    def prover(self) -> Prover:
        """The prover that asks a solver."""
        return Prover(self.pack, second=self.second, ready=self.engine, unweighed=True)

    @cached_property
    def _naming(self) -> NamingProver:
        return NamingProver(self.pack, second=self.second, ready=self.engine, unweighed=True, proved=partial(_is_proved, self.remembered))

    def proved(self, showing: Showing) -> tuple[Theorem | None, ...]:
        """Every theorem and claim that is proved, in their order, with None for each of which that cannot be said.

        ``showing`` finds somebody for whom a premise may hold, which is tried here.
        """
        return (*map(self._stated, STATED), *self._claimed(showing))

    def nobody(self, asked: Sequence[tuple[GroundPremise, Sequence[GroundPremise]]]) -> list[bool]:
        """Of each premise whether it is proved that nobody has it hold and none of those beside it."""
        if self.remembered is None:
            return self.prover.nobody(asked)
        names = [self._naming.world.name_of([self._naming.outside(*each)]) for each in asked]
        found = list(map(self.remembered.recall, names))
        left = [number for number, known in enumerate(found) if known is None]
        for number, is_nobody in zip(left, self.prover.nobody([asked[number] for number in left]) if left else (), strict=True):
            found[number] = (is_nobody,)
            self.remembered.keep(names[number], is_nobody)
        return [known == (True,) for known in found]

    def _stated(self, state: Callable[[Prover], Theorem]) -> Theorem | None:
        name = b""
        if self.remembered is not None:
            try:
                return state(self._naming)
            except NamedError as error:
                name = error.name
        (found,) = _proved(lambda: (state(self.prover),), 1)
        if found is not None and self.remembered is not None:
            self.remembered.keep(name, True)
        return found

    def _claimed(self, showing: Showing) -> list[Theorem | None]:
        if self.remembered is None:
            return _claims(self.prover, showing, self.pack.claims)
        found, world = dict[str, Theorem | None](), self._naming.world
        names = dict[str, tuple[bytes, bytes]]()
        for claim in self.pack.claims:
            stated = StatedClaim(self._naming, claim, showing)
            broken_by, told_of = names[claim.id] = world.name_of([stated.breaks]), world.name_of(stated.spoken_of, b"of nobody")
            if _is_proved(self.remembered, broken_by) and (known := self.remembered.recall(told_of)) is not None:
                found[claim.id] = replace(stated.theorem, outcome="proved", empty=known[0])
        left = [claim for claim in self.pack.claims if claim.id not in found]
        for claim, theorem in zip(left, _claims(self.prover, showing, left) if left else (), strict=True):
            found[claim.id] = theorem
            if theorem is not None:
                self.remembered.keep(names[claim.id][0], True)
                self.remembered.keep(names[claim.id][1], theorem.empty)
        return [found[claim.id] for claim in self.pack.claims]


def _is_proved(remembered: Recalls | None, name: bytes) -> bool:
    return remembered is not None and remembered.recall(name) == (True,)


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
