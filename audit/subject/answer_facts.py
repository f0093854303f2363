"""What one answer makes true and what it rules out: the facts of a vocabulary as a space of answers.

A *state* is a set of input facts that one runner could give: no two of them exclude each other. Exclusion is pairwise
(two values of one choice, a denial and its value, two limits that no number meets), which is exact also for several
limits of one number: a range is empty only if its highest lower bound and its lowest upper bound exclude each other.
"""

import itertools
import math
from collections.abc import Iterable, Mapping
from functools import cached_property

from hipexpert.knowledge import Pack
from hipexpert.knowledge.packs.premises import Limit, fact_of, satisfies
from hipexpert.knowledge.packs.program import limits_of
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Finding, Number, YesNo, plain_number

State = frozenset[str]


class AnswerFacts:
    """The facts of a pack's vocabulary. Immutable; everything is worked out when first asked for."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack

    @cached_property
    def limits(self) -> Mapping[str, tuple[Limit, ...]]:
        """The comparisons that the pack makes with each number."""
        found: dict[str, list[Limit]] = {}
        for limit in limits_of(self.pack):
            found.setdefault(limit.finding, []).append(limit)
        return {name: tuple(limits) for name, limits in found.items()}

    @cached_property
    def cells(self) -> Mapping[str, tuple[tuple[float, frozenset[str]], ...]]:
        """For each number the elementary ranges in which its comparisons do not change: a number in it, and what is true."""
        return {name: self._cells(number) for name, number in self.pack.findings.items() if isinstance(number, Number)}

    def _cells(self, number: Number) -> tuple[tuple[float, frozenset[str]], ...]:
        limits = self.limits.get(number.id, ())
        found: dict[frozenset[str], float] = {}
        for value in sample_numbers(number, [limit.bound for limit in limits]):
            found.setdefault(frozenset(fact_of(limit) for limit in limits if satisfies(value, limit)), value)
        return tuple((value, true) for true, value in found.items())

    @cached_property
    def finding_of(self) -> Mapping[str, str]:
        """The finding that each input fact is about."""
        found: dict[str, str] = {}
        for name, finding in self.pack.findings.items():
            found |= dict.fromkeys(self._facts_of(finding), name)
        return found

    def _facts_of(self, finding: Finding) -> Iterable[str]:
        match finding:
            case YesNo():
                return (f"{finding.id}=yes", f"{finding.id}=no")
            case Choice():
                return [f"{finding.id}={value.id}" for value in finding.values]
            case Choices():
                return [f"{finding.id}{sign}{value.id}" for value in finding.values for sign in ("=", "!=")]
            case Number():
                return [fact_of(limit) for limit in self.limits.get(finding.id, ())]

    @cached_property
    def impossible(self) -> frozenset[str]:
        """Comparisons that no allowed number meets."""
        possible = {fact for cells in self.cells.values() for _, true in cells for fact in true}
        return frozenset(fact_of(limit) for limits in self.limits.values() for limit in limits) - possible

    @cached_property
    def excludes(self) -> Mapping[str, frozenset[str]]:
        """For each input fact those that cannot be true of the same runner."""
        found: dict[str, frozenset[str]] = {}
        for finding in self.pack.findings.values():
            facts = list(self._facts_of(finding))
            if isinstance(finding, Number):
                together = [true for _, true in self.cells[finding.id]]
                for fact in facts:
                    beside = frozenset().union(*(true for true in together if fact in true))
                    found[fact] = frozenset(facts) - beside - {fact}
            elif isinstance(finding, Choices):
                for yes, no in zip(facts[::2], facts[1::2], strict=True):
                    found[yes], found[no] = frozenset({no}), frozenset({yes})
            else:
                for fact in facts:
                    found[fact] = frozenset(facts) - {fact}
        return found

    def with_fact(self, state: State, fact: str) -> State | None:
        """The state with one more input fact; None when no runner could say both."""
        if fact in state:
            return state
        if fact in self.impossible or not state.isdisjoint(self.excludes.get(fact, frozenset())):
            return None
        return state | {fact}

    def together(self, first: State, second: State) -> State | None:
        """Both states in one; None when no runner could say both."""
        for fact in second:
            if fact not in first and not first.isdisjoint(self.excludes.get(fact, frozenset())):
                return None
        return first | second

    def runners(self, state: State, most: int = 64) -> list[tuple[frozenset[str], dict[str, float]]]:
        """What is true of the runners who say no more than a state: one for each elementary range of its numbers, with
        the numbers that were chosen. When there would be more than ``most``, numbers are left as their limits say.
        """
        choices = self._ranges(state)
        if math.prod(map(len, choices)) > most:
            # What all ranges share is true of each of them, so what follows from it follows for all.
            shared = [fact for ranges in choices for fact in frozenset.intersection(*(true for _, _, true in ranges))]
            return [(state.union(shared), {name: value for (name, value, _), *_ in choices})]
        return [
            (state.union(*(true for _, _, true in combined)), {name: value for name, value, _ in combined})
            for combined in itertools.product(*choices)
        ]

    def _ranges(self, state: State) -> list[list[tuple[str, float, frozenset[str]]]]:
        """For each number that a state speaks of, the elementary ranges that it leaves, in order."""
        numbers = sorted({self.finding_of[fact] for fact in state if self.finding_of.get(fact) in self.cells})
        choices = []
        for name in numbers:
            wanted = frozenset(fact for fact in state if self.finding_of.get(fact) == name)
            choices.append([(name, value, true) for value, true in self.cells[name] if wanted <= true])
        return choices

    def bounds(self, state: State) -> tuple[frozenset[str], tuple[frozenset[str], ...]]:
        """What is true of all runners who say no more than a state, and of two of them: with all numbers as low, and as high,
        as the state allows. Two is none when the state leaves no choice.
        """
        choices = self._ranges(state)
        shared = state.union(*(frozenset.intersection(*(true for _, _, true in ranges)) for ranges in choices))
        if all(len(ranges) == 1 for ranges in choices):
            return shared, ()
        return shared, tuple(state.union(*(ranges[end][2] for ranges in choices)) for end in (0, -1))

    def answers(self, state: Iterable[str], numbers: Mapping[str, float] | None = None) -> dict[str, object]:
        """The answers that make exactly a state true, as ``hipexpert explain`` reads them; numbers as given or, where not,
        one that meets the limits of the state.
        """
        said: dict[str, object] = {}
        chosen = dict(numbers or {})
        for fact in sorted(state):
            name = self.finding_of.get(fact)
            finding = self.pack.findings[name] if name is not None else None
            match finding:
                case YesNo():
                    said[finding.id] = fact.endswith("=yes")
                case Choice():
                    said[finding.id] = fact.partition("=")[2]
                case Choices():
                    values = said.setdefault(finding.id, {})
                    head, _, value = fact.partition("=")
                    values[value] = not head.endswith("!")  # type: ignore[index]
                case Number():
                    if finding.id not in chosen:
                        wanted = frozenset(each for each in state if self.finding_of.get(each) == finding.id)
                        chosen[finding.id] = next(value for value, true in self.cells[finding.id] if wanted <= true)
                    said[finding.id] = number_of(chosen[finding.id])
                case None:
                    pass
        return {name: said[name] for name in self.pack.findings if name in said}


def number_of(value: float) -> float | int:
    """A whole number as one."""
    return int(value) if float(value).is_integer() else value


def sample_numbers(number: Number, bounds: Iterable[float]) -> list[float]:
    """One allowed number of every elementary range between bounds, and each bound itself, in order."""
    marks = sorted({number.minimum, number.maximum, *(bound for bound in bounds if number.minimum <= bound <= number.maximum)})
    samples: set[float] = set()
    for mark in marks:
        samples |= {mark} if not number.whole or float(mark).is_integer() else set()
    for low, high in itertools.pairwise(marks):
        between = float(math.floor(low) + 1) if number.whole else float(plain_number((low + high) / 2))
        if low < between < high:
            samples.add(between)
        elif not number.whole:
            samples.add((low + high) / 2)
    return sorted(samples)
