"""One prover of the shipped pack for all tests: encoding a pack takes longer than asking."""

import pytest

from hipexpert import Pack
from hipexpert.audit.proving import Prover


@pytest.fixture(scope="session")
def prover(pack: Pack) -> Prover:
    """The prover of the hip pack that ships."""
    return Prover(pack)
