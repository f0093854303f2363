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


SLIPS = {"days": ((7, "weeks"), (30, "months")), "weeks": ((4, "months"),)}
"""By which factor a number of a unit is the same number of another unit."""
SELDOM, OFTEN = 3, 5
"""How many rules at most ask for a bound that may be a slip, and how many at least for the one that was meant."""


def _find(subject: Subject) -> Iterator[Found]:
    yield from _near(subject)
    yield from _in_another_unit(subject)


def _near(subject: Subject) -> Iterator[Found]:
    """Bounds that lie so close together that one may be meant."""
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


def _in_another_unit(subject: Subject) -> Iterator[Found]:
    """Bounds of few rules that are the bound of many in another unit, or with a digit more."""
    asking: dict[str, dict[float, set[str]]] = {}
    for rule in subject.pack.active_rules:
        for leaf in leaves(rule.premise) if not rule.made_from else ():
            if isinstance(leaf, Limit):
                asking.setdefault(leaf.finding, {}).setdefault(leaf.bound, set()).add(rule.id)
    for name, bounds in asking.items():
        unit = subject.pack.findings[name].unit  # type: ignore[union-attr]
        for bound, rules in sorted(bounds.items()):
            slips = [(bound * factor, f"{plain_number(bound)} {other}") for factor, other in SLIPS.get(unit, ())] if bound > 1 else []
            slips += [(bound / 10, f"{plain_number(bound)} with a digit too many")]
            for meant, words in slips:
                if len(rules) <= SELDOM and len(bounds.get(meant, ())) >= OFTEN:
                    yield Found.about(
                        "findings",
                        name,
                        f"rules ask `{name}` for {plain_number(bound)} {unit}, and {len(bounds[meant])} others for {plain_number(meant)}: "
                        f"is it {words}?",
                        "write what is meant in the unit of the question",
                        rules=tuple(sorted(rules)),
                    )


def _where(number: Number, limit: Limit) -> float:
    """The first or last value that a comparison lets through: above 59 and at least 60 are one where numbers are whole."""
    if number.whole and limit.operator in (">", "<"):
        return limit.bound + 1 if limit.operator == ">" else limit.bound - 1
    return limit.bound


CHECK = Check("thresholds-that-differ", "logic between rules", "note", _find, unworded=True, unweighed=True)
