"""Intakes as a table that `assess_frame` takes: a row for each, a column for each finding or each of its values."""

from collections.abc import Iterable

import polars as pl

from hipexpert import Intake, Pack


def table_of(pack: Pack, intakes: Iterable[Intake]) -> pl.DataFrame:
    """The table; what a runner left out is empty."""
    lines = list(intakes)
    columns: dict[str, list[object]] = {"none_of": [",".join(each.none_of) for each in lines]}
    for name in pack.findings:
        values: list[object] = [each.answers.get(name) for each in lines]
        parts = dict.fromkeys(part for said in values if isinstance(said, dict) for part in said)
        columns |= {f"{name}.{part}": [said.get(part) if isinstance(said, dict) else None for said in values] for part in parts}
        if not parts and any(said is not None for said in values):
            columns[name] = values
    return pl.DataFrame(columns, strict=False)
