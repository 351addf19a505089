"""Last values and last seen, told to their tables once a second beside the writing of batches."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import structlog
from django.db import Error, connection, transaction

from linan.monitoring.intake.latest import Latest

log = structlog.get_logger()
LAST_VALUES = """
insert into monitoring_lastvalue (series_id, at, value)
select * from unnest(%s::int4[], %s::timestamptz[], %s::float8[])
on conflict (series_id) do update set at = excluded.at, value = excluded.value
where monitoring_lastvalue.at < excluded.at
"""
SEEN = """
update monitoring_device d set last_seen_at = s.at from (
    select device_id, max(at) as at
    from unnest(%s::int8[], %s::timestamptz[]) as m(device_id, at) group by device_id
) s
where d.id = s.device_id and (d.last_seen_at is null or d.last_seen_at < s.at)
"""


def mirror(latest: Latest, device_of: Mapping[int, int]) -> None:
    """Tell the tables what came in since the last time; what cannot be told now is told the next time.

    These rows follow from the readings, so nothing is lost with them, and a batch never waits for them.
    """
    series = latest.take_fresh()
    if not series:
        return
    try:
        _tell(latest, series, [device_of.get(one, 0) for one in series])
    except Error as fault:
        log.warning("mirror_away", fault=type(fault).__name__)
        latest.put_back(series)
        connection.close()


def _tell(latest: Latest, series: list[int], devices: list[int]) -> None:
    moments = [_moment(one) for one in latest.at_us[series].tolist()]
    heard = [_moment(one) for one in latest.heard_us[series].tolist()]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(LAST_VALUES, [series, moments, latest.value[series].tolist()])
        cursor.execute(SEEN, [devices, heard])


def mirror_last(latest: Latest, device_of: Mapping[int, int]) -> None:
    """Tell the tables for the last time, and let the connection go."""
    mirror(latest, device_of)
    connection.close()


def _moment(at_us: int) -> datetime:
    return datetime.fromtimestamp(0, UTC) + timedelta(microseconds=at_us)

