"""A circuit as layers of column expressions: each layer reads the columns of those before it, so no expression is deep.

The expressions are written in narwhals' language, which is a part of polars' own: with ``ns`` polars they are native
polars expressions, with ``ns`` narwhals they run in every engine that narwhals knows.
"""

import operator
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from hipexpert.engine.circuit import AtLeast, Circuit, CircuitNode, Input, Not, Reaches, Sum, parts_of

Expression = Any  # of narwhals or of polars: two types of one shape
Namespace = Any
WIDTHS = ((127, "Int8"), (32_767, "Int16"), (2_147_483_647, "Int32"), (2**63 - 1, "Int64"))


def width(lowest: int, highest: int) -> str:
    """The smallest integer type that holds everything between two numbers, and their difference from zero."""
    return next(name for most, name in WIDTHS if -most <= lowest and highest <= most)


def tree(join: Callable[[Expression, Expression], Expression], parts: list[Expression]) -> Expression:
    """The parts joined in pairs, and the pairs in pairs: as flat as can be."""
    while len(parts) > 1:
        parts = [join(*parts[start : start + 2]) if start + 1 < len(parts) else parts[start] for start in range(0, len(parts), 2)]
    return parts[0]


@dataclass(frozen=True)
class Layers:
    """The columns that a circuit needs, in layers. ``read`` gives the expression of an input; ``kept`` are the nodes
    that somebody reads from outside. ``first`` is what ``read`` reads, if it is not there before: a layer before all others.
    """

    ns: Namespace
    circuit: Circuit
    read: Callable[[Input], Expression]
    kept: frozenset[int]
    first: tuple[Expression, ...] = ()

    @cached_property
    def _is_column(self) -> tuple[bool, ...]:
        """Whether a node gets a column: what is read more than once does."""
        readers = Counter(part for node in self.circuit.nodes for part in parts_of(node))
        return tuple(number in self.kept or readers[number] > 1 or isinstance(node, Sum) for number, node in enumerate(self.circuit.nodes))

    def __iter__(self) -> Iterator[list[Expression]]:
        """The layers, each a list of named expressions."""
        depths: list[int] = []
        layers: list[list[Expression]] = []
        for number, node in enumerate(self.circuit.nodes):
            depths.append(max((depths[part] + self._is_column[part] for part in parts_of(node)), default=0))
            if self._is_column[number]:
                layers += [[] for _ in range(depths[number] + 1 - len(layers))]
                layers[depths[number]].append(self._expression(node).alias(column(number)))
        return iter([list(self.first), *layers] if self.first else layers)

    def node(self, number: int) -> Expression:
        """The expression of a node: its column, or the truth that is decided."""
        if number < 0:
            return self.ns.lit(number == -1)
        return self.ns.col(column(number)) if self._is_column[number] else self._expression(self.circuit.nodes[number])

    def _nodes(self, numbers: Iterable[int]) -> list[Expression]:
        return [self.node(number) for number in numbers]

    def _expression(self, node: CircuitNode) -> Expression:
        match node:
            case Input():
                return self.read(node)
            case Not(of):
                return ~self.node(of)
            case Reaches(total, at_least):
                return self.node(total) >= at_least
            case Sum(base, terms):
                return self._sum(base, terms)
            case AtLeast(1, of):
                return tree(operator.or_, self._nodes(of))
            case AtLeast(count, of) if count == len(of):
                return tree(operator.and_, self._nodes(of))
            case AtLeast(count, of):
                return self._sum(0, tuple((part, 1) for part in of)) >= count

    def _sum(self, base: int, terms: tuple[tuple[int, int], ...]) -> Expression:
        # A choice between two numbers: turning a truth value into a number and multiplying it takes ten times as long.
        # The type must hold every sum of some of the terms, with the base and without: they are added in pairs.
        low, high = (sum(weight for _, weight in terms if (weight > 0) is up) for up in (False, True))
        ns, kind = self.ns, getattr(self.ns, width(min(low, base + low), max(high, base + high)))
        if not terms:
            return ns.lit(base, kind)
        bases = [base] + [0] * (len(terms) - 1)
        return tree(
            operator.add,
            [
                ns.when(self.node(part)).then(ns.lit(weight + start, kind)).otherwise(ns.lit(start, kind))
                for (part, weight), start in zip(terms, bases, strict=True)
            ],
        )


def column(number: int) -> str:
    """The name of a node's column: no name that a user would give."""
    return f"__hipexpert_{number}"
