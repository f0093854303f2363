"""What each column of a table says: found by its name, or by the mapping, and checked against its type."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from hipexpert.cohort.mapping import FrameMapping
from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge.packs.pack import Pack
from hipexpert.knowledge.packs.scalars import number_in
from hipexpert.knowledge.packs.suggestions import did_you_mean, nearest
from hipexpert.knowledge.packs.vocabulary import UNKNOWN, Choice, Choices, Finding, Number, YesNo, allowed_answers
from hipexpert.knowledge.runner.reading_values import NO, YES

ColumnHolds = Literal["truth", "text", "number", "list", "other"]  # what kind of values a column has
NONE_OF = "none_of"
SHOWN = 20


class FrameError(ProblemsError):
    """A table whose columns cannot be understood, with all its problems."""


@dataclass(frozen=True)
class Column:
    """One column of a table. ``part`` is the value of a ``choices`` finding, or the group of ``none_of``, when the column
    is about that alone. ``words`` says what foreign words mean. ``called`` is the group after which a column is called that
    takes the word `none`, as an intake does.
    """

    name: str
    holds: ColumnHolds
    finding: Finding | None
    part: str = ""
    words: Mapping[str, str] = field(default_factory=dict)
    called: str = ""

    @property
    def asks(self) -> str:
        """What the column answers: ``finding``, ``finding.value``, ``none_of`` or ``none_of.group``."""
        base = self.finding.id if self.finding else NONE_OF
        return f"{base}.{self.part}" if self.part else base

    @property
    def name_in_intake(self) -> str:
        """The name under which an intake says the same."""
        return self.called or self.asks

    @property
    def is_truth(self) -> bool:
        """Whether it is answered by yes or no, or by `none`."""
        return isinstance(self.finding, YesNo) or bool(self.part)

    @property
    def folds(self) -> bool:
        """Whether capital letters do not count: of yes and no."""
        return self.is_truth and not self.called

    @property
    def names_several(self) -> bool:
        """Whether a cell can name several things."""
        return not self.part and (self.finding is None or isinstance(self.finding, Choices))

    @property
    def yes(self) -> tuple[str, ...]:
        """The words that mean yes where it is answered by yes or no."""
        return ("none",) if self.called else YES

    @property
    def no(self) -> tuple[str, ...]:
        """The words that mean no there."""
        return () if self.called else NO


def columns_of(pack: Pack, schema: Mapping[str, ColumnHolds], mapping: FrameMapping, reserved: Iterable[str] = ()) -> tuple[Column, ...]:
    """The columns that answer something, in the table's order. Raises :class:`FrameError` with every problem."""
    reader = _Reader(pack, schema, mapping)
    found = reader.read(frozenset(reserved))
    if reader.problems:
        raise FrameError(reader.problems)
    return found


