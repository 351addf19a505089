"""The stored past as columns, day by day."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from itertools import pairwise

import numpy as np

from linan.monitoring.copying import Columns
from linan.monitoring.stored import readings_between

DAY_S = 86_400.0


def recorded(series_ids: Sequence[int], *, first: float, last: float) -> Iterator[Columns]:
    """Yield series, µs since 1970 and values, sorted by series and time, a UTC day at a time, the oldest first.

    first, last: seconds since 1970; the last is not included. A day without readings is left out.
    """
    for begin, end in days_between(first, last):
        columns = readings_between(
            series_ids, first=datetime.fromtimestamp(begin, UTC), last=datetime.fromtimestamp(end, UTC)
        )
        if len(columns[0]):
            yield columns


def days_between(first: float, last: float) -> list[tuple[float, float]]:
    """Return the UTC days between two moments, the first and the last one cut; seconds since 1970."""
    borders = np.arange(np.floor(first / DAY_S) + 1, np.ceil(last / DAY_S)) * DAY_S
    edges = [first, *borders.tolist(), last]
    return list(pairwise(edges))
