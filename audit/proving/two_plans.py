"""The plans of two packs for the same runner: what is given, and what rules advise and the plan keeps back."""

from typing import Any

from hipexpert.audit.proving.outcomes import Outcomes
from hipexpert.knowledge.packs.facts import ANSWERED, CONTRADICTED, Fact
from hipexpert.knowledge.packs.ladder import LEVELS, StatedLevel
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.runner.answers import AnswerKey
from hipexpert.knowledge.runner.intake import Intake
from hipexpert.knowledge.runner.plan import gives_way_to, plan_of
from hipexpert.knowledge.runner.results import Reason
from hipexpert.knowledge.runner.wording import Wording

_REASON = Reason("a-rule", "", "", (), "consensus", unverified=False, sources=())


def planned(pack: Pack, level: StatedLevel, facts: frozenset[str]) -> tuple[frozenset[str], frozenset[str]]:
    """The advice that the plan gives, and the rest of what rules advise."""
    wording = Wording(pack, AnswerKey(pack), Intake({}))
    shown = plan_of(pack, level, facts, lambda fact: (_REASON,) if fact in facts else (), wording)
    given = frozenset(each.id for each in shown.advice)
    advised = frozenset(each.id for each in pack.advice if each.status == "active" and Fact("advise", each.id).name in facts)
    return given, advised - given


class TwoPlans:
    """Two plans as formulas; advice of which nothing changed is left out."""

    def __init__(self, old: Outcomes, new: Outcomes) -> None:
        self.old = old
        self.new = new
        self.solver = old.solver
        names = dict.fromkeys(each.id for outcomes in (old, new) for each in outcomes.pack.advice)
        self.advice = [name for name in names if self._may_differ(name)]

    def released(self) -> Any:
        """Whether the new plan gives something that the old one keeps back."""
        both = [[_given(self.new, name), _kept_back(self.old, name)] for name in self.advice]
        return self.solver.disjunction([self.solver.conjunction(parts) for parts in both])

    def differ(self) -> Any:
        """Whether one of the plans gives or keeps back what the other does not."""
        same = [self.solver.equal(told(self.old, name), told(self.new, name)) for name in self.advice for told in (_given, _kept_back)]
        return self.solver.disjunction([*map(self.solver.negation, same)])

    def _may_differ(self, name: str) -> bool:
        both = [(outcomes, outcomes.pack.advice_by_id.get(name)) for outcomes in (self.old, self.new)]
        sides = [(outcomes, advice) for outcomes, advice in both if advice is not None]
        if len(sides) == 1:
            return True
        before = {gives_way_to(outcomes.pack, advice) for outcomes, advice in sides}
        own = (name, *(other for each in before for other in each))
        cases = [({case for case in outcomes.plan.gives if case[0] in own}, advice.status) for outcomes, advice in sides]
        rests_on = {Fact(kind, each).name for kind in ("advise", "avoid") for each in own} | {Fact("urgency", each).name for each in LEVELS}
        changed = self.new.encoding.changed
        return len(before) > 1 or cases[0] != cases[1] or not changed.isdisjoint({*rests_on, ANSWERED, CONTRADICTED})


def _given(outcomes: Outcomes, name: str) -> Any:
    return outcomes.given(name) if name in outcomes.pack.advice_by_id else outcomes.solver.false


def _kept_back(outcomes: Outcomes, name: str) -> Any:
    advice = outcomes.pack.advice_by_id.get(name)
    if advice is None or advice.status != "active":
        return outcomes.solver.false
    solver = outcomes.solver
    return solver.conjunction([outcomes.encoding.fact(Fact("advise", name).name), solver.negation(outcomes.given(name))])
