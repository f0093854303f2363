"""Which rules are red flags, and which advice reassures: read off what rules conclude, not off where they stand."""

from dataclasses import dataclass

from hipexpert.engine import GroundPremise, holds
from hipexpert.graphs.explained import ExplainedAssessment
from hipexpert.knowledge.packs.ladder import LEVELS, Level, rank
from hipexpert.knowledge.packs.pack import Concludes, Pack, Rule
from hipexpert.knowledge.packs.premises import Established, leaves, to_gate

ALARM: Level = "soon"
"""From this level on a doctor must see the runner within days: a rule that concludes it or more is a red-flag rule."""


@dataclass(frozen=True)
class Raising:
    """A rule that raises the urgency: its id, its premise, and the highest level that it concludes."""

    rule: str
    premise: GroundPremise
    level: Level

    def fires(self, assessment: ExplainedAssessment) -> bool:
        """Whether the rule fires for a runner."""
        return holds(self.premise, assessment.run.facts)


@dataclass(frozen=True)
class Calming:
    """A rule that advises something because the urgency is low."""

    rule: str
    premise: GroundPremise
    advice: str

    def is_given(self, assessment: ExplainedAssessment) -> bool:
        """Whether the rule fires for a runner and the plan gives what it advises."""
        return holds(self.premise, assessment.run.facts) and any(each.id == self.advice for each in assessment.plan.advice)


def raising_rules(pack: Pack) -> tuple[Raising, ...]:
    """The active rules that conclude a level of urgency."""
    return tuple(
        Raising(rule.id, to_gate(rule.premise), LEVELS[max(map(LEVELS.index, levels))])
        for rule in pack.active_rules
        if (levels := _concluded(rule, "urgency"))
    )


def red_flag_rules(pack: Pack) -> tuple[Raising, ...]:
    """The red-flag rules: those that conclude ``soon`` or a higher level."""
    return tuple(each for each in raising_rules(pack) if rank(each.level) >= rank(ALARM))


def calming_rules(pack: Pack) -> tuple[Calming, ...]:
    """Each rule that asks for a level below the alarm in its premise, with each piece of advice that it brings."""
    return tuple(
        Calming(rule.id, to_gate(rule.premise), advice)
        for rule in pack.active_rules
        if any(
            isinstance(leaf, Established) and leaf.kind == "urgency" and leaf.id in LEVELS[: rank(ALARM)] for leaf in leaves(rule.premise)
        )
        for advice in _concluded(rule, "advise")
    )


def _concluded(rule: Rule, kind: str) -> list[str]:
    return [each.id for each in rule.conclusions if isinstance(each, Concludes) and each.kind == kind]
