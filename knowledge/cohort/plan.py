"""What to do with a table whose columns are known: read the answers, infer, give the results. Made once, used often."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from hipexpert.engine import Program
from hipexpert.knowledge.cohort.columns import Column, Holds, columns_of
from hipexpert.knowledge.cohort.encoding import Encoding, flag
from hipexpert.knowledge.cohort.layers import Expression, Namespace
from hipexpert.knowledge.cohort.mapping import FrameMapping
from hipexpert.knowledge.cohort.results import PROBLEM, RESULTS, Inference, joined
from hipexpert.knowledge.pack import Pack


@dataclass(frozen=True)
class Plan:
    """The expressions for tables with these columns, in one namespace."""

    pack: Pack
    columns: tuple[Column, ...]
    encoding: Encoding
    inference: Inference

    @cached_property
    def reading(self) -> tuple[tuple[Expression, ...], ...]:
        """The steps that give the typed columns, and in ``problem`` the columns whose cell cannot be read."""
        ns, is_polars = self.encoding.ns, self.encoding.is_polars
        names = [(column.name, ns.col(flag(number))) for number, column in enumerate(self.columns)]
        problem = joined(ns, names, ", ", is_polars=is_polars).alias(PROBLEM)
        return ((*self.encoding.typed_columns, *self.encoding.unreadable), (problem,))

    @cached_property
    def steps(self) -> tuple[tuple[Expression, ...], ...]:
        """Every step before the results."""
        return (*self.reading, *self.inference.steps)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the result columns."""
        return tuple(name for group in self.inference.results for name in RESULTS[group])

    def applied(self, frame: Any, kept: list[str]) -> Any:
        """The kept columns of a frame (of narwhals or polars), the results, and ``problem``: the columns whose cell
        cannot be read, in which case there are no results.
        """
        for step in self.steps:
            frame = frame.with_columns(*step)
        ns = self.encoding.ns
        return frame.select(*(ns.col(name) for name in kept), *self.inference.chosen, ns.col(PROBLEM))


def plan_for(
    pack: Pack,
    program: Program,
    schema: Mapping[str, Holds],
    mapping: FrameMapping,
    results: tuple[str, ...],
    ns: Namespace,
    *,
    is_polars: bool,
) -> Plan:
    """The plan for tables with these columns. Raises :class:`FrameError` with everything that is wrong with them."""
    reserved = [PROBLEM, *(name for group in results for name in RESULTS[group])]
    columns = columns_of(pack, schema, mapping, reserved)
    encoding = Encoding(pack, columns, ns, is_polars)
    return Plan(pack, columns, encoding, Inference(pack, program, encoding.answered, results, ns, is_polars))
