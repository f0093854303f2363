"""Writing the pages into a folder: each file is whole or as it was, and pages that are no longer generated go."""

import os
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from hipexpert.engine import Problem, ProblemsError
from hipexpert.rendering.reference.layout import MARK


@dataclass(frozen=True)
class Written:
    """How many pages there are now, and which were changed and removed."""

    pages: int
    changed: tuple[str, ...]
    removed: tuple[str, ...]


def write_pages(folder: Path, pages: Mapping[str, str], *, mark: str = MARK) -> Written:
    """Make the folder hold exactly these pages.

    Only files that begin with ``mark``, that of a generated page are replaced or removed. Raises
    :class:`hipexpert.ProblemsError` when another file is in the way or the folder cannot be written; then nothing, or
    nothing but whole pages, has been changed.
    """
    try:
        generated = {path.relative_to(folder).as_posix() for path in _generated(folder, mark)}
        in_the_way = [name for name in pages if os.path.lexists(folder / name) and name not in generated]
        if in_the_way:
            help_text = "move it away, or name another folder"
            raise ProblemsError(
                Problem("not-generated", "this file was not generated and is not replaced", str(folder / name), help_text)
                for name in in_the_way
            )
        changed = tuple(name for name, text in pages.items() if name not in generated or (folder / name).read_text("utf-8") != text)
        for name in changed:
            _replace(folder / name, pages[name])
        removed = tuple(sorted(generated - set(pages)))
        for name in removed:
            (folder / name).unlink()
            _drop_if_empty((folder / name).parent, folder)
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise ProblemsError([Problem("unwritable", f"the pages cannot be written: {reason}", str(folder))]) from None
    return Written(len(pages), changed, removed)


def _generated(folder: Path, mark: str) -> Iterator[Path]:
    """The files of a folder that begin with the mark."""
    for path in folder.rglob("*.md"):
        if path.is_file() and not path.is_symlink() and path.read_bytes().startswith(mark.encode()):
            yield path


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".reference-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _drop_if_empty(folder: Path, top: Path) -> None:
    while folder != top and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent
