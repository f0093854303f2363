"""The answers to one question that comparisons can tell apart, and the facts that each makes true."""

import math
from collections.abc import Sequence
from itertools import groupby, pairwise

from msgspec import Struct

from hipexpert.knowledge.packs.premises import Denied, Is, Limit, fact_of, satisfies
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Number, YesNo

Said = bool | str | float
"""The answer to one question."""


class Option(Struct, frozen=True):
    """One answer, and the facts that it makes true."""

    answer: Said
    facts: frozenset[str]

    def near(self, number: float) -> Said:
        """The answer that is nearest to a number; there is a choice where the option is a stretch of numbers."""
        del number
        return self.answer


class Stretch(Option, frozen=True):
    """Numbers that no comparison tells apart, from ``low`` to ``high``. An end may be open: ``lowest`` and ``highest`` are the
    numbers at the ends that do lie in it. ``answer`` is its plainest number.
    """

    low: float
    high: float
    lowest: float
    highest: float

    def near(self, number: float) -> float:
        """The number of it that is nearest to another."""
        return float(number) if self.low < number < self.high else min(max(float(number), self.lowest), self.highest)


def values_of(finding: YesNo | Choice) -> tuple[Option, ...]:
    """The answers to a finding that has one of several values."""
    if isinstance(finding, YesNo):
        return Option(True, frozenset({fact_of(Is(finding.id, "yes"))})), Option(False, frozenset({fact_of(Is(finding.id, "no"))}))
    return tuple(Option(value.id, frozenset({fact_of(Is(finding.id, value.id))})) for value in finding.values)


def value_options(finding: Choices, value: str) -> tuple[Option, ...]:
    """Whether one value of a finding that has any number of them is present."""
    return Option(True, frozenset({fact_of(Is(finding.id, value))})), Option(False, frozenset({fact_of(Denied(finding.id, value))}))


def stretches(number: Number, limits: Sequence[Limit]) -> tuple[Stretch, ...]:
    """All allowed numbers in order, one stretch for each set of comparisons that some of them meet.

    INVARIANT: every allowed number lies in exactly one stretch. The truth of all comparisons is constant between two
    neighbouring bounds, so it is enough to try each bound and one number between each two.
    """
    bounds = sorted({limit.bound for limit in limits})
    step = min([after - before for before, after in pairwise(bounds)] + [1.0]) / 2
    ends = float(number.minimum), float(number.maximum)
    marks = sorted({*ends, *(bound for bound in bounds if ends[0] <= bound <= ends[1])})
    parts = [(marks[0], marks[0])]
    for before, after in pairwise(marks):
        parts += [(before, after), (after, after)]
    found = []
    named = {fact_of(limit): limit for limit in limits}

    def met(part: tuple[float, float]) -> frozenset[str]:
        number = sum(part) / 2
        return frozenset([fact for fact, limit in named.items() if satisfies(number, limit)])

    for facts, group in groupby(parts, met):
        alike = list(group)
        (low, first_end), (last_start, high) = alike[0], alike[-1]
        stretch = _stretch(number, facts, (low, low == first_end), (high, last_start == high), step)
        if stretch is not None:
            found.append(stretch)
    return tuple(found)


def _stretch(number: Number, facts: frozenset[str], low: tuple[float, bool], high: tuple[float, bool], step: float) -> Stretch | None:
    """The numbers between two ends, each with whether it belongs to them; None when there is no such number."""
    (start, starts), (end, ends) = low, high
    first = float(math.ceil(start)) if starts else float(math.floor(start) + 1)
    last = float(math.floor(end)) if ends else float(math.ceil(end) - 1)
    if number.whole:
        return Stretch(_nearest_to_zero(first, last), facts, first, last, first, last) if first <= last else None
    lowest = start if starts else min(start + step, end) if ends else start + step
    highest = end if ends else max(end - step, start) if starts else end - step
    if first <= last:
        answer = _nearest_to_zero(first, last)
    else:
        tried = [(start + end) / 2, *([start] if starts else []), *([end] if ends else [])]
        answer = min(tried, key=lambda each: (len(repr(each)), each))
    return Stretch(answer, facts, start, end, lowest, highest)


def _nearest_to_zero(first: float, last: float) -> float:
    return min(max(0.0, first), last)
