"""What makes two rules the same: their premises in a fixed order, and what they conclude."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from hipexpert.audit.subject.subject import Subject
from hipexpert.engine import Gate, GroundPremise, fold
from hipexpert.knowledge.packs.facts import Fact
from hipexpert.knowledge.packs.ladder import LEVELS, rank
from hipexpert.knowledge.packs.pack import Conclusion, Rule, Supports


def in_order(premise: GroundPremise, exchange: Mapping[str, str] = MappingProxyType({})) -> GroundPremise:
    """A premise with the parts of each gate sorted, repeated parts kept: equal when written in another order only.

    ``exchange`` puts facts in the place of others first.
    """

    def of_fact(fact: str) -> GroundPremise:
        return exchange.get(fact, fact)

    return fold(premise, of_fact, lambda count, parts: Gate(count, tuple(sorted(parts, key=repr))))


def conclusions_key(rule: Rule) -> frozenset[Conclusion]:
    """What a rule concludes, whatever the order; published ratios and strengths of equal weight are equal."""
    return frozenset(
        Supports(each.condition, each.weight, each.group, None, each.unless) if isinstance(each, Supports) else each
        for each in rule.conclusions
    )


def rules_with_equal_conclusions(subject: Subject) -> Iterator[list[Rule]]:
    """The active rules that conclude the same, in groups of two or more."""
    found: dict[frozenset[Conclusion], list[Rule]] = {}
    for rule in subject.pack.active_rules:
        found.setdefault(conclusions_key(rule), []).append(rule)
    yield from (rules for rules in found.values() if len(rules) > 1)


def counted_twice(rule: Rule) -> str:
    """What to add about two rules that conclude the same as this one: evidence without a group counts for each of them."""
    ungrouped = any(isinstance(each, Supports) and not each.group for each in rule.conclusions)
    return ", so the evidence counts more than once" if ungrouped else ""


def at_least_as_urgent(level: str) -> tuple[str, ...]:
    """The facts of the levels from this one up."""
    return tuple(Fact("urgency", each).name for each in LEVELS if rank(each) >= rank(level))  # type: ignore[arg-type]
