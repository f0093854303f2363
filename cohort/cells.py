"""One row of a table as an intake: why it cannot be read, or what an explanation of it starts from.

Rejected rows are few, so each is read again here, cell by cell, by the reader that reads an intake: the reasons are its own.
"""

import json
import math
from collections.abc import Mapping
from typing import Any

import polars as pl

from hipexpert.cohort.columns import NONE_OF, Column
from hipexpert.cohort.mapping import FrameMapping
from hipexpert.cohort.sources import WHOLE
from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.reading import describe, parse_line
from hipexpert.knowledge.packs.scalars import number_in, parts_of
from hipexpert.knowledge.packs.vocabulary import Choices, Number, YesNo, is_unknown
from hipexpert.knowledge.runner.intake import Intake, IntakeError
from hipexpert.knowledge.runner.reading_intake import IntakeReader, ReadAnswers
from hipexpert.knowledge.runner.reading_values import bare


class CellReader:
    """Reads the cells of tables with these columns. Remembers what it said about a cell: the same ones come again."""

    def __init__(self, pack: Pack, columns: tuple[Column, ...]) -> None:
        self.pack = pack
        self.columns = columns
        self._reasons: dict[tuple[str, str], str] = {}

    def reasons(self, row: Mapping[str, Any]) -> str:
        """Why the row cannot be read: each of its cells that cannot, by its column."""
        found = [row[WHOLE]] if row.get(WHOLE) else []
        found += [
            f"{column.name}: {reason}"
            for column in self.columns
            if column.name in row and (reason := self._reason(column, row[column.name]))
        ]
        return "; ".join(found) or f"a cell cannot be read: {', '.join(column.name for column in self.columns if column.name in row)}"

    def _reason(self, column: Column, cell: object) -> str:
        key = (column.name, repr(cell))
        if key not in self._reasons:
            if len(self._reasons) > 100_000:
                self._reasons.clear()
            try:
                self.answers(column, cell)
                self._reasons[key] = ""
            except IntakeError as error:
                self._reasons[key] = "; ".join(f"{each.message} ({each.help})" if each.help else each.message for each in error.problems)
        return self._reasons[key]

    def intake(self, row: Mapping[str, Any]) -> Intake:
        """What the row says. Raises :class:`hipexpert.IntakeError` with every problem of it."""
        reader = IntakeReader(self.pack, _column_place)
        for column in self.columns:
            self._say(reader, column, row[column.name])
        return reader.answers().intake

    def answers(self, column: Column, cell: object) -> ReadAnswers:
        """What one cell says. Raises :class:`hipexpert.IntakeError`."""
        reader = IntakeReader(self.pack, _column_place)
        self._say(reader, column, cell)
        return reader.answers()

    def _say(self, reader: IntakeReader, column: Column, cell: object) -> None:
        said = bare(cell)
        if isinstance(said, float) and math.isnan(said):  # how frames write that nothing stands in a cell
            return
        if column.names_several and not is_unknown(said) and said != "":
            meaning: object = self._parts(column, said)
        else:
            meaning = meaning_of(said, column.words, folds=column.folds)
        reader.say(column.name_in_intake, meaning, (column.name,))

    @staticmethod
    def _parts(column: Column, cell: object) -> list[object]:
        """What the mapping makes of each thing that a cell names."""
        parts = cell if isinstance(cell, (list, tuple)) else parts_of(str(cell))
        meant = [column.words.get(part, part) if isinstance(part, str) else part for part in parts]
        return [each for part, each in zip(parts, meant, strict=True) if each is part or not is_unknown(each)]


def _column_place(*path: str | int) -> str:
    return f"column {path[0]}" if path else ""


def meaning_of(said: object, words: Mapping[str, str], *, folds: bool) -> object:
    """What the words of a mapping make of what was said: a number is the same word however it is written, and where yes or no
    is answered capital letters do not count.
    """
    if not words:
        return said
    if isinstance(said, (int, float)) and not isinstance(said, bool):
        return next((meaning for word, meaning in words.items() if number_in(word) == said), said)
    if not isinstance(said, str):
        return said
    return {word.lower(): meaning for word, meaning in words.items()}.get(said.lower(), said) if folds else words.get(said, said)


def rows_of_lines(frame: pl.DataFrame, pack: Pack, mapping: FrameMapping) -> pl.DataFrame:
    """JSON lines as a table with a column for every finding: an intake, or a case, in each line. What cannot be read is
    said in the column of malformed rows.
    """
    schema = lines_schema(pack, mapping)
    rows = [_row_of_line(line, pack, mapping, schema) for line in frame["line"]]
    return pl.DataFrame({name: [row.get(name) for row in rows] for name in [*schema, WHOLE]}, schema={**schema, WHOLE: pl.String()})


def lines_schema(pack: Pack, mapping: FrameMapping) -> dict[str, pl.DataType]:
    """The columns of the table that JSON lines become."""
    schema: dict[str, pl.DataType] = dict.fromkeys(mapping.keep, pl.String())
    for finding in pack.findings.values():
        if isinstance(finding, Choices):
            schema |= {f"{finding.id}.{value.id}": pl.Boolean() for value in finding.values}
        else:
            schema[finding.id] = (
                pl.Float64() if isinstance(finding, Number) else pl.Boolean() if isinstance(finding, YesNo) else pl.String()
            )
    return {**schema, NONE_OF: pl.String()}


def intake_of_line(line: str, pack: Pack, mapping: FrameMapping) -> tuple[Intake, dict[str, Any]]:
    """What a JSON line says, and its kept values.

    Raises :class:`hipexpert.ReadingError` or :class:`hipexpert.IntakeError`.
    """
    data = parse_line(line)
    if not isinstance(data, dict):
        raise IntakeError([Problem("bad-type", f"a mapping of findings to answers is needed, not {describe(data)}", "")])
    kept = {name: _kept(data.get(name)) for name in mapping.keep}
    reader = IntakeReader(pack)
    if "findings" in data:  # a case, which speaks the pack's own words
        reader.read({name: value for name, value in data.items() if name not in mapping.keep and name not in mapping.ignore})
        return reader.answers().intake, kept
    for name, value in data.items():
        if name in mapping.keep or name in mapping.ignore:
            continue
        said = mapping.columns.get(name)
        if said is None:
            reader.say(name, value, (name,))
        else:
            base, dot, _ = said.finding.partition(".")
            folds = bool(dot) or isinstance(pack.findings.get(base), YesNo)
            meaning = [meaning_of(bare(each), said.values, folds=False) for each in value] if isinstance(value, list) else value
            reader.say(said.finding, meaning_of(bare(meaning), said.values, folds=folds), (name,))
    return reader.answers().intake, kept


def _row_of_line(line: str, pack: Pack, mapping: FrameMapping, schema: Mapping[str, pl.DataType]) -> dict[str, Any]:
    try:
        intake, kept = intake_of_line(line, pack, mapping)
    except ProblemsError as error:
        reason = "; ".join(f"{each.message} ({each.help})" if each.help else each.message for each in error.problems)
        return {WHOLE: reason}
    row: dict[str, Any] = {**kept, WHOLE: "", NONE_OF: ",".join(intake.none_of)}
    for name, answer in intake.answers.items():
        if isinstance(answer, Mapping):
            row |= {f"{name}.{value}": present for value, present in answer.items()}
        else:
            row[name] = answer
    return {name: row.get(name) for name in [*schema, WHOLE]}


def _kept(value: object) -> str | None:
    """A value as text: as it stands in the line."""
    return None if value is None else value if isinstance(value, str) else json.dumps(value)
