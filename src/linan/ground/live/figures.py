"""Figures of the log for Prometheus."""

from collections.abc import Iterable, Iterator

from django.db import close_old_connections, connection
from prometheus_client import CollectorRegistry, Counter, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from linan.ground.announcements.handlers import HANDLERS
from linan.ground.announcements.letters import dead_letters
from linan.ground.announcements.order import Entry

REGISTRY = CollectorRegistry()
ANNOUNCEMENTS = Counter(
    "linan_announcements", "Announcements seen since this process started.", ["kind"], registry=REGISTRY
)

_LAGS = """
select c.name, coalesce(extract(epoch from clock_timestamp() - next.recorded_at), 0)::float8
from unnest(%s::text[], %s::text[]) as h(name, kind)
join announcements_cursor c on c.name = h.name
left join lateral (
    select l.recorded_at from announcements_logged l
    where l.kind = h.kind and (l.generation, l.xid, l.id) > (c.generation, c.xid, c.logged_id)
    order by l.generation, l.xid, l.id limit 1
) next on true
"""


def count_announcements(entries: Iterable[Entry]) -> None:
    """Count rows by kind."""
    for entry in entries:
        ANNOUNCEMENTS.labels(entry.kind).inc()


def figures() -> bytes:
    """Return all figures in Prometheus' text form."""
    return generate_latest(REGISTRY)


def figures_from_a_thread() -> bytes:
    """Return all figures, on a connection that was looked after."""
    close_old_connections()
    return figures()


class _FromTheDatabase(Collector):
    """Figures that are read when they are asked for."""

    def describe(self) -> Iterator[Metric]:
        """Name nothing ahead: otherwise registering would ask the database while Django starts."""
        return iter(())

    def collect(self) -> Iterator[Metric]:
        lag = GaugeMetricFamily(
            "linan_handler_lag_seconds", "Age of the oldest announcement a handler has not reacted to.", labels=["handler"]
        )
        for name, seconds in handler_lags():
            lag.add_metric([name], seconds)
        yield lag
        yield GaugeMetricFamily("linan_dead_letters", "Reactions given up and not settled.", value=dead_letters().count())


def handler_lags() -> list[tuple[str, float]]:
    """Return for each handler the age in seconds of the oldest announcement it has not reacted to; 0: none."""
    with connection.cursor() as cursor:
        cursor.execute(_LAGS, [list(HANDLERS), [one.kind for one in HANDLERS.values()]])
        return [(name, float(seconds)) for name, seconds in cursor.fetchall()]


REGISTRY.register(_FromTheDatabase())
