"""How a fact came to hold: its derivation as a tree of values, every justification kept apart."""

from collections.abc import Iterable, Iterator

from msgspec import Struct

from hipexpert.engine import Derivation, Justification
from hipexpert.graphs.programs.naming import Naming
from hipexpert.knowledge import CitedSource

DEEPEST = 50  # steps below one another: what lies deeper has a tree of its own, so that no reader of nested data runs out of stack
MANY = 2_000  # steps, after which nothing is explained again in another place: reasons that share theirs double at every step


class HowStep(Struct, frozen=True):
    """A fact and every reason for it. ``given`` facts are answers; ``repeated`` marks a fact explained further up, or, below
    50 steps, in a tree of its own.
    """

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
        self._deeper: list[str] = []  # what has a tree of its own, in the order in which it was met
        self._told: set[str] = set()
        self._steps_told = 0

    def trees(self, fact: str) -> Iterator[HowStep]:
        """The tree of a fact, then those of what lies too deep in it."""
        yield self.step(fact)
        for each in self._deeper:  # which grows meanwhile
            yield self.step(each)

    def step(self, fact: str, above: frozenset[str] = frozenset()) -> HowStep:
        """A fact with every reason for it, down to what was given; ``above`` are the facts that it is told for."""
        label = self.naming.label(fact)
        if fact in self.given:
            return HowStep(fact, label, given=True)
        if len(above) >= DEEPEST and fact not in above and fact not in self._deeper:
            self._deeper.append(fact)
        if fact in above or len(above) >= DEEPEST or (above and self._steps_told > MANY and fact in self._told):
            return HowStep(fact, label, given=False, repeated=True)
        self._told.add(fact)
        self._steps_told += 1
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
