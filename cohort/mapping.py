"""The mapping file: which foreign column is which finding, what its words mean, and which columns to carry over."""

import math
from collections.abc import Mapping
from pathlib import Path

import msgspec
from msgspec import Struct, structs

from hipexpert.engine import ProblemsError
from hipexpert.knowledge.packs import reading
from hipexpert.knowledge.packs.answer_space import exact_number
from hipexpert.knowledge.packs.converting import Reader
from hipexpert.knowledge.packs.frozen import NOTHING, freeze
from hipexpert.knowledge.packs.scalars import WHITE
from hipexpert.knowledge.packs.suggestions import did_you_mean

MAPPING_BYTES = 1_000_000
KEYS = ("columns", "keep", "ignore")
COLUMN_KEYS = ("finding", "values")


class MappingError(ProblemsError):
    """A mapping that cannot be understood, with all its problems."""


class ColumnMapping(Struct, frozen=True):
    """What a foreign column holds: ``finding`` is a finding, ``finding.value``, ``none_of`` or ``none_of.group``;
    ``values`` says what its words mean (a value of the finding, yes, no, a number or unknown), as text.
    """

    finding: str
    values: Mapping[str, str] = NOTHING

    def __post_init__(self) -> None:
        freeze(self, "values")


class FrameMapping(Struct, frozen=True):
    """The columns of a table that are not called after findings, those to carry over and those to leave unread."""

    columns: Mapping[str, ColumnMapping] = NOTHING
    keep: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    places: Mapping[str, str] = NOTHING

    def __post_init__(self) -> None:
        freeze(self, "columns", "places")

    def place(self, column: str) -> str:
        """Where the mapping speaks of a column; empty when it was not read from a file."""
        return self.places.get(column, "")


def read_mapping_file(path: Path) -> FrameMapping:
    """The mapping in a YAML or JSON file. Raises :class:`hipexpert.ReadingError` or :class:`MappingError`."""
    text = reading.parse(reading.read_bytes(path, MAPPING_BYTES), str(path))
    return read_mapping(text.data, text)


def read_mapping(data: object, text: reading.Text | None = None) -> FrameMapping:
    """The mapping that plain data describes. Raises :class:`MappingError` with every problem."""
    reader = _Reader((text or reading.Text("", None)).place)
    found = reader.read(data)
    if reader.problems:
        raise MappingError(reader.problems)
    return found


def again(mapping: FrameMapping) -> FrameMapping:
    """A mapping that may have been made in Python, read as one in a file is. Raises :class:`MappingError`."""
    said = msgspec.to_builtins(structs.replace(mapping, places={}))
    places = mapping.places
    found = read_mapping({key: said[key] for key in KEYS})
    return structs.replace(found, places=places)


class _Reader(Reader):
    def read(self, data: object) -> FrameMapping:
        if not isinstance(data, dict):
            example = "for instance `columns: {alder: age_years}`"
            self._wrong("bad-type", f"a mapping file is a mapping, not {reading.describe(data)}", (), example)
            return FrameMapping()
        self._check_keys(data, KEYS, ())
        columns: dict[str, ColumnMapping] = {}
        given = data.get("columns") or {}
        if isinstance(given, dict):
            for name, said in given.items():
                columns[_word(name)] = self._column(said, ("columns", name))
        else:
            self._wrong("bad-type", f"`columns` maps columns to findings; it is not {reading.describe(given)}", ("columns",))
        keep, ignore = (self._names(data, key) for key in ("keep", "ignore"))
        for name in sorted({*columns} & {*keep, *ignore} | {*keep} & {*ignore}):
            self._wrong("repeated-column", f"the column `{name}` is named more than once", (), "name it under one key")
        places = {name: self.place("columns", name) for name in columns}
        places |= {name: self.place(key) for key in ("keep", "ignore") for name in (keep if key == "keep" else ignore)}
        return FrameMapping(columns, keep, ignore, places)

    def _check_keys(self, data: dict[object, object], known: tuple[str, ...], path: tuple[str | int, ...]) -> None:
        for key in data:
            if key not in known:
                help_text = did_you_mean(str(key), known, f"known: {', '.join(known)}")
                self._wrong("unknown-key", f"unknown key `{key}`", (*path, str(key)), help_text)

    def _names(self, data: dict[object, object], key: str) -> tuple[str, ...]:
        given = data.get(key) or []
        names = given if isinstance(given, list | tuple) else [given]
        if all(isinstance(name, (str, int)) for name in names):
            return tuple(dict.fromkeys(_word(name) for name in names))
        self._wrong("bad-type", f"`{key}` is a list of columns", (key,))
        return ()

    def _column(self, said: object, path: tuple[str | int, ...]) -> ColumnMapping:
        if isinstance(said, str):
            return ColumnMapping(said)
        if not isinstance(said, dict) or not isinstance(said.get("finding"), str):
            help_text = "write `column: finding` or `column: {finding: …, values: {word: value}}`"
            self._wrong("bad-type", f"the column `{path[-1]}` needs the name of a finding", path, help_text)
            return ColumnMapping("")
        self._check_keys(said, COLUMN_KEYS, path)
        values = said.get("values") or {}
        wrong = not isinstance(values, dict) or any(isinstance(each, (dict, list)) for each in values.values())
        if wrong:
            self._wrong("bad-type", f"`values` of `{path[-1]}` maps words to values", (*path, "values"), "for instance {ja: yes, nei: no}")
            return ColumnMapping(said["finding"])
        return ColumnMapping(said["finding"], {_word(word): _word(meaning) for word, meaning in values.items()})


def _word(value: object) -> str:
    """A word of a YAML file as text: `yes` and `no` without quotes are read as true and false there."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "unknown"
    return exact_number(value) if isinstance(value, float) and math.isfinite(value) else str(value).strip(WHITE)
