"""Counts for Prometheus: how many requests, how long they took, which packs. Nothing of any answer, and no level, is counted."""

import os
from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from hipexpert.knowledge import Pack

TOGETHER = "PROMETHEUS_MULTIPROC_DIR"  # where workers of one service put their counts, so that each tells those of all
SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
MEDIA_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Metrics:
    """The counts of one service."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        into = self.registry
        about = ["route", "method", "status"]
        self._requests = Counter("hipexpert_requests", "Requests answered, by route, method and status.", about, registry=into)
        self._seconds = Histogram("hipexpert_request_seconds", "How long answers took.", ["route"], buckets=SECONDS, registry=into)
        self._refused = Counter("hipexpert_refused", "Requests that were turned away, by the reason.", ["reason"], registry=into)
        self._reloads = Counter("hipexpert_reloads", "Packs that were read anew, by the outcome.", ["outcome"], registry=into)
        self._feedback = Counter("hipexpert_cds_feedback", "Cards that users acted on, by outcome.", ["outcome"], registry=into)
        self._told: set[tuple[str, str, str]] = set()
        names = ["pack", "version", "content_hash"]
        self._packs = Gauge(
            "hipexpert_pack", "The packs that answer (1), and those that did (0).", names, registry=into, multiprocess_mode="livemax"
        )

    def answered(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count a request."""
        self._requests.labels(route, method, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def turned_away(self, reason: str) -> None:
        """Count a request that was not let in."""
        self._refused.labels(reason).inc()

    def reloaded(self, outcome: str) -> None:
        """Count a pack that was read anew."""
        self._reloads.labels(outcome).inc()

    def fed_back(self, outcome: str) -> None:
        """Count a card that somebody acted on."""
        self._feedback.labels(outcome).inc()

    def hosting(self, packs: Iterable[Pack]) -> None:
        """Say which packs answer now."""
        for told in self._told:
            self._packs.labels(*told).set(0)
        for pack in packs:
            self._told.add((pack.about.id, pack.about.version, pack.content_hash))
            self._packs.labels(pack.about.id, pack.about.version, pack.content_hash).set(1)

    def text(self) -> bytes:
        """All counts as Prometheus reads them: with several workers, of all."""
        if not os.environ.get(TOGETHER):
            return generate_latest(self.registry)
        registry = CollectorRegistry()
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)
