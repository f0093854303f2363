"""Writing results: to standard output, or to a file that is complete or not there at all."""

import errno
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path

import click

from hipexpert.rendering.report.harmless import harmless, without_controls

_WRITTEN_BY_HAND = (".yaml", ".yml")


def tell(text: str, *, err: bool = False, nl: bool = True) -> None:
    """A line for the person at the terminal, who may be shown the words of a stranger. A standard error that takes nothing
    is no reason to fail: the exit code says what happened.
    """
    with suppress(*([OSError] if err else [])):
        click.echo(harmless(text), err=err, nl=nl)


def keep_apart(target: str | None, *inputs: str | None) -> None:
    """Refuse to write over what is read: a case or a pack is somebody's work. Raises ProblemsError.

    An input may be a folder: then nothing that is written by hand in it is replaced.
    """
    from hipexpert.engine import Problem, ProblemsError

    if target in (None, "-"):
        return
    path = Path(os.path.realpath(target))
    for each in inputs:
        if each in (None, "-"):
            continue
        read = Path(os.path.realpath(each))
        inside = read in path.parents and path.is_file() and path.suffix.lower() in _WRITTEN_BY_HAND
        if inside or path == read or _same(path, read):
            what = "a file of what is read" if inside else "what is read"
            raise ProblemsError([Problem("output-is-input", f"the output would replace {what}", target, "name another file")])


def _same(path: Path, other: Path) -> bool:
    """Whether both are one file under two names."""
    try:
        return path.is_file() and path.samefile(other)
    except OSError:
        return False


def _place(target: str | Path) -> Path:
    """The file that is written: a link is followed and stays a link. Raises OSError for a name that leads nowhere."""
    try:
        path = Path(os.path.realpath(target))
        if path.is_symlink():  # in a circle
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
    except ValueError as error:
        raise OSError(errno.EINVAL, str(error)) from None
    return path


def write(text: str, target: str | None, *, private: bool = False, line_end: str = "\n") -> None:
    """Write text to a file, or to standard output when there is none or it is ``-``. A file is replaced only by a whole one.

    What programs read is UTF-8 everywhere. A new file that is ``private`` may be read by its owner alone. ``line_end`` is that of the form.
    """
    text = without_controls(text)
    if not text.endswith("\n"):
        text += "\n"
    text = text.replace("\n", line_end)
    if target in (None, "-"):
        click.echo(text.encode(), nl=False)
        return
    from hipexpert.engine import Problem, ProblemsError

    try:
        path = _place(target)
        if path.is_dir():
            raise IsADirectoryError("it is a folder")
        if path.exists() and not path.is_file():  # a device or a pipe is written to, not replaced
            path.write_text(text, encoding="utf-8")
            return
        temporary = _temporary(path, text.encode(), 0o600 if private else None)
        try:
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"the output cannot be written: {reason.lower()}"
        raise ProblemsError(
            [Problem("unwritable", message, target, _instead(error, "name a file in a folder that you may write to"))]
        ) from None


def _instead(error: OSError, help_text: str) -> str:
    """What to do about a file that cannot be written: of a full disk no other folder on it helps."""
    return "free some space, or name a place on another disk" if error.errno in (errno.ENOSPC, errno.EDQUOT) else help_text


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Write all these files, or none: what was there before comes back when one of them cannot be written.

    Folders are made where they are missing. Raises ProblemsError.
    """
    from hipexpert.engine import Problem, ProblemsError

    undo: list[Callable[[], object]] = []
    backups: list[Path] = []
    where = Path()
    try:
        ready: list[tuple[Path, Path]] = []
        for where, content in contents.items():
            path = _place(where)
            for folder in reversed([each for each in path.parents if not each.exists()]):
                folder.mkdir()
                undo.append(folder.rmdir)
            temporary = _temporary(path, content)
            undo.append(partial(temporary.unlink, missing_ok=True))
            ready.append((temporary, path))
        for temporary, where in ready:
            if where.exists():
                backups.append(_temporary(where, where.read_bytes()))
                undo.append(partial(backups[-1].replace, where))
            else:
                undo.append(partial(where.unlink, missing_ok=True))
            temporary.replace(where)
    except BaseException as error:
        for step in reversed(undo):
            with suppress(OSError):
                step()
        if not isinstance(error, OSError):
            raise
        reason = error.strerror or str(error)
        help_text = f"nothing was written; {_instead(error, 'name folders that you may write to')}"
        raise ProblemsError([Problem("unwritable", f"the file cannot be written: {reason.lower()}", str(where), help_text)]) from None
    for backup in backups:
        backup.unlink(missing_ok=True)


def _temporary(path: Path, content: bytes, rights: int | None = None) -> Path:
    """A new file beside a path with this content and the rights of the file that is there, else these (default: the usual)."""
    import tempfile  # what it loads is felt at every start

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".hipexpert-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())  # before it takes the place of what is there: a machine that goes down keeps one of both
        temporary.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask() if rights is None else rights)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
