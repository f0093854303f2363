"""What to do with a table whose columns are known: read the answers, infer, give the results. Made once, used often."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import polars as pl

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
        """The steps that give the typed columns, flags for cells that cannot be read, and in ``problem`` their columns."""
        ns, is_polars = self.encoding.ns, self.encoding.is_polars
        names = [(column.name, ns.col(flag(number))) for number, column in enumerate(self.columns)]
        problem = joined(ns, names, ", ", is_polars=is_polars).alias(PROBLEM)
        steps = (self.encoding.texts, self.encoding.typed_columns, self.encoding.unreadable, (problem,))
        return tuple(step for step in steps if step)

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
        ns = self.encoding.ns
        for step, carried in zip(self.steps, self._carried(kept), strict=True):
            frame = frame.select(*(ns.col(name) for name in carried), *step)
        return frame.select(*(ns.col(name) for name in kept), *self.inference.chosen, ns.col(PROBLEM))

    def _carried(self, kept: list[str]) -> list[list[str]]:
        """For each step the earlier columns that it or a later one still needs. Engines take long to plan with many columns,
        and do not all see by themselves which of them nobody reads any more.
        """
        needed: list[set[str]] = [set(kept) | self.inference.read_in_the_end | {PROBLEM}]
        for reads in reversed(self._reads):
            needed.append(needed[-1] | reads)
        needed_after = needed[-2::-1]
        known = dict.fromkeys([*kept, *(column.name for column in self.columns)])
        carried: list[list[str]] = []
        for made, later in zip(self._made, needed_after, strict=True):
            carried.append([name for name in known if name in later and name not in made])
            known |= dict.fromkeys(made)
            known = {name: None for name in known if name in later}
        return carried

    @cached_property
    def _twin(self) -> "Plan":
        """The same steps in polars, whose expressions can say which columns they read."""
        if self.encoding.is_polars:
            return self
        return replace(self, encoding=replace(self.encoding, ns=pl), inference=replace(self.inference, ns=pl))

    @cached_property
    def _reads(self) -> list[set[str]]:
        """The columns that each step reads."""
        return [{name for each in step for name in each.meta.root_names()} for step in self._twin.steps]

    @cached_property
    def _made(self) -> list[set[str]]:
        """The columns that each step makes."""
        return [{each.meta.output_name() for each in step} for step in self._twin.steps]


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
