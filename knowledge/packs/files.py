"""The files of a pack: from a folder, from a zip, or as a mapping of their paths to their texts. Each is held against the same seal
and the same limits, and from none is more read than these allow.
"""

import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import suppress
from os import PathLike
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from hipexpert.engine import Problem, gathering
from hipexpert.knowledge.packs import reading, sealing
from hipexpert.knowledge.packs.limits import FILES, PACK_BYTES, ZIP_BYTES, passed
from hipexpert.knowledge.packs.sealing import SIGNATURES, PackError

if TYPE_CHECKING:
    import zipfile

PackSource = str | Path | Mapping[str, str | bytes]
SINGLE = (
    "pack.yaml",
    "patterns.yaml",
    "constraints.yaml",
    "sources.yaml",
    "hazards.yaml",
    "suppressions.yaml",
    "claims.yaml",
    "discriminating.yaml",
    "screen.yaml",
    "interview.yaml",
    "exercises.yaml",
    "texts.yaml",
    SIGNATURES,
)
FOLDERS = ("findings", "conditions", "rules", "advice", "not_followed", "pictures", "words", "programmes", "translations")
_ENDINGS = (".yaml", ".yml")
_IN_FOLDERS = tuple(f"{folder}/" for folder in FOLDERS)
_UNPACKED_IN_PIECES = (0, 8)  # stored and deflated: of these no more is unpacked than is asked for, however much is in them
_DRIVE = re.compile(r"[A-Za-z]:")
_OWN = Path(__file__).parents[2]  # an editable install is made of links, packs and all


def read_files(source: PackSource) -> dict[str, bytes]:
    """The YAML files of a pack by their path in it, sorted. What a sealed pack lacks, or has besides, is a problem.

    Raises :class:`PackError`.
    """
    contents, seal = read_with_seal(source)
    sealing.check(seal, contents, "PACK" if isinstance(source, Mapping) else str(source))
    return contents


def read_with_seal(source: PackSource) -> tuple[dict[str, bytes], bytes | None]:
    """The files as they are, and the seal that lies beside them, fitting or not. Raises :class:`PackError`."""
    if isinstance(source, Mapping):
        return _of_mapping(source)
    if not isinstance(source, str | PathLike):
        help_text = "name its folder or its zip, or give a mapping of its files"
        raise PackError([Problem("bad-type", f"a pack is needed, not {reading.describe(source)}", "", help_text)])
    root = Path(source)
    with suppress(OSError):  # what the system has against the path is told below
        if root.is_file():
            return _read_zip(root)
    return read_folder(root), sealing.seal_in(root)


def read_folder(root: Path) -> dict[str, bytes]:
    """The files of the pack in a folder, whatever its seal says. Raises :class:`PackError`."""
    try:
        below = _yaml_files(root)
    except reading.ReadingError as error:
        raise PackError(error.problems) from None
    except OSError as error:
        reason = error.strerror or str(error)
        raise PackError([Problem("unreadable", f"the pack cannot be read: {reason.lower()}", str(root), "check the path")]) from None
    taken, leads_out = _Taken(len(below), str(root)), _LeadsOut(root)
    for each in below:
        if leads_out(each):
            message = "this file is a link out of the folder, and is not read"
            taken.problems.append(Problem("linked-file", message, each.name, "put the file itself there"))
        elif taken.belongs(each.name):
            try:
                content = reading.read_bytes(each.path, reading.PACK_FILE_BYTES)
            except reading.ReadingError as error:
                taken.problems += error.problems
            else:
                taken.take(each.name, content)
    return taken.whole()


def _yaml_files(root: Path) -> list[reading.FileBelow]:
    """What looks like YAML in a folder with a pack.yaml; also a link that leads nowhere, which nobody should overlook."""
    if not root.is_dir():
        raise PackError([Problem("no-such-pack", "there is no such folder", str(root), "name a folder or a zip that holds a pack.yaml")])
    if not (root / "pack.yaml").is_file():
        raise PackError([Problem("no-such-pack", "the folder holds no pack.yaml", str(root), "name the folder of a pack")])
    return reading.files_below(root, _ENDINGS)


class _LeadsOut:
    """Whether a file below a folder lies elsewhere in truth. Only what is a link is followed: a file that is none lies where its
    folder does, and that is looked up once.
    """

    def __init__(self, root: Path) -> None:
        self._own = root.is_relative_to(_OWN)
        self._root = root.resolve()
        self._folders: dict[str, bool] = {}

    def __call__(self, file: reading.FileBelow) -> bool:
        return not self._own and (
            self._folder(file.path.removesuffix(file.name.rpartition("/")[2])) or (file.is_link and self._is_out(file.path))
        )

    def _folder(self, folder: str) -> bool:
        if folder not in self._folders:
            self._folders[folder] = self._is_out(folder)
        return self._folders[folder]

    def _is_out(self, path: str) -> bool:
        lies = Path(path)
        return lies.exists() and not lies.resolve().is_relative_to(self._root)


