"""Closing days: their readings move into a file, which is proved before PostgreSQL lets them go.

Every step may be cut off and is done again the next night: a file counts from the moment its row is committed, in the
transaction that empties the partition.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from time import sleep

import structlog
from django.db import OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.db.models import Max
from psycopg import sql

from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.monitoring.actions.hours import fold_hours, fold_past_hours, roll_up_hours
from linan.monitoring.actions.partitions import LATE, READINGS, beginning_of, open_days, partition_of
from linan.monitoring.archive.parquet import DayFile, Draft, Sums, drafting
from linan.monitoring.archive.retention import Retention, retention
from linan.monitoring.copying import copied, layout, microseconds
from linan.monitoring.kept import days_outdated, retention_at, series_of
from linan.monitoring.models import ArchivedDay, ArchivedHours
from linan.monitoring.stored import closed_folder, span_of, to_us

log = structlog.get_logger()

LOCK = 4_102_003  # advisory lock: one process closes days
ATTEMPTS = 5
RETRY_S = 2.0
KEPT_RETIRED = timedelta(days=1)  # longer than any read and any backup that names the file
DAY = timedelta(days=1)
_ROWS = layout(series=">i4", at=">i8", received=">i8", value=">f8")
_COPY = """
copy (
    select series_id, at, received_at, value from monitoring_reading where at >= %(first)s and at < %(last)s
) to stdout (format binary)
"""
_SUMS = """
select count(*), coalesce(sum(series_id), 0),
    coalesce((extract(epoch from sum(at - %(first)s)) * 1000000)::numeric, 0),
    coalesce((extract(epoch from sum(received_at - at)) * 1000000)::numeric, 0),
    coalesce(sum(case when value between -1e12 and 1e12 then floor(value * 1000)::int8 end), 0)
from monitoring_reading where at >= %(first)s and at < %(last)s
"""
_LATE_DAYS = f"select distinct (at at time zone 'UTC')::date from {LATE} where at < %s"


class ReadingsCameMeanwhile(Exception):
    """Late readings reached the day while its file was written."""


class BeingClosed(Refused):
    """Another process closes days at this moment."""

    code = "days_being_closed"
    msgid = noop("Another process is closing days of readings now. Wait until it has ended.")


def archive_days(*, before: date, now: datetime) -> list[date]:
    """Close every day before that one which holds readings, let go what was kept long enough; return the days written.

    The day that is going on stays open whatever is asked. Raises: BeingClosed.
    """
    today, kept = now.astimezone(UTC).date(), retention_at(now)
    with _alone():
        roll_up_hours(now=now)
        waiting = days_waiting(before=min(before, today))
        written = [day for day in waiting if _archive(day, kept=kept, now=now)]
        written += [day for day in days_outdated(kept, today=today) if _archive(day, kept=kept, now=now)]
        fold_past_hours(kept, now=now)
        _remove_retired(now=now)
    return written


def days_waiting(*, before: date) -> list[date]:
    """Return the days before that one of which PostgreSQL holds a partition or late readings, the oldest first."""
    with connection.cursor() as cursor:
        cursor.execute(_LATE_DAYS, [beginning_of(before)])
        late = {day for (day,) in cursor.fetchall()}
    return sorted(late | {day for day in open_days() if day < before})


def days_overdue(*, today: date) -> list[date]:
    """Return the days that hold readings and should have been closed a night ago, the oldest first."""
    before = retention().first_open_day(today) - DAY
    return [day for day in open_days() if day < before and _holds_readings(day)]


def _holds_readings(day: date) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("select exists (select from {})").format(sql.Identifier(partition_of(day))))
        return bool(cursor.fetchone()[0])


@contextmanager
def _alone() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("select pg_try_advisory_lock(%s)", [LOCK])
        if cursor.fetchone() != (True,):
            raise BeingClosed
        try:
            yield
        finally:
            cursor.execute("select pg_advisory_unlock(%s)", [LOCK])


def _archive(day: date, *, kept: Retention, now: datetime) -> bool:
    """Close a day, again where readings came or a lock was held meanwhile; True where its file is new."""
    for attempt in range(ATTEMPTS):
        try:
            is_new = _write_and_settle(day, kept=kept, now=now)
            _drop_partition(day)
            return is_new
        except (ReadingsCameMeanwhile, OperationalError) as fault:
            log.warning("day_stays_open", day=str(day), fault=type(fault).__name__, attempt=attempt)
            sleep(RETRY_S)
    return False


def _write_and_settle(day: date, *, kept: Retention, now: datetime) -> bool:
    expired = kept.expired(day, today=now.astimezone(UTC).date())
    used = ArchivedDay.objects.filter(day=day, retired_at=None).first()
    earlier = closed_folder() / used.file if used else None
    without = expired.union(used.without if used else ())  # a longer term brings nothing back
    with drafting(closed_folder(), earlier=earlier, expired=series_of(expired)) as draft:
        staged = _stage(draft, day)
        if not staged.rows and (used is None or used.without == sorted(without)):
            return False
        following = _following(day, without=sorted(without), now=now)
        made = _write(draft, following)
    with transaction.atomic():
        if made:
            fold_hours(day, readings=closed_folder() / following.file, kept=kept, now=now)
        _settle(day, staged, following if made else None, now=now)
    return True


def _stage(draft: Draft, day: date) -> Sums:
    for rows in copied(_COPY, span_of(day), _ROWS):
        draft.add({
            "series_id": rows["series"].astype("i4"), "at": microseconds(rows["at"]),
            "received_at": microseconds(rows["received"]), "value": rows["value"].astype("f8"),
        })
    return draft.sums(day_us=to_us(beginning_of(day)))


def _following(day: date, *, without: Sequence[str], now: datetime) -> ArchivedDay:
    newest = ArchivedDay.objects.filter(day=day).aggregate(newest=Max("version"))["newest"] or 0
    return ArchivedDay(day=day, version=newest + 1, without=list(without), archived_at=now)


def _write(draft: Draft, row: ArchivedDay) -> DayFile | None:
    """Write a day's file and note in its row what it is; nothing where everything was kept long enough."""
    if not draft.count():
        return None
    target = closed_folder() / row.file
    target.parent.mkdir(exist_ok=True)
    made = draft.write(target)
    row.rows, row.size_bytes, row.sha256 = made.rows, made.size_bytes, made.sha256
    return made


