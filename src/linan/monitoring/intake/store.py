"""Storing: a batch becomes rows exactly once, with its alarms, in one transaction."""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import numpy as np
import structlog
from django.db import DataError, Error, connection, transaction
from numpy.typing import NDArray

from linan.ground.access.scopes import everywhere
from linan.ground.announcements.watching import Watch
from linan.ground.clock import now
from linan.monitoring.actions.alarms import RaisedAlarm, clearing, raising, tell_late_alarms
from linan.monitoring.actions.attributes import keeping
from linan.monitoring.actions.devices import mark_heard, mark_silent
from linan.monitoring.actions.partitions import beginning_of, ensure_partitions
from linan.monitoring.domain.reading import Channel
from linan.monitoring.intake.apart import Poison, halves, is_single, put_aside
from linan.monitoring.intake.batch import Batch
from linan.monitoring.intake.directory import Book, load_book
from linan.monitoring.intake.journal import KEEP, MOST, Journal
from linan.monitoring.intake.judge import HeardAt, Judge, Judged, load_judge
from linan.monitoring.intake.latest import MOST_US, Latest, Series, Times, Values
from linan.monitoring.intake.settle import advance, warm_up
from linan.monitoring.intake.trip import Send, one_trip
from linan.monitoring.models import Alarm, Device
from linan.monitoring.profiles import load_profiles
from linan.monitoring.queries import client_attributes
from linan.monitoring.stored import to_us

log = structlog.get_logger()
T = TypeVar("T")

LOCK = 4_102_002           # advisory lock: one intake writes, a second waits as stand-by
RETRY_S = 0.5
FULL_S = 0.005
DAYS_AHEAD = 2
HELD_FOR = timedelta(seconds=20)   # an alarm of the past that still holds then is one of now
PRESENT = """
select m.place from unnest(%s::int8[], %s::int4[], %s::timestamptz[]) as m(place, series_id, at)
where exists (select from monitoring_reading r where r.series_id = m.series_id and r.at = m.at)
"""
NEWEST = """
select s.id, (extract(epoch from r.at) * 1000000)::int8 from monitoring_series s cross join lateral (
    select at from monitoring_reading where series_id = s.id order by at desc limit 1
) r
union all
select series_id, (extract(epoch from at) * 1000000)::int8 from monitoring_lastvalue
"""
CHANGES = [
    f"monitoring.{kind}" for kind in (
        "DeviceAdded", "DeviceEdited", "DeviceTokenRenewed", "SharedAttributesSet", "MaintenanceBegun", "MaintenanceEnded",
        "ConditionChanged", "ModeSwitched", "SourceAdded", "SourceEdited", "SourceSecretRenewed", "StrangerBound",
    )
]


class DayNotMade(DataError):
    """A reading is of a day so far ahead that there is no place for it."""


