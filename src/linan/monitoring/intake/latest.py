"""The newest reading of every series, kept in arrays by series id."""

import numpy as np
from numpy.typing import NDArray

Series = NDArray[np.int32]
Times = NDArray[np.int64]
Values = NDArray[np.float64]


class Latest:
    """at_us: newest device time that is stored, µs since 1970, 0 for none; value: what was read then.

    heard_us: when this intake last took something in for the series. is_fresh: what the tables of last values and
    of devices have not been told yet.
    """

    def __init__(self, size: int = 1) -> None:
        self.at_us = np.zeros(size, np.int64)
        self.value = np.zeros(size, np.float64)
        self.heard_us = np.zeros(size, np.int64)
        self.is_fresh = np.zeros(size, np.bool_)

    def resized(self, size: int) -> "Latest":
        """Return the same for ids below `size`, with all newest moments forgotten."""
        other, kept = Latest(size), min(size, len(self.at_us))
        other.value[:kept] = self.value[:kept]
        other.heard_us[:kept] = self.heard_us[:kept]
        other.is_fresh[:kept] = self.is_fresh[:kept]
        return other

    def note(self, series: Series, values: Values, heard: Series, received_us: int) -> None:
        """Take over what a batch made newest, in order of time, and of which series something was stored at all."""
        self.value[series] = values
        self.heard_us[heard] = received_us
        self.is_fresh[heard] = True

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
