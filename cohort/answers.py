"""The answers of many runners as numbers: for each question an array with the number of each runner's answer.

0 where nothing is said; from 1 the options of the question, as the answer space lists them. Where an answer is said to be
unknown stands ``said_unknown``, until what is denied in groups is written out.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hipexpert.engine import fold
from hipexpert.knowledge.packs.answer_space import Question
from hipexpert.knowledge.packs.options import Said
from hipexpert.knowledge.packs.pack import SCREEN, Pack
from hipexpert.knowledge.packs.premises import Premise, to_gate
from hipexpert.knowledge.packs.vocabulary import Choices, Number
from hipexpert.knowledge.runner.answers import AnswerKey, denial_of, denial_on_screen
from hipexpert.knowledge.runner.reading_values import questions_of

Numbers = NDArray[Any]  # of 8 bits without sign; of 16 where a question has very many options
Truths = NDArray[np.bool_]


@dataclass(frozen=True)
class AnswerNumbers:
    """Which number stands for which answer of a pack's vocabulary."""

    pack: Pack

    @cached_property
    def key(self) -> AnswerKey:
        """What the answers of the vocabulary make true and false."""
        return AnswerKey(self.pack)

    @cached_property
    def dtype(self) -> "np.dtype[Any]":
        """The type of the numbers."""
        most = max((len(options) for options in self.key.space.options.values()), default=0)
        return np.dtype(np.uint8 if most < np.iinfo(np.uint8).max else np.uint16)

    @property
    def said_unknown(self) -> int:
        """What stands where an answer is said to be unknown, which no group and no screen denies."""
        return int(np.iinfo(self.dtype).max)

    def facts(self, question: Question) -> tuple[frozenset[str], ...]:
        """What each number of a question makes true, from 0, which makes nothing true."""
        return (frozenset(), *(option.facts for option in self.key.space.options[question]))

    def number(self, question: Question, said: Said) -> int:
        """The number of an allowed answer."""
        if isinstance(self.pack.findings[question.finding], Number):
            return int(self.of_values(question, np.array([said], dtype=np.float64))[0])
        return self._numbers[question][said]

    @cached_property
    def _numbers(self) -> Mapping[Question, Mapping[Said, int]]:
        options = self.key.space.options
        return {question: {each.answer: place for place, each in enumerate(options[question], 1)} for question in options}

    def of_values(self, question: Question, values: NDArray[np.float64]) -> Numbers:
        """The numbers of the stretches in which allowed values of a number lie."""
        bounds, numbers = self._stretches[question]
        # Between two bounds the place is even, on a bound odd. A few comparisons of whole arrays are faster than any search.
        places: Numbers = np.zeros(len(values), dtype=np.uint8 if len(numbers) <= np.iinfo(np.uint8).max else np.uint16)
        for bound in bounds:
            places += values >= bound
            places += values > bound
        found: Numbers = numbers[places]
        return found

    @cached_property
    def _stretches(self) -> Mapping[Question, tuple[list[float], Numbers]]:
        """The bounds with which rules compare each number, and the number of the answer below, on and above each of them."""
        found = {}
        for question in self.key.space.options:
            if not isinstance(self.pack.findings[question.finding], Number):
                continue
            bounds = sorted({float(limit.bound) for limit in self.key.limits.get(question.finding, ())})
            values = [bounds[0] - 1] if bounds else [0.0]
            for before, after in pairwise([*bounds, bounds[-1] + 2] if bounds else []):
                values += [before, (before + after) / 2]
            places = {facts: place for place, facts in enumerate(self.facts(question)) if place}
            numbers = [places.get(self.key.made(question, value)[0], 0) for value in values]
            found[question] = bounds, np.array(numbers, dtype=self.dtype)
        return found


