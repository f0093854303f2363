"""Reading YAML and JSON files that may come from a stranger: plain data, where each part stands, and nothing executed."""

import json
import os
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from io import FileIO
from pathlib import Path
from typing import Any, NamedTuple

from msgspec import Struct

from hipexpert.engine import Problem, ProblemsError
from hipexpert.knowledge.packs.frozen import NOTHING
from hipexpert.knowledge.packs.scalars import is_no_number, plain_number_in

CASE_BYTES = 1_000_000
PACK_FILE_BYTES = 5_000_000
DEPTH = 50
_PIECE = 1 << 16
# What could steer the terminal or turn words round or hide some; what a line may end with is read as white space.
_STEERING = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")

type_names = {
    dict: "a mapping",
    list: "a list",
    str: "text",
    bool: "true or false",
    int: "a number",
    float: "a number",
    type(None): "nothing",
}


class ReadingError(ProblemsError):
    """A file that cannot be read as plain data, with all its problems."""


class Text(Struct, frozen=True):
    """Data read from a file: ``data`` and the line (from 1) of each key or item by its path."""

    name: str
    data: Any
    lines: Mapping[tuple[str | int, ...], int] = NOTHING

    def place(self, *path: str | int) -> str:
        """``file:line`` of the nearest known part of a path."""
        for length in range(len(path), -1, -1):
            line = self.lines.get(path[:length])
            if line is not None:
                return f"{self.name}:{line}"
        return self.name


def describe(value: object) -> str:
    """What kind of data a value is, in plain words."""
    return type_names.get(type(value), f"a {type(value).__name__}")


def read_bytes(path: Path | str, limit: int) -> bytes:
    """The content of a file of at most ``limit`` bytes. Raises :class:`ReadingError` with what is wrong."""
    try:
        with FileIO(path) as stream:  # a buffer only costs where all is read at once
            content = _first(stream, limit + 1)
    except FileNotFoundError:
        raise ReadingError([Problem("no-such-file", "there is no such file", str(path), _nearby(Path(path)))]) from None
    except IsADirectoryError:
        raise ReadingError([Problem("is-a-folder", "this is a folder, not a file", str(path), "name one file")]) from None
    except PermissionError:
        raise ReadingError([Problem("unreadable", "the file may not be read", str(path), "check its permissions")]) from None
    except (OSError, ValueError) as error:
        raise ReadingError([Problem("unreadable", f"the file cannot be read: {error}", str(path))]) from None
    check_size(content, limit, str(path))
    return content


def _first(stream: FileIO, most: int) -> bytes:
    """So many bytes of what a stream holds, or all where it holds no more."""
    pieces: list[bytes] = []
    while most > 0 and (piece := stream.read(min(most, _PIECE))):
        pieces.append(piece)
        most -= len(piece)
    return b"".join(pieces)


class FileBelow(NamedTuple):
    """A file below a folder: its name in it, with ``/`` between folders, and where it is."""

    name: str
    path: str
    is_link: bool


def files_below(root: Path, endings: Collection[str]) -> list[FileBelow]:
    """Every file below a folder whose name ends so, in any case, sorted; also a link that leads nowhere, for whoever reads it to name.

    Raises :class:`ReadingError` for what would be left out in silence: a folder that is a link or cannot be read, and what is
    neither file nor folder.
    """
    found: list[FileBelow] = []
    problems: list[Problem] = []

    def unreadable(error: OSError) -> None:
        reason, place = (error.strerror or str(error)).lower(), os.path.relpath(str(error.filename), root)
        problems.append(Problem("unreadable", f"the folder cannot be read: {reason}", place, "check its permissions"))

    waiting, ends = [(str(root), "")], tuple(endings)
    while waiting:
        folder, inside = waiting.pop()
        try:
            with os.scandir(folder) as entries:  # which knows of most what they are without asking for each
                listed = list(entries)
        except OSError as error:
            unreadable(error)
            continue
        for each in listed:
            name, path, is_link = f"{inside}{each.name}", each.name if folder == "." else each.path, each.is_symlink()
            if is_link and Path(path).is_dir():
                message = "this folder is a link, and nothing behind it is read"
                problems.append(Problem("linked-folder", message, name, "put the files themselves there"))
            elif each.is_dir(follow_symlinks=False):
                waiting.append((path, f"{name}/"))
            elif (low := each.name.lower()).endswith(ends) and low not in ends:  # `.yaml` is a name, and no ending
                if not each.is_file(follow_symlinks=False) and not Path(path).is_file() and Path(path).exists():
                    problems.append(Problem("unreadable", "this is neither a file nor a folder", name, "take it away"))
                found.append(FileBelow(name, path, is_link))
    if problems:
        raise ReadingError(problems)
    return sorted(found, key=lambda each: each.name.split("/"))