class Store:
    """All that the intake asks of the database, in one thread with one connection; `move` alone runs in another.

    Every public method is tried again until PostgreSQL answers (what it refuses for what it is, is not); after a failure all memories are read anew,
    so a COMMIT whose answer was lost is neither repeated nor forgotten.
    """

    def __init__(self) -> None:
        self.judge = Judge([])
        self.latest = Latest()
        self.journal = Journal()
        self.heard = HeardAt({}, {}, since=time.time())
        self.book = Book()
        self._profiles: dict[int, str] = {}
        self._silent: set[int] = set()
        self._swept_us = 1
        self._lost: dict[int, float] = {}  # when a device's connection ended without a word
        self._changes = Watch(CHANGES)
        self._is_open = False
        self._days_end_us = 0
        self._late: set[int] = set()  # series with an alarm that began in late readings

    def open(self) -> Book:
        """Wait for the lock, make today's partitions, and read all memories."""
        warm_up()
        return self._patiently(lambda: self.book)

    def write(self, batch: Batch) -> None:
        """Store a batch; returns after its COMMIT. Waits while too much waits to be moved."""
        while self.journal.waiting > MOST:
            time.sleep(FULL_S)
        received_us = time.time_ns() // 1000
        try:
            self._patiently(lambda: self._write(batch, received_us))
        except Poison:
            self._write_again(batch, received_us)

    def _write_again(self, batch: Batch, received_us: int) -> None:
        """Store what PostgreSQL refused once: perhaps a day's partition was missing, else all but what is bad."""
        try:
            self._patiently(lambda: self._write(batch, received_us))
        except Poison as fault:
            refusal = fault
            if is_single(batch):
                self._patiently(lambda: put_aside(batch, refusal))
                return
            for part in halves(batch):
                self._write_again(part, received_us)

    def move(self) -> bool:
        """Put in their place what waits in the journal; return whether anything did. Tried again by the next call."""
        try:
            with everywhere():
                return self.journal.move()
        except Error as fault:
            log.warning("journal_waits", fault=type(fault).__name__)
            connection.close()
            return False

    def move_last(self) -> None:
        """Move what waits, as far as that can be done now, and let this thread's connection go."""
        while self.move():
            pass
        connection.close()

    def attributes_of(self, device_id: int) -> Mapping[str, Any]:
        """Return what a device has said of itself."""
        return self._patiently(lambda: client_attributes(device_id))

    def catch_up(self) -> Book:
        """Read devices and conditions anew if something was changed in the office since they were read."""
        return self._patiently(self._catch_up)

    def sweep(self) -> Book:
        """Once a second: silence, and what was changed in the office."""
        return self._patiently(self._sweep)

    def close(self) -> None:
        """Give the lock back."""
        connection.close()

    def _patiently(self, work: Callable[[], T]) -> T:
        while True:
            try:
                with everywhere():
                    self._ensure_open()
                    return work()
            except Error as fault:
                self._is_open = False
                connection.close()
                if isinstance(fault, Poison):
                    raise
                log.warning("database_away", fault=type(fault).__name__)
                time.sleep(RETRY_S)

    def _ensure_open(self) -> None:
        if self._is_open and connection.connection is not None and not connection.connection.closed:
            return
        with connection.cursor() as cursor:
            cursor.execute("select pg_advisory_lock(%s)", [LOCK])
        self._make_days(now())
        self.journal.recover()
        self._reload()
        self._is_open = True

    def _make_days(self, moment: datetime) -> None:
        ensure_partitions(DAYS_AHEAD, now=moment)
        self._days_end_us = to_us(beginning_of(moment.astimezone(UTC).date() + timedelta(days=DAYS_AHEAD + 1)))

    def _reload(self) -> Book:
        while self.journal.move():  # what conditions look back to must lie where they look
            pass
        self._changes.is_news()  # whatever is committed from here on is news to the next look
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
        self._read_lags(channels, seen)
        self._late = set(Alarm.objects.filter(is_late=True, cleared_at=None).values_list("series_id", flat=True))
        return self.book

    def _read_lags(self, channels: Mapping[int, Collection[Channel]], seen: Mapping[int, float]) -> None:
        """Reckon how far behind devices are as a rule that were heard before this process began."""
        for device, some in channels.items():
            ids = [one.series_id for one in some]
            if device in seen and ids and (self.latest.lag_us[ids] == MOST_US).all():
                newest_us = int(self.latest.at_us[ids].max())
                self.latest.lag_us[ids] = max(0, int(seen[device] * 1e6) - newest_us) if newest_us else MOST_US

    def _read_newest(self, *, size: int) -> None:
        self.latest = self.latest.resized(size)
        with connection.cursor() as cursor:
            cursor.execute(NEWEST)
            for series_id, at_us in cursor.fetchall():
                if series_id < size:
                    self.latest.at_us[series_id] = max(at_us, int(self.latest.at_us[series_id]))

    def _write(self, batch: Batch, received_us: int) -> None:
        columns, count = batch.columns, batch.columns.count
        if count and columns.at_us[:count].max() >= self._days_end_us:
            raise DayNotMade
        series, at_us, values = columns.series[:count], columns.at_us[:count], columns.values[:count]
        if not advance(series, at_us, self.latest.at_us):
            series, at_us, values, newest = self._in_order(series, at_us, values)
        else:
            newest = np.ones(count, np.bool_)
        judged = self.judge.judge(series[newest], at_us[newest], values[newest])
        entry = self.journal.entry(series, at_us, values, received_us)
        with one_trip() as send:
            send(KEEP, entry.row)
            if batch.attributes:
                send(*keeping(batch.attributes, now=now()))
            self._announce(self._marked(judged, received_us), send)
        self.journal.note(entry)
        self.judge.keep(judged)
        self.latest.note(series[newest], values[newest], series, received_us)
        self._lost |= dict.fromkeys(batch.lost, received_us / 1e6)

    def _marked(self, judged: Judged, received_us: int) -> Judged:
        """Return what a batch changes, with the alarms marked that began in readings of the past."""
        for one in judged.rounds:
            one.raised = [self._marked_alarm(alarm, received_us) for alarm in one.raised]
        return judged

    def _marked_alarm(self, alarm: RaisedAlarm, received_us: int) -> RaisedAlarm:
        if not self.latest.is_late(alarm.series_id, to_us(alarm.source_at), received_us):
            return alarm
        self._late.add(alarm.series_id)
        return replace(alarm, is_late=True)

    def _in_order(self, series: Series, at_us: Times, values: Values) -> tuple[Series, Times, Values, NDArray[np.bool_]]:
        """Return a batch that holds repeats or late readings by series and time, what is stored already left out.

        The last column says which are newer than everything before them, and so are judged.
        """
        order = np.lexsort((at_us, series))
        series, at_us, values = series[order], at_us[order], values[order]
        new = self._is_new(series, at_us)
        series, at_us, values = series[new], at_us[new], values[new]
        newest = at_us > self.latest.at_us[series]
        np.maximum.at(self.latest.at_us, series, at_us)
        return series, at_us, values, newest

    def _is_new(self, series: Series, at_us: Times) -> NDArray[np.bool_]:
        """Return which readings (sorted by series and time) are stored for the first time."""
        new = np.ones(len(series), np.bool_)
        new[1:] = (series[1:] != series[:-1]) | (at_us[1:] != at_us[:-1])
        late = np.flatnonzero(new & (at_us <= self.latest.at_us[series]))
        if len(late):
            new[late] = ~self.journal.holds(series[late], at_us[late])
            late = late[new[late]]
            moments = [_moment(one) for one in at_us[late].tolist()]
            with connection.cursor() as cursor:
                cursor.execute(PRESENT, [late.tolist(), series[late].tolist(), moments])
                new[[place for (place,) in cursor.fetchall()]] = False
        return new

    def _announce(self, judged: Judged, send: Send) -> None:
        for one in judged.rounds:
            if one.cleared:
                send(*clearing(one.cleared, now=now()))
            if one.raised:
                send(*raising(one.raised, now=now()))

    def _sweep(self) -> Book:
        self.latest.learn_lags(self._swept_us)
        self._hear()
        self._sweep_silence()
        if self._late:
            self._tell_late(now())
        return self._catch_up()

    def _tell_late(self, moment: datetime) -> None:
        fresh = [
            one for one in self._late
            if not self.latest.is_late(one, int(self.latest.at_us[one]), int(self.latest.heard_us[one]))
        ]
        tell_late_alarms(held_since=moment - HELD_FOR, fresh_series=fresh, now=moment)
        self._late = set(Alarm.objects.filter(is_late=True, cleared_at=None).values_list("series_id", flat=True))

    def _hear(self) -> None:
        series, heard_us = self.latest.heard_since(self._swept_us)
        for one, moment_us in zip(series, heard_us, strict=True):
            self.heard.seen[self.heard.device_of[one]] = moment_us / 1e6
        self._swept_us = max(heard_us, default=self._swept_us)

    def _sweep_silence(self) -> None:
        moment = now()
        if moment.second == 0:
            self._make_days(moment)
        judged = self.judge.sweep_silence(self.heard, moment)
        quiet = self._quiet_devices(moment.timestamp())
        with transaction.atomic(), connection.cursor() as cursor:
            self._announce(judged, cursor.execute)
            mark_silent(sorted(quiet - self._silent), now=moment)
            mark_heard(sorted(self._silent - quiet), now=moment)
        self.judge.keep(judged)
        self._silent = quiet

    def _quiet_devices(self, moment_s: float) -> set[int]:
        allowed = {key: profile.silent_after_s for key, profile in load_profiles().items()}
        heard, since = self.heard.seen, self.heard.since
        self._lost = {pk: at for pk, at in self._lost.items() if heard.get(pk, 0.0) < at}
        return self._lost.keys() | {
            pk for pk, profile in self._profiles.items()
            if moment_s - max(since if pk not in self._silent else 0.0, heard.get(pk, 0.0)) > allowed.get(profile, 1e12)
        }

    def _catch_up(self) -> Book:
        return self._reload() if self._changes.is_news() else self.book


def _us(count: int) -> timedelta:
    return timedelta(microseconds=count)


def _moment(at_us: int) -> datetime:
    return datetime.fromtimestamp(0, UTC) + _us(at_us)
