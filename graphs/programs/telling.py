"""How a fact came to hold: its derivation as a tree of values, every justification kept apart."""

from collections.abc import Iterable

from msgspec import Struct

from hipexpert.engine import Derivation, Justification
from hipexpert.graphs.programs.naming import Naming
from hipexpert.knowledge import CitedSource


class HowStep(Struct, frozen=True):
    """A fact and every reason for it. ``given`` facts are answers; ``repeated`` marks a fact explained further up."""

    fact: str
    label: str
    given: bool
    reasons: "tuple[HowReason, ...]" = ()
    repeated: bool = False


class HowReason(Struct, frozen=True):
    """One rule application, or one weighing (``decibans`` set), with the steps it rests on. ``made_from`` says of what a rule was made
    that nobody wrote.
    """

    rule: str
    title: str
    because: str
    sources: tuple[CitedSource, ...]
    premises: tuple[HowStep, ...]
    decibans: int | None = None
    made_from: str = ""


class Teller:
    """Tells the tree below a fact that holds."""

    def __init__(self, derivation: Derivation, naming: Naming) -> None:
        self.derivation = derivation
        self.naming = naming
        self.given = frozenset(derivation.run.given)

    def step(self, fact: str, above: frozenset[str] = frozenset()) -> HowStep:
        """A fact with every reason for it, down to what was given; ``above`` are the facts that it is told for."""
        label = self.naming.label(fact)
        if fact in self.given:
            return HowStep(fact, label, given=True)
        if fact in above:
            return HowStep(fact, label, given=False, repeated=True)
        reasons = tuple(self.reason(each, above | {fact}) for each in self.derivation.justifications(fact))
        return HowStep(fact, label, given=False, reasons=reasons)

    def steps(self, facts: Iterable[str], above: frozenset[str]) -> tuple[HowStep, ...]:
        """The steps of several facts; what is given and called the same is told once."""
        told: dict[str, HowStep] = {}
        for fact in facts:
            step = self.step(fact, above)
            told.setdefault(step.label if step.given else fact, step)
        return tuple(told.values())

    def reason(self, justification: Justification, above: frozenset[str]) -> HowReason:
        """One rule application or weighing."""
        named = self.naming.rule(justification.source)
        premises = self.steps(justification.premises, above)
        return HowReason(
            justification.source, named.title, named.because, named.sources, premises, justification.total, made_from=named.made_from
        )
