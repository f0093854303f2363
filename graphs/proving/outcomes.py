"""What the program tells a runner, as formulas: the urgency level, and whether the plan gives a piece of advice.

Neither is written down a second time here. Both are read off the program's own code, by trying it on every combination of
the facts that it looks at, so a proof is about what is shown and a fault in that code is a fault that the proofs find.
"""

from collections.abc import Mapping
from functools import cache, cached_property
from itertools import product
from typing import Any

from hipexpert.graphs.proving.encoding import Encoding
from hipexpert.knowledge.answers import AnswerKey
from hipexpert.knowledge.assessment import level_of
from hipexpert.knowledge.intake import Intake
from hipexpert.knowledge.pack import LEVELS, Level, Pack, rank
from hipexpert.knowledge.plan import plan_of
from hipexpert.knowledge.results import Reason
from hipexpert.knowledge.wording import Wording

Case = tuple[Level, bool]
"""An urgency level, and whether some rule says to avoid the advice."""


def level_table() -> Mapping[frozenset[Level], Level]:
    """The level for every set of levels that rules may have concluded."""
    table: dict[frozenset[Level], Level] = {}
    for chosen in product((False, True), repeat=len(LEVELS)):
        concluded = frozenset(level for level, each in zip(LEVELS, chosen, strict=True) if each)
        table[concluded] = level_of({f"urgency:{level}" for level in concluded}.__contains__)
    return table


def plan_table(pack: Pack) -> Mapping[str, frozenset[Case]]:
    """For each piece of advice the cases in which the plan gives it when a rule advises it."""
    wording = Wording(pack, AnswerKey(pack), Intake({}))
    reason = Reason("a-rule", "", "", (), "consensus", ())
    found: dict[str, set[Case]] = {advice.id: set() for advice in pack.advice}
    for level in LEVELS:
        for avoided in (False, True):

            def holds(fact: str, avoided: bool = avoided) -> bool:
                return fact.startswith("advise:") or (avoided and fact.startswith("avoid:"))

            def reasons(fact: str, avoided: bool = avoided) -> tuple[Reason, ...]:
                return (reason,) if holds(fact, avoided) else ()

            for given in plan_of(pack, level, holds, reasons, wording).advice:
                found[given.id].add((level, avoided))
    return {advice: frozenset(cases) for advice, cases in found.items()}


class Outcomes:
    """What one pack tells one runner."""

    def __init__(self, pack: Pack, encoding: Encoding) -> None:
        self.pack = pack
        self.encoding = encoding
        self.solver = encoding.solver
        self.at_least = cache(self._at_least)
        self.given = cache(self._given)

    @cached_property
    def plan_cases(self) -> Mapping[str, frozenset[Case]]:
        """When the plan gives each piece of advice."""
        return plan_table(self.pack)

    def is_level(self, level: Level) -> Any:
        """Whether the urgency is exactly this level."""
        higher = LEVELS[rank(level) + 1 :]
        above = self.at_least(higher[0]) if higher else self.solver.false
        return self.solver.conjunction([self.at_least(level), self.solver.negation(above)])

    def _at_least(self, level: Level) -> Any:
        """Whether the urgency is this level or a higher one."""
        cases = []
        for concluded, reached in level_table().items():
            if rank(reached) >= rank(level):
                facts = [self.encoding.fact(f"urgency:{each}") for each in LEVELS]
                signs = [each in concluded for each in LEVELS]
                cases.append(
                    self.solver.conjunction([fact if sign else self.solver.negation(fact) for fact, sign in zip(facts, signs, strict=True)])
                )
        named = self.solver.variable(f"at least {level}")
        self.solver.require(named == self.solver.disjunction(cases))
        return named

    def _given(self, advice: str) -> Any:
        """Whether the plan gives a piece of advice."""
        advised, avoided = self.encoding.fact(f"advise:{advice}"), self.encoding.fact(f"avoid:{advice}")
        cases = [
            self.solver.conjunction([self.is_level(level), avoided if forbidden else self.solver.negation(avoided)])
            for level, forbidden in sorted(self.plan_cases[advice])
        ]
        return self.solver.conjunction([advised, self.solver.disjunction(cases)])
