"""Hourly figures of every series: made when an hour closes, and again for hours that late readings touched."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection, transaction
from numpy.typing import NDArray

from linan.monitoring.archive.retention import OTHER, Retention
from linan.monitoring.models import ArchivedDay, HourlyMark

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
_TAKE_OVER = f"""
insert into monitoring_hourly as h ({_COLUMNS})
select series_id, to_timestamp(hour * 3600.0), count, least, greatest, total, last
from unnest(
    %(series_id)s::int4[], %(hour)s::int8[], %(count)s::int4[], %(least)s::float8[], %(greatest)s::float8[],
    %(total)s::float8[], %(last)s::float8[]
) as made({_COLUMNS}) {_CHANGED}
"""
_EXPIRE = """
delete from monitoring_hourly h using monitoring_series s
where s.id = h.series_id and h.hour < %(before)s and (s.quantity = any(%(quantities)s)) = %(named)s
"""


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


@transaction.atomic
def take_over_hours(figures: Mapping[str, NDArray[Any]]) -> None:
    """Keep hourly figures that were made from a file; `hour` counts hours since 1970."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_OVER, {name: column.tolist() for name, column in figures.items()})


def expire_hours(kept: Retention, *, today: date) -> None:
    """Remove the hourly figures that were kept long enough."""
    named = kept.named()
    with connection.cursor() as cursor:
        for name, one in kept.classes.items():
            before = datetime(today.year, today.month, today.day, tzinfo=UTC) - timedelta(days=one.hours_days)
            quantities = named if name == OTHER else one.quantities
            cursor.execute(_EXPIRE, {"before": before, "quantities": quantities, "named": name != OTHER})


def _turn_mark(hour: datetime) -> datetime:
    """Return up to when readings were counted, and note the hour that is going on; one caller at a time."""
    beginning = datetime(1970, 1, 2, tzinfo=UTC)
    HourlyMark.objects.get_or_create(pk=1, defaults={"received_until": beginning})
    mark = HourlyMark.objects.select_for_update().get(pk=1)
    since, mark.received_until = mark.received_until, hour
    mark.save()
    return since
