"""A batch in order of arrival becomes rows for COPY in one pass of compiled code, without the interpreter's lock."""

import numpy as np
from numpy.typing import NDArray

from linan.monitoring.domain.compiled import compiled_beside

EPOCH_2000_US = 946_684_800_000_000  # PostgreSQL counts timestamps from 2000-01-01
ROW_BYTES = 46
# Binary COPY: number of fields, then length and value of each, big-endian.
_ROW = np.frombuffer(
    b"\0\4" + b"\0\0\0\4" + bytes(4) + (b"\0\0\0\x08" + bytes(8)) * 3, np.uint8
)
_SERIES, _AT, _RECEIVED, _VALUE = 6, 14, 26, 38


def warm_up() -> None:
    """Have the code compiled, or read from where it is kept, before the first batch waits for it."""
    advance(np.zeros(0, np.int32), np.zeros(0, np.int64), np.zeros(0, np.int64))
    packed(np.zeros(0, np.int32), np.zeros(0, np.int64), np.zeros(0, np.float64), np.zeros(0, np.int64))


@compiled_beside
def advance(series: NDArray[np.int32], at_us: NDArray[np.int64], last_us: NDArray[np.int64]) -> bool:
    """Move each series' newest moment on, and return whether every reading was newer than those before it.

    Where one is not, nothing is moved: the batch holds a repeat or a late reading and must be looked at in order.
    series: (n,) int32; at_us: (n,) int64; last_us: int64 by series.
    """
    before = np.empty(len(series), np.int64)
    for place in range(len(series)):
        before[place] = last_us[series[place]]
        if at_us[place] <= before[place]:
            for back in range(place - 1, -1, -1):
                last_us[series[back]] = before[back]
            return False
        last_us[series[place]] = at_us[place]
    return True


def packed(
    series: NDArray[np.int32], at_us: NDArray[np.int64], values: NDArray[np.float64], received_us: NDArray[np.int64]
) -> NDArray[np.uint8]:
    """Return the rows of a binary COPY as (n, 46) bytes; at_us, received_us: µs since 1970."""
    rows = np.empty((len(series), ROW_BYTES), np.uint8)
    _pack(series, at_us, values.view(np.int64), received_us, rows)
    return rows


@compiled_beside
def _pack(
    series: NDArray[np.int32], at_us: NDArray[np.int64], bits: NDArray[np.int64], received_us: NDArray[np.int64],
    rows: NDArray[np.uint8],
) -> None:
    for place in range(len(series)):
        row = rows[place]
        for one in range(len(_ROW)):
            row[one] = _ROW[one]
        _put(row, _SERIES, 4, np.int64(series[place]))
        _put(row, _AT, 8, at_us[place] - EPOCH_2000_US)
        _put(row, _RECEIVED, 8, received_us[place] - EPOCH_2000_US)
        _put(row, _VALUE, 8, bits[place])


@compiled_beside
def _put(row: NDArray[np.uint8], at: int, size: int, number: np.int64) -> None:
    for place in range(size):
        row[at + place] = (number >> (8 * (size - 1 - place))) & 255
