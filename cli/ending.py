"""How a run ends: with an exit code and at most one message, whatever happened."""

import errno
from collections.abc import Callable
from io import StringIO

import click

from hipexpert.cli.output import tell
from hipexpert.cli.streams import flush_streams, give_up

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
        tell(said.getvalue(), err=True, nl=False)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        tell("\nstopped", err=True)
        return INTERRUPTED
    except OSError as error:
        return _unwritten(error)


def _unwritten(error: OSError) -> int:
    """A reader that has gone (`| head`) needs no message."""
    give_up(1)
    if error.errno == errno.EPIPE:
        return READER_GONE
    reason = "standard output is closed" if error.errno == errno.EBADF else (error.strerror or str(error)).lower()
    tell(f"error: the result cannot be written: {reason}", err=True)
    return MISUSED