def check_size(content: bytes, limit: int, name: str) -> None:
    """Raise :class:`ReadingError` when the content is longer than ``limit`` bytes."""
    if len(content) > limit:
        message = f"the file is larger than {limit / 1e6:g} MB, the most that is accepted"
        help_text = "a case is a short list of answers, and a pack has its entries in many files"
        raise ReadingError([Problem("too-large", message, name, help_text)])


def _nearby(path: Path) -> str:
    from hipexpert.knowledge.packs.suggestions import nearest

    try:
        names = [each.name for each in path.parent.iterdir()]
    except OSError:
        return "check the path"
    found = nearest(path.name, names)
    return f"did you mean `{path.parent / found}`?" if found else "check the path"


def parse(content: bytes, name: str) -> Text:
    """Plain data from YAML or JSON.

    Accepts UTF-8 only, and no anchor, alias, tag or repeated key. Raises :class:`ReadingError`.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        message = f"the file is not UTF-8 text (byte {error.start})"
        raise ReadingError([Problem("not-utf8", message, f"{name}:{line}", "save it as UTF-8")]) from None
    match = _CONTROL.search(text)
    if match:
        line = text.count("\n", 0, match.start()) + 1
        raise ReadingError([Problem("not-text", "the file is not text", f"{name}:{line}", "give a YAML or JSON file")])
    if text.lstrip()[:1] in ("{", "["):
        try:
            return _parse_json(text, name)
        except ReadingError as error:
            if name.endswith(".json") or error.problems[0].code != "bad-json":
                raise
    return _parse_yaml(text, name)


def _parse_json(text: str, name: str) -> Text:
    try:
        data = json.loads(text, parse_int=plain_number_in, parse_float=plain_number_in)
    except (json.JSONDecodeError, RecursionError) as error:
        if (deep := _too_deep_before(text, getattr(error, "pos", len(text)), name)) or isinstance(error, RecursionError):
            raise ReadingError([deep or _too_deep(name)]) from None
        message = f"the JSON cannot be read: {error.msg.lower()}"
        raise ReadingError([Problem("bad-json", message, f"{name}:{error.lineno}", "check brackets, commas and quotes")]) from None
    scan = _JsonScan(name)
    scan.read(text)
    if scan.problems:
        raise ReadingError(scan.problems)
    return Text(name, data, scan.lines)


def parse_line(text: str) -> Any:
    """Plain data from one line of JSON, refused for the same reasons as a file. Raises :class:`ReadingError`."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            raise ValueError
        return found

    def refuse(_word: str) -> None:
        raise ValueError

    if "\\" not in text and not _STEERING.search(text) and text.count("[") + text.count("{") <= DEPTH:
        with suppress(ValueError):  # what is wrong is told below, which takes ten times as long
            return json.loads(text, object_pairs_hook=once, parse_int=plain_number_in, parse_float=plain_number_in, parse_constant=refuse)
    try:
        return _parse_json(text, "").data
    except ReadingError as error:
        raise ReadingError(Problem(each.code, each.message, "", each.help) for each in error.problems) from None


