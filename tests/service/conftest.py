"""The service without a network, made once."""

import pytest
from asking import Asking

import hipexpert
from hipexpert.service.application import of_hosted
from hipexpert.service.hosting import Hosted
from hipexpert.service.settings import Settings


@pytest.fixture(scope="session")
def hosted(pack: hipexpert.Pack) -> Hosted:
    """The hip pack, hosted."""
    return Hosted([pack])


@pytest.fixture(scope="session")
def service(hosted: Hosted) -> Asking:
    """The service with the pack that ships and everything as it is by default."""
    return Asking(of_hosted(hosted, Settings()))
