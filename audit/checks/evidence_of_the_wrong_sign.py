"""Finds what `evidence_of_the_wrong_sign.md` describes."""

from collections.abc import Iterator, Mapping

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.pack import Rule
from hipexpert.knowledge.packs.premises import Established, Limit, Premise, Several, fact_of, leaves

TELLING = 2
"""A weight of a picture that is smaller, in decibans, says neither."""


def _find(subject: Subject) -> Iterator[Found]:
    for condition, items in subject.pack.weighing_rules.items():
        drawn = {cell.fact: cell.weight for cell in subject.drawn.get(condition, ())}
        for rule, item in items:
            told = {} if rule.made_from else _drawn_of(rule, drawn)
            if told and all(weight * item.weight < 0 and abs(weight) >= TELLING for weight in told.values()):
                speaks, other = ("for", "against") if item.weight > 0 else ("against", "for")
                yield Found(
                    f"the rule speaks {speaks} `{condition}`, and the picture of the condition says that {_listed(told)} speaks {other} it",
                    "exchange `supports` and `opposes`, or ask for the other answer",
                    rules=(rule.id,),
                    others=(f"condition:{condition}",),
                    witness=subject.runners.showing(subject.gates[rule.id]),
                )


def _drawn_of(rule: Rule, drawn: Mapping[str, int]) -> Mapping[str, int]:
    """The answers on which a rule rests alone, with their weights in a picture; none where it rests on more than pictures speak of."""
    found = {}
    for leaf in leaves(rule.premise):
        if isinstance(leaf, (Established, Limit)) or fact_of(leaf) not in drawn:
            return {}
        found[fact_of(leaf)] = drawn[fact_of(leaf)]
    # Two answers that each speak against it may speak for it together.
    return found if _any_alone(rule.premise) else {}


def _any_alone(premise: Premise) -> bool:
    """Whether each answer of a premise is enough by itself."""
    return not isinstance(premise, Several) or (premise.count == 1 and all(map(_any_alone, premise.of)))


def _listed(told: Mapping[str, int]) -> str:
    return " and ".join(f"`{fact}`" for fact in told)


CHECK = Check("evidence-of-the-wrong-sign", "logic between rules", "warning", _find, logic=True)
