"""Whether any answers tell a mutant from its rule: a proof over all intakes that none do, or answers that do.

Rule and mutant are told apart when one of them fires and the other does not, or when what they conclude differs while they
fire: which rules fired, with which weight, is part of every explanation, so this is what an equivalent mutant must never
change. An urgency is compared by what the whole pack concludes, and so is a premise that makes evidence lead.
"""

from collections.abc import Sequence

from msgspec.structs import replace

from hipexpert.audit.proving import Prover, Verdict, equivalent
from hipexpert.audit.suite.mutants import RuleChange
from hipexpert.audit.suite.values import ON_CONCLUSIONS
from hipexpert.knowledge import Pack
from hipexpert.knowledge.packs.pack import Concludes
from hipexpert.knowledge.packs.program import leading_evidence

FIRES = Concludes("pattern", "-fires")  # no pattern of a pack can be called so


class Apart:
    """Asks z3 about the mutants of one pack; keep one for all of them.

    ``changes`` are those that will be asked about. Raises :class:`hipexpert.engine.ProblemsError` without z3.
    """

    def __init__(self, pack: Pack, changes: Sequence[RuleChange], circular: frozenset[str]) -> None:
        self.pack = pack
        self.circular = circular
        self.prover = Prover(pack, also=tuple(change.mutated.premise for change in changes))

    def tell(self, change: RuleChange) -> Verdict:
        """Whether one mutant is equivalent to its rule."""
        if change.operator == "urgency":
            return equivalent(self.pack, change.applied(self.pack), evidence=True)
        if change.rule.id in self.circular:
            return equivalent(_shown(self.pack, change.rule.id), _shown(change.applied(self.pack), change.rule.id), evidence=True)
        if change.operator in ON_CONCLUSIONS:
            return ~self.prover.can_hold(change.rule.premise)
        fires = self.prover.equivalent(change.rule.premise, change.mutated.premise)
        if change.entry is not None:
            return fires
        mutated = change.applied(self.pack)
        if fires.answer and leading_evidence(mutated) != leading_evidence(self.pack):
            # It fires for the same answers, and its evidence no longer brings its condition up, or now does.
            return equivalent(self.pack, mutated, evidence=True)
        return fires


def _shown(pack: Pack, rule_id: str) -> Pack:
    """The pack in which a rule also concludes that it fires: where rules feed one another, equal conclusions do not say so."""
    rules = (replace(each, conclusions=(*each.conclusions, FIRES)) if each.id == rule_id else each for each in pack.rules)
    return replace(pack, rules=tuple(rules))