class _Taken:
    """The files that were taken so far, and what is wrong with others."""

    def __init__(self, files: int, place: str) -> None:
        if files > FILES:
            raise PackError([passed(f"{files} files", FILES, place, "make more than one pack of it")])
        self.contents: dict[str, bytes] = {}
        self.problems: list[Problem] = []
        self._size = 0

    def belongs(self, name: str) -> bool:
        """Whether a pack may hold a file of that name."""
        if name.endswith(".yaml") and (name in SINGLE or name.startswith(_IN_FOLDERS)):
            return True
        expected = ", ".join([*SINGLE, *(f"{folder}/*.yaml" for folder in FOLDERS)])
        self.problems.append(Problem("stray-file", "this file is not part of a pack", name, f"a pack holds {expected}"))
        return False

    def take(self, name: str, content: bytes) -> None:
        """Add a file. Raises :class:`PackError` once all files together are too large."""
        if len(content) > reading.PACK_FILE_BYTES:
            with gathering(self.problems):
                reading.check_size(content, reading.PACK_FILE_BYTES, name)
        self.contents[name] = content
        self._size += len(content)
        if self._size > PACK_BYTES:
            raise PackError([passed("the files hold too many bytes", PACK_BYTES, name, "make more than one pack of it")])

    def whole(self) -> dict[str, bytes]:
        """The files, by name. Raises :class:`PackError` when something is wrong with any."""
        if self.problems:
            raise PackError(self.problems)
        return dict(sorted(self.contents.items()))


def _path_problem(name: str) -> Problem | None:
    """What is wrong with the path of a file in a zip or a mapping: it must lie in the pack, and be written in one way only."""
    parts = PurePosixPath(name).parts
    if not name or name.startswith("/") or _DRIVE.match(name) or "\\" in name or ".." in parts or "\0" in name:
        return Problem("bad-path", "this path leads out of the pack", name[:200], "give a path within it, such as `rules/mine.yaml`")
    if "/".join(parts) != name:
        return Problem("bad-path", "this path is not written in the shortest way", name[:200], f"write `{'/'.join(parts)[:200]}`")
    return None


def _of_mapping(source: Mapping[str, str | bytes]) -> tuple[dict[str, bytes], bytes | None]:
    if "pack.yaml" not in source:
        raise PackError([Problem("no-such-pack", "the mapping holds no `pack.yaml`", "", "give each file of a pack by its path")])
    named = [name for name in source if isinstance(name, str) and name.lower().endswith(_ENDINGS)]
    taken = _Taken(len(named), "")
    for name, text in source.items():
        if not isinstance(name, str) or not isinstance(text, str | bytes):
            what = f"a path and its text are needed, not {reading.describe(name)} and {reading.describe(text)}"
            taken.problems.append(Problem("bad-type", what, str(name)[:200], "give text, or its bytes in UTF-8"))
        elif name.lower().endswith(_ENDINGS):
            if (problem := _path_problem(name)) is not None:
                taken.problems.append(problem)
            elif taken.belongs(name):
                taken.take(name, _as_bytes(text))
    seal = source.get(sealing.NAME)
    return taken.whole(), None if seal is None else _as_bytes(seal)


def _as_bytes(text: str | bytes) -> bytes:
    """Half of a pair of surrogates, which no file can hold, is refused by whoever reads the bytes."""
    return text.encode("utf-8", "surrogatepass") if isinstance(text, str) else bytes(text)


def _read_zip(path: Path) -> tuple[dict[str, bytes], bytes | None]:
    import zipfile  # what it loads is felt at every start
    import zlib

    try:
        if not zipfile.is_zipfile(path):
            raise PackError(
                [Problem("no-such-pack", "this is a file, not a pack", str(path), "name a folder or a zip that holds a pack.yaml")]
            )
        if path.stat().st_size > ZIP_BYTES:
            raise PackError([passed("the zip holds too many bytes", ZIP_BYTES, str(path), "make more than one pack of it")])
        with zipfile.ZipFile(path) as archive:
            return _of_archive(archive, str(path))
    except PackError:
        raise
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, ValueError, OverflowError) as error:
        raise PackError([Problem("bad-zip", f"the zip cannot be read: {str(error).lower()[:200]}", str(path), "pack it anew")]) from None


def _of_archive(archive: "zipfile.ZipFile", place: str) -> tuple[dict[str, bytes], bytes | None]:
    members = [each for each in archive.infolist() if not each.is_dir()]
    tops = sorted((each.filename for each in members if PurePosixPath(each.filename).name == "pack.yaml"), key=lambda name: name.count("/"))
    if not tops:
        raise PackError([Problem("no-such-pack", "the zip holds no pack.yaml", place, "pack the folder of a pack")])
    top = tops[0].removesuffix("pack.yaml")  # the pack itself, or the one folder that was packed
    taken, seal = _Taken(sum(each.filename.lower().endswith(_ENDINGS) for each in members), place), None
    for each in members:
        name = each.filename.removeprefix(top) if each.filename.startswith(top) else each.filename
        if name == sealing.NAME:
            seal = _unpacked(archive, each, sealing.SEAL_BYTES)
        elif name.lower().endswith(_ENDINGS):
            problems = list(_member_problems(each, name, taken))
            taken.problems += problems
            if not problems and taken.belongs(name):
                taken.take(name, _unpacked(archive, each, reading.PACK_FILE_BYTES))
    return taken.whole(), seal


def _member_problems(each: "zipfile.ZipInfo", name: str, taken: _Taken) -> Iterator[Problem]:
    problem = _path_problem(each.orig_filename)
    if problem is not None:
        yield problem
    kind = stat.S_IFMT(each.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        yield Problem("linked-file", "this is a link or no file at all, and is not read", name, "put the file itself there")
    if name in taken.contents:
        yield Problem("repeated-file", "the zip holds this file twice", name, "pack it anew")
    if each.flag_bits & 1:
        yield Problem("bad-zip", "this file is encrypted", name, "pack it without a password")
    elif each.compress_type not in _UNPACKED_IN_PIECES:
        yield Problem("bad-zip", "this file is packed in a way that is not read", name, "use the usual way, deflate")


def _unpacked(archive: "zipfile.ZipFile", each: "zipfile.ZipInfo", limit: int) -> bytes:
    """The bytes of a file, or one more than the limit: what is packed says nothing true of how much comes out of it."""
    with archive.open(each) as stream:
        return stream.read(limit + 1)
