"""What the explanations of a program say, in the shape of their JSON."""

from typing import Literal

from msgspec import Struct

from hipexpert.graphs.programs.hindrances import PremiseStatus
from hipexpert.graphs.programs.telling import HowStep


class ProgramHow(Struct, frozen=True, tag_field="kind", tag="how", omit_defaults=True):
    """How a fact came to hold: its tree, the sets of given facts from each of which alone it follows (``complete``: there are no
    others), and those without which, the rest being as it is, it would not hold. ``further`` are the trees of what lies more than 50
    steps deep in ``tree``.
    """

    fact: str
    label: str
    tree: HowStep
    sufficient: tuple[tuple[str, ...], ...]
    complete: bool
    necessary: tuple[str, ...]
    further: tuple[HowStep, ...] = ()


class FactChange(Struct, frozen=True):
    """An input fact that is to be given, or taken back."""

    fact: str
    label: str
    given: bool


class NearProgramRule(Struct, frozen=True):
    """A rule that would have concluded it; ``contradicted`` and ``open`` are the premises that fail, apart. ``change`` is a smallest
    change of what is given with which it fires: None where none was found, ``impossible`` when there is none.
    """

    rule: str
    title: str
    premise: PremiseStatus
    contradicted: tuple[str, ...]
    open: tuple[str, ...]
    change: tuple[FactChange, ...] | None
    impossible: bool


class ProgramWhyNot(Struct, frozen=True, tag_field="kind", tag="why_not"):
    """Why a fact does not hold. ``verdict``: *open* when further facts could bring it about, *blocked* when what is denied would have
    to change. ``change`` is a smallest change that brings it about.
    """

    fact: str
    label: str
    verdict: Literal["open", "blocked"]
    rules: tuple[NearProgramRule, ...]
    further_rules: int
    change: tuple[FactChange, ...] | None
    impossible: bool
