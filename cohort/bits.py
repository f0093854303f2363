"""A circuit worked out for many runners at once: what is true of each of them is one bit, and a gate is an operation on words.

What only few runners need is left for later: the last stages are worked out when somebody asks for what they make.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from hipexpert.cohort.answers import Answered, Numbers, Truths
from hipexpert.cohort.sums import SumTables, Support, Totals
from hipexpert.engine.circuit import TRUE, AtLeast, Circuit, Input, Not, Reaches, Sum, parts_of

Words = NDArray[np.uint64]
_Operations = list[tuple[Callable[..., Any], int, int, int]]  # what is done with the bits of two nodes, and of which node that is


@dataclass(frozen=True)
class _Counted:
    """A node that is true when so many of others are, neither one nor all of them."""

    node: int
    count: int
    of: tuple[int, ...]


@dataclass(frozen=True)
class _Summed:
    """Sums that are worked out together."""

    nodes: tuple[int, ...]
    tables: SumTables


@dataclass(frozen=True)
class _Compared:
    """Nodes that say whether sums reach a number."""

    nodes: tuple[int, ...]
    sums: tuple[int, ...]
    least: NDArray[np.int64]


_Step = _Operations | _Counted | _Summed | _Compared


class BitPlan:
    """How a circuit is worked out from a table of answers. ``late`` are nodes, in the order in which somebody may ask for them,
    that are worked out only then if they rest on sums; ``totals`` are the sums, in the order in which somebody reads them.
    """

    def __init__(self, circuit: Circuit, answered: Answered, late: Sequence[int] = (), totals: Sequence[int] = ()) -> None:
        self.circuit = circuit
        self.answered = answered
        self.support = Support(circuit, answered)
        self.late = tuple(node for node in dict.fromkeys(late) if node >= 0 and self._rounds[node])
        self._order = {node: place for place, node in enumerate(totals)}
        self._sources: dict[tuple[int, int], int] = {}  # the bits that say which runners gave a question an answer of a number
        self._place: dict[int, int] = {}  # where the bits of a node stand
        self._made = 0
        self.stages = self._stages()

    @cached_property
    def sources(self) -> tuple[tuple[int, int], ...]:
        """The question (by its place) and the number of the answer of each of the first words."""
        return tuple(self._sources)

    @property
    def words(self) -> int:
        """How many words are made, beside those of the sources."""
        return self._made

    def place(self, node: int) -> int:
        """Where the words of a node stand: below zero those that are made, from zero the sources."""
        return self._place[node]

    def _stages(self) -> tuple[tuple[_Step, ...], ...]:
        circuit, late = self.circuit, set(self.late)
        told = {*circuit.holds.values(), *circuit.fires.values(), *circuit.possible.values()}
        told |= {number for each in circuit.weighs.values() for number in (each.taken, each.total)}
        done: set[int] = set()
        stages = []
        for goals in [sorted(told - late), *([node] for node in self.late)]:
            needed: set[int] = set()
            waiting = [goal for goal in goals if goal >= 0]
            while waiting:
                number = waiting.pop()
                if number not in done and number not in needed:
                    needed.add(number)
                    waiting += parts_of(circuit.nodes[number])
            done |= needed
            stages.append(tuple(self._steps(sorted(needed))))
        return tuple(stages)

    @cached_property
    def _rounds(self) -> tuple[int, ...]:
        """After how many rounds of sums each node is known."""
        rounds: list[int] = []
        for node in self.circuit.nodes:
            rounds.append(max((rounds[part] for part in parts_of(node)), default=0) + isinstance(node, Sum))
        return tuple(rounds)

    def _steps(self, needed: list[int]) -> Iterable[_Step]:
        nodes = self.circuit.nodes
        for turn in sorted({self._rounds[number] for number in needed}):
            now = [number for number in needed if self._rounds[number] == turn]
            sums = [(number, node) for number in now if isinstance(node := nodes[number], Sum)]
            if sums:
                sums.sort(key=lambda each: (self._order.get(each[0], len(self._order)), each[0]))
                yield _Summed(tuple(number for number, _ in sums), SumTables(self.support, [node for _, node in sums]))
            compared = [(number, node) for number in now if isinstance(node := nodes[number], Reaches)]
            if compared:
                compared.sort(key=lambda each: (self._order.get(each[1].sum, len(self._order)), each[1].sum))
                least = np.array([node.at_least for _, node in compared], dtype=np.int64)
                yield _Compared(tuple(self._new(number) for number, _ in compared), tuple(node.sum for _, node in compared), least)
            operations: _Operations = []
            for number in now:
                node = nodes[number]
                if isinstance(node, AtLeast) and node.count not in {1, len(node.of)}:
                    yield operations
                    operations = []
                    yield _Counted(self._new(number), node.count, tuple(self._place[part] for part in node.of))
                else:
                    operations += self._operations(number)
            yield operations

    def _new(self, number: int) -> int:
        self._made += 1
        self._place[number] = -self._made
        return -self._made

    def _operations(self, number: int) -> _Operations:
        node = self.circuit.nodes[number]
        match node:
            case Input():
                question = self.support.row_of[node.fact]
                parts = [self._sources.setdefault((question, each), len(self._sources)) for each in self.support.numbers_meeting(node)]
                combine: Callable[..., Any] = np.bitwise_or
            case Not(of):
                return [(_inverted, self._place[of], 0, self._new(number))]
            case AtLeast(count, of):
                parts, combine = [self._place[part] for part in of], np.bitwise_or if count == 1 else np.bitwise_and
            case _:
                return []
        if len(parts) == 1:
            self._place[number] = parts[0]
            return []
        if not parts:  # no answer makes it true
            return [(_cleared, 0, 0, self._new(number))]
        own = self._new(number)
        return [(combine, parts[0], parts[1], own), *((combine, own, part, own) for part in parts[2:])]


def _inverted(words: Words, _: Words, into: Words) -> None:
    np.invert(words, into)


def _cleared(_: Words, __: Words, into: Words) -> None:
    into[:] = 0


class BitRun:
    """A circuit worked out for the runners in a table of answers (a whole number of words of them)."""

    def __init__(self, plan: BitPlan, table: Numbers) -> None:
        self._plan = plan
        self.table = table
        self.rows = table.shape[1]
        options = [len(answers) for answers in plan.support.answers]  # sorted, the most first
        said = [_packed(table[: sum(count > number for count in options)] == number) for number in range(max(options, default=0))]
        made = np.empty((plan.words, self.rows // 64), dtype=np.uint64)
        self._words: list[Words] = [said[number][question] for question, number in plan.sources]
        self._words += list(made)[::-1]
        self._totals: dict[int, tuple[Totals, int]] = {}
        self._stage = 0
        self._reach(0)

    def _reach(self, stage: int) -> None:
        for steps in self._plan.stages[self._stage : stage + 1]:
            for step in steps:
                self._do(step)
        self._stage = max(self._stage, stage + 1)

    def _do(self, step: _Step) -> None:
        words = self._words
        if isinstance(step, list):
            for operation, one, other, into in step:
                operation(words[one], words[other], words[into])
        elif isinstance(step, _Counted):
            counted = np.sum([_unpacked(words[part]) for part in step.of], axis=0) >= step.count
            words[step.node][:] = _packed(counted)
        elif isinstance(step, _Summed):
            found = step.tables.totals(self.table, self._known)
            self._totals |= {number: (found, column) for column, number in enumerate(step.nodes)}
        else:
            bits = _packed((self.totals(step.sums) >= step.least).T)
            for into, row in zip(step.nodes, bits, strict=True):
                words[into][:] = row

    def truths(self, node: int) -> Truths:
        """Of which runners a node is true."""
        if node < 0:
            return np.full(self.rows, node == TRUE)
        if node in self._plan.late:
            self._reach(1 + self._plan.late.index(node))
        return self._known(node)

    def _known(self, node: int) -> Truths:
        return _unpacked(self._words[self._plan.place(node)])

    def totals(self, nodes: Sequence[int]) -> Totals:
        """The sums, each in a column of its own."""
        places = [self._totals[node] for node in nodes]
        found, first = places[0]
        if all(each is found and column == first + place for place, (each, column) in enumerate(places)):
            return found[:, first : first + len(nodes)]
        return np.stack([each[:, column] for each, column in places], axis=1)

    def summed(self, tables: SumTables) -> Totals:
        """Other sums over the nodes of the circuit."""
        return tables.totals(self.table, self.truths)


def _packed(truths: Truths) -> Words:
    return np.ascontiguousarray(np.packbits(truths, axis=-1, bitorder="little")).view(np.uint64)


def _unpacked(words: Words) -> Truths:
    return np.unpackbits(words.view(np.uint8), bitorder="little").view(np.bool_)
