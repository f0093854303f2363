"""Asking an ASGI application without a network."""

import asyncio
from typing import Any

import httpx
from aside import run
from starlette.types import ASGIApp


class Asking:
    """Asks one application; each request by itself, or several at once."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    def __call__(self, method: str, path: str, **more: Any) -> httpx.Response:
        """What it answers."""
        (answer,) = self.at_once([(method, path, more)])
        return answer

    def at_once(self, requests: list[tuple[str, str, dict[str, Any]]]) -> list[httpx.Response]:
        """What it answers to requests that come together."""

        async def asked() -> list[httpx.Response]:
            transport = httpx.ASGITransport(self.app, raise_app_exceptions=False)
            async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
                return await asyncio.gather(*(client.request(method, path, **more) for method, path, more in requests))

        return run(asked())

    def get(self, path: str, **more: Any) -> httpx.Response:
        """What it answers to GET."""
        return self("GET", path, **more)

    def post(self, path: str, body: object, **more: Any) -> httpx.Response:
        """What it answers to a JSON body under ``/v1``."""
        return self("POST", f"/v1/{path}", json=body, **more)
