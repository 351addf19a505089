"""The daily partitions of readings, made ahead; what comes late for a day that has none lies apart."""

from datetime import UTC, date, datetime, timedelta

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg import sql

from linan.monitoring.models import ArchivedDay

READINGS = "monitoring_reading"
LATE = "monitoring_reading_late"
_LOCK = 4_102_001  # advisory lock, so that two processes do not make the same partition


@transaction.atomic
def ensure_partitions(days: int, *, now: datetime, back: int = 7) -> None:
    """Make the partitions of readings from `back` days ago until `days` days ahead; days are UTC days.

    A closed day gets none: what comes for it lies among the late readings until it is added to the day's file.
    """
    first = now.astimezone(UTC).date() - timedelta(days=back)
    wanted = {first + timedelta(days=n) for n in range(back + days + 1)}
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
        missing = wanted - set(open_days())
        if missing:
            missing -= set(ArchivedDay.objects.filter(retired_at=None, day__in=missing).values_list("day", flat=True))
        for day in sorted(missing):
            _make(cursor, day)


def open_days() -> list[date]:
    """Return the days that have a partition, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select c.relname from pg_inherits join pg_class c on c.oid = inhrelid where inhparent = %s::regclass",
            [READINGS],
        )
        names = [name.removeprefix(f"{READINGS}_") for (name,) in cursor.fetchall() if name != LATE]
    return sorted(datetime.strptime(one, "%Y%m%d").replace(tzinfo=UTC).date() for one in names)


def partition_of(day: date) -> str:
    """Return the name of a day's partition."""
    return f"{READINGS}_{day:%Y%m%d}"


def beginning_of(day: date) -> datetime:
    """Return the moment at which a UTC day begins."""
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _make(cursor: CursorWrapper, day: date) -> None:
    """Make a day's partition, and move there what came for the day while it had none."""
    start, end = beginning_of(day), beginning_of(day + timedelta(days=1))
    names = {"day": sql.Identifier(partition_of(day)), "all": sql.Identifier(READINGS), "late": sql.Identifier(LATE)}
    cursor.execute(sql.SQL("lock table only {all} in access exclusive mode").format(**names))
    cursor.execute(sql.SQL("create table {day} (like {all} including all)").format(**names))
    moved = "with moved as (delete from {late} where at >= %s and at < %s returning *) insert into {day} select * from moved"
    cursor.execute(sql.SQL(moved).format(**names), [start, end])
    cursor.execute(sql.SQL("alter table {all} attach partition {day} for values from ({start}) to ({end})").format(
        **names, start=sql.Literal(start.isoformat()), end=sql.Literal(end.isoformat())
    ))
