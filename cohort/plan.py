"""What to do with a table whose columns are known: read the answers, infer, give the results. Made once, used often."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import polars as pl

from hipexpert.cohort.columns import Column, ColumnHolds, columns_of
from hipexpert.cohort.encoding import AnswerColumns, flag
from hipexpert.cohort.layers import Expression, Namespace
from hipexpert.cohort.mapping import FrameMapping
from hipexpert.cohort.results import PROBLEM, RESULTS, Inference, joined
from hipexpert.engine import Program
from hipexpert.knowledge.packs.pack import Pack

_PACK = "__hipexpert_pack_{}"


@dataclass(frozen=True)
class _Fields:
    """A namespace in which columns are fields of the columns that ``place`` names."""

    ns: Namespace
    place: Mapping[str, str]

    def col(self, name: str) -> Expression:
        """A column, wherever it is."""
        return self.ns.col(self.place[name]).struct.field(name)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.ns, name)


@dataclass(frozen=True)
class TablePlan:
    """The expressions for tables with these columns, in one namespace."""

    pack: Pack
    columns: tuple[Column, ...]
    encoding: AnswerColumns
    inference: Inference

    @cached_property
    def reading(self) -> tuple[tuple[Expression, ...], ...]:
        """The steps that give the typed columns, flags for cells that cannot be read, and in ``problem`` their columns."""
        ns, is_polars = self.encoding.ns, self.encoding.is_polars
        names = [(column.name, ns.col(flag(number))) for number, column in enumerate(self.columns)]
        problem = joined(ns, names, ", ", is_polars=is_polars).alias(PROBLEM)
        steps = (self.encoding.texts, self.encoding.typed_columns, self.encoding.screened, self.encoding.unreadable, (problem,))
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

    def packed(self, frame: Any, kept: list[str]) -> Any:
        """The same for a frame whose columns are all kept, with what each step makes in one column of structs: few columns go
        from step to step, so that an engine which looks at all of them for each expression plans in seconds, not in minutes.
        """
        place = dict.fromkeys(kept, _PACK.format("table"))
        for number, made in enumerate(self._made):
            place |= dict.fromkeys(made, _PACK.format(number))
        fields = _Fields(self.encoding.ns, place)
        plan = replace(self, encoding=replace(self.encoding, ns=fields), inference=replace(self.inference, ns=fields))
        ns, table = self.encoding.ns, _PACK.format("table")
        frame = frame.select(ns.struct(*map(ns.col, kept)).alias(table))
        # Narwhals takes a struct of constants for an aggregation: one field is always read from the table.
        anchor = fields.col(kept[0]).alias(_PACK.format("anchor"))
        carried = [table]
        for number, (step, needed) in enumerate(zip(plan.steps, self._needed_after(kept), strict=True)):
            read_later = {table, *(place[name] for name in needed)}
            carried = [name for name in carried if name in read_later]
            frame = frame.select(*map(ns.col, carried), ns.struct(anchor, *step).alias(_PACK.format(number)))
            carried.append(_PACK.format(number))
        return frame.select(*(fields.col(name).alias(name) for name in kept), *plan.inference.chosen, fields.col(PROBLEM).alias(PROBLEM))

    def _needed_after(self, kept: list[str]) -> list[set[str]]:
        """For each step the columns that are read after it."""
        needed: list[set[str]] = [set(kept) | self.inference.read_in_the_end | {PROBLEM}]
        for reads in reversed(self._reads):
            needed.append(needed[-1] | reads)
        return needed[-2::-1]

    def _carried(self, kept: list[str]) -> list[list[str]]:
        """For each step the earlier columns that it or a later one still needs. Engines take long to plan with many columns,
        and do not all see by themselves which of them nobody reads any more.
        """
        known = dict.fromkeys([*kept, *(column.name for column in self.columns)])
        carried: list[list[str]] = []
        for made, later in zip(self._made, self._needed_after(kept), strict=True):
            carried.append([name for name in known if name in later and name not in made])
            known |= dict.fromkeys(made)
            known = {name: None for name in known if name in later}
        return carried

    @cached_property
    def _twin(self) -> "TablePlan":
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
    schema: Mapping[str, ColumnHolds],
    mapping: FrameMapping,
    results: tuple[str, ...],
    ns: Namespace,
    *,
    is_polars: bool,
) -> TablePlan:
    """The plan for tables with these columns. Raises :class:`FrameError` with everything that is wrong with them."""
    reserved = [PROBLEM, *(name for group in results for name in RESULTS[group])]
    columns = columns_of(pack, schema, mapping, reserved)
    encoding = AnswerColumns(pack, columns, ns, is_polars)
    return TablePlan(pack, columns, encoding, Inference(pack, program, encoding.answered, results, ns, is_polars))
