"""One row of a file as an intake, for a full explanation of it."""

from hipexpert.cohort.cells import CellReader, intake_of_line
from hipexpert.cohort.columns import FrameError
from hipexpert.cohort.frames import polars_columns
from hipexpert.cohort.mapping import FrameMapping
from hipexpert.cohort.sources import WHOLE, ColumnarSource, LinesSource, TableSource
from hipexpert.engine import Problem
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.runner.intake import Intake, IntakeError


def intake_of_row(source: TableSource, number: int, pack: Pack, mapping: FrameMapping) -> Intake:
    """What row ``number`` (from 1) says. Raises :class:`FrameError` when there is no such row or it cannot be read."""
    columns = () if isinstance(source, LinesSource) else polars_columns(pack, source.schema, mapping)
    before, place = 0, f"{source.path}, row {number}"
    for partition in source.partitions(number - 1 if isinstance(source, ColumnarSource) and number > 0 else 0):
        if isinstance(source, ColumnarSource):
            before = partition.start
        if 0 < number <= before + len(partition.frame):
            row = partition.frame.row(number - before - 1, named=True)
            try:
                if isinstance(source, LinesSource):
                    return intake_of_line(row["line"], pack, mapping)[0]
                if row[WHOLE]:
                    raise FrameError([Problem("bad-row", row[WHOLE], place)])
                return CellReader(pack, columns).intake(row)
            except IntakeError as error:
                raise FrameError(
                    [
                        Problem(each.code, each.message, f"{place}, {each.place}" if each.place else place, each.help)
                        for each in error.problems
                    ]
                ) from None
        before += len(partition.frame)
    raise FrameError([Problem("no-such-row", f"there is no row {number}", str(source.path), f"the rows are numbered from 1 to {before}")])