class _JsonScan:
    """One pass over well-formed JSON for what its parser does not tell: lines, repeated keys, words that are no JSON."""

    PARTS = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:\n]|[^\s{}\[\],:"]+')

    def __init__(self, name: str) -> None:
        self.name = name
        self.lines: dict[tuple[str | int, ...], int] = {}
        self.problems: list[Problem] = []
        self._path: list[str | int] = []  # the key or index at which each open container stands
        self._keys: list[set[str] | None] = []  # the keys of each open container; None for a list
        self._key_next = False

    def read(self, text: str) -> None:
        line = 1
        for part in self.PARTS.findall(text):
            if part == "\n":
                line += 1
            elif part in ("}", "]"):
                self._path.pop()
                self._keys.pop()
            elif part == ",":
                self._key_next = self._keys[-1] is not None
                if not self._key_next:
                    self._path[-1] = int(self._path[-1]) + 1
            elif self._key_next:
                self._key(json.loads(part), line)
            elif part != ":":
                self._value(part, line)

    def _key(self, key: str, line: int) -> None:
        self._key_next = False
        self._path[-1] = key
        keys = self._keys[-1]
        if _STEERING.search(key):
            self.problems.append(_control_character(f"{self.name}:{line}"))
        if keys is not None and key in keys:
            self.problems.append(_repeated(key, f"{self.name}:{line}"))
        elif keys is not None:
            keys.add(key)
            self.lines.setdefault(tuple(self._path), line)

    def _value(self, part: str, line: int) -> None:
        place = f"{self.name}:{line}"
        self.lines.setdefault(tuple(self._path), line)
        if part in ("{", "["):
            if len(self._path) >= DEPTH:
                raise ReadingError([_too_deep(place)])
            self._path.append(0)
            self._keys.append(set() if part == "{" else None)
            self._key_next = part == "{"
        elif part in ("NaN", "Infinity", "-Infinity"):
            self.problems.append(Problem("not-a-number", f"`{part}` is not a number", place, "leave the answer out when it is not known"))
        elif part[0] == '"' and _STEERING.search(json.loads(part)):
            self.problems.append(_control_character(place))


def _too_deep(place: str) -> Problem:
    return Problem(
        "too-deep", f"nested more than {DEPTH} levels deep", place, "write plain data: a list or a mapping, and little within it"
    )


_BRACKET = re.compile(
    r"""
    "(?:[^"\\]|\\.)*+ (?:"|\Z)                   # what stands in quotes, closed or not, is no bracket,
    | (?<![^\s\[{,:]) '(?:[^']|'')*+ (?:'|\Z)
    | (?<!\S) \# [^\n]*                         # nor what stands in a comment
    | [{}\[\]]
    """,
    re.DOTALL | re.VERBOSE,
)


def _too_deep_before(text: str, end: int, name: str) -> Problem | None:
    """The problem of brackets that are nested too deep before a fault.

    Parsers give up at depths of their own, which change with their versions; what is said about it must not.
    """
    depth = 0
    for found in _BRACKET.finditer(text, 0, end):
        depth += (found[0] in "[{") - (found[0] in "]}")
        if depth > DEPTH:
            return _too_deep(f"{name}:{text.count(chr(10), 0, found.start()) + 1}")
    return None


def _repeated(key: str, place: str) -> Problem:
    return Problem("repeated-key", f"the key `{key}` is given twice", place, "keep one of them")


def _control_character(place: str) -> Problem:
    """Written as an escape, which would steer the terminal; one that turns words round or hides some; or half of a pair."""
    return Problem("control-character", "the text holds a control character", place, "write visible characters only")


def _parse_yaml(text: str, name: str) -> Text:
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)(text)
    lines: dict[tuple[str | int, ...], int] = {}
    problems: list[Problem] = []
    try:
        try:
            events = iter(_checked_events(yaml, loader, name))
            first = next((event for event in events if not isinstance(event, (yaml.StreamStartEvent, yaml.DocumentStartEvent))), None)
            # Put together from the events themselves: nodes made of them would be made to be read once.
            is_empty = first is None or isinstance(first, yaml.StreamEndEvent)
            data = None if is_empty else _build(yaml, loader, first, events, (), name, lines, problems)
        finally:
            loader.dispose()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        if mark is not None and (deep := _too_deep_before(text, mark.index + 1, name)):
            raise ReadingError([deep]) from None
        place = f"{name}:{mark.line + 1}" if mark is not None else name
        reason = getattr(error, "problem", None) or getattr(error, "reason", None) or "not YAML"
        help_text = "check indentation, colons and quotes"
        raise ReadingError([Problem("bad-yaml", f"the YAML cannot be read: {reason}", place, help_text)]) from None
    if problems:
        raise ReadingError(problems)
    return Text(name, data, lines)


