"""What every test may ask for: the pack that ships and its engine, each made once."""

import gc
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator

import pytest
from chromium import chromium_missing
from hip_pack import shipped_pack
from profiles import PROFILE

import hipexpert
from hipexpert.cli.start import GARBAGE_THRESHOLD
from hipexpert.companion.diary.database import VARIABLE as DIARY
from hipexpert.knowledge.packs import cache


def pytest_configure(config: pytest.Config) -> None:
    """Packs that tests parse are kept in a folder of this run, which all its processes share, not in the user's cache. What tests start
    hears Ctrl-C, also when they run behind a shell, which lets its background jobs ignore it. Garbage is looked for as seldom as in the
    command: at Python's own threshold that takes a fifth of the time of all tests.
    """
    gc.set_threshold(GARBAGE_THRESHOLD, *gc.get_threshold()[1:])
    if not hasattr(config, "workerinput"):
        if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
            signal.signal(signal.SIGINT, signal.default_int_handler)
        os.environ[cache.VARIABLE] = tempfile.mkdtemp(prefix="hipexpert-tests-")
        os.environ[DIARY] = os.path.join(os.environ[cache.VARIABLE], "nobody", "diary.sqlite")  # noqa: PTH118


def pytest_unconfigure(config: pytest.Config) -> None:
    """The folder goes with the run."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(cache.VARIABLE), ignore_errors=True)


def pytest_collection_finish() -> None:
    """What was made to know the tests lives as long as they do: it is not looked through again."""
    gc.collect()
    gc.freeze()


def pytest_report_header() -> str:
    """How much the property tests try."""
    return f"property tests: profile {PROFILE} (HYPOTHESIS_PROFILE=deep tries all)"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> Iterator[None]:
    """The last lines say what was left out, and how to run it."""
    yield
    if "not deep" in config.option.markexpr:
        terminalreporter.write_line("left out: the slow tests, those in a browser among them; `make test-deep` runs them")
    if (missing := chromium_missing()) and not os.environ.get("CI"):
        terminalreporter.write_line(f"skipped: the tests in a browser. {missing}")


@pytest.fixture(scope="session", autouse=True)
def _what_stayed_open_is_noticed() -> Iterator[None]:
    """As garbage is seldom looked for, what the last tests left open would be found when no test can fail for it any more."""
    yield
    gc.collect()


@pytest.fixture(scope="session")
def pack() -> hipexpert.Pack:
    """The hip pack that ships."""
    return shipped_pack()


@pytest.fixture(scope="session")
def engine(pack: hipexpert.Pack) -> hipexpert.Engine:
    """The engine of the hip pack."""
    return hipexpert.Engine(pack)
