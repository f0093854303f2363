"""Exchanging a pack while the service runs: whole, and only for one that loads and audits clean."""

import asyncio
import logging
import sys
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct
from starlette.types import ASGIApp, Receive, Scope, Send

from hipexpert.audit import isolated
from hipexpert.audit.running.audit import audit
from hipexpert.embedding import Engine
from hipexpert.engine import ProblemsError
from hipexpert.service.hosting import Hosted
from hipexpert.service.metrics import Metrics

LOG = logging.getLogger("hipexpert.service")
Outcome = Literal["exchanged", "refused", "failed"]
State = tuple[tuple[str, int, int], ...]


class FolderVerdict(Struct, frozen=True):
    """What the audit of a folder came to: of which content, whether it may answer, and what stands against it."""

    content_hash: str
    clean: bool
    against: tuple[str, ...]


def judge() -> None:
    """Audit the folder that standard input names, with proofs where z3 is installed, and write the verdict. Run in a process of its
    own: it takes seconds.
    """
    report = audit(sys.stdin.read())
    errors = report.at_or_above("error")
    verdict = FolderVerdict(report.content_hash, report.loaded and not errors, tuple(dict.fromkeys(each.check for each in errors))[:20])
    sys.stdout.buffer.write(msgspec.json.encode(verdict))


def state_of(folder: Path) -> State:
    """The files of a folder, with when each was changed and how long it is."""
    found = []
    for path in folder.rglob("*"):
        try:
            told = path.stat()
        except OSError:  # it went meanwhile
            continue
        found.append((str(path), told.st_mtime_ns, told.st_size))
    return tuple(sorted(found))


class Reloader:
    """Looks after the folders of a service. A pack that is being written is left alone until two looks find the same files; one
    that was refused is not tried again before it changes.
    """

    def __init__(self, hosted: Hosted, metrics: Metrics) -> None:
        self._hosted = hosted
        self._metrics = metrics
        self._folders = {number: Path(each) for number, each in enumerate(hosted.sources) if isinstance(each, str | Path)}
        self._tried = {number: state_of(folder) for number, folder in self._folders.items()}
        self._before = dict(self._tried)

    async def watch(self, seconds: float) -> None:
        """Look again and again, until it is cancelled."""
        while True:
            await asyncio.sleep(seconds)
            await self.look()

    async def look(self) -> None:
        """Look at each folder once."""
        for number, folder in self._folders.items():
            now = await asyncio.to_thread(state_of, folder)
            settled, self._before[number] = now == self._before[number], now
            if settled and now != self._tried[number]:
                self._tried[number] = now
                await self._renew(number, folder)

    async def _renew(self, number: int, folder: Path) -> None:
        outcome, about = await self._renewed(number, folder)
        self._metrics.reloaded(outcome)
        engines = self._hosted.engines
        self._metrics.hosting(each.pack for each in engines)
        LOG.info("reload", extra={"told": {"outcome": outcome, "pack": engines[number].pack.about.id, **about}})

    async def _renewed(self, number: int, folder: Path) -> tuple[Outcome, dict[str, object]]:
        told = await asyncio.wrap_future(isolated.start("hipexpert.service.reloading", "judge", str(folder.resolve()).encode()))
        if told is None:
            return "failed", {"against": "the audit did not come to an end"}
        verdict = msgspec.json.decode(told, type=FolderVerdict)
        if not verdict.clean:
            return "refused", {"against": verdict.against}
        try:
            engine = await asyncio.to_thread(Engine, folder)
        except ProblemsError as error:
            return "refused", {"against": sorted({each.code for each in error.problems})}
        if engine.pack.content_hash != verdict.content_hash:  # it changed meanwhile: the next look will see it
            return "failed", {"against": "it changed while it was audited"}
        await asyncio.to_thread(engine.assess, {})  # what the first request would wait for
        self._hosted.exchange(number, engine)
        return "exchanged", {"version": engine.pack.about.version, "content_hash": verdict.content_hash}


class LookedAfter:
    """An application whose packs are looked after while its event loop runs: from its lifespan on, or where it is mounted in an
    application that keeps the lifespan to itself, from the first request on.
    """

    def __init__(self, app: ASGIApp, reloader: Reloader, seconds: float) -> None:
        self._app = app
        self._reloader = reloader
        self._seconds = seconds
        self._watching: asyncio.Task[None] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does."""
        watching = self._watching
        if watching is None or watching.done() or watching.get_loop() is not asyncio.get_running_loop():
            watching = self._watching = asyncio.create_task(self._reloader.watch(self._seconds))
        try:
            await self._app(scope, receive, send)
        finally:
            if scope["type"] == "lifespan":
                watching.cancel()
