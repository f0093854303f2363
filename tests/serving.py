"""`hipexpert serve` as a process of its own, on a free port of the loopback."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import httpx
from running import CHECKOUT


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def process(*options: str, port: int, stderr: int | IO[Any] = subprocess.DEVNULL) -> "Iterator[subprocess.Popen[bytes]]":
    """A service that answers; at the end it is asked to stop."""
    code = "from hipexpert.cli.start import start; start()"
    command = [sys.executable, "-c", code, "serve", "--port", str(port), *options]
    running = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": CHECKOUT}, stdout=subprocess.DEVNULL, stderr=stderr)
    try:
        for _ in range(600):
            assert running.poll() is None, "the service ended"
            try:
                httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=5)
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield running
    finally:
        running.terminate()
        try:
            running.wait(40)
        except subprocess.TimeoutExpired:
            running.kill()
            raise


@contextmanager
def served(*options: str) -> Iterator[str]:
    """The address of a service that answers."""
    port = free_port()
    with process(*options, port=port):
        yield f"http://127.0.0.1:{port}"
