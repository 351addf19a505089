"""The clock, read only at the edge: web, jobs, handlers, intake. Everything else is given `now`."""

from datetime import UTC, datetime


def now() -> datetime:
    """Return the present moment, aware, in UTC."""
    return datetime.now(UTC)
