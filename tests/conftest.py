"""What every test may ask for: the pack that ships and its engine, each made once."""

import os
import shutil
import tempfile

import pytest
from profiles import PROFILE

import hipexpert
from hipexpert.knowledge.packs import cache


def pytest_configure(config: pytest.Config) -> None:
    """Packs that tests parse are kept in a folder of this run, which all its processes share, not in the user's cache."""
    if not hasattr(config, "workerinput"):
        os.environ[cache.VARIABLE] = tempfile.mkdtemp(prefix="hipexpert-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    """The folder goes with the run."""
    if not hasattr(config, "workerinput"):
        shutil.rmtree(os.environ.pop(cache.VARIABLE), ignore_errors=True)


def pytest_report_header() -> str:
    """How much the property tests try."""
    return f"property tests: profile {PROFILE} (HYPOTHESIS_PROFILE=deep tries all)"


@pytest.fixture(scope="session")
def pack() -> hipexpert.Pack:
    """The hip pack that ships."""
    return hipexpert.load_pack()


@pytest.fixture(scope="session")
def engine(pack: hipexpert.Pack) -> hipexpert.Engine:
    """The engine of the hip pack."""
    return hipexpert.Engine(pack)
