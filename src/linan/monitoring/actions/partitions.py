"""The daily partitions of readings: a day without one refuses its readings loudly."""

from datetime import UTC, date, datetime, timedelta

from django.db import connection, transaction
from psycopg import sql

READINGS = "monitoring_reading"
_LOCK = 4_102_001  # advisory lock, so that two processes do not make the same partition


@transaction.atomic
def ensure_partitions(days: int, *, now: datetime, back: int = 7) -> None:
    """Make the partitions of readings from `back` days ago until `days` days ahead; days are UTC days."""
    first = now.astimezone(UTC).date() - timedelta(days=back)
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute(
            "select c.relname from pg_inherits join pg_class c on c.oid = inhrelid where inhparent = %s::regclass",
            [READINGS],
        )
        present = {name for (name,) in cursor.fetchall()}
        for day in (first + timedelta(days=n) for n in range(back + days + 1)):
            if partition_of(day) not in present:
                cursor.execute(_creation(day))


def partition_of(day: date) -> str:
    """Return the name of a day's partition."""
    return f"{READINGS}_{day:%Y%m%d}"


def _creation(day: date) -> sql.Composed:
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return sql.SQL("create table {} partition of {} for values from ({}) to ({})").format(
        sql.Identifier(partition_of(day)), sql.Identifier(READINGS),
        sql.Literal(start.isoformat()), sql.Literal((start + timedelta(days=1)).isoformat()),
    )
