"""Where the command begins."""

import atexit
import gc
import os
import signal
import sys
from contextlib import suppress
from types import FrameType
from typing import NoReturn, TextIO

GARBAGE_THRESHOLD = 200_000
"""How many objects are made before garbage is looked for among them."""
_INTERRUPTED = 130
HEARD: list[int] = []
"""The first signal by which Ctrl-C came, once it has come."""


def start() -> None:
    """Run ``hipexpert``.

    Nearly all that a cold start makes (modules, rules, facts) lives to its end, so looking for garbage among it every 700
    objects, as Python does, finds nothing and took a fifth of the time. A single look at the first hundred thousand took a tenth; an
    explanation makes a hundred and fifty thousand in all.
    """
    gc.set_threshold(GARBAGE_THRESHOLD, *gc.get_threshold()[1:])
    sys.unraisablehook = _unraisable
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # not where whoever started this wants it ignored
        signal.signal(signal.SIGINT, _interrupt)
    code = 0
    try:
        _mend_streams()
        from hipexpert.cli.main import main

        main(prog_name="hipexpert")
    except KeyboardInterrupt:  # between two steps, where nothing has begun
        code = _INTERRUPTED
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException as error:
        from hipexpert.cli.ending import by_interrupt  # `main` may not have come so far as to hold it

        if not by_interrupt(error):
            raise
        code = _INTERRUPTED
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is written; what remains is to end
    _end(code)


def _end(code: int) -> NoReturn:
    """End the process with an exit code.

    To take modules, rules and facts apart one by one, only for the system to take the memory back, was a fifth of a cold start.
    What asked to be called at the end is called, and threads that are not done are waited for, as ever; after Ctrl-C nobody waits.
    """
    from hipexpert.cli.ending import flush_streams

    threading = sys.modules.get("threading")
    if threading is not None and threading.active_count() > 1 and code != _INTERRUPTED:
        sys.exit(code)
    atexit._run_exitfuncs()
    if flush_streams() is not None:
        sys.exit(code)
    os._exit(code)


def _interrupt(number: int, frame: FrameType | None) -> NoReturn:
    """Ctrl-C, as Python raises it.

    From then on nothing is told of what fails while it is put away: an object that Ctrl-C left half made has not what its `__del__`
    looks for (z3's `Context`), and what is written in Rust tells where it stood when the Python that it called was ended (polars).
    """
    sys.unraisablehook = _unraisable_after_interrupt
    if not HEARD:
        HEARD.append(number)
        _keep_from_libraries(2)
    signal.default_int_handler(number, frame)


def _keep_from_libraries(number: int) -> None:
    """Let only Python write to standard error: it gets a number of its own, and the one that libraries know leads nowhere."""
    with suppress(OSError, ValueError, AttributeError):  # closed, none at all, or not a file
        if sys.stderr.fileno() == number:
            sys.stderr = os.fdopen(os.dup(number), "w", encoding=sys.stderr.encoding, errors=sys.stderr.errors)
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, number)
            os.close(nowhere)


def _unraisable(about: "sys.UnraisableHookArgs") -> None:
    _unraisable_after_interrupt(about)
    sys.__unraisablehook__(about)


def _unraisable_after_interrupt(about: "sys.UnraisableHookArgs") -> None:
    """Ctrl-C in a place that Python cannot raise from ends the run all the same, and without a traceback."""
    if isinstance(about.exc_value, KeyboardInterrupt):
        os._exit(_INTERRUPTED)


def _mend_streams() -> None:
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
