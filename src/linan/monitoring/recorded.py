"""The stored past as columns, day by day."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np
from django.db import connection
from numpy.typing import NDArray

EPOCH_2000_US = 946_684_800_000_000  # PostgreSQL counts timestamps from 2000-01-01
DAY_S = 86_400.0
Columns = tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.float64]]
_ROW = np.dtype([  # binary COPY: number of fields, then length and value of each, big-endian
    ("fields", ">i2"), ("n1", ">i4"), ("series", ">i4"), ("n2", ">i4"), ("at", ">i8"), ("n3", ">i4"), ("value", ">f8"),
])
_HEAD, _TAIL = 19, 2  # bytes around the rows of a binary COPY
_PAST = """
copy (
    select series_id, at, value from monitoring_reading
    where series_id = any(%s) and at >= to_timestamp(%s) and at < to_timestamp(%s)
    order by series_id, at
) to stdout (format binary)
"""


def recorded(series_ids: Sequence[int], *, first: float, last: float) -> Iterator[Columns]:
    """Yield series, µs since 1970 and values, sorted by series and time, a UTC day at a time, the oldest first.

    first, last: seconds since 1970; the last is not included. A day without readings is left out.
    """
    for begin, end in days_between(first, last):
        with connection.cursor() as cursor, connection.wrap_database_errors:
            with cursor.copy(_PAST, [list(series_ids), begin, end]) as copy:
                written = b"".join(copy)
        rows = np.frombuffer(written[_HEAD : len(written) - _TAIL], _ROW)
        if len(rows):
            yield rows["series"].astype(np.int32), rows["at"].astype(np.int64) + EPOCH_2000_US, rows["value"].astype(float)


def days_between(first: float, last: float) -> list[tuple[float, float]]:
    """Return the UTC days between two moments, the first and the last one cut; seconds since 1970."""
    borders = np.arange(np.floor(first / DAY_S) + 1, np.ceil(last / DAY_S)) * DAY_S
    edges = [first, *borders.tolist(), last]
    return list(pairwise(edges))
