"""Rows out of PostgreSQL as columns: binary COPY, read in blocks, so that a day of millions needs little memory."""

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
from django.db import connection
from numpy.typing import NDArray

EPOCH_2000_US = 946_684_800_000_000  # PostgreSQL counts timestamps from 2000-01-01
BLOCK_BYTES = 1 << 25
_HEAD, _TAIL = 19, 2  # bytes around the rows of a binary COPY
Columns = tuple[NDArray[np.int32], NDArray[np.int64], NDArray[np.float64]]


def layout(**fields: str) -> np.dtype[Any]:
    """Return how a row of those columns (name to big-endian type) lies in a binary COPY; none may be null.

    Source: PostgreSQL documentation, COPY, "Binary Format": number of fields, then length and value of each.
    """
    parts = [("fields", ">i2")]
    for name, kind in fields.items():
        parts += [(f"{name}_length", ">i4"), (name, kind)]
    return np.dtype(parts)


def copied(statement: str, parameters: Mapping[str, Any], row: np.dtype[Any]) -> Iterator[NDArray[Any]]:
    """Yield what a statement `copy (…) to stdout (format binary)` says, in blocks of whole rows."""
    held, skip = bytearray(), _HEAD
    # COPY is the driver's own: Django's cursor takes no parameters for it, and would not wrap its errors.
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.cursor.copy(statement, parameters) as copy:
        for piece in copy:
            held += piece
            if len(held) > BLOCK_BYTES:
                count = (len(held) - skip - _TAIL) // row.itemsize
                yield np.frombuffer(bytes(held[skip : skip + count * row.itemsize]), row)
                held, skip = held[skip + count * row.itemsize :], 0
    yield np.frombuffer(bytes(held[skip : len(held) - _TAIL]), row)


def microseconds(stamps: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return PostgreSQL's moments as µs since 1970."""
    return stamps.astype(np.int64) + EPOCH_2000_US


def in_order(*parts: Columns) -> Columns:
    """Return readings by series and time, each once; of two of the same moment the one of the earlier part stays."""
    series = np.concatenate([one[0] for one in parts])
    at_us = np.concatenate([one[1] for one in parts])
    values = np.concatenate([one[2] for one in parts])
    order = np.lexsort((at_us, series))
    series, at_us, values = series[order], at_us[order], values[order]
    first = np.ones(len(series), np.bool_)
    first[1:] = (series[1:] != series[:-1]) | (at_us[1:] != at_us[:-1])
    return series[first], at_us[first], values[first]
