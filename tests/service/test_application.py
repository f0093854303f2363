"""The service as an ASGI application: what every response has, whatever was asked."""

import asyncio

import httpx
import pytest

from hipexpert.service.application import application


@pytest.fixture(scope="module")
def service() -> httpx.ASGITransport:
    """The service with the pack that ships, without a network."""
    return httpx.ASGITransport(application())


def get(service: httpx.ASGITransport, path: str) -> httpx.Response:
    """What it answers."""

    async def asked() -> httpx.Response:
        async with httpx.AsyncClient(transport=service, base_url="http://localhost") as client:
            return await client.get(path)

    return asyncio.run(asked())


@pytest.mark.parametrize("path", ["/", "/healthz", "/nowhere"])
def test_every_response_holds_the_browser_to_what_it_may_do(service: httpx.ASGITransport, path: str) -> None:
    """Nothing from elsewhere, nothing in line, in no frame, in no cache, and no address told to others."""
    headers = get(service, path).headers
    assert headers["content-security-policy"].startswith("default-src 'none'")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
