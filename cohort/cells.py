"""One row of a table as an intake: why it cannot be read, or what an explanation of it starts from.

Rejected rows are few, so each is read again here, cell by cell, by the reader that reads an intake: the reasons are its own.
"""

import json
import math
import re
from collections.abc import Mapping
from typing import Any

import polars as pl

from hipexpert.cohort.columns import NO, NONE_OF, YES, Column
from hipexpert.cohort.encoding import NUMBER, WHITE
from hipexpert.cohort.mapping import FrameMapping
from hipexpert.cohort.sources import WHOLE
from hipexpert.engine import Problem, gathering
from hipexpert.knowledge.packs.answer_space import Question
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.vocabulary import UNKNOWN, Choices, Number, YesNo
from hipexpert.knowledge.runner.answers import AnswerKey
from hipexpert.knowledge.runner.intake import Intake, IntakeError, merged
from hipexpert.knowledge.runner.reading_intake import read_intake
from hipexpert.knowledge.runner.taking_back import put_over, unsaid_in


class CellReader:
    """Reads the cells of tables with these columns. Remembers what it said about a cell: the same ones come again."""

    def __init__(self, pack: Pack, columns: tuple[Column, ...]) -> None:
        self.pack = pack
        self.columns = columns
        self._key = AnswerKey(pack)
        self._reasons: dict[tuple[str, str], str] = {}

    def reasons(self, row: Mapping[str, Any]) -> str:
        """Why the row cannot be read: each of its cells that cannot, by its column."""
        found = [row[WHOLE]] if row.get(WHOLE) else []
        found += [
            f"{column.name}: {reason}"
            for column in self.columns
            if column.name in row and (reason := self._reason(column, row[column.name]))
        ]
        return "; ".join(found)

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
        said = Intake({})
        unsaid: frozenset[Question] = frozenset()
        problems: list[Problem] = []
        for column in self.columns:
            with gathering(problems):
                said = merged(said, self.answers(column, row[column.name]))
            unsaid |= self._unsaid(column, row[column.name])
        if problems:
            raise IntakeError(problems)
        return put_over(said, Intake({}), unsaid - self._key.said(Intake(said.answers)).keys(), self._key)

    def _unsaid(self, column: Column, cell: object) -> frozenset[Question]:
        """What a cell says, in a word, to be unknown."""
        meaning = self._meaning(column, cell.strip(WHITE) if isinstance(cell, str) else cell)
        if column.finding is None or not isinstance(meaning, str) or meaning.lower() not in UNKNOWN:
            return frozenset()
        return unsaid_in({column.finding.id: {column.part: meaning} if column.part else meaning}, self.pack)

    def answers(self, column: Column, cell: object) -> Intake:
        """What one cell says. Raises :class:`hipexpert.IntakeError`."""
        place = self.place(column)
        if isinstance(cell, str):
            cell = cell.strip(WHITE)
        if cell is None or cell == "" or (isinstance(cell, float) and math.isnan(cell)):
            return Intake({})
        meaning: Any
        if column.finding is None and not column.part:
            meaning = {NONE_OF: self._list(column, cell)} if str(cell).lower() not in UNKNOWN else {}
            return read_intake(meaning, self.pack, place)
        meaning = self._meaning(column, cell)
        if column.finding is None:
            return read_intake({NONE_OF: _denied(column.part, meaning)}, self.pack, place)
        if isinstance(column.finding, Choices) and not column.part and str(cell).lower() not in UNKNOWN:
            meaning = self._list(column, cell)
        if isinstance(column.finding, Number) and isinstance(meaning, str) and re.match(NUMBER, meaning):
            meaning = float(meaning)
        return read_intake({column.finding.id: {column.part: meaning} if column.part else meaning}, self.pack, place)

    @staticmethod
    def place(column: Column) -> Any:
        """The place of a problem: the column."""
        return lambda *_path: f"column {column.name}"

    def _list(self, column: Column, cell: object) -> list[str]:
        parts = cell if isinstance(cell, (list, tuple)) else [part.strip(WHITE) for part in re.split("[,;|]", str(cell))]
        known = self.pack.denied_with if column.finding is None else {}
        return [column.words.get(str(part), known.get(str(part), str(part))) for part in parts]

    @staticmethod
    def _meaning(column: Column, cell: object) -> object:
        """What the mapping makes of a cell."""
        words = column.words
        if column.holds in {"number", "truth"} and isinstance(cell, (int, float)) and not isinstance(cell, bool):
            return next((meaning for word, meaning in words.items() if re.match(NUMBER, word) and float(word) == cell), cell)
        if isinstance(cell, str) and (column.is_truth or isinstance(column.finding, YesNo)):
            return {word.lower(): meaning for word, meaning in words.items()}.get(cell.lower(), cell)
        return words.get(cell, cell) if isinstance(cell, str) else cell


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
    """What a JSON line says, and its kept values. Raises :class:`hipexpert.IntakeError`."""
    try:
        data = json.loads(line, object_pairs_hook=_said_once)
    except (ValueError, RecursionError):
        raise IntakeError([Problem("bad-json", "the line is not JSON", "", "check brackets, commas and quotes")]) from None
    if not isinstance(data, dict):
        raise IntakeError([Problem("bad-type", "the line is not an object of findings and answers", "")])
    kept = {name: _kept(data.get(name)) for name in mapping.keep}
    answers, problems = _answers_of(data, pack, mapping)
    try:
        intake = read_intake(answers, pack)
    except IntakeError as error:
        raise IntakeError([*problems, *error.problems]) from None
    if problems:
        raise IntakeError(problems)
    return intake, kept