@dataclass(frozen=True)
class Answered:
    """Which questions a table answers, and which groups (or the screen) it can deny."""

    numbers: AnswerNumbers
    questions: frozenset[Question]
    groups: frozenset[str] = field(default_factory=frozenset)

    @property
    def pack(self) -> Pack:
        """The pack whose questions they are."""
        return self.numbers.pack

    @cached_property
    def said(self) -> tuple[Question, ...]:
        """The questions about which the table can say anything, those with the most options first."""
        denied = {*(question for denials in self._denials.values() for question, _ in denials), *(each for each, _, _ in self._screen)}
        options = self.numbers.key.space.options
        return tuple(sorted((each for each in options if each in self.questions or each in denied), key=lambda each: -len(options[each])))

    @cached_property
    def varying(self) -> frozenset[str]:
        """The input facts about which the table says anything."""
        return frozenset().union(*(self.numbers.key.space.facts_of[question] for question in self.said))

    @cached_property
    def _denials(self) -> Mapping[str, tuple[tuple[Question, int], ...]]:
        """What "none of these" says of each question of the groups that the table can deny."""
        found: dict[str, tuple[tuple[Question, int], ...]] = {}
        for group in self.pack.groups:
            if group.group in self.groups:
                denials = [
                    (question, denial)
                    for finding in group.findings
                    if (denial := False if isinstance(finding, Choices) else denial_of(finding)) is not None
                    for question in questions_of(finding)
                ]
                found[group.group] = tuple((question, self.numbers.number(question, denial)) for question, denial in denials)
        return found

    @cached_property
    def _screen(self) -> tuple[tuple[Question, int, Premise | None], ...]:
        """What denying the screen says of each question, and of whom it need not be asked; empty where the table cannot deny it."""
        found = []
        for item in self.pack.screen if SCREEN in self.groups else ():
            if (denial := denial_on_screen(item, self.pack)) is not None:
                question = Question(item.ask)
                found.append((question, self.numbers.number(question, denial), item.unless))
        return tuple(found)

    def written_out(self, given: Mapping[Question, Numbers], denied: Mapping[str, Truths], rows: int) -> NDArray[Any]:
        """A row for each of the questions ``said``, with a place for each runner: what was given, and of the rest what is denied
        (the groups first, then what is left of the screen), as :meth:`AnswerKey.said` does it. Filled up to whole words of bits.
        """
        table = np.zeros((len(self.said), -(-rows // 64) * 64), dtype=self.numbers.dtype)
        row_of = {question: row[:rows] for question, row in zip(self.said, table, strict=True)}
        for question, numbers in given.items():
            row_of[question][:] = numbers
        for group, denials in self._denials.items():
            if group in denied and denied[group].any():
                for question, denial in denials:
                    _deny(row_of[question], denied[group], denial)
        if SCREEN in denied and denied[SCREEN].any():
            spared = [None if unless is None else self._holds(unless, row_of, rows) for _, _, unless in self._screen]
            for (question, denial, _), unless in zip(self._screen, spared, strict=True):
                _deny(row_of[question], denied[SCREEN] if unless is None else denied[SCREEN] & ~unless, denial)
        if self.groups:
            table[table == self.numbers.said_unknown] = 0
        return table

    def _holds(self, premise: Premise, row_of: Mapping[Question, Numbers], rows: int) -> Truths:
        """Of which runners a premise about answers holds."""

        def leaf(fact: str) -> Truths:
            held = np.zeros(rows, dtype=np.bool_)
            question = self.numbers.key.question_of.get(fact)
            if question is not None and question in row_of:
                for number, facts in enumerate(self.numbers.facts(question)):
                    if fact in facts:
                        held |= row_of[question] == number
            return held

        def gate(count: int, parts: Sequence[Truths]) -> Truths:
            met: Truths = np.sum(parts, axis=0) >= count
            return met

        return fold(to_gate(premise), leaf, gate)


def _deny(numbers: Numbers, denied: Truths, denial: int) -> None:
    np.copyto(numbers, denial, where=denied & (numbers == 0))
