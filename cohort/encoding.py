"""From the columns of a table, as somebody recorded them, to the numbers of answers; and which cells cannot be read.

INVARIANT: what a text says is asked of the one reader of answers, once for each text that stands in the table, however often it
stands there. Truth values and numbers say what they are.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from hipexpert.cohort.answers import Answered, AnswerNumbers, Numbers, Truths
from hipexpert.cohort.cells import CellReader
from hipexpert.cohort.columns import Column
from hipexpert.knowledge.packs.answer_space import Question
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.scalars import WHITE, number_in
from hipexpert.knowledge.packs.vocabulary import UNKNOWN, Choice, Number
from hipexpert.knowledge.runner.intake import IntakeError
from hipexpert.knowledge.runner.reading_values import questions_of

MOST_TEXTS = 50_000  # remembered of one column; beyond, those of the rows at hand alone


class CodedCells(NamedTuple):
    """What the cells of one column say: the numbers of answers, who denies which group, and which cells cannot be read (None:
    all can).
    """

    given: Mapping[Question, Numbers]
    denied: Mapping[str, Truths]
    wrong: Truths | None


class _Said(NamedTuple):
    """What one cell says; nothing, and ``wrong``, where it cannot be read."""

    given: Mapping[Question, int]
    denied: frozenset[str]
    wrong: bool


_NOTHING = _Said({}, frozenset(), wrong=False)
_WRONG = _Said({}, frozenset(), wrong=True)


@dataclass(frozen=True)
class _Texts:
    """Texts that stand in a column, the empty one first, and what each says: for each question the number of the answer that each
    text gives, for each group which texts deny it, and which texts cannot be read.
    """

    texts: tuple[str, ...]
    given: Mapping[Question, Numbers]
    denied: Mapping[str, Truths]
    wrong: Truths

    @classmethod
    def of(cls, texts: Iterable[str], said: Sequence[_Said], questions: Iterable[Question], dtype: "np.dtype[Any]") -> "_Texts":
        """Texts by what each says."""
        given = {question: np.array([each.given.get(question, 0) for each in said], dtype=dtype) for question in questions}
        groups = dict.fromkeys(group for each in said for group in sorted(each.denied))
        denied = {group: np.array([group in each.denied for each in said], dtype=np.bool_) for group in groups}
        return cls(tuple(texts), given, denied, np.array([each.wrong for each in said], dtype=np.bool_))

    def __add__(self, more: "_Texts") -> "_Texts":
        """These texts and others."""
        given = {question: np.concatenate([self.given[question], more.given[question]]) for question in self.given}
        none = tuple(np.zeros(len(each.texts), dtype=np.bool_) for each in (self, more))
        denied = {
            group: np.concatenate([self.denied.get(group, none[0]), more.denied.get(group, none[1])])
            for group in dict.fromkeys([*self.denied, *more.denied])
        }
        return _Texts(self.texts + more.texts, given, denied, np.concatenate([self.wrong, more.wrong]))

    @cached_property
    def kind(self) -> pl.Enum:
        """The texts as a type of polars: a cell is then the number of its text."""
        return pl.Enum(self.texts)

    @cached_property
    def plain(self) -> Mapping[Question, int]:
        """For each question how many of the texts, from the first, are the answers with these numbers."""
        return {question: _in_order(numbers) for question, numbers in self.given.items()}

    def coded(self, places: NDArray[Any]) -> CodedCells:
        """What the cells say whose texts have these places."""
        most = int(places.max(initial=0))
        given = {}
        for question, numbers in self.given.items():
            given[question] = places if most < self.plain[question] else numbers[places]
        denied = {group: held[places] for group, held in self.denied.items() if held[: most + 1].any()}
        return CodedCells(given, denied, self.wrong[places] if self.wrong[: most + 1].any() else None)


def _in_order(numbers: Numbers) -> int:
    other = np.flatnonzero(numbers != np.arange(len(numbers)))
    return int(other[0]) if len(other) else len(numbers)


@dataclass
class ColumnCoder:
    """Reads the cells of one column of polars frames. What it learnt of texts it keeps."""

    numbers: AnswerNumbers
    column: Column
    unknown: int  # what stands where an answer is said to be unknown: 0 where nothing can be denied
    _texts: _Texts | None = field(default=None, init=False)

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions that the column can answer."""
        finding = self.column.finding
        return () if finding is None else (Question(finding.id, self.column.part),) if self.column.part else tuple(questions_of(finding))

    @cached_property
    def groups(self) -> frozenset[str]:
        """The groups that it can deny."""
        if self.column.finding is not None:
            return frozenset()
        return frozenset({self.column.part} if self.column.part else self.numbers.pack.denied_with.values())

    @cached_property
    def _reader(self) -> CellReader:
        return CellReader(self.numbers.pack, (self.column,))

    @property
    def expression(self) -> pl.Expr:
        """What polars makes of the column for :meth:`coded`: the same without an object for each cell."""
        cells = pl.col(self.column.name)
        if self.column.holds == "text":
            return cells.cast(pl.String).cast(self.texts.kind, strict=False)
        if self.column.holds == "truth":
            return cells.fill_null(value=False) if self.column.finding is None else (2 - cells.cast(pl.UInt8)).fill_null(0)
        return cells if self.column.holds == "list" else cells.cast(pl.Float64)

    def coded(self, made: pl.Series, cells: pl.Series) -> CodedCells:
        """What the cells say: ``cells`` as they stand in the table, ``made`` what the expression made of them."""
        if self.column.holds == "truth":
            found = made.to_numpy()
            if self.column.finding is None:
                return CodedCells({}, {self.column.part: found}, None)
            return CodedCells({self.questions[0]: found}, {}, None)
        if self.column.holds == "list":
            return self._coded_lists(cells)
        if self.column.holds == "number":
            values = made.to_numpy()
            return self._coded_values(values) if isinstance(self.column.finding, Number) else self._coded_numbers(values)
        texts = self.texts
        if made.dtype != texts.kind or made.null_count() > cells.null_count():
            cells = cells.cast(pl.String)
            texts = self._learnt(texts, cells)
            made = cells.cast(texts.kind)
        return texts.coded(made.to_physical().fill_null(0).to_numpy())

    # --- texts --------------------------------------------------------------------------------------------------------

    @property
    def texts(self) -> _Texts:
        """The texts that were met so far; at first those that can be told beforehand."""
        if self._texts is None:
            self._texts = self._read(["", *self._expected()])
        return self._texts

    def _expected(self) -> list[str]:
        column = self.column
        if column.is_truth:
            return [*column.yes[:1], *column.no[:1]]
        return [value.id for value in column.finding.values] if isinstance(column.finding, Choice) else []

    def _learnt(self, known: _Texts, cells: pl.Series) -> _Texts:
        """The known texts with those of the cells that are not among them."""
        new = cells.filter(cells.cast(known.kind, strict=False).is_null()).unique().drop_nulls().sort().to_list()
        if len(known.texts) + len(new) > MOST_TEXTS:
            return self._read(dict.fromkeys(["", *cells.unique().drop_nulls().sort().to_list()]))
        self._texts = known + self._read(new) if new else known
        return self._texts

    def _read(self, texts: Iterable[str]) -> _Texts:
        """Texts by what the one reader says of each; numbers, of which there may be as many as rows, many at once."""
        texts, finding = tuple(texts), self.column.finding
        values = [None if self.column.words else number_in(text.strip(WHITE)) for text in texts] if isinstance(finding, Number) else []
        if not isinstance(finding, Number):
            return _Texts.of(texts, list(map(self._said, texts)), self.questions, self.numbers.dtype)
        said = [self._said(text) if value is None else _NOTHING for text, value in zip(texts, values, strict=True)]
        found = _Texts.of(texts, said, self.questions, self.numbers.dtype)
        numbers = np.array([math.nan if value is None else value for value in values], dtype=np.float64)
        is_number, fine = ~np.isnan(numbers), allowed(finding, numbers)
        given = np.where(fine, self.numbers.of_values(self.questions[0], numbers), found.given[self.questions[0]])
        return _Texts(texts, {self.questions[0]: given}, {}, found.wrong | (is_number & ~fine))

    def _said(self, cell: object) -> _Said:
        try:
            read = self._reader.answers(self.column, cell)
        except IntakeError:
            return _WRONG
        given = dict.fromkeys(read.unknown, self.unknown)
        for question in self.questions:
            said = read.intake.answers.get(question.finding)
            answer = said.get(question.value) if isinstance(said, Mapping) else said
            if answer is not None:
                given[question] = self.numbers.number(question, answer)
        return _Said(given, frozenset(read.intake.none_of), wrong=False)

    # --- lists and numbers --------------------------------------------------------------------------------------------

    def _coded_lists(self, cells: pl.Series) -> CodedCells:
        lists = [() if cell is None else tuple(cell) for cell in cells.to_list()]
        place = {each: number for number, each in enumerate(dict.fromkeys([(), *lists]))}
        return self._coded_cells([list(each) for each in place], np.fromiter((place[each] for each in lists), np.intp, len(lists)))

    def _coded_numbers(self, values: NDArray[np.float64]) -> CodedCells:
        """Numbers that the mapping makes words of."""
        found, places = np.unique(values, return_inverse=True)
        return self._coded_cells([None if math.isnan(each) else each for each in found.tolist()], places)

    def _coded_cells(self, cells: Sequence[object], places: NDArray[np.intp]) -> CodedCells:
        said = [self._said(cell) for cell in cells]
        return _Texts.of(map(str, range(len(said))), said, self.questions, self.numbers.dtype).coded(places)

    def _coded_values(self, values: NDArray[np.float64]) -> CodedCells:
        finding, (question,) = self.column.finding, self.questions
        assert isinstance(finding, Number)  # noqa: S101
        unsaid: Truths | None = None
        meant = values
        for word, meaning in self.column.words.items():
            number = number_in(word)
            if number is not None:
                is_word, is_unknown = values == number, meaning.lower() in UNKNOWN
                if is_unknown:
                    unsaid = is_word if unsaid is None else unsaid | is_word
                meant = np.where(is_word, math.nan if is_unknown else number_in(meaning) or 0.0, meant)
        fine = allowed(finding, meant)
        wrong = ~(fine | np.isnan(meant))
        given = self.numbers.of_values(question, meant)
        given *= fine
        if unsaid is not None:
            given[unsaid] = self.unknown
        return CodedCells({question: given}, {}, wrong if wrong.any() else None)


