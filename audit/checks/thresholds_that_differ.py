"""Finds what `thresholds_that_differ.md` describes."""

import itertools
from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.premises import Limit, leaves
from hipexpert.knowledge.packs.vocabulary import Number, plain_number

NEAR = 0.03
"""Two bounds that differ by no more than this share of the larger one, or by one where numbers are whole, may be meant as one."""
FEW = 10
"""Up to here each whole number is a step of its own: two tests are not three."""


def _find(subject: Subject) -> Iterator[Found]:
    asking: dict[tuple[str, bool], dict[float, list[str]]] = {}
    for rule in subject.pack.active_rules:
        for leaf in leaves(rule.premise) if not rule.made_from else ():
            if isinstance(leaf, Limit):
                bounds = asking.setdefault((leaf.finding, leaf.operator in (">=", ">")), {})
                listed = bounds.setdefault(_where(subject.pack.findings[leaf.finding], leaf), [])  # type: ignore[arg-type]
                if rule.id not in listed:
                    listed.append(rule.id)
    for (name, lower), bounds in asking.items():
        ordered = sorted(bounds)
        for bound, following in itertools.pairwise(ordered):
            rules, others = bounds[bound], bounds[following]
            near = max(NEAR * abs(following), 1 if subject.pack.findings[name].whole and bound > FEW else 0)  # type: ignore[union-attr]
            if following - bound <= near and set(rules).isdisjoint(others):
                yield Found.about(
                    "findings",
                    name,
                    f"rules ask `{name}` {'from' if lower else 'up to'} {plain_number(bound)} and {'from' if lower else 'up to'} "
                    f"{plain_number(following)}: is one thing meant?",
                    "let both ask the same, or say in their reasons why they differ",
                    rules=(*rules[:2], *others[:2]),
                )


def _where(number: Number, limit: Limit) -> float:
    """The first or last value that a comparison lets through: above 59 and at least 60 are one where numbers are whole."""
    if number.whole and limit.operator in (">", "<"):
        return limit.bound + 1 if limit.operator == ">" else limit.bound - 1
    return limit.bound


CHECK = Check("thresholds-that-differ", "logic between rules", "note", _find, unworded=True, unweighed=True)
