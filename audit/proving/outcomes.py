"""What the program tells a runner, as formulas: the urgency level, and whether the plan gives a piece of advice.

Neither is written down a second time here. Both are read off the program's own code, by trying it on every combination of
the facts that it looks at, so a proof is about what is shown and a fault in that code is a fault that the proofs find.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any, TypeVar

from hipexpert.audit.proving.encoding import Encoding
from hipexpert.knowledge.packs.facts import ANSWERED, CONTRADICTED, Fact, FactKind
from hipexpert.knowledge.packs.ladder import CAUTION, LEVELS, StatedLevel, caution
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.runner import levels, plan
from hipexpert.knowledge.runner.answers import AnswerKey
from hipexpert.knowledge.runner.intake import Intake
from hipexpert.knowledge.runner.results import Reason
from hipexpert.knowledge.runner.wording import Wording

Name = TypeVar("Name", bound=str)
AdviceCase = tuple[str, StatedLevel, bool]
"""A piece of advice, a stated level, and whether some rule says to avoid the advice."""


@dataclass(frozen=True)
class PlanTable:
    """Of advice that a rule advises: the cases in which the plan gives it, and those in which it withholds it."""

    gives: frozenset[AdviceCase]
    withholds: frozenset[AdviceCase]


def plan_table(pack: Pack) -> PlanTable:
    """What the plan makes of each piece of advice, tried at every level that the pack states, avoided and not; never beside what
    rules it out.
    """
    wording = Wording(pack, AnswerKey(pack), Intake({}))
    reason = Reason("a-rule", "", "", (), "consensus", unverified=False, sources=())
    gives: set[AdviceCase] = set()
    withholds: set[AdviceCase] = set()
    for level, avoided, batch in product(pack.stated_levels, (False, True), _batches(pack)):
        kinds: tuple[FactKind, ...] = ("advise", "avoid") if avoided else ("advise",)
        facts = frozenset(Fact(kind, advice).name for kind in kinds for advice in batch)

        def reasons(fact: str, facts: frozenset[str] = facts) -> tuple[Reason, ...]:
            return (reason,) if fact in facts else ()

        shown = plan.plan_of(pack, level, facts, reasons, wording)
        gives |= {(each.id, level, avoided) for each in shown.advice}
        withholds |= {(each.id, level, avoided) for each in shown.withheld}
    return PlanTable(frozenset(gives), frozenset(withholds))


def _batches(pack: Pack) -> list[list[str]]:
    """The advice, in parts of which no piece gives way to another."""
    ways = {advice.id: set(plan.gives_way_to(pack, advice)) for advice in pack.advice}
    batches: list[list[str]] = []
    for name, before in ways.items():
        fits = (batch for batch in batches if before.isdisjoint(batch) and all(name not in ways[each] for each in batch))
        batch = next(fits, None)
        if batch is None:
            batches.append([name])
        else:
            batch.append(name)
    return batches


class Outcomes:
    """What one pack tells one runner."""

    def __init__(self, pack: Pack, encoding: Encoding) -> None:
        self.pack = pack
        self.encoding = encoding
        self.solver = encoding.solver
        self._made: dict[tuple[str, str], Any] = {}

    @cached_property
    def plan(self) -> PlanTable:
        """When the plan gives each piece of advice."""
        return plan_table(self.pack)

    def _once(self, kind: str, name: Name, make: Callable[[Name], Any]) -> Any:
        if (kind, name) not in self._made:
            self._made[kind, name] = make(name)
        return self._made[kind, name]

    def is_level(self, level: StatedLevel) -> Any:
        """Whether exactly this level is stated."""
        return self._once("is_level", level, self._is_level)

    def _is_level(self, level: StatedLevel) -> Any:
        higher = CAUTION[caution(level) + 1 :]
        above = self.at_least(higher[0]) if higher else self.solver.false
        return self.solver.conjunction([self.at_least(level), self.solver.negation(above)])

    def at_least(self, level: StatedLevel) -> Any:
        """Whether the stated level is this one or a more cautious one."""
        return self._once("at_least", level, self._at_least)

    def _at_least(self, level: StatedLevel) -> Any:
        screened = bool(self.pack.screen)
        names = [
            *(Fact("urgency", each).name for each in LEVELS),
            *(each for each in (ANSWERED, CONTRADICTED) if each in self.encoding.program.facts),
        ]
        cases = []
        for signs in product((False, True), repeat=len(names)):
            concluded = dict(zip(names, signs, strict=True))
            true = {name for name, sign in concluded.items() if sign}
            reached = levels.level_of(true.__contains__, screened=screened)
            if reached in CAUTION and caution(reached) >= caution(level):
                facts = [
                    self.encoding.fact(name) if sign else self.solver.negation(self.encoding.fact(name)) for name, sign in concluded.items()
                ]
                cases.append(self.solver.conjunction(facts))
        named = self.solver.variable(f"at least {level}")
        self.solver.require(self.solver.equal(named, self.solver.disjunction(cases)))
        return named

    def given(self, advice: str) -> Any:
        """Whether the plan gives a piece of advice."""
        return self._once("given", advice, self._given)

    def _given(self, advice: str) -> Any:
        return self.solver.conjunction([self.could_be_given(advice), self.solver.negation(self._is_ruled_out(advice))])

    def could_be_given(self, advice: str) -> Any:
        """Whether the plan would give a piece of advice if it were the only one."""
        return self._once("could_be_given", advice, self._could_be_given)

    def _could_be_given(self, advice: str) -> Any:
        return self._in_plan(advice, self.plan.gives)

    def _is_ruled_out(self, advice: str) -> Any:
        """Whether something would be given beside which a piece of advice is not."""
        before = plan.gives_way_to(self.pack, self.pack.advice_by_id[advice])
        return self.solver.disjunction([self.could_be_given(each) for each in before])

    def is_given_at(self, advice: str, level: StatedLevel) -> bool:
        """Whether the plan ever gives a piece of advice at a level."""
        return not self.plan.gives.isdisjoint({(advice, level, False), (advice, level, True)})

    def withheld(self, advice: str) -> Any:
        """Whether the plan names a piece of advice as withheld: it is to be avoided, or waits."""
        return self._in_plan(advice, self.plan.withholds)

    def _in_plan(self, advice: str, cases: frozenset[AdviceCase]) -> Any:
        avoided = self.encoding.fact(Fact("avoid", advice).name)
        signs = {True: avoided, False: self.solver.negation(avoided)}
        ways = []
        for forbidden, sign in signs.items():
            stated = self.pack.stated_levels
            fitting = [level for level in stated if (advice, level, forbidden) in cases]
            if len(fitting) == len(stated):
                ways.append(sign)
            elif fitting:
                ways.append(self.solver.conjunction([sign, self.solver.disjunction([self.is_level(level) for level in fitting])]))
        return self.solver.conjunction([self.encoding.fact(Fact("advise", advice).name), self.solver.disjunction(ways)])
