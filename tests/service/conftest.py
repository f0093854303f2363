"""The service without a network, and a client of it on the loopback, each made once."""

import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from asking import Asking
from serving import free_port

import hipexpert
from hipexpert.service.application import of_hosted
from hipexpert.service.client import Client
from hipexpert.service.hosting import Hosted
from hipexpert.service.patience import PatientH11
from hipexpert.service.settings import ServiceSettings


@pytest.fixture(scope="session")
def hosted(pack: hipexpert.Pack) -> Hosted:
    """The hip pack, hosted."""
    return Hosted([pack])


@pytest.fixture(scope="session")
def service(hosted: Hosted) -> Asking:
    """The service with the pack that ships and everything as it is by default."""
    return Asking(of_hosted(hosted, ServiceSettings()))


@pytest.fixture(scope="session")
def client(hosted: Hosted) -> Iterator[Client]:
    """A client of the service, in a thread of this process."""
    port = free_port()
    config = uvicorn.Config(
        of_hosted(hosted, ServiceSettings(tokens=("a-token-of-this-test",))), port=port, http=PatientH11, log_config=None
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    found = Client(f"http://127.0.0.1:{port}", token="a-token-of-this-test")  # noqa: S106 (of this test)
    yield found
    found.close()
    server.should_exit = True
    thread.join()
