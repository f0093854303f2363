"""Finds what `shared_boundary.md` describes."""

from collections.abc import Iterator, Mapping

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.engine import Gate
from hipexpert.knowledge.packs.pack import Rule, Supports
from hipexpert.knowledge.packs.premises import Limit, fact_of, leaves
from hipexpert.knowledge.packs.vocabulary import plain_number

OPPOSED = {"advise": "avoid", "avoid": "advise", "for": "against", "against": "for"}


def _find(subject: Subject) -> Iterator[Found]:
    ends = [(rule, rule_ends) for rule in subject.pack.active_rules if not rule.made_from and (rule_ends := _ends(rule))]
    upper: dict[tuple[str, float], list[Rule]] = {}
    for rule, rule_ends in ends:
        for limit in rule_ends:
            if limit.operator == "<=":
                upper.setdefault((limit.finding, limit.bound), []).append(rule)
    for rule, rule_ends in ends:
        for limit in rule_ends:
            for other in upper.get((limit.finding, limit.bound), ()) if limit.operator == ">=" else ():
                about = _opposed(rule, other)
                both = frozenset(fact_of(Limit(limit.finding, op, limit.bound)) for op in ("<=", ">="))
                if not about or other.id == rule.id:
                    continue
                together = Gate(2, (subject.gates[other.id], subject.gates[rule.id]))
                witness = subject.runners.showing(together, also=both)
                if witness is None:
                    continue
                yield Found(
                    f"at exactly {plain_number(limit.bound)} of `{limit.finding}` both hold, and they say opposite things of `{about}`",
                    "let one of the two begin beside the bound: `above` or `below`",
                    rules=(rule.id, other.id),
                    others=(f"finding:{limit.finding}",),
                    witness=witness,
                )


def _ends(rule: Rule) -> tuple[Limit, ...]:
    return tuple(dict.fromkeys(leaf for leaf in leaves(rule.premise) if isinstance(leaf, Limit)))


def _opposed(rule: Rule, other: Rule) -> str:
    """What the two say opposite things of; empty when there is nothing."""
    mine, theirs = _says(rule), _says(other)
    return next((name for (name, stance) in mine if (name, OPPOSED[stance]) in theirs), "")


def _says(rule: Rule) -> Mapping[tuple[str, str], None]:
    found: dict[tuple[str, str], None] = {}
    for each in rule.conclusions:
        if isinstance(each, Supports):
            found[each.condition, "for" if each.weight > 0 else "against"] = None
        elif each.kind in ("advise", "avoid"):
            found[each.id, each.kind] = None
        elif each.kind in ("excluded", "suspected"):
            found[each.id, "against" if each.kind == "excluded" else "for"] = None
    return found


CHECK = Check("shared-boundary", "logic between rules", "warning", _find, logic=True, unworded=True, unweighed=True)