def _settle(day: date, staged: Sums, following: ArchivedDay | None, *, now: datetime) -> None:
    """Let the file take the place of the rows, provided they are still what it was made from.

    The lock waits less than it takes PostgreSQL to look for a deadlock: the intake never gives way to the archive.
    """
    held = [partition_of(day)] if day in open_days() else []
    with connection.cursor() as cursor:
        cursor.execute("set local lock_timeout = '500ms'")
        names = sql.SQL(", ").join(sql.Identifier(name) for name in [*held, LATE])
        cursor.execute(sql.SQL("lock table {} in share row exclusive mode").format(names))
        if _sums(cursor, day) != staged:
            raise ReadingsCameMeanwhile
        ArchivedDay.objects.filter(day=day, retired_at=None).update(retired_at=now)
        if following:
            following.save()
        cursor.execute(f"delete from {LATE} where at >= %(first)s and at < %(last)s", span_of(day))
        for name in held:
            cursor.execute(sql.SQL("truncate {}").format(sql.Identifier(name)))


def _sums(cursor: CursorWrapper, day: date) -> Sums:
    cursor.execute(_SUMS, span_of(day))
    return Sums(*(int(one) for one in cursor.fetchone()))


def _drop_partition(day: date) -> None:
    """Remove the partition of a closed day. One that readings reached meanwhile stays until the next night."""
    if day not in open_days():
        return
    name = sql.Identifier(partition_of(day))
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local lock_timeout = '500ms'")
        cursor.execute(sql.SQL("lock table only {} in access exclusive mode").format(sql.Identifier(READINGS)))
        cursor.execute(sql.SQL("select exists (select from {})").format(name))
        if cursor.fetchone() == (False,):
            cursor.execute(sql.SQL("drop table {}").format(name))


def _remove_retired(*, now: datetime) -> None:
    kinds: tuple[type[ArchivedDay] | type[ArchivedHours], ...] = (ArchivedDay, ArchivedHours)
    for row in (one for kind in kinds for one in kind.objects.filter(retired_at__lt=now - KEPT_RETIRED)):
        Path(closed_folder() / row.file).unlink(missing_ok=True)
        row.delete()
