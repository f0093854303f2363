"""Writing results: to standard output, or to a file that is complete or not there at all."""

import os
import tempfile
from pathlib import Path

import click


def write(text: str, target: str | None) -> None:
    """Write text to a file, or to standard output when there is none or it is ``-``. A file is replaced only by a whole one."""
    if target in (None, "-"):
        click.echo(text, nl=not text.endswith("\n"))
        return
    from hipexpert.engine import Problem, ProblemsError

    path = Path(os.path.realpath(target))  # a link is followed and stays a link
    if not text.endswith("\n"):
        text += "\n"
    try:
        if path.is_dir():
            raise IsADirectoryError("it is a folder")
        if path.exists() and not path.is_file():  # a device or a pipe is written to, not replaced
            path.write_text(text, encoding="utf-8")
            return
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".hipexpert-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(text)
            mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
            Path(temporary).chmod(mode)
            Path(temporary).replace(path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = error.strerror or str(error)
        message = f"the output cannot be written: {reason.lower()}"
        raise ProblemsError([Problem("unwritable", message, target, "name a file in a folder that you may write to")]) from None


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
