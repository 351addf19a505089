"""The newest reading of every series, kept in arrays by series id."""

import numpy as np
from numpy.typing import NDArray

Series = NDArray[np.int32]
Times = NDArray[np.int64]
Values = NDArray[np.float64]
LATE_US = 600_000_000          # beyond its usual lag a reading is of the past: it was kept while there was no line
MOST_US = np.int64(2**62)
FORGIVEN_US = 500_000          # of each second: a clock that fell back by three hours is believed after six


class Latest:
    """at_us: newest device time that is stored, µs since 1970, 0 for none; value: what was read then.

    heard_us: when this intake last took something in for the series. is_fresh: what the tables of last values and
    of devices have not been told yet. lag_us: how far behind its receipt a series' readings are as a rule (a wrong
    clock), the least of them; MOST where nobody knows.
    """

    def __init__(self, size: int = 1) -> None:
        self.at_us = np.zeros(size, np.int64)
        self.value = np.zeros(size, np.float64)
        self.heard_us = np.zeros(size, np.int64)
        self.is_fresh = np.zeros(size, np.bool_)
        self.lag_us = np.full(size, MOST_US)

    def resized(self, size: int) -> "Latest":
        """Return the same for ids below `size`, with all newest moments forgotten."""
        other, kept = Latest(size), min(size, len(self.at_us))
        other.value[:kept] = self.value[:kept]
        other.heard_us[:kept] = self.heard_us[:kept]
        other.is_fresh[:kept] = self.is_fresh[:kept]
        other.lag_us[:kept] = self.lag_us[:kept]
        return other

    def note(self, series: Series, values: Values, heard: Series, received_us: int) -> None:
        """Take over what a batch made newest, in order of time, and of which series something was stored at all."""
        self.value[series] = values
        self.heard_us[heard] = received_us
        self.is_fresh[heard] = True

    def is_late(self, series_id: int, at_us: int, received_us: int) -> bool:
        """Return whether a reading came long after its moment, by the habit of its series."""
        return received_us - at_us > LATE_US + int(self.lag_us[series_id])

    def learn_lags(self, since_us: int) -> None:
        """Once a second: note how late the series are that were heard since a moment.

        What is usual sinks at once and grows slowly: a clock may have been set back for good.
        """
        heard = np.flatnonzero(self.heard_us >= since_us)
        lag_us = np.maximum(self.heard_us[heard] - self.at_us[heard], 0)
        self.lag_us[heard] = np.minimum(self.lag_us[heard] + FORGIVEN_US, lag_us)

    def take_fresh(self) -> list[int]:
        """Return the series that something came in for since the last time."""
        # Marks are taken away before the values are read: what comes in meanwhile is marked again.
        series = np.flatnonzero(self.is_fresh)
        self.is_fresh[series] = False
        found: list[int] = series.tolist()
        return found

    def put_back(self, series: list[int]) -> None:
        """Mark again what could not be told."""
        self.is_fresh[series] = True

    def heard_since(self, moment_us: int) -> tuple[list[int], list[int]]:
        """Return the series in which something came in from a moment on, and when it did (µs since 1970)."""
        series = np.flatnonzero(self.heard_us >= moment_us)
        return series.tolist(), self.heard_us[series].tolist()
