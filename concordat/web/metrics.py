"""Metrics: what the server counts, for Prometheus (text format 0.0.4 and OpenMetrics 1.0).

Labels are routes, status codes and reasons: nothing that a request brings with it, so that they stay few and tell nothing of anybody.
"""

from __future__ import annotations

from collections import Counter as Counts
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from .. import __version__

__all__ = ["MEDIA", "Metrics", "State"]

MEDIA = CONTENT_TYPE_LATEST
_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_UNCHANGED = 304


@dataclass(frozen=True, slots=True)
class State:
    """How a server stands: its generation and triples, the workers that answer, the queries that wait, workers ended by reason, and whether
    pages are being made ready in the background.
    """

    generation: int
    triples: int
    busy: int
    waiting: int
    ended: Counts[str]
    slow: int
    warming: bool


class Metrics(Collector):
    """The counters of one server; `state` tells what others count."""

    def __init__(self, state: Callable[[], State]) -> None:
        self._state = state
        self._registry = CollectorRegistry()
        self._registry.register(self)
        self._requests = Counter("concordat_requests", "Requests by route and status", ["route", "status"], registry=self._registry)
        self._seconds = Histogram(
            "concordat_request_seconds", "Seconds until the end of the answer", ["route"], buckets=_BUCKETS, registry=self._registry
        )
        self._unchanged = Counter("concordat_cache_hits", "Answers that the client held already (304)", registry=self._registry)
        self.again = Counter("concordat_answers_again", "Answers to queries that were kept and given again", registry=self._registry)
        self.open = Gauge("concordat_requests_open", "Requests being answered", registry=self._registry)

    def note(self, route: str, status: int, seconds: float) -> None:
        """Count one request."""
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)
        if status == _UNCHANGED:
            self._unchanged.inc()

    def text(self) -> bytes:
        """Return all counters as Prometheus reads them."""
        return generate_latest(self._registry)

    def collect(self) -> Iterable[Metric]:
        """Yield what is counted elsewhere, as it stands now."""
        state = self._state()
        version = GaugeMetricFamily("concordat_version", "The version of the program", labels=["version"])
        version.add_metric([__version__], 1)
        yield version
        yield GaugeMetricFamily("concordat_store_generation", "Generation of the store that is served", state.generation)
        yield GaugeMetricFamily("concordat_store_triples", "Triples that are served", state.triples)
        yield GaugeMetricFamily("concordat_warming", "Whether pages are being made ready in the background", int(state.warming))
        yield GaugeMetricFamily("concordat_workers_busy", "Queries being answered", state.busy)
        yield GaugeMetricFamily("concordat_queries_waiting", "Queries that wait for a worker", state.waiting)
        yield CounterMetricFamily("concordat_slow_queries", "Queries that took longer than the threshold", state.slow)
        ended = CounterMetricFamily("concordat_workers_killed", "Workers ended while they answered", labels=["reason"])
        for reason in ("died", "left", "time"):
            ended.add_metric([reason], state.ended[reason])
        yield ended

    def describe(self) -> Iterable[Metric]:
        """Yield nothing: the names are not asked for before there is a state."""
        return ()
