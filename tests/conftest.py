"""What every test may ask for: the pack that ships and its engine, each made once."""

import pytest

import hipexpert


@pytest.fixture(scope="session")
def pack() -> hipexpert.Pack:
    """The hip pack that ships."""
    return hipexpert.load_pack()


@pytest.fixture(scope="session")
def engine(pack: hipexpert.Pack) -> hipexpert.Engine:
    """The engine of the hip pack."""
    return hipexpert.Engine(pack)
