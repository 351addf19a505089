"""What has been taken in and waits to be put in its place.

A batch is durable with one row, its readings packed one column after the other: that costs PostgreSQL a twentieth of
writing every reading with its index entry, and so the devices hear sooner. A moment later, beside the next batches, the
readings of many batches move into `monitoring_reading` in order of series. The row goes in the transaction that brings
its readings, so neither a crash nor a second intake can lose or double them (docs/decisions/0009).
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import structlog
from django.db import connection, transaction
from numpy.typing import NDArray

from linan.monitoring.intake.apart import Poison, set_aside_reading
from linan.monitoring.intake.latest import Series, Times, Values
from linan.monitoring.intake.settle import packed

log = structlog.get_logger()
Rows = tuple[Series, Times, Values, Times]  # series, at and value, and when each was received

MOST = 2_000_000   # readings that wait; beyond this a batch waits until some have moved
AT_ONCE = 200_000  # readings that move in one transaction
KEEP = "insert into monitoring_journal (id, received_at, count, readings) values (%s, %s, %s, %s)"
COPY = "copy monitoring_reading (series_id, at, received_at, value) from stdin (format binary)"
COPY_HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)
COPY_TAIL = b"\xff\xff"


@dataclass(frozen=True, slots=True)
class Entry:
    """The readings of a batch: all moments (int64, µs since 1970), then all values (float64), then all series ids (int32).

    received_us: µs since 1970.
    """

    number: int
    count: int
    readings: bytes
    received_us: int

    @property
    def series(self) -> Series:
        """The series ids, in order of arrival."""
        return np.frombuffer(self.readings, np.int32, self.count, 16 * self.count)

    @property
    def at_us(self) -> Times:
        """The moments of the devices."""
        return np.frombuffer(self.readings, np.int64, self.count)

    @property
    def values(self) -> Values:
        """What was read."""
        return np.frombuffer(self.readings, np.float64, self.count, 8 * self.count)

    @property
    def row(self) -> list[Any]:
        """The row that makes it durable."""
        return [self.number, datetime.fromtimestamp(self.received_us / 1e6, UTC), self.count, self.readings]


class Journal:
    """The entries that wait, in the database and here. Written by one thread, moved by another."""

    def __init__(self) -> None:
        self._taken = self._moved = 0  # readings; each is counted by one thread only
        self._entries: list[Entry] = []
        self._number = 0
        self._moving = threading.Lock()

    @property
    def waiting(self) -> int:
        """How many readings wait."""
        return self._taken - self._moved

    def entry(self, series: Series, at_us: Times, values: Values, received_us: int) -> Entry:
        """Return the entry of a batch, numbered after all others."""
        self._number += 1
        return Entry(self._number, len(series), at_us.tobytes() + values.tobytes() + series.tobytes(), received_us)

    def note(self, entry: Entry) -> None:
        """Take an entry whose row is committed."""
        self._entries.append(entry)
        self._taken += entry.count

    def recover(self) -> None:
        """Read what the database holds, whatever was known before."""
        with self._moving, connection.cursor() as cursor:
            cursor.execute("select id, received_at, count, readings from monitoring_journal order by id")
            self._entries = [
                Entry(number, count, bytes(readings), round(at.timestamp() * 1e6)) for number, at, count, readings in cursor.fetchall()
            ]
            self._taken, self._moved = _readings(self._entries), 0
            self._number = max([self._number, *(one.number for one in self._entries)])

    def holds(self, series: Series, at_us: Times) -> NDArray[np.bool_]:
        """Return which of these readings wait here. Ask this before the table: nothing moves back."""
        waiting: set[tuple[int, int]] = set()
        for entry in tuple(self._entries):
            places = np.isin(entry.series, series)
            waiting.update(zip(entry.series[places].tolist(), entry.at_us[places].tolist(), strict=True))
        asked = zip(series.tolist(), at_us.tolist(), strict=True)
        return np.fromiter((one in waiting for one in asked), np.bool_, len(series))

    def move(self) -> bool:
        """Put the oldest entries in their place; return whether there were any. Raises: django.db.Error."""
        with self._moving:
            some = _first(self._entries, AT_ONCE)
            if some:
                try:
                    _move(some, _copy)
                except Poison as fault:
                    log.error("not_all_can_move", fault=type(fault).__name__)
                    _move(some, _copy_what_can_be)
                del self._entries[: len(some)]
                self._moved += _readings(some)
            return bool(some)


def _first(entries: Sequence[Entry], readings: int) -> list[Entry]:
    some: list[Entry] = []
    for entry in entries:
        readings -= entry.count
        some.append(entry)
        if readings <= 0:
            break
    return some


def _readings(entries: Sequence[Entry]) -> int:
    return sum(one.count for one in entries)


def _move(entries: list[Entry], copy: Callable[[Rows], None]) -> None:
    # Not waited for: until it is on disk the rows of the journal are still there.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local synchronous_commit to off")
        cursor.execute("delete from monitoring_journal where id = any(%s) returning id", [[one.number for one in entries]])
        there = {number for (number,) in cursor.fetchall()}
        if there:
            copy(_rows([one for one in entries if one.number in there]))


def _rows(entries: list[Entry]) -> Rows:
    series = np.concatenate([one.series for one in entries])
    at_us = np.concatenate([one.at_us for one in entries])
    values = np.concatenate([one.values for one in entries])
    received_us = np.concatenate([np.full(one.count, one.received_us) for one in entries])
    order = np.argsort(series, kind="stable")  # what lies beside each other in the index is written together
    return series[order], at_us[order], values[order], received_us[order]


def _copy(rows: Rows) -> None:
    # COPY is the driver's own: without the wrapper its errors would not be Django's, and not be tried again.
    with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(COPY) as copy:
        copy.write(COPY_HEAD + packed(*rows).tobytes() + COPY_TAIL)


def _copy_what_can_be(rows: Rows) -> None:
    """Put what PostgreSQL takes in its place, and keep the rest in sight."""
    try:
        with transaction.atomic():
            _copy(rows)
    except Poison as fault:
        middle = len(rows[0]) // 2
        if not middle:
            set_aside_reading(int(rows[0][0]), int(rows[1][0]), float(rows[2][0]), fault)
            return
        _copy_what_can_be(_part(rows, slice(None, middle)))
        _copy_what_can_be(_part(rows, slice(middle, None)))


def _part(rows: Rows, places: slice) -> Rows:
    series, at_us, values, received_us = rows
    return series[places], at_us[places], values[places], received_us[places]