class _Reader:
    def __init__(self, pack: Pack, schema: Mapping[str, ColumnHolds], mapping: FrameMapping) -> None:
        self.pack = pack
        self.schema = schema
        self.mapping = mapping
        self.problems: list[Problem] = []

    def _wrong(self, code: str, message: str, name: str, help_text: str = "") -> None:
        self.problems.append(Problem(code, message, self.mapping.place(name), help_text))

    def read(self, reserved: frozenset[str]) -> tuple[Column, ...]:
        for name in [*self.mapping.columns, *self.mapping.keep, *self.mapping.ignore]:
            if name not in self.schema:
                help_text = did_you_mean(name, self.schema, f"it has {_some(self.schema)}")
                self._wrong("missing-column", f"the table has no column `{name}`", name, help_text)
        aside = {*self.mapping.keep, *self.mapping.ignore}
        for name in sorted(reserved & (self.schema.keys() - set(self.mapping.ignore))):
            self._wrong("reserved-column", f"the column `{name}` has the name of a result", name, "rename it, or ignore it in the mapping")
        found_columns = [column for name in self.schema if name not in aside and (column := self._column(name)) is not None]
        self._check_once(found_columns)
        if not found_columns and not self.problems:
            self._wrong(
                "no-findings", "no column of the table is a finding", "", "`hipexpert findings` lists them; name others in a mapping file"
            )
        return tuple(found_columns)

    def _check_once(self, columns: list[Column]) -> None:
        seen: dict[str, str] = {}
        for column in columns:
            whole = column.finding.id if isinstance(column.finding, Choices) else ""
            for asked in dict.fromkeys([column.asks, *([whole] if whole and not column.part else [])]):
                if asked in seen:
                    message = f"the columns `{seen[asked]}` and `{column.name}` both answer `{asked}`"
                    self._wrong("repeated-column", message, column.name, "ignore one of them in the mapping")
                seen[asked] = column.name
        for column in columns:
            if column.part and column.finding and column.finding.id in seen and seen[column.finding.id] != column.name:
                whole_column = seen[column.finding.id]
                message = f"the columns `{whole_column}` and `{column.name}` both answer `{column.finding.id}`"
                self._wrong("repeated-column", message, column.name, "give the finding whole or value by value, not both")

    def _column(self, name: str) -> Column | None:
        said = self.mapping.columns.get(name)
        asked = said.finding if said else name
        base, _, part = asked.partition(".")
        holds = self.schema[name]
        words = dict(said.values) if said else {}
        finding = self.pack.findings.get(base)
        if base == NONE_OF or (finding is None and asked in self.pack.denied_with):
            return self._group_column(name, asked, part, holds, words)
        if finding is None or (part and not isinstance(finding, Choices)):
            message = f"unknown column `{name}`" if name == asked else f"unknown finding `{asked}`"
            self._wrong("unknown-column" if said is None else "unknown-finding", message, name, self._suggest(asked))
            return None
        if part and part not in self._values(finding):
            found = nearest(part, self._values(finding))
            help_text = f"did you mean `{base}.{found}`?" if found else f"it takes {allowed_answers(finding)}"
            self._wrong("unknown-value", f"`{part}` is no value of `{base}`", name, help_text)
            return None
        return self._sound(Column(name, holds, finding, part, words))

    def _group_column(self, name: str, asked: str, part: str, holds: ColumnHolds, words: dict[str, str]) -> Column | None:
        if asked == NONE_OF:
            return self._sound(Column(name, holds, None, "", words))
        group = self.pack.denied_with.get(part or asked)
        if group is None:
            known = list(self.pack.denied_with)
            found = nearest(part, known)
            help_text = f"did you mean `{NONE_OF}.{found}`?" if found else f"one of {', '.join(known)}"
            self._wrong("unknown-group", f"unknown group `{part}`", name, help_text)
            return None
        return self._sound(Column(name, holds, None, group, words, "" if part else asked))

    def _sound(self, column: Column) -> Column | None:
        return column if self._fits(column) & self._means(column) & self._means_one_thing(column) else None

    @staticmethod
    def _values(finding: Finding) -> list[str]:
        return [value.id for value in finding.values] if isinstance(finding, (Choice, Choices)) else []

    def _suggest(self, asked: str) -> str:
        if len(self.problems) >= SHOWN:  # looking for the nearest name takes a while
            return ""
        for finding in self.pack.findings.values():
            if asked in finding.synonyms:
                return f"did you mean `{finding.id}`?"
        parts = [f"{each.id}.{value}" for each in self.pack.findings.values() if isinstance(each, Choices) for value in self._values(each)]
        otherwise = "say it under `columns:`, `keep:` or `ignore:` of a mapping file (`--mapping FILE`); findings: `hipexpert findings`"
        return did_you_mean(asked, [*self.pack.findings, *parts, NONE_OF, *self.pack.denied_with], otherwise)

    def _fits(self, column: Column) -> bool:
        """Whether the type of a column can hold its answers."""
        recoded = ("number",) if column.words else ()
        if column.called:
            able: tuple[str, ...] = ("text", *recoded)
            wanted = f"the word `none`; `{NONE_OF}.{column.part}` takes yes and no"
        elif column.is_truth:
            able = ("truth", "text", *recoded)
            wanted = "true and false, or text such as `yes` and `no`"
        elif isinstance(column.finding, Choice):
            able, wanted = ("text", *recoded), f"text: {allowed_answers(column.finding)}"
        elif isinstance(column.finding, Number):
            able, wanted = ("number", "text"), allowed_answers(column.finding)
        else:
            able, wanted = ("text", "list"), "text with commas, or lists of text"
        if column.holds in able:
            return True
        help_text = f"`{column.asks}` takes {wanted}"
        if column.holds == "number":
            help_text += "; say what the numbers mean under `values:` in a mapping file"
        kinds = {"truth": "true and false", "text": "text", "number": "numbers", "list": "lists", "other": "values of another kind"}
        self._wrong("bad-type", f"the column `{column.name}` holds {kinds[column.holds]}", column.name, help_text)
        return False

    def _means(self, column: Column) -> bool:
        """Whether the words of the mapping mean something that the column can answer."""
        if column.is_truth:
            known: list[str] = [*column.yes, *column.no]
        elif column.finding is None:
            known = list(self.pack.denied_with)
        elif isinstance(column.finding, Number):
            known = []
        else:
            known = self._values(column.finding)
        fine = True
        for meaning in column.words.values():
            is_number = isinstance(column.finding, Number) and number_in(meaning) is not None
            if meaning.lower() not in UNKNOWN and meaning not in known and not is_number:
                allowed = (
                    allowed_answers(column.finding)
                    if column.finding and not column.part
                    else " or ".join(known[:1] if column.called else ["yes", "no"])
                )
                help_text = did_you_mean(meaning, known, f"it takes {allowed}, or unknown")
                self._wrong("unknown-value", f"`{meaning}` is no answer to `{column.asks}`", column.name, help_text)
                fine = False
        return fine

    def _means_one_thing(self, column: Column) -> bool:
        """Whether no word of the mapping is there twice, spelt otherwise, with another meaning."""
        meant: dict[str | float, str] = {}
        for word, meaning in column.words.items():
            number = number_in(word)
            before = meant.setdefault(number if number is not None else word.lower() if column.folds else word, meaning)
            if before != meaning:
                message = f"`{word}` means both `{before}` and `{meaning}` in the column `{column.name}`"
                self._wrong("repeated-key", message, column.name, "keep one of them")
                return False
        return True


def _some(names: Iterable[str]) -> str:
    listed = list(names)
    more = f" and {len(listed) - 8} more" if len(listed) > 8 else ""
    return ", ".join(f"`{name}`" for name in listed[:8]) + more if listed else "no columns"
