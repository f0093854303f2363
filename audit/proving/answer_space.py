"""Every way in which a runner can answer: the questions of a vocabulary, and the facts that each answer makes true.

A *slot* is one thing that can be asked: a finding, or one value of a ``choices`` finding. It has mutually exclusive
*options*, or stays unknown. A number has one option for each stretch of values that the comparisons cannot tell apart, so a
finite space stands for all numbers. Denying a group with ``none_of`` adds nothing: it answers the group's slots one by one.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.premises import Limit, fact_of, satisfies
from hipexpert.knowledge.packs.program import limits_of
from hipexpert.knowledge.packs.vocabulary import Choice, Choices, Finding, Number, YesNo, plain_number
from hipexpert.knowledge.runner.intake import is_unknown

Answer = bool | str | float


@dataclass(frozen=True, slots=True)
class Option:
    """One answer, and the facts that it makes true."""

    answer: Answer
    facts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing that can be asked: a finding, or one ``value`` of a ``choices`` finding."""

    finding: str
    value: str
    options: tuple[Option, ...]


Chosen = Mapping[int, int]
"""The answers of one runner: the number of the option chosen, by the number of the slot; what is left out is unknown."""


@dataclass(frozen=True)
class AnswerSpace:
    """All answers that can be given, in a fixed order."""

    slots: tuple[Slot, ...]

    @cached_property
    def options_of(self) -> Mapping[str, tuple[tuple[int, int], ...]]:
        """For each fact the (slot, option) numbers that make it true."""
        found: dict[str, list[tuple[int, int]]] = {}
        for number, slot in enumerate(self.slots):
            for which, option in enumerate(slot.options):
                for fact in sorted(option.facts):
                    found.setdefault(fact, []).append((number, which))
        return {fact: tuple(options) for fact, options in found.items()}

    def facts(self, chosen: Chosen) -> frozenset[str]:
        """The facts that answers make true."""
        return frozenset().union(*(self.slots[slot].options[option].facts for slot, option in chosen.items()))

    def answers(self, chosen: Chosen) -> dict[str, object]:
        """The answers as an intake that :func:`hipexpert.knowledge.runner.intake.read_intake` accepts, by finding."""
        found: dict[str, Any] = {}
        for number in sorted(chosen):
            slot = self.slots[number]
            answer = slot.options[chosen[number]].answer
            if slot.value:
                found.setdefault(slot.finding, {})[slot.value] = answer
            else:
                found[slot.finding] = int(answer) if isinstance(answer, float) and answer.is_integer() else answer
        return found

    def words(self, chosen: Chosen) -> tuple[str, ...]:
        """The answers as they follow ``-f`` on a command line."""
        return tuple(self._word(self.slots[number], chosen[number]) for number in sorted(chosen))

    def _word(self, slot: Slot, option: int) -> str:
        answer = slot.options[option].answer
        if slot.value and answer and not is_unknown(slot.value):
            return f"{slot.finding}={slot.value}"
        if slot.value:
            return f"{slot.finding}.{slot.value}={'yes' if answer else 'no'}"
        if isinstance(answer, bool):
            return f"{slot.finding}={'yes' if answer else 'no'}"
        return f"{slot.finding}={answer if isinstance(answer, str) else exact_number(answer)}"


def exact_number(value: float) -> str:
    """A number in as many digits as it needs to be read back as the same."""
    return plain_number(value) if float(plain_number(value)) == value else repr(value)


def space_of(findings: Iterable[Finding], limits: Iterable[Limit]) -> AnswerSpace:
    """The answers to these findings, as far as these comparisons tell them apart."""
    by_finding: dict[str, list[Limit]] = {}
    for limit in limits:
        by_finding.setdefault(limit.finding, []).append(limit)
    slots: list[Slot] = []
    for finding in findings:
        match finding:
            case YesNo():
                slots.append(_slot(finding.id, "", ((True, f"{finding.id}=yes"), (False, f"{finding.id}=no"))))
            case Choice():
                # A value called "unknown" cannot be answered: the intake reads it as no answer.
                names = [value.id for value in finding.values if not is_unknown(value.id)]
                slots.append(_slot(finding.id, "", ((name, f"{finding.id}={name}") for name in names)))
            case Choices():
                slots += [
                    _slot(finding.id, value.id, ((True, f"{finding.id}={value.id}"), (False, f"{finding.id}!={value.id}")))
                    for value in finding.values
                ]
            case Number():
                slots.append(Slot(finding.id, "", _stretches(finding, by_finding.get(finding.id, []))))
    return AnswerSpace(tuple(slots))


def space_of_pack(pack: Pack, more: Iterable[Limit] = ()) -> AnswerSpace:
    """The answers that a pack's vocabulary allows; ``more`` are comparisons beside those of its rules."""
    return space_of(pack.findings.values(), [*limits_of(pack), *more])


def space_of_inputs(inputs: Iterable[str]) -> AnswerSpace:
    """The space in which each input fact is given or not, whatever the others are: for programs without a vocabulary."""
    return AnswerSpace(tuple(_slot(name, "", ((True, name),)) for name in sorted(inputs)))


def _slot(finding: str, value: str, options: Iterable[tuple[Answer, str]]) -> Slot:
    return Slot(finding, value, tuple(Option(answer, frozenset({fact})) for answer, fact in options))


def _stretches(finding: Number, limits: list[Limit]) -> tuple[Option, ...]:
    """One option for each set of comparisons that some allowed number meets; its answer is the plainest such number.

    INVARIANT: every allowed number meets exactly the comparisons of one option. The truth of all comparisons is constant
    between two neighbouring bounds, so it is enough to try each bound and one number between each two.
    """
    numbers = _numbers(finding, sorted({limit.bound for limit in limits}))
    found: dict[frozenset[str], float] = {}
    for number in sorted(numbers, key=lambda each: (not each.is_integer(), len(repr(each)), each)):
        found.setdefault(frozenset(fact_of(limit) for limit in limits if satisfies(number, limit)), number)
    return tuple(Option(number, facts) for facts, number in sorted(found.items(), key=lambda item: item[1]))


def _numbers(finding: Number, bounds: list[float]) -> set[float]:
    low, high = float(finding.minimum), float(finding.maximum)
    tried = {low, high, *bounds}
    for first, second in zip([low, *bounds], [*bounds, high], strict=True):
        tried.add((first + second) / 2)
    # Whole numbers read plainly, and where only they are allowed the nearest on either side of a bound decide.
    for each in list(tried):
        tried |= {float(math.floor(each)), float(math.ceil(each)), float(math.floor(each)) - 1, float(math.ceil(each)) + 1}
    return {number for number in tried if low <= number <= high and (number.is_integer() or not finding.whole)}