def _checked_events(yaml: Any, loader: Any, name: str) -> list[Any]:
    """All that the text says, in order. Refused is what plain data does not need: aliases (a bomb is made of them), tags (they build
    objects), deep nesting, a second document.
    """
    depth = documents = 0
    found: list[Any] = []
    problems: list[Problem] = []
    while loader.check_event():
        event = loader.get_event()
        found.append(event)
        # Most are plain words: they are let through first.
        if type(event) is yaml.ScalarEvent and event.tag is None and event.anchor is None and not _STEERING.search(event.value):
            continue
        place = f"{name}:{event.start_mark.line + 1}"
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            problems.append(Problem("anchor", "anchors and aliases are not accepted", place, "write the value out"))
        if isinstance(event, (yaml.ScalarEvent, yaml.CollectionStartEvent)) and event.tag is not None and event.tag != "!":
            problems.append(Problem("tag", f"the tag `{event.tag}` is not accepted", place, "write plain data"))
        if isinstance(event, yaml.DocumentStartEvent):
            documents += 1
            if documents > 1:
                raise ReadingError([*problems, Problem("two-documents", "a second document starts here", place, "one file, one document")])
        if isinstance(event, yaml.ScalarEvent) and _STEERING.search(event.value):
            problems.append(_control_character(place))
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > DEPTH:
            raise ReadingError([*problems, _too_deep(place)])
    if problems:
        raise ReadingError(problems)
    return found


def _build(
    yaml: Any,
    loader: Any,
    event: Any,
    events: Iterator[Any],
    path: tuple[str | int, ...],
    name: str,
    lines: dict[tuple[str | int, ...], int],
    problems: list[Problem],
) -> Any:
    """The data that begins with an event, with the line of each of its parts, and a problem for each repeated or odd key."""
    lines.setdefault(path, event.start_mark.line + 1)
    if isinstance(event, yaml.MappingStartEvent):
        mapping: dict[str, Any] = {}
        while not isinstance(key_event := next(events), yaml.MappingEndEvent):
            place = f"{name}:{key_event.start_mark.line + 1}"
            if not isinstance(key_event, yaml.ScalarEvent):
                problems.append(Problem("odd-key", "a key must be a plain word", place, "write `word: value`"))
                _pass_over(yaml, key_event, events)
                _pass_over(yaml, next(events), events)
                continue
            key, value = key_event.value, next(events)
            if key in mapping:
                problems.append(_repeated(key, place))
                _pass_over(yaml, value, events)
                continue
            lines[(*path, key)] = key_event.start_mark.line + 1
            mapping[key] = _build(yaml, loader, value, events, (*path, key), name, lines, problems)
        return mapping
    if isinstance(event, yaml.SequenceStartEvent):
        parts: list[Any] = []
        while not isinstance(part := next(events), yaml.SequenceEndEvent):
            parts.append(_build(yaml, loader, part, events, (*path, len(parts)), name, lines, problems))
        return parts
    return _scalar(yaml, loader, event)


def _pass_over(yaml: Any, event: Any, events: Iterator[Any]) -> None:
    """Leave out the data that begins with an event."""
    depth = 0
    while depth := depth + isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent):
        event = next(events)


def _scalar(yaml: Any, loader: Any, event: Any) -> Any:
    """The data of a plain word. YAML 1.1 reads `070` as 56, `1:30` as 90 and `on` as true, and nobody means that: a number
    is decimal, and what only YAML takes for a number, a truth value or a date stays text.
    """
    tag = loader.resolve(yaml.ScalarNode, event.value, event.implicit)
    kind = tag.rpartition(":")[2]
    if kind in ("int", "float", "str") and not (kind == "float" and is_no_number(event.value)):  # `4e1` and `09` YAML 1.1 takes for text
        return event.value if event.style else plain_number_in(event.value)
    node = yaml.ScalarNode(tag, event.value, event.start_mark, event.end_mark, event.style)
    if kind == "bool" and event.value.lower() in ("on", "off"):
        return event.value
    if kind == "timestamp":
        try:
            return loader.construct_object(node)
        except ValueError:
            return event.value
    return loader.construct_object(node) if kind in ("float", "bool", "null") else event.value
