"""The values of a test run, in the shape of its JSON."""

from typing import Literal

from msgspec import Struct

from hipexpert.graphs.programs.telling import HowStep
from hipexpert.knowledge.runner.results import Knowledge

SCHEMA = "hipexpert.test/1"
Operator = Literal[
    "drop",
    "negate",
    "threshold",
    "count",
    "strength",
    "urgency",
    "conclusion",
    "group",
    "unless",
    "screen",
    "safe_when",
    "denial",
    "prior",
    "stance",
]
ON_CONCLUSIONS: frozenset[Operator] = frozenset({"strength", "urgency", "conclusion", "group", "unless"})
"""The operators that change what a rule concludes and not when it fires."""
WEIGHED: frozenset[Operator] = frozenset({"prior", "stance"})
"""The operators that change a judgement of degree, which only the order of conditions can show; they are scored apart."""
MutantFate = Literal["killed", "survived", "equivalent"]


class Mismatch(Struct, frozen=True):
    """One expectation that was not met: what it is about, what was expected and what came."""

    about: Literal["urgency", "ranking", "reason", "silent", "then"]
    expected: str
    got: str


class Silence(Struct, frozen=True):
    """Why a rule did not fire: what of its premise is contradicted, and what was not answered."""

    rule: str
    title: str
    contradicted: tuple[str, ...]
    open: tuple[str, ...]


class Failure(Struct, frozen=True):
    """A case, or the story of a rule check, that did not give what it expects; with the explanation of what came."""

    name: str
    title: str
    place: str
    mismatches: tuple[Mismatch, ...]
    how: tuple[HowStep, ...] = ()
    why_not: tuple[Silence, ...] = ()


class RulesCovered(Struct, frozen=True):
    """How many active rules fire in some story, and which do not."""

    count: int
    of: int
    never: "tuple[PlacedRule, ...]"


class PlacedRule(Struct, frozen=True):
    """A rule and where it is written."""

    rule: str
    title: str
    place: str


class UncoveredPremise(Struct, frozen=True):
    """A premise that no story shows to matter, as its author wrote it. ``needs`` are the stories that are missing: one in
    which the rule fires only because the premise holds, one in which it is silent only because the premise does not.
    """

    rule: str
    place: str
    premise: str
    needs: tuple[Literal["fires because of it", "silent for want of it"], ...]


class PremisesCovered(Struct, frozen=True):
    """How many premises are shown to matter both ways, and which are not."""

    count: int
    of: int
    uncovered: tuple[UncoveredPremise, ...]


class Coverage(Struct, frozen=True):
    """What the stories show of the rules."""

    rules: RulesCovered
    premises: PremisesCovered


class Mutant(Struct, frozen=True):
    """A changed rule, or something else of a pack by its id: what stood there, and what stands there now."""

    rule: str
    place: str
    operator: Operator
    before: str
    after: str


class Survivor(Struct, frozen=True):
    """A mutant that no case or check notices. ``answers`` are answers (as under ``findings:``) on which rule and mutant differ:
    those of the story ``reached``, which does not say what the rule should do there, or else found by the solver.
    ``original`` is what the rule does then, ``mutated`` what the mutant does.
    """

    mutant: Mutant
    original: str
    mutated: str
    reached: str = ""
    answers: dict[str, object] | None = None


class OperatorRow(Struct, frozen=True):
    """The verdicts on the mutants of one operator."""

    operator: Operator
    killed: int
    survived: int
    equivalent: int


class Mutation(Struct, frozen=True):
    """The mutants of a pack and what became of them. ``score`` is the share killed of those not proved equivalent, in percent;
    ``undecided`` of the survivors are those about which the solver gave no verdict, or was not asked. Mutants of priors and
    stances count for ``weights``, a score of their own, and for nothing else; of the ``stances`` so many as ``stances_tried``.
    """

    score: float
    killed: int
    survived: int
    equivalent: int
    undecided: int
    by_operator: tuple[OperatorRow, ...]
    survivors: tuple[Survivor, ...]
    proved_equivalent: tuple[Mutant, ...]
    weights: float = 100.0
    stances: int = 0
    stances_tried: int = 0


class SuiteRun(Struct, frozen=True):
    """Cases and checks run on a pack. ``undetermined_as_said`` counts the cases in scope whose level was judged with the screen
    denied as well, because what they say leaves it undetermined.
    """

    schema: str
    knowledge: Knowledge
    cases: int
    checks: int
    out_of_scope: int
    failures: tuple[Failure, ...]
    coverage: Coverage | None = None
    mutation: Mutation | None = None
    measured_only: int = 0
    undetermined_as_said: int = 0
