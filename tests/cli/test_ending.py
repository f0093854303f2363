"""How a run ends, whatever was raised in it."""

import os
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from typing import Never

import pytest
from running import CHECKOUT

from hipexpert import Problem, ProblemsError
from hipexpert.cli.ending import exit_code_of
from hipexpert.cli.errors import user_errors


class _Pressed:
    """An attribute in whose making Ctrl-C is pressed."""

    def __set_name__(self, owner: type, name: str) -> None:
        raise KeyboardInterrupt


class _FailsToClose:
    def close(self) -> Never:
        raise OSError(5, "Input/output error")


def making_a_class() -> None:
    """Python raises a RuntimeError whose cause is Ctrl-C (before 3.12; since then, Ctrl-C itself)."""
    type("Made", (), {"attribute": _Pressed()})


def renamed_by_a_library() -> None:
    """As a library does that names each failure its own way."""
    try:
        raise KeyboardInterrupt
    except BaseException as error:
        raise ValueError("not computed") from error


def putting_away_fails() -> None:
    """What is closed after Ctrl-C fails in its turn."""
    with closing(_FailsToClose()):
        raise KeyboardInterrupt


@user_errors
def taken_for_a_library_that_is_missing() -> None:
    """As where a library breaks off while it is imported, and it is said how to install it."""
    try:
        try:
            raise KeyboardInterrupt
        except BaseException as error:
            raise ImportError("no solver") from error
    except ImportError:
        raise ProblemsError([Problem("no-solver", "proofs need a solver")]) from None


@pytest.mark.parametrize("run", [making_a_class, renamed_by_a_library, putting_away_fails, taken_for_a_library_that_is_missing])
def test_what_came_of_ctrl_c_ends_as_ctrl_c(run: Callable[[], None], capsys: pytest.CaptureFixture[str]) -> None:
    """With 130 and one word, not with a traceback or as a file that cannot be written."""
    assert exit_code_of(run) == 130
    assert capsys.readouterr().err.strip() == "stopped"


def test_a_fault_of_the_program_is_not_taken_for_ctrl_c() -> None:
    """It stays to be seen, with where it came from."""

    def run() -> None:
        try:
            raise KeyError("a")
        except KeyError as error:
            raise RuntimeError("a fault") from error

    with pytest.raises(RuntimeError, match="a fault"):
        exit_code_of(run)


HALF_MADE = """
import os, signal, time
import hipexpert.cli.main
from hipexpert.cli.ending import exit_code_of
from hipexpert.cli.start import start

class Made:
    def __init__(self):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(9)
        self.owner = True
    def __del__(self):
        self.owner

hipexpert.cli.main.main = lambda **_: exit(exit_code_of(Made))
start()
"""

CALLED_FROM_RUST = """
import os, signal, time
import numpy.lib
import polars
import hipexpert.cli.main
from hipexpert.cli.ending import exit_code_of
from hipexpert.cli.start import start

class Version:
    def __init__(self, said):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(9)

numpy.lib.NumpyVersion = Version
hipexpert.cli.main.main = lambda **_: exit(exit_code_of(polars.Series([1]).to_numpy))
start()
"""


@pytest.mark.parametrize("program", [HALF_MADE, CALLED_FROM_RUST], ids=["half made", "called from Rust"])
def test_what_ctrl_c_left_half_made_is_put_away_in_silence(program: str) -> None:
    """As a context of z3 is, whose `__del__` looks for what its `__init__` would have set last, and what polars asks numpy first: a
    panic tells where it stood.
    """
    ended = subprocess.run(
        [sys.executable, "-c", program],
        check=False,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": CHECKOUT},
        timeout=60,
    )
    assert (ended.returncode, ended.stderr.strip()) == (130, "stopped")
