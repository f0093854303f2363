"""What each file of a pack was parsed to, kept beside the pack's snapshot: where one file changes, that one is parsed.

It is plain data (MessagePack) in the user's own folder, under the hash of the code that parsed it and that of each file, and is
trusted as a snapshot is: :mod:`hipexpert.knowledge.packs.cache` reads nothing that somebody else could have written.
"""

import datetime
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import msgspec

from hipexpert.knowledge.packs import cache, reading, snapshot

SUFFIX = "parsed"
_DATE = 1  # MessagePack has no dates
LinePath = tuple[str | int, ...]


class _File(msgspec.Struct, frozen=True, array_like=True):
    """A file: its hash and name, and what it says with the line of each part, in the order of its data."""

    digest: bytes
    name: str
    said: msgspec.Raw


class _Kept(msgspec.Struct, frozen=True, array_like=True):
    code_hash: str
    files: tuple[_File, ...]


class ParsedFiles:
    """What the files of a pack were parsed to, and what those say that were asked for since."""

    def __init__(self, files: tuple[_File, ...] = ()) -> None:
        self._before = {each.digest: each for each in files}
        self._used: dict[bytes, _File | reading.Text] = {}

    def text(self, name: str, content: bytes) -> reading.Text:
        """What a file says: as it was parsed before, or parsed anew. Raises :class:`reading.ReadingError`."""
        digest = hashlib.sha256(b"\0".join((name.encode("utf-8", "surrogatepass"), content))).digest()
        before = self._before.get(digest)
        if before is not None and (found := _text(before)) is not None:
            self._used[digest] = before
            return found
        found = reading.parse(content, name)
        self._used[digest] = found
        return found

    def written(self) -> bytes:
        """What was asked for, to be kept; what cannot be kept is left out."""
        files = [each if isinstance(each, _File) else _written(digest, each) for digest, each in self._used.items()]
        kept = _Kept(snapshot.code_hash(), tuple(each for each in files if each is not None))
        return snapshot.stamped(msgspec.msgpack.encode(kept))


def kept(root: Path) -> ParsedFiles:
    """What the files of the pack in a folder were parsed to by this code, as far as it is kept."""
    data = snapshot.unstamped(cache.read_kept(cache.name_of(root, SUFFIX)) or b"")
    if data is None:
        return ParsedFiles()
    try:
        found = msgspec.msgpack.decode(data, type=_Kept)
    except (msgspec.MsgspecError, ValueError, RecursionError):
        return ParsedFiles()
    return ParsedFiles(found.files if found.code_hash == snapshot.code_hash() else ())


def keep(root: Path, files: ParsedFiles) -> None:
    """Keep what the files of the pack in a folder were parsed to."""
    if cache.cache_folder() is not None:
        cache.keep_file(cache.name_of(root, SUFFIX), files.written())


def _written(digest: bytes, text: reading.Text) -> _File | None:
    try:
        lines = [text.lines[path] for path in _paths(text.data, ())]
        said = msgspec.msgpack.encode((_dates_marked(text.data), lines))
    except (KeyError, TypeError, OverflowError):  # a number too long, or what only YAML writes: it is parsed each time
        return None
    return _File(digest, text.name, msgspec.Raw(said)) if len(lines) == len(text.lines) else None


def _text(file: _File) -> reading.Text | None:
    try:
        data, lines = msgspec.msgpack.decode(file.said, ext_hook=_date)
    except (msgspec.MsgspecError, ValueError):
        return None
    return reading.Text(file.name, data, LinesOf(data, lines))


class LinesOf(Mapping[LinePath, int]):
    """The line of each part of some data, laid out by path once one is asked for."""

    def __init__(self, data: object, lines: list[int]) -> None:
        self._data, self._lines = data, lines
        self._by_path: dict[LinePath, int] | None = None

    def _laid_out(self) -> dict[LinePath, int]:
        if self._by_path is None:
            self._by_path = dict(zip(_paths(self._data, ()), self._lines, strict=True))
        return self._by_path

    def __getitem__(self, path: LinePath) -> int:
        return self._laid_out()[path]

    def __iter__(self) -> Iterator[LinePath]:
        return iter(self._laid_out())

    def __len__(self) -> int:
        return len(self._lines)


def _paths(data: object, path: LinePath) -> list[LinePath]:
    """The path of each part of some data, and before them its own."""
    found = [path]
    parts = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, each in parts:
        if isinstance(each, (dict, list)):
            found += _paths(each, (*path, key))
        else:
            found.append((*path, key))
    return found


def _dates_marked(data: object) -> object:
    if isinstance(data, dict):
        return {key: _dates_marked(each) for key, each in data.items()}
    if isinstance(data, list):
        return [_dates_marked(each) for each in data]
    if type(data) is datetime.date:
        return msgspec.msgpack.Ext(_DATE, data.isoformat().encode())
    if data is None or type(data) in (str, int, float, bool):
        return data
    raise TypeError


def _date(_code: int, said: memoryview) -> Any:
    return datetime.date.fromisoformat(bytes(said).decode())
