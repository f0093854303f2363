"""How many assessments a second one worker answers on one core, with 50 clients on the loopback.

``python -m service_load [SECONDS] [--only KIND]``: 20 seconds of each kind of request unless said otherwise, 300 at most. The service
is held to the first core, the clients to the others. With ``--aim`` it ends with 1 where the level comes to less than the aim, a request
failed, or the memory grew.
"""

import argparse
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
LONGEST = 300  # seconds
AIM = (300, 250)  # level requests a second on one core, milliseconds within which 99 of 100 are answered
GROWTH = 1.05  # of the memory after the first fifth of a run: within this it is flat
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


async def load(port: int, asked: list[bytes], seconds: float, running: "Popen[bytes]") -> tuple[list[float], list[str], list[int]]:
    """How long each request took, which failed, and the memory of the service in MB, ten times on the way."""
    took: list[float] = []
    failed: list[str] = []
    memory: list[int] = []
    until = time.perf_counter() + seconds

    async def look() -> None:
        for _ in range(10):
            await asyncio.sleep(seconds / 10)
            memory.append(used(running)[1])

    await asyncio.gather(look(), *(one(port, asked, until, took, failed) for _ in range(CLIENTS)))
    return took, failed, memory


def used(running: "Popen[bytes]") -> tuple[float, int]:
    """The processor time of a process in seconds, and its memory in MB."""
    told = Path(f"/proc/{running.pid}/stat").read_text().rpartition(")")[2].split()
    pages = int(Path(f"/proc/{running.pid}/statm").read_text().split()[1])
    return (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK"), pages * resource.getpagesize() // 2**20


def main(words: list[str]) -> int:
    """Print a row for each kind of request."""
    parser = argparse.ArgumentParser(prog="python -m service_load", description=__doc__.partition("\n")[0])
    parser.add_argument("seconds", type=float, nargs="?", default=20.0, help=f"of each kind: 20 unless said otherwise, at most {LONGEST}")
    parser.add_argument("--only", choices=KINDS, action="append", help="this kind of request alone")
    parser.add_argument("--aim", action="store_true", help="say what misses the aim, and end with 1 where something does")
    wanted = parser.parse_args(words)
    seconds, missed = min(max(wanted.seconds, 1.0), LONGEST), list[str]()
    port = free_port()
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, cores[:1])  # the service inherits it
    with process("--no-page", port=port) as running:
        os.sched_setaffinity(0, cores[1:] or cores)
        say("| asked for | requests/s | processor time of one | p50 | p99 | failed | memory, from tenth to tenth |")
        say("|---|---|---|---|---|---|---|")
        for name in wanted.only or KINDS:
            asked = requests(KINDS[name])
            asyncio.run(load(port, asked, 2, running))
            spent, _ = used(running)
            took, failed, memory = asyncio.run(load(port, asked, seconds, running))
            after, _ = used(running)
            took.sort()
            middle, late = (1000 * took[int(share * len(took))] for share in (0.5, 0.99))
            each = 1000 * (after - spent) / len(took)
            rate = len(took) / seconds
            times = f"{each:.2f} ms | {middle:.0f} ms | {late:.0f} ms"
            say(f"| {name} | {rate:.0f} | {times} | {len(failed)} | {', '.join(map(str, memory))} MB |")
            missed += [f"{name}: {len(failed)} requests failed, such as {failed[0]}"] if failed else []
            missed += [f"{name}: the memory grew by {memory[-1] - memory[1]} MB"] if memory[-1] > GROWTH * memory[1] else []
            if name == "level":
                missed += [f"{name}: {rate:.0f} of {AIM[0]} requests a second"] if rate < AIM[0] else []
                missed += [f"{name}: 99 of 100 within {late:.0f} ms, and not {AIM[1]}"] if late > AIM[1] else []
    if wanted.aim:
        say("\n".join(missed) or "the aim is reached")
    return int(wanted.aim and bool(missed))


def say(line: str) -> None:
    """A line, at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
