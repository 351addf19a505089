"""What was measured between two moments, wherever it lies: open days in PostgreSQL, closed ones in their files."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.db import connection
from numpy.typing import NDArray

from linan.monitoring.archive.parquet import readings_in
from linan.monitoring.copying import Columns, copied, in_order, layout, microseconds
from linan.monitoring.models import ArchivedDay

HOUR = timedelta(hours=1)
_ROWS = layout(series=">i4", at=">i8", value=">f8")
_READINGS = """
copy (
    select series_id, at, value from monitoring_reading
    where series_id = any(%(series)s) and at >= %(first)s and at < %(last)s order by series_id, at
) to stdout (format binary)
"""
_HOURS = layout(series=">i4", hour=">i8", count=">i4", least=">f8", greatest=">f8", total=">f8", last=">f8")
_FIGURES = """
copy (
    select series_id, hour, count, least, greatest, total, last from monitoring_hourly
    where series_id = any(%(series)s) and hour >= %(first)s and hour < %(last)s
) to stdout (format binary)
"""


def closed_folder() -> Path:
    """Return the folder of the files of closed days."""
    return Path(settings.LINAN_READINGS)


def readings_between(series_ids: Sequence[int], *, first: datetime, last: datetime) -> Columns:
    """Return series, µs since 1970 and values between two moments, by series and time; the last is not included.

    What was taken in a moment ago may still wait in the journal (nothing_waits). PostgreSQL is asked before the list of files: a day that is closed meanwhile is then found twice and kept once,
    never missed.
    """
    wanted = {"series": list(series_ids), "first": first, "last": last}
    blocks = list(copied(_READINGS, wanted, _ROWS))
    open_ones = tuple(np.concatenate([one[name] for one in blocks]) for name in ("series", "at", "value"))
    readings: Columns = open_ones[0].astype(np.int32), microseconds(open_ones[1]), open_ones[2].astype(float)
    if len(series_ids) and (files := _files(first, last)):
        closed = readings_in(files, series_ids, first_us=to_us(first), last_us=to_us(last))
        return in_order(closed, readings)
    return readings


def hours_between(series_ids: Sequence[int], *, first: datetime, last: datetime) -> NDArray[Any]:
    """Return hourly figures by series and hour: series, hour (µs since 1970), count, least, greatest, total, last.

    An hour counts when it begins between the moments. The hour that is going on has no figures yet.
    """
    wanted = {"series": list(series_ids), "first": first, "last": last}
    rows = np.concatenate(list(copied(_FIGURES, wanted, _HOURS)))
    names = ["series", "hour", "count", "least", "greatest", "total", "last"]
    native = [(name, rows[name].dtype.newbyteorder("=")) for name in names]
    figures = np.empty(len(rows), native)
    for name in names:
        figures[name] = rows[name]
    figures["hour"] = microseconds(figures["hour"])
    return figures[np.lexsort((figures["hour"], figures["series"]))]  # PostgreSQL would sort on disk


def files_missing() -> list[Path]:
    """Return the files of closed days that are not where they should be."""
    files = [closed_folder() / one.file for one in ArchivedDay.objects.filter(retired_at=None)]
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


def _files(first: datetime, last: datetime) -> list[Path]:
    days = ArchivedDay.objects.filter(retired_at=None, day__gte=first.astimezone(UTC).date(), day__lte=last.astimezone(UTC).date())
    return [closed_folder() / one.file for one in days]
