"""The sums of a circuit, for many runners at once, read from tables.

A few questions have so few answers together that what every combination of them adds to each of many sums stands in a table
of some hundred rows: one row read and added is worth a hundred terms.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hipexpert.cohort.answers import Answered, Numbers, Truths
from hipexpert.engine.circuit import AtLeast, Circuit, Input, Not, Sum, parts_of

Totals = NDArray[Any]  # whole numbers: a row for each runner, a column for each sum
MOST_ROWS = 1024  # of one table: small enough for the processor's nearer memory


@dataclass(frozen=True)
class Support:
    """Which questions decide a node, and how: of the nodes that rest on no sum."""

    circuit: Circuit
    answered: Answered

    @cached_property
    def row_of(self) -> Mapping[str, int]:
        """The place among the questions of the table of the one that decides each input fact."""
        place = {question: number for number, question in enumerate(self.answered.said)}
        return {fact: place[question] for fact, question in self.answered.numbers.key.question_of.items() if question in place}

    @cached_property
    def questions(self) -> tuple[frozenset[int] | None, ...]:
        """The places of the questions that decide each node; None where sums do too."""
        found: list[frozenset[int] | None] = []
        for node in self.circuit.nodes:
            if isinstance(node, Input):
                found.append(frozenset({self.row_of[node.fact]}))
                continue
            parts = [found[part] for part in parts_of(node)]
            known = [part for part in parts if part is not None]
            found.append(None if isinstance(node, Sum) or len(known) < len(parts) else frozenset().union(*known))
        return tuple(found)

    @cached_property
    def answers(self) -> tuple[tuple[frozenset[str], ...], ...]:
        """For each question what each number of an answer makes true."""
        return tuple(map(self.answered.numbers.facts, self.answered.said))

    def numbers_meeting(self, node: Input) -> tuple[int, ...]:
        """The numbers of the answers with which an input is true."""
        answers = self.answers[self.row_of[node.fact]]
        return tuple(number for number, facts in enumerate(answers) if node.fact in facts or (node.possible and number == 0))

    def truths(self, number: int, combinations: Mapping[int, Numbers], known: dict[int, Truths]) -> Truths:
        """Where a node is true, in each of some combinations of answers to its questions; ``known`` is remembered."""
        if number not in known:
            node = self.circuit.nodes[number]
            if isinstance(node, Input):
                known[number] = np.isin(combinations[self.row_of[node.fact]], self.numbers_meeting(node))
            elif isinstance(node, Not):
                known[number] = ~self.truths(node.of, combinations, known)
            else:
                count = node.count if isinstance(node, AtLeast) else 0
                known[number] = np.sum([self.truths(part, combinations, known) for part in parts_of(node)], axis=0) >= count
        return known[number]


@dataclass(frozen=True)
class _Table:
    """What combinations add. ``digits`` are questions, or nodes that the tables cannot decide, each with how many states it has."""

    questions: tuple[tuple[int, int], ...]
    nodes: tuple[int, ...]
    rows: Totals


class SumTables:
    """Some sums, as tables."""

    def __init__(self, support: Support, sums: Sequence[Sum]) -> None:
        self._support = support
        self.sums = tuple(sums)
        reach = max((abs(each.base) + sum(abs(weight) for _, weight in each.terms) for each in sums), default=0)
        self.dtype = np.int16 if reach <= np.iinfo(np.int16).max else np.int32 if reach <= np.iinfo(np.int32).max else np.int64
        self._width = -(-len(sums) // 8) * 8  # whole rows are copied faster so
        self._weights: dict[int, Totals] = {}
        for column, each in enumerate(sums):
            for part, weight in each.terms:
                self._weights.setdefault(part, np.zeros(self._width, dtype=self.dtype))[column] = weight
        self._tables = self._made()

    def _states(self, question: int) -> int:
        return len(self._support.answers[question])

    def _made(self) -> tuple[_Table, ...]:
        groups, left = self._grouped()
        bins: list[tuple[list[int], list[int]]] = []
        sizes: list[int] = []
        items = [(prod(map(self._states, group)), sorted(group), list[int]()) for group in groups]
        items += [(2, [], [node]) for node in left]
        for size, questions, nodes in sorted(items, key=lambda item: -item[0]):
            place = next((place for place, taken in enumerate(sizes) if taken * size <= MOST_ROWS), len(bins))
            if place == len(bins):
                bins.append(([], []))
                sizes.append(1)
            sizes[place] *= size
            bins[place][0].extend(questions)
            bins[place][1].extend(nodes)
        tables = [self._table(questions, nodes, set(left)) for questions, nodes in bins or [([], [])]]
        for column, each in enumerate(self.sums):
            tables[0].rows[:, column] += each.base
        return tuple(tables)

    def _grouped(self) -> tuple[list[frozenset[int]], list[int]]:
        """Questions that stand in one table, as the parts which rest on several need it; and the parts that no table can hold."""
        supports = self._support.questions
        of = {part: supports[part] for part in self._weights}
        group_of: dict[int, frozenset[int]] = {}
        for questions in of.values():
            if questions is not None and len(questions) == 1 and prod(map(self._states, questions)) <= MOST_ROWS:
                group_of.update(dict.fromkeys(questions, questions))
        adds = {part: int(np.count_nonzero(weights)) for part, weights in self._weights.items()}
        left = []
        for part in sorted(of, key=lambda part: (-adds[part], part)):
            questions = of[part]
            if questions is None:
                left.append(part)
                continue
            together = questions.union(*(group_of.get(question, frozenset()) for question in questions))
            if prod(map(self._states, together)) <= MOST_ROWS:
                group_of.update(dict.fromkeys(together, together))
            else:
                left.append(part)
        return list(dict.fromkeys(group_of.values())), left

    def _table(self, questions: list[int], nodes: list[int], left: set[int]) -> _Table:
        states = [*((question, self._states(question)) for question in questions), *((-1, 2) for _ in nodes)]
        count = prod(size for _, size in states)
        place, stride = np.arange(count), count
        digits = []
        for _, size in states:
            stride //= size
            digits.append(place // stride % size)
        combinations = dict(zip(questions, digits, strict=False))
        known: dict[int, Truths] = {}
        rows = np.zeros((count, self._width), dtype=self.dtype)
        inside = set(questions)
        for part, weights in self._weights.items():
            support = self._support.questions[part]
            if part not in left and support is not None and support <= inside:
                rows += np.multiply.outer(self._support.truths(part, combinations, known), weights, dtype=self.dtype)
        for node, digit in zip(nodes, digits[len(questions) :], strict=True):
            rows += np.multiply.outer(digit, self._weights[node]).astype(self.dtype)
        return _Table(tuple(states[: len(questions)]), tuple(nodes), rows)

    def totals(self, table: Numbers, truths: Callable[[int], Truths]) -> Totals:
        """The sums of the runners in a table of answers, given which of them a node is true of."""
        count = table.shape[1]
        found = np.empty((count, self._width), dtype=self.dtype)
        more = np.empty_like(found)
        place: Numbers = np.empty(count, dtype=np.uint16)
        for number, each in enumerate(self._tables):
            place[:] = 0
            for question, states in each.questions:
                place *= states
                place += table[question]
            for node in each.nodes:
                place *= 2
                place += truths(node)
            np.take(each.rows, place.astype(np.intp), axis=0, out=more if number else found, mode="clip")
            if number:
                found += more
        return found[:, : len(self.sums)]
