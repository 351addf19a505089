"""What the gateways of this process have counted, read from the counters that Prometheus sees too."""

import time
from collections.abc import Iterable

from prometheus_client import Counter, Gauge

from linan.monitoring.actions.gateways import Counted
from linan.monitoring.gateways._counts import CONNECTIONS, RECEIVED, REFUSED

SMOOTH = 0.3  # weight of the newest second in the rate


class Tallies:
    """Counts with the rate that follows from two readings of them."""

    def __init__(self) -> None:
        self._before: dict[str, tuple[int, float]] = {}
        self._per_s: dict[str, float] = {}

    def read(self, gateways: Iterable[str]) -> list[Counted]:
        """Return what each gateway counted until now."""
        received, held = _by_gateway(RECEIVED), _by_gateway(CONNECTIONS)
        refused = _reasons()
        names = sorted({*gateways, *received, *held, *refused})
        return [
            Counted(name, held.get(name), received.get(name, 0), self._rate(name, received.get(name, 0)), refused.get(name, {}))
            for name in names
        ]

    def _rate(self, name: str, count: int) -> float:
        now = time.monotonic()
        before, then = self._before.get(name, (count, now))
        self._before[name] = (count, now)
        if now > then:
            newest = (count - before) / (now - then)
            self._per_s[name] = SMOOTH * newest + (1 - SMOOTH) * self._per_s.get(name, newest)
        return round(self._per_s.get(name, 0.0), 2)


def _samples(metric: Counter | Gauge) -> list[tuple[dict[str, str], int]]:
    return [
        (one.labels, int(one.value))
        for found in metric.collect() for one in found.samples if not one.name.endswith("_created")
    ]


def _by_gateway(metric: Counter | Gauge) -> dict[str, int]:
    return {labels["gateway"]: count for labels, count in _samples(metric)}


def _reasons() -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for labels, count in _samples(REFUSED):
        found.setdefault(labels["gateway"], {})[labels["reason"]] = count
    return found