def _answers_of(data: Mapping[str, Any], pack: Pack, mapping: FrameMapping) -> tuple[dict[str, Any], list[Problem]]:
    """The answers of an object by the finding that they are to, and what is wrong where one is answered twice."""
    answers: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, value in data.items():
        if name in mapping.keep or name in mapping.ignore:
            continue
        said = mapping.columns.get(name)
        meaning = said.values.get(_kept(value) or "", value) if said and not isinstance(value, (dict, list)) else value
        target, _, part = (said.finding if said else name).partition(".")
        if target == NONE_OF:
            denied = _denied(part, meaning) if part else meaning if isinstance(meaning, list) else [meaning]
            answers[NONE_OF] = [*answers.get(NONE_OF, ()), *(each for each in denied if each is not None)]
        elif target not in answers:
            answers[target] = {part: meaning} if part else meaning
        else:
            before, new = _by_value(answers[target]), {part: meaning} if part else _by_value(meaning)
            several = isinstance(pack.findings.get(target), Choices) and isinstance(before, dict) and isinstance(new, dict)
            if several and all(before.get(each, new[each]) == new[each] for each in new):
                answers[target] = {**before, **new}
            else:
                problems.append(_twice(name))
    return answers, problems


def _by_value(answer: object) -> Any:
    """The answer to a finding of several values, value by value."""
    names = [answer] if isinstance(answer, str) else answer
    return dict.fromkeys(names, True) if isinstance(names, list) and all(isinstance(each, str) for each in names) else answer


def _said_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON, in which nothing is said twice. Raises :class:`hipexpert.IntakeError`."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise IntakeError([_twice(name) for name in found if names.count(name) > 1])
    return found


def _twice(name: str) -> Problem:
    return Problem("repeated-key", f"`{name}` is answered twice", "", "keep one of them")


def _denied(group: str, meaning: object) -> list[str]:
    """The group that a yes in its column denies; what is no answer stands for itself, and the reader refuses it."""
    word = "" if meaning is None else str(meaning).lower()
    return [] if word in ("", *UNKNOWN, *NO) else [group] if word in YES else [str(meaning)]


def _row_of_line(line: str, pack: Pack, mapping: FrameMapping, schema: Mapping[str, pl.DataType]) -> dict[str, Any]:
    try:
        intake, kept = intake_of_line(line, pack, mapping)
    except IntakeError as error:
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
