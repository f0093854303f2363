"""Finds what `missing_range.md` describes."""

import itertools
from collections.abc import Iterator

from hipexpert.audit.check import Check, Found
from hipexpert.audit.subject.subject import Subject
from hipexpert.knowledge.packs.answer_space import plain_answer
from hipexpert.knowledge.packs.options import stretches
from hipexpert.knowledge.packs.premises import Limit, Premise, Several, fact_of
from hipexpert.knowledge.packs.vocabulary import Number, plain_number


def _find(subject: Subject) -> Iterator[Found]:
    for number in subject.pack.findings.values():
        if not isinstance(number, Number):
            continue
        asking: dict[tuple[Limit, ...], list[str]] = {}
        for rule in subject.pack.active_rules:
            for limits in _ranges(rule.premise, number.id):
                asking.setdefault(limits, []).append(rule.id)
        met = [frozenset(map(fact_of, limits)) for limits in asking]
        every = [limit for limits in asking for limit in limits]
        told = [(any(facts <= each.facts for facts in met), each) for each in stretches(number, every)]
        parts = [(holds, [each for _, each in part]) for holds, part in itertools.groupby(told, lambda each: each[0])]
        for (_, below), (holds, hole), (_, above) in zip(parts, parts[1:], parts[2:], strict=False):
            if holds:
                continue
            start, end, first, last = below[-1].high, above[0].low, hole[0].low, hole[-1].high
            narrow = end - start < 1 or (number.whole and end - start == 2)
            span = plain_number(first) if first == last and narrow else f"between {plain_number(start)} and {plain_number(end)}"
            edges = (start, first, last, end)
            ends = sorted({rule for limits, rules in asking.items() if any(limit.bound in edges for limit in limits) for rule in rules})
            yield Found.about(
                "findings",
                number.id,
                f"no rule says anything about `{number.id}` {span}, although others do below and above",
                "move one of the bounds, or write `at_least` or `at_most`",
                rules=tuple(ends) if narrow else (),
                severity="warning" if narrow else "note",
                witness={number.id: plain_answer(hole[0].answer)},
            )


def _ranges(premise: Premise, number: str) -> Iterator[tuple[Limit, ...]]:
    """The ranges of a number that a premise asks for: limits that stand together in one `all` are one range."""
    if isinstance(premise, Limit):
        if premise.finding == number:
            yield (premise,)
    elif isinstance(premise, Several):
        here = tuple(part for part in premise.of if isinstance(part, Limit) and part.finding == number)
        together = premise.count == len(premise.of)
        if together and here:
            yield here
        for part in premise.of:
            if not (together and part in here):
                yield from _ranges(part, number)


CHECK = Check("missing-range", "completeness", "warning", _find)
