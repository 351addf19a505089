"""Hourly figures of every series: made when an hour closes, and again for hours that late readings touched.

Those of days that are past lie in files; a row in PostgreSQL is newer than the file and holds before it.
"""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from django.db import connection, transaction
from django.db.models import Max

from linan.monitoring.actions.partitions import beginning_of
from linan.monitoring.archive.hourly import write_hours
from linan.monitoring.archive.retention import Retention
from linan.monitoring.kept import hours_outdated, series_of
from linan.monitoring.models import ArchivedDay, ArchivedHours, HourlyMark
from linan.monitoring.stored import closed_folder, counted_hours, span_of

OVERLAP = timedelta(minutes=10)  # a batch bears the moment of its receipt and may wait that long for its COMMIT
_COLUMNS = "series_id, hour, count, least, greatest, total, last"
# Readings never change, so an hour with the same count and ends is the same: writing it again would only bloat the table.
_CHANGED = """
on conflict (series_id, hour) do update set
    count = excluded.count, least = excluded.least, greatest = excluded.greatest, total = excluded.total,
    last = excluded.last
where (h.count, h.least, h.greatest, h.last) is distinct from
    (excluded.count, excluded.least, excluded.greatest, excluded.last)
"""
_ROLL_UP = f"""
insert into monitoring_hourly as h ({_COLUMNS})
select t.series_id, t.hour, f.count, f.least, f.greatest, f.total, f.last
from (
    select distinct series_id, date_trunc('hour', at, 'UTC') as hour from monitoring_reading
    where received_at >= %(since)s and received_at < %(until)s and at < %(hour)s
        and not (at at time zone 'UTC')::date = any(%(closed)s)
) t cross join lateral (
    select count(*) as count, min(value) as least, max(value) as greatest, sum(value) as total,
        (array_agg(value order by at desc))[1] as last
    from monitoring_reading r
    where r.series_id = t.series_id and r.at >= t.hour and r.at < t.hour + interval '1 hour'
) f order by t.hour, t.series_id {_CHANGED}
"""
# Not while readings come in (autosummarize), which slowed the COPY by a quarter, but once before it is of use.
_SUMMARIZE = """
select brin_summarize_new_values(inhrelid) from pg_inherits where inhparent = 'monitoring_reading_received'::regclass
"""
_PAST_DAYS = "select distinct (hour at time zone 'UTC')::date from monitoring_hourly where hour < %s"
_FOLDED = "delete from monitoring_hourly where hour >= %(first)s and hour < %(last)s"


@transaction.atomic
def roll_up_hours(*, now: datetime) -> int:
    """Make the figures of hours that closed, and of closed ones that readings came for since; return how many are new.

    Hours of days that lie in files are made from the file when it is: PostgreSQL holds only what came late.
    """
    hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    since = _turn_mark(hour)
    closed = list(ArchivedDay.objects.filter(retired_at=None).values_list("day", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(_SUMMARIZE)
        cursor.execute(_ROLL_UP, {"since": since - OVERLAP, "until": now, "hour": hour, "closed": closed})
        return int(cursor.rowcount)


def fold_past_hours(kept: Retention, *, now: datetime) -> list[date]:
    """Put the figures of every day that is past into its file, and let go what was kept long enough; return the days."""
    today = now.astimezone(UTC).date()
    with connection.cursor() as cursor:
        cursor.execute(_PAST_DAYS, [beginning_of(today)])
        days = {day for (day,) in cursor.fetchall()}
    days.update(hours_outdated(kept, today=today))
    return [day for day in sorted(days) if fold_hours(day, readings=None, kept=kept, now=now)]


@transaction.atomic
def fold_hours(day: date, *, readings: Path | None, kept: Retention, now: datetime) -> bool:
    """Write a day's hourly figures into the next version of its file, in place of the rows; True where there is one.

    readings: the file of the day's readings where it is closed: the figures are then counted anew from it.
    """
    _held_mark()  # nobody counts hours meanwhile
    used = ArchivedHours.objects.filter(day=day, retired_at=None).first()
    expired = kept.hours_expired(day, today=now.astimezone(UTC).date())
    newest = ArchivedHours.objects.filter(day=day).aggregate(newest=Max("version"))["newest"] or 0
    row = ArchivedHours(day=day, version=newest + 1, archived_at=now)
    row.without = sorted(expired.union(used.without if used else ()))
    made = write_hours(
        closed_folder() / row.file, readings=readings, fresh=counted_hours(day),
        earlier=closed_folder() / used.file if used else None, expired=series_of(expired),
    )
    ArchivedHours.objects.filter(day=day, retired_at=None).update(retired_at=now)
    if made:
        row.rows, row.size_bytes, row.sha256 = made.rows, made.size_bytes, made.sha256
        row.save()
    with connection.cursor() as cursor:
        cursor.execute(_FOLDED, span_of(day))
    return made is not None


def _held_mark() -> HourlyMark:
    """Return the mark, locked for this transaction."""
    beginning = datetime(1970, 1, 2, tzinfo=UTC)
    HourlyMark.objects.get_or_create(pk=1, defaults={"received_until": beginning})
    return HourlyMark.objects.select_for_update().get(pk=1)


def _turn_mark(hour: datetime) -> datetime:
    """Return up to when readings were counted, and note the hour that is going on; one caller at a time."""
    mark = _held_mark()
    since, mark.received_until = mark.received_until, hour
    mark.save()
    return since
