"""The three standard streams as the program finds them: closed, in another encoding, or as they should be."""

import os
import sys
from contextlib import suppress
from typing import TextIO


def mend_streams() -> None:
    """Make each standard stream one that the program can use.

    A file that is opened later must not take the number of one that is closed. What is written to a closed one fails as it
    does on a full disk; a standard input that is closed stays None. What an encoding lacks is written as ``?``.
    """
    for number, flags in ((0, os.O_WRONLY), (1, os.O_RDONLY), (2, os.O_RDONLY)):
        try:
            os.fstat(number)
        except OSError:
            with suppress(OSError):
                os.open(os.devnull, flags)  # the lowest number that is free, and so this one
    sys.stdout = _usable(sys.stdout, 1)
    sys.stderr = _usable(sys.stderr, 2)


def _usable(stream: TextIO | None, number: int) -> TextIO:
    if stream is None:
        # The process ends with it, and closing it would only fail.
        stream = open(number, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace" if number == 1 else "backslashreplace")
    return stream


def flush_streams() -> OSError | None:
    """Write out what still waits; the error when standard output does not take it. Nothing is left to fail at the end."""
    failed: OSError | None = None
    for stream, number in ((sys.stdout, 1), (sys.stderr, 2)):
        try:
            if stream is not None and not stream.closed:
                stream.flush()
        except OSError as error:
            failed = error if number == 1 else failed
            give_up(number)
    return failed


def give_up(number: int) -> None:
    """From now on nothing that goes to this stream is written."""
    with suppress(OSError):
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, number)
        os.close(nowhere)
