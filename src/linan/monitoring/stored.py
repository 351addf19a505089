"""What was measured between two moments, wherever it lies: open days in PostgreSQL, closed ones in their files."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.db import connection
from numpy.typing import NDArray

from linan.monitoring.archive.hourly import COLUMNS, HOUR_US, hours_in
from linan.monitoring.archive.parquet import readings_in
from linan.monitoring.copying import Columns, copied, in_order, layout, microseconds
from linan.monitoring.models import ArchivedDay, ArchivedHours

HOUR = timedelta(hours=1)
_ROWS = layout(series=">i4", at=">i8", value=">f8")
_READINGS = """
copy (
    select series_id, at, value from monitoring_reading
    where series_id = any(%(series)s) and at >= %(first)s and at < %(last)s order by series_id, at
) to stdout (format binary)
"""
_HOURS = layout(series_id=">i4", hour=">i8", count=">i4", least=">f8", greatest=">f8", total=">f8", last=">f8")
_FIGURES = """
copy (
    select series_id, hour, count, least, greatest, total, last from monitoring_hourly
    where {series} hour >= %(first)s and hour < %(last)s
) to stdout (format binary)
"""
_TABLE = [
    ("series", np.int32), ("hour", np.int64), ("count", np.int32), ("least", np.float64), ("greatest", np.float64),
    ("total", np.float64), ("last", np.float64),
]


def closed_folder() -> Path:
    """Return the folder of the files of closed days."""
    return Path(settings.LINAN_READINGS)


def readings_between(series_ids: Sequence[int], *, first: datetime, last: datetime) -> Columns:
    """Return series, µs since 1970 and values between two moments, by series and time; the last is not included.

    What was taken in a moment ago may still wait in the journal (nothing_waits). PostgreSQL is asked before the list of
    files: a day that is closed meanwhile is then found twice and kept once, never missed.
    """
    wanted = {"series": list(series_ids), "first": first, "last": last}
    blocks = list(copied(_READINGS, wanted, _ROWS))
    open_ones = tuple(np.concatenate([one[name] for one in blocks]) for name in ("series", "at", "value"))
    readings: Columns = open_ones[0].astype(np.int32), microseconds(open_ones[1]), open_ones[2].astype(float)
    if len(series_ids) and (files := _files(ArchivedDay, first, last)):
        closed = readings_in(files, series_ids, first_us=to_us(first), last_us=to_us(last))
        return in_order(closed, readings)
    return readings


def hours_between(series_ids: Sequence[int], *, first: datetime, last: datetime) -> NDArray[Any]:
    """Return hourly figures by series and hour: series, hour (µs since 1970), count, least, greatest, total, last.

    An hour counts when it begins between the moments. The hour that is going on has no figures yet. Rows of PostgreSQL
    are newer than the files; it is asked before the list of files, so that a fold meanwhile is found twice, never missed.
    """
    fresh = _counted({"series": list(series_ids), "first": first, "last": last})
    if len(series_ids) and (files := _files(ArchivedHours, first, last)):
        span_h = {"first": -(-to_us(first) // HOUR_US), "last": -(-to_us(last) // HOUR_US)}
        return _as_table(_newest(hours_in(files, series_ids, **span_h), fresh))
    return _as_table(_newest(fresh, {name: column[:0] for name, column in fresh.items()}))


def counted_hours(day: date) -> Mapping[str, NDArray[Any]]:
    """Return the hourly figures of a day that lie in PostgreSQL, by column; `hour` counts hours since 1970."""
    return _counted(span_of(day))


def span_of(day: date) -> dict[str, Any]:
    """Return the moments at which a UTC day begins and ends, as `first` and `last`."""
    first = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return {"first": first, "last": first + timedelta(days=1)}


def _counted(wanted: Mapping[str, Any]) -> Mapping[str, NDArray[Any]]:
    statement = _FIGURES.format(series="series_id = any(%(series)s) and" if "series" in wanted else "")
    rows = np.concatenate(list(copied(statement, wanted, _HOURS)))
    figures = {name: rows[name].astype(rows[name].dtype.newbyteorder("=")) for name in COLUMNS}
    figures["hour"] = (microseconds(figures["hour"]) // HOUR_US).astype(np.int32)
    return figures


def _newest(older: Mapping[str, NDArray[Any]], newer: Mapping[str, NDArray[Any]]) -> Mapping[str, NDArray[Any]]:
    """Return figures by series and hour; of two of the same hour the newer one stays. What is in order stays as it is."""
    if not len(newer["hour"]) and _is_sorted(_keys(older)):
        return older
    near = newer["hour"] <= older["hour"].max(initial=0)
    stays = ~np.isin(_keys(older), _keys(newer)[near]) if near.any() else np.ones(len(older["hour"]), np.bool_)
    both = {name: np.concatenate([older[name][stays], newer[name]]) for name in COLUMNS}
    order = np.argsort(_keys(both), kind="stable")  # PostgreSQL would sort on disk
    return {name: column[order] for name, column in both.items()}


def _keys(figures: Mapping[str, NDArray[Any]]) -> NDArray[np.int64]:
    keys: NDArray[np.int64] = (figures["series_id"].astype(np.int64) << 32) | figures["hour"]
    return keys


def _is_sorted(keys: NDArray[np.int64]) -> bool:
    return bool((keys[1:] > keys[:-1]).all())


def _as_table(figures: Mapping[str, NDArray[Any]]) -> NDArray[Any]:
    table = np.empty(len(figures["hour"]), _TABLE)
    for name in COLUMNS[2:]:
        table[name] = figures[name]
    table["series"], table["hour"] = figures["series_id"], figures["hour"].astype(np.int64) * HOUR_US
    return table


def files_missing() -> list[Path]:
    """Return the files of past days that are not where they should be."""
    kinds: tuple[type[ArchivedDay] | type[ArchivedHours], ...] = (ArchivedDay, ArchivedHours)
    files = [closed_folder() / one.file for kind in kinds for one in kind.objects.filter(retired_at=None)]
    return [file for file in files if not file.is_file()]


def nothing_waits(*, before: datetime) -> bool:
    """Return whether everything that was taken in before a moment is in its place, where readings_between() finds it."""
    with connection.cursor() as cursor:
        cursor.execute("select not exists (select from monitoring_journal where received_at < %s)", [before])
        return bool(cursor.fetchone() == (True,))


def to_us(moment: datetime) -> int:
    """Return a moment in µs since 1970, exactly."""
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(microseconds=1)


def from_us(at_us: int) -> datetime:
    """Return the moment of µs since 1970, exactly."""
    return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=at_us)


def _files(kind: type[ArchivedDay] | type[ArchivedHours], first: datetime, last: datetime) -> list[Path]:
    days = (first.astimezone(UTC).date(), last.astimezone(UTC).date())
    return [closed_folder() / one.file for one in kind.objects.filter(retired_at=None, day__range=days)]
