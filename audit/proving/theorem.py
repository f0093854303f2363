"""A safety statement about every runner, and what became of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hipexpert.audit.proving.searching import World
from hipexpert.audit.proving.verdict import Decision
from hipexpert.audit.proving.witness import Witness, witness_of
from hipexpert.knowledge.packs.answer_space import Chosen


@dataclass(frozen=True)
class Theorem:
    """A statement about every runner.

    ``says`` is the statement in plain words, ``covers`` what it was proved for. When it is refuted, ``witness`` is a runner
    who breaks it and ``shows`` what goes wrong for them. ``claim`` is True for a claim that the pack makes itself.
    ``empty`` is True when it is proved only because there is nobody it speaks of, None when it is proved whatever weighing concludes and
    the weighing decides whether there is somebody.
    """

    name: str
    says: str
    covers: str
    outcome: Decision = "not decided"
    shows: str = ""
    witness: Witness | None = None
    claim: bool = False
    empty: bool | None = False


def decided(theorem: Theorem, world: World, wrong: Sequence[Any], broken: Callable[[Sequence[Chosen]], list[str]]) -> Theorem:
    """What becomes of a statement that is false exactly when all formulas of ``wrong`` are true of some answers.

    ``broken`` says in words what is wrong for a runner, by the engine; nothing is when it gives nothing.
    """
    search = world.search(wrong, lambda runners: bool(broken(runners)))
    if not search.runners:
        return replace(theorem, outcome="not decided" if search.found is None else "proved")
    return replace(theorem, outcome="refuted", shows="; ".join(broken(search.runners)), witness=witness_of(world.space, search.runners))
