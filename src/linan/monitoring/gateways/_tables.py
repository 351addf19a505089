"""What the compiled scanner is given: the keys of one device, and the columns that it fills."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from linan.monitoring.domain.reading import Channel

Bytes = NDArray[np.uint8]
MOST_KEYS = 63  # a scan remembers in one word which keys of an object it has seen


class KeyTable(NamedTuple):
    """The keys of one device: their bytes one after another, where each ends, and the series each fills."""

    keys: Bytes
    ends: NDArray[np.int32]
    series: NDArray[np.int32]


class Into(NamedTuple):
    """Where readings are written."""

    series: NDArray[np.int32]
    at_us: NDArray[np.int64]
    values: NDArray[np.float64]


NO_KEYS = KeyTable(np.zeros(0, np.uint8), np.zeros(0, np.int32), np.zeros(0, np.int32))


def key_table(channels: Mapping[str, Channel]) -> KeyTable:
    """Return the table of a device's keys.

    More keys than 63, none, or one that is found by an expression: a table on which every packet is odd.
    """
    if not 0 < len(channels) <= MOST_KEYS or any(one.read for one in channels.values()):
        return NO_KEYS
    names = [name.encode() for name in channels]
    ends = np.cumsum([len(name) for name in names], dtype=np.int32)
    series = np.array([one.series_id for one in channels.values()], np.int32)
    return KeyTable(np.array(bytearray(b"".join(names)), np.uint8), ends, series)
