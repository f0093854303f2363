"""What lies in the files and folders that were named: zips and gzips opened, within limits, and nothing written anywhere."""

import gzip
import io
import os
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from hipexpert.companion.diary.database import DiaryError
from hipexpert.engine import Problem

LARGEST = 128 << 20  # bytes of one file, unpacked: a day of GPX at a point a second takes 20 MB
LARGEST_WHOLE = 4 << 30  # of all together
MOST = 200_000  # files in one archive
DEEPEST = 2  # a zip in a zip, as Garmin packs them, and no further
READ = (".fit", ".gpx", ".tcx", ".json", ".csv")
# What exports hold beside activities: it is not about running, and not looked at.
_ASIDE = ("media/", "messaging/", "clubs/", "routes/")
_TABLES = ("activities.csv",)


class TooLargeError(Exception):
    """The file unpacks to more than any training file is."""


@dataclass(frozen=True, slots=True)
class FoundFile:
    """One file: ``name`` is what to tell of it, ``suffix`` what it is, ``fault`` why it was not read."""

    name: str
    suffix: str
    content: bytes = b""
    fault: str = ""


def files_in(place: Path, skip: Callable[[str], bool]) -> Iterator[FoundFile]:
    """Every training file in a file, a folder or an archive: lists first, then by name, without those to skip.

    ``skip`` is asked late, so that what a list said can answer it. Raises DiaryError for a place that is not there.
    """
    spent = _Spent(skip)
    try:
        if place.is_dir():
            inside = {each.relative_to(place).as_posix(): each for each in place.rglob("*") if each.is_file() and not each.is_symlink()}
            for name, path in sorted(inside.items(), key=lambda pair: _order(pair[0])):
                if _wanted(name) and not skip(name):
                    yield from _opened(name, _read(path), spent, 0)
            return
        yield from _opened(place.name, _read(place), spent, 0, named=True)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise DiaryError([Problem("unreadable", f"the file cannot be read: {reason}", str(place), "name a file or a folder")]) from None
    except TooLargeError as error:
        help_text = "if it is what it says, unpack it and import the parts"
        raise DiaryError([Problem("too-large", str(error), str(place), help_text)]) from None


def _wanted(name: str) -> bool:
    path = PurePosixPath(name.lower())
    if any(part in f"{path.as_posix()}" for part in _ASIDE) or "__macosx" in path.parts:
        return False
    if path.suffix in (".gz", ".zip"):
        return path.suffix == ".zip" or PurePosixPath(path.stem).suffix in READ
    if path.suffix == ".json":
        return "summarizedactivities" in path.name
    if path.suffix == ".csv":
        return path.name in _TABLES
    return path.suffix in READ


def _order(name: str) -> tuple[bool, str]:
    return not name.lower().endswith((".csv", ".json")), name


class _Spent:
    """How much was unpacked so far, and what need not be."""

    def __init__(self, skip: Callable[[str], bool]) -> None:
        self.bytes = 0
        self.skip = skip

    def add(self, count: int) -> None:
        self.bytes += count
        if self.bytes > LARGEST_WHOLE:
            raise TooLargeError(f"the archive unpacks to more than {LARGEST_WHOLE >> 30} GB")


def _read(path: Path) -> bytes:
    with path.open("rb") as stream:
        if path.suffix.lower() == ".zip":  # read piece by piece later, whatever its size
            return os.fsencode(path)
        return _limited(stream)


def _limited(stream: IO[bytes] | gzip.GzipFile) -> bytes:
    content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise TooLargeError(f"the file unpacks to more than {LARGEST >> 20} MB, which no training file does")
    return content


def _opened(name: str, content: bytes, spent: _Spent, depth: int, *, named: bool = False) -> Iterator[FoundFile]:
    suffix = PurePosixPath(name.lower()).suffix
    if suffix == ".zip":
        source: object = Path(os.fsdecode(content)) if depth == 0 else io.BytesIO(content)
        yield from _unzipped(name, source, spent, depth)
        return
    spent.add(len(content))
    try:
        if suffix == ".gz" or content[:2] == b"\x1f\x8b":
            content = _limited(gzip.GzipFile(fileobj=io.BytesIO(content)))
            spent.add(len(content))
            suffix = PurePosixPath(name.lower().removesuffix(".gz")).suffix
    except TooLargeError as error:
        yield FoundFile(name, suffix, fault=str(error))
        return
    except (OSError, EOFError, zlib.error) as error:
        yield FoundFile(name, suffix, fault=f"the file cannot be unpacked: {str(error).lower()[:120]}")
        return
    if not content.strip():
        yield FoundFile(name, suffix, fault="the file is empty")
    elif suffix in READ:
        yield FoundFile(name, suffix, content)
    elif named:
        yield FoundFile(name, suffix, fault="it is no training file: those end in .fit, .gpx, .tcx, .csv, .json, .zip or .gz")


def _unzipped(name: str, source: object, spent: _Spent, depth: int) -> Iterator[FoundFile]:
    if depth >= DEEPEST:
        yield FoundFile(name, ".zip", fault="an archive within archives: it is not opened")
        return
    try:
        with zipfile.ZipFile(source) as archive:  # type: ignore[call-overload]
            members = [each for each in archive.infolist() if each.filename and not each.is_dir() and _wanted(each.filename)]
            if len(members) > MOST:
                raise TooLargeError(f"the archive holds more than {MOST:,} files")
            for member in sorted(members, key=lambda each: _order(each.filename)):
                inner = member.filename
                if spent.skip(inner):
                    continue
                try:
                    with archive.open(member) as stream:
                        content = _limited(stream)
                except TooLargeError as error:
                    yield FoundFile(inner, PurePosixPath(inner.lower()).suffix, fault=str(error))
                except (zipfile.BadZipFile, OSError, EOFError, zlib.error, RuntimeError, NotImplementedError) as error:
                    yield FoundFile(
                        inner, PurePosixPath(inner.lower()).suffix, fault=f"the file cannot be unpacked: {str(error).lower()[:120]}"
                    )
                else:
                    yield from _opened(inner, content, spent, depth + 1)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, ValueError) as error:
        yield FoundFile(name, ".zip", fault=f"the archive cannot be opened: {str(error).lower()[:120]}")