def allowed(finding: Number, value: Any) -> Any:
    """Whether a number, or each of an array, is an answer to a finding."""
    fine = (value >= finding.minimum) & (value <= finding.maximum)
    return fine & (np.floor(value) == value) if finding.whole else fine


@dataclass(frozen=True)
class RecordedRows:
    """The rows of a table as numbers: for each question a row with the number of each runner's answer, and for each column that
    has any the cells that cannot be read.
    """

    table: Numbers
    count: int
    wrong: Mapping[str, Truths]

    @cached_property
    def unreadable(self) -> Truths:
        """In which rows some cell cannot be read."""
        found = np.zeros(self.count, dtype=np.bool_)
        for each in self.wrong.values():
            found |= each
        return found

    def problems(self) -> pl.Series:
        """For each row the columns that cannot be read."""
        texts = [""] * self.count
        for row in np.flatnonzero(self.unreadable).tolist():
            texts[row] = ", ".join(name for name, wrong in self.wrong.items() if wrong[row])
        return pl.Series(texts, dtype=pl.String)


class AnswerColumns:
    """The columns of tables that answer something."""

    def __init__(self, pack: Pack, columns: tuple[Column, ...]) -> None:
        numbers = AnswerNumbers(pack)
        unknown = numbers.said_unknown if any(column.finding is None for column in columns) else 0
        self._coders = [ColumnCoder(numbers, column, unknown) for column in columns]
        questions = frozenset(question for each in self._coders for question in each.questions)
        self.answered = Answered(numbers, questions, frozenset().union(*(each.groups for each in self._coders)))

    def recorded(self, frame: pl.DataFrame) -> RecordedRows:
        """What the rows of a frame say."""
        made = frame.select(each.expression.alias(each.column.name) for each in self._coders)
        given: dict[Question, Numbers] = {}
        denied: dict[str, Truths] = {}
        wrong: dict[str, Truths] = {}
        for coder in self._coders:
            name = coder.column.name
            found = coder.coded(made[name], frame[name])
            given |= found.given
            for group, held in found.denied.items():
                denied[group] = denied[group] | held if group in denied else held
            if found.wrong is not None and found.wrong.any():
                wrong[name] = found.wrong
        return RecordedRows(self.answered.written_out(given, denied, len(frame)), len(frame), wrong)
