"""Storing: a batch becomes rows exactly once, with its alarms, in one transaction."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TypeVar

import numpy as np
import structlog
from django.db import Error, connection, transaction
from numpy.typing import NDArray

from linan.ground.access.scopes import everywhere
from linan.ground.clock import now
from linan.monitoring.actions.alarms import clear_alarms, raise_alarms
from linan.monitoring.actions.devices import mark_heard, mark_silent
from linan.monitoring.actions.partitions import ensure_partitions
from linan.monitoring.intake.batch import Batch
from linan.monitoring.intake.directory import Book, load_book
from linan.monitoring.intake.judge import HeardAt, Judge, Judged, load_judge
from linan.monitoring.models import Device
from linan.monitoring.profiles import load_profiles

log = structlog.get_logger()
T = TypeVar("T")

LOCK = 4_102_002           # advisory lock: one intake writes, a second waits as stand-by
EPOCH_2000_US = 946_684_800_000_000  # PostgreSQL counts timestamps from 2000-01-01
RETRY_S = 0.5
DAYS_AHEAD = 2
ROW = np.dtype([  # binary COPY: number of fields, then length and value of each, big-endian
    ("fields", ">i2"), ("n1", ">i4"), ("series", ">i4"), ("n2", ">i4"), ("at", ">i8"),
    ("n3", ">i4"), ("received", ">i8"), ("n4", ">i4"), ("value", ">f8"),
])
COPY = "copy monitoring_reading (series_id, at, received_at, value) from stdin (format binary)"
COPY_HEAD = b"PGCOPY\n\xff\r\n\0" + bytes(8)
COPY_TAIL = b"\xff\xff"
PRESENT = """
select m.place from unnest(%s::int8[], %s::int4[], %s::timestamptz[]) as m(place, series_id, at)
where exists (select from monitoring_reading r where r.series_id = m.series_id and r.at = m.at)
"""
NEWEST = """
select s.id, (extract(epoch from r.at) * 1000000)::int8 from monitoring_series s cross join lateral (
    select at from monitoring_reading where series_id = s.id order by at desc limit 1
) r
"""
LAST_VALUES = """
insert into monitoring_lastvalue (series_id, at, value)
select * from unnest(%s::int4[], %s::timestamptz[], %s::float8[])
on conflict (series_id) do update set at = excluded.at, value = excluded.value
where monitoring_lastvalue.at < excluded.at
"""
SEEN = """
update monitoring_device d set last_seen_at = s.at from unnest(%s::int8[], %s::timestamptz[]) as s(id, at)
where d.id = s.id
"""
CHANGES = [
    f"monitoring.{kind}" for kind in (
        "DeviceAdded", "DeviceEdited", "DeviceTokenRenewed", "MaintenanceBegun", "MaintenanceEnded",
        "ConditionChanged",
    )
]
NEWEST_CHANGE = "select coalesce(max(id), 0) from announcements_logged where kind = any(%s) and id > %s"


class Store:
    """All that the intake asks of the database, in one thread with one connection.

    Every public method is tried again until PostgreSQL answers; after a failure all memories are read anew,
    so a COMMIT whose answer was lost is neither repeated nor forgotten.
    """

    def __init__(self) -> None:
        self.judge = Judge([])
        self.last_us: NDArray[np.int64] = np.zeros(1, np.int64)
        self.heard = HeardAt({}, {}, since=time.time())
        self.book = Book()
        self._profiles: dict[int, str] = {}
        self._silent: set[int] = set()
        self._fresh: dict[int, tuple[int, float]] = {}
        self._change = 0
        self._is_open = False

    def open(self) -> Book:
        """Wait for the lock, make today's partitions, and read all memories."""
        return self._patiently(lambda: self.book)

    def write(self, batch: Batch) -> None:
        """Store a batch; returns after its COMMIT."""
        received_us = time.time_ns() // 1000
        self._patiently(lambda: self._write(batch, received_us))

    def refresh(self) -> Book:
        """Read devices and conditions anew."""
        return self._patiently(self._reload)

    def sweep(self) -> Book:
        """Once a second: last values, last seen, silence, and what was changed in the office."""
        return self._patiently(self._sweep)

    def close(self) -> None:
        """Write what is derived, and give the lock back."""
        if self._is_open:
            self._patiently(self._flush)
        connection.close()

    def _patiently(self, work: Callable[[], T]) -> T:
        while True:
            try:
                with everywhere():
                    self._ensure_open()
                    return work()
            except Error as fault:
                log.warning("database_away", fault=type(fault).__name__)
                self._is_open = False
                connection.close()
                time.sleep(RETRY_S)

    def _ensure_open(self) -> None:
        if self._is_open and connection.connection is not None and not connection.connection.closed:
            return
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_lock(%s)", [LOCK])
        ensure_partitions(DAYS_AHEAD, now=now())
        self._reload()
        self._is_open = True

    def _reload(self) -> Book:
        self._change = self._newest_change()
        self.book = load_book()
        self.judge = load_judge(self.judge)
        channels = {s.device_id: s.channels.values() for s in self.book.by_hash.values()}
        device_of = {one.series_id: device for device, some in channels.items() for one in some}
        rows = list(Device.objects.values_list("pk", "profile", "last_seen_at", "is_silent"))
        seen = {pk: at.timestamp() for pk, _, at, _ in rows if at} | self.heard.seen
        self.heard = HeardAt(device_of, seen, since=self.heard.since)
        self._profiles = {pk: profile for pk, profile, _, _ in rows}
        self._silent = {pk for pk, _, _, is_silent in rows if is_silent}
        self._read_newest(size=max(device_of, default=0) + 1)
        return self.book

    def _read_newest(self, *, size: int) -> None:
        self.last_us = np.zeros(size, np.int64)
        with connection.cursor() as cursor:
            cursor.execute(NEWEST)
            for series_id, at_us in cursor.fetchall():
                if series_id < size:
                    self.last_us[series_id] = at_us

    def _write(self, batch: Batch, received_us: int) -> None:
        series = np.array(batch.series, np.int32)
        at_us = np.array(batch.at_us, np.int64)
        values = np.array(batch.values, np.float64)
        order = np.lexsort((at_us, series))
        series, at_us, values = series[order], at_us[order], values[order]
        with transaction.atomic():
            new = self._is_new(series, at_us)
            series, at_us, values = series[new], at_us[new], values[new]
            self._copy(series, at_us, values, received_us)
            newest = at_us > self.last_us[series]
            judged = self.judge.judge(series[newest], at_us[newest], values[newest])
            self._announce(judged)
        self.judge.keep(judged)
        self._remember(series, at_us, values, received_us)

    def _is_new(self, series: NDArray[np.int32], at_us: NDArray[np.int64]) -> NDArray[np.bool_]:
        """Return which readings (sorted by series and time) are stored for the first time."""
        new = np.ones(len(series), np.bool_)
        new[1:] = (series[1:] != series[:-1]) | (at_us[1:] != at_us[:-1])
        late = np.flatnonzero(new & (at_us <= self.last_us[series]))
        if len(late):
            moments = [_moment(one) for one in at_us[late].tolist()]
            with connection.cursor() as cursor:
                cursor.execute(PRESENT, [late.tolist(), series[late].tolist(), moments])
                new[[place for (place,) in cursor.fetchall()]] = False
        return new

    def _copy(
        self, series: NDArray[np.int32], at_us: NDArray[np.int64], values: NDArray[np.float64], received_us: int
    ) -> None:
        rows = np.empty(len(series), ROW)
        rows["fields"], rows["n1"], rows["n2"], rows["n3"], rows["n4"] = 4, 4, 8, 8, 8
        rows["series"], rows["value"] = series, values
        rows["at"], rows["received"] = at_us - EPOCH_2000_US, received_us - EPOCH_2000_US
        # COPY is the driver's own: without the wrapper its errors would not be Django's, and not be tried again.
        with connection.cursor() as cursor, connection.wrap_database_errors, cursor.copy(COPY) as copy:
            copy.write(COPY_HEAD + rows.tobytes() + COPY_TAIL)

    def _announce(self, judged: Judged) -> None:
        for one in judged.rounds:
            clear_alarms(one.cleared, now=now())
            raise_alarms(one.raised, now=now())

    def _remember(
        self, series: NDArray[np.int32], at_us: NDArray[np.int64], values: NDArray[np.float64], received_us: int
    ) -> None:
        is_last = np.ones(len(series), np.bool_)
        is_last[:-1] = series[1:] != series[:-1]
        series, at_us, values = series[is_last], at_us[is_last], values[is_last]
        newer = at_us > self.last_us[series]
        self.last_us[series[newer]] = at_us[newer]
        self._fresh.update(
            zip(series[newer].tolist(), zip(at_us[newer].tolist(), values[newer].tolist(), strict=True), strict=True)
        )
        seen, device_of, heard = self.heard.seen, self.heard.device_of, received_us / 1e6
        for series_id in series.tolist():
            seen[device_of[series_id]] = heard

    def _sweep(self) -> Book:
        self._flush()
        self._sweep_silence()
        if self._newest_change() > self._change:
            self._reload()
        return self.book

    def _flush(self) -> None:
        fresh = self._fresh
        if not fresh:
            return
        series = sorted(fresh)
        devices = sorted({self.heard.device_of[one] for one in series})
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                LAST_VALUES, [series, [_moment(fresh[one][0]) for one in series], [fresh[one][1] for one in series]]
            )
            cursor.execute(SEEN, [devices, [_moment(int(self.heard.seen[one] * 1e6)) for one in devices]])
        self._fresh = {}

    def _sweep_silence(self) -> None:
        moment = now()
        if moment.second == 0:
            ensure_partitions(DAYS_AHEAD, now=moment)
        judged = self.judge.sweep_silence(self.heard, moment)
        quiet = self._quiet_devices(moment.timestamp())
        with transaction.atomic():
            self._announce(judged)
            mark_silent(sorted(quiet - self._silent), now=moment)
            mark_heard(sorted(self._silent - quiet), now=moment)
        self.judge.keep(judged)
        self._silent = quiet

    def _quiet_devices(self, moment_s: float) -> set[int]:
        allowed = {key: profile.silent_after_s for key, profile in load_profiles().items()}
        heard, since = self.heard.seen, self.heard.since
        return {
            pk for pk, profile in self._profiles.items()
            if moment_s - max(since if pk not in self._silent else 0.0, heard.get(pk, 0.0)) > allowed.get(profile, 1e12)
        }

    def _newest_change(self) -> int:
        with connection.cursor() as cursor:
            cursor.execute(NEWEST_CHANGE, [CHANGES, self._change])
            (newest,) = cursor.fetchone()
        return max(self._change, int(newest))


def _us(count: int) -> timedelta:
    return timedelta(microseconds=count)


def _moment(at_us: int) -> datetime:
    return datetime.fromtimestamp(0, UTC) + _us(at_us)
