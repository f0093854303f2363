"""How many assessments a second one worker answers on one core, with 50 clients on the loopback: ``python -m service_load [SECONDS]``."""

import asyncio
import json
import os
import random
import resource
import sys
import time
from pathlib import Path
from subprocess import Popen

from known_cases import PUBLISHED
from serving import free_port, process

CLIENTS = 50
KINDS = {"level": [], "level and what is open": ["urgency"], "document": None, "everything": ["full"]}


def requests(parts: list[str] | None) -> list[bytes]:
    """The published cases as requests."""
    found = []
    for case in PUBLISHED:
        body = json.dumps({"answers": case.answers, **({} if parts is None else {"parts": parts})}).encode()
        head = f"POST /v1/assess HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        found.append(head.encode() + body)
    return found


async def one(port: int, asked: list[bytes], until: float, took: list[float], failed: list[str]) -> None:
    """One client, which asks again as soon as it has its answer."""
    reading, writing = await asyncio.open_connection("127.0.0.1", port, limit=2**22)
    while time.perf_counter() < until:
        begun = time.perf_counter()
        writing.write(random.choice(asked))  # noqa: S311 (which case is no secret)
        head = await reading.readuntil(b"\r\n\r\n")
        length = int(next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")).split(b":")[1])
        await reading.readexactly(length)
        took.append(time.perf_counter() - begun)
        if b" 200 " not in head[:16]:
            failed.append(head[:16].decode())
    writing.close()


async def load(port: int, asked: list[bytes], seconds: float) -> tuple[list[float], list[str]]:
    """How long each request took, and which failed."""
    took: list[float] = []
    failed: list[str] = []
    until = time.perf_counter() + seconds
    await asyncio.gather(*(one(port, asked, until, took, failed) for _ in range(CLIENTS)))
    return took, failed


def used(running: "Popen[bytes]") -> tuple[float, int]:
    """The processor time of a process in seconds, and its memory in MB."""
    told = Path(f"/proc/{running.pid}/stat").read_text().rpartition(")")[2].split()
    pages = int(Path(f"/proc/{running.pid}/statm").read_text().split()[1])
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK"), pages * resource.getpagesize() // 2**20


def main(seconds: float) -> None:
    """Print a row for each kind of request."""
    port = free_port()
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, cores[:1])  # the service inherits it
    with process("--no-page", port=port) as running:
        os.sched_setaffinity(0, cores[1:] or cores)
        say("| asked for | requests/s | processor time of one | p50 | p99 | failed | memory before, after |")
        say("|---|---|---|---|---|---|---|")
        for name, parts in KINDS.items():
            asked = requests(parts)
            asyncio.run(load(port, asked, 2))
            spent, memory = used(running)
            took, failed = asyncio.run(load(port, asked, seconds))
            after, memory_after = used(running)
            took.sort()
            middle, late = (1000 * took[int(share * len(took))] for share in (0.5, 0.99))
            each = 1000 * (after - spent) / len(took)
            times = f"{each:.2f} ms | {middle:.0f} ms | {late:.0f} ms"
            say(f"| {name} | {len(took) / seconds:.0f} | {times} | {len(failed)} | {memory}, {memory_after} MB |")


def say(line: str) -> None:
    """A line, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 20)
