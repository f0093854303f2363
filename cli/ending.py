"""How a run ends: with an exit code and at most one message, whatever happened."""

import errno
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from io import StringIO

import click

MISUSED, READER_GONE, INTERRUPTED = 2, 1, 130


def exit_code_of(run: Callable[[], object]) -> int:
    """The exit code of a run, told on standard error where that is needed: 130 after Ctrl-C, 2 for what cannot be written."""
    try:
        return _exit_code_of(run)
    finally:
        flush_streams()  # what was told last


def _exit_code_of(run: Callable[[], object]) -> int:
    try:
        code = run()
        failed = flush_streams()
        if failed is None:
            return code if isinstance(code, int) else 0
        return _unwritten(failed)
    except click.exceptions.Exit as end:
        return end.exit_code
    except click.ClickException as error:
        said = StringIO()
        error.show(said)
        _tell(said.getvalue().rstrip("\n"))
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        return _interrupted()
    except OSError as error:
        return _interrupted() if by_interrupt(error) else _unwritten(error)
    except BaseException as error:
        if by_interrupt(error):
            return _interrupted()
        raise


def by_interrupt(error: BaseException) -> bool:
    """Whether an error is Ctrl-C, or came of it.

    Python turns what is raised while a class is made into a RuntimeError whose cause it is (`type.__new__`), a library into an
    error of its own, and what is put away after Ctrl-C can fail itself. A library in Rust makes a panic of it that names no cause.
    """
    if _heard() and not isinstance(error, (Exception, SystemExit, GeneratorExit)):
        return True
    seen: set[int] = set()
    waiting: list[BaseException | None] = [error]
    while waiting:
        one = waiting.pop()
        if one is None or id(one) in seen:
            continue
        if isinstance(one, KeyboardInterrupt):
            return True
        seen.add(id(one))
        waiting += [one.__cause__, one.__context__]
    return False


def _heard() -> bool:
    """Whether Ctrl-C has come; only a command that `start` began hears it in its own way."""
    start = sys.modules.get("hipexpert.cli.start")
    return start is not None and bool(start.HEARD)


def _interrupted() -> int:
    _tell("\nstopped")
    return INTERRUPTED


def _unwritten(error: OSError) -> int:
    """A reader that has gone (`| head`) needs no message."""
    give_up(1)
    if error.errno == errno.EPIPE:
        return READER_GONE
    reason = "standard output is closed" if error.errno == errno.EBADF else (error.strerror or str(error)).lower()
    _tell(f"error: the result cannot be written: {reason}")
    return MISUSED


def _tell(text: str) -> None:
    """On standard error; most runs need none of what this takes."""
    from hipexpert.cli.output import tell

    tell(text, err=True)


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
