"""Storing a batch: what is bad in it, what is repeated, and what is out of order."""

import time
from datetime import UTC, datetime

import pytest
from django.db import connection

from linan.ground.access.scopes import everywhere
from linan.monitoring.actions.raw import NotStorable
from linan.monitoring.intake.batch import Batch
from linan.monitoring.intake.journal import KEEP, Journal
from linan.monitoring.intake.store import Store
from linan.monitoring.models import DeviceAttributes, LastValue, RawMessage
from linan.monitoring.stored import nothing_waits
from tests.monitoring.intake.conftest import Device, stored

YEAR_2099_US = 4_070_908_800_000_000  # no day of that year has a partition


@pytest.fixture
def store(device: Device) -> Store:
    """A store that has read its memories, in the test's own connection."""
    made = Store()
    made.open()
    yield made
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_unlock_all()")


def a_batch(series_id: int, *readings: tuple[int, float]) -> Batch:
    batch = Batch()
    for at_us, value in readings:
        batch.columns.put(series_id, at_us, value)
    return batch


def test_what_cannot_be_stored_is_set_aside_and_the_rest_is_stored(store: Store, device: Device) -> None:
    now_us = time.time_ns() // 1000
    batch = a_batch(device.series_id, (now_us, 1.0), (now_us + 1, 2.0), (YEAR_2099_US, 3.0))
    batch.attributes[device.pk] = {"firmware": "1"}

    store.write(batch)
    store.move()

    assert [value for value, _ in stored(device.series_id)] == [1.0, 2.0]
    with everywhere():
        assert RawMessage.objects.get(device_id=device.pk).why_refused == NotStorable(fault="DayNotMade").sentence
        assert DeviceAttributes.objects.get(pk=device.pk).client == {"firmware": "1"}


def test_a_batch_with_a_repeat_stores_each_reading_once_in_order_of_time(store: Store, device: Device) -> None:
    now_us = time.time_ns() // 1000

    store.write(a_batch(device.series_id, (now_us + 2, 3.0), (now_us, 1.0), (now_us + 2, 3.0), (now_us + 1, 2.0)))
    store.move()
    store.write(a_batch(device.series_id, (now_us, 1.0), (now_us + 3, 4.0)))
    store.move()

    assert [value for value, _ in stored(device.series_id)] == [1.0, 2.0, 3.0, 4.0]


def test_a_repeat_of_what_still_waits_is_stored_once(store: Store, device: Device) -> None:
    now_us = time.time_ns() // 1000

    store.write(a_batch(device.series_id, (now_us, 1.0), (now_us + 1, 2.0)))
    store.write(a_batch(device.series_id, (now_us, 1.0), (now_us + 2, 3.0), (now_us + 1, 2.0)))
    store.move()

    assert [value for value, _ in stored(device.series_id)] == [1.0, 2.0, 3.0]


def test_what_waited_when_the_intake_died_is_in_its_place_when_the_next_one_begins(store: Store, device: Device) -> None:
    now_us = time.time_ns() // 1000
    store.write(a_batch(device.series_id, (now_us, 1.0), (now_us + 1, 2.0)))

    Store().open()

    assert nothing_waits(before=datetime.now(UTC))
    assert [value for value, _ in stored(device.series_id)] == [1.0, 2.0]


def test_two_who_move_the_same_move_it_once(store: Store, device: Device) -> None:
    store.write(a_batch(device.series_id, (time.time_ns() // 1000, 1.0)))
    other = Journal()
    other.recover()

    moved = [store.journal.move(), other.move()]

    assert moved == [True, True]
    assert [value for value, _ in stored(device.series_id)] == [1.0]


def test_what_cannot_be_moved_is_set_aside_and_the_rest_is_moved(store: Store, device: Device) -> None:
    now_us = time.time_ns() // 1000
    batch = a_batch(device.series_id, (now_us, 1.0), (YEAR_2099_US, 3.0), (now_us + 1, 2.0)).columns
    entry = store.journal.entry(batch.series[:3], batch.at_us[:3], batch.values[:3], now_us)
    with connection.cursor() as cursor:
        cursor.execute(KEEP, entry.row)
    store.journal.note(entry)

    store.move()

    assert [value for value, _ in stored(device.series_id)] == [1.0, 2.0]
    with everywhere():
        assert RawMessage.objects.get(device_id=device.pk).text == f"series {device.series_id}, {YEAR_2099_US} µs, 3.0"


def test_a_name_that_holds_nul_is_kept_without_it(store: Store, device: Device) -> None:
    batch = Batch(attributes={device.pk: {"firmware": "1\0.4"}})

    store.write(batch)

    with everywhere():
        assert DeviceAttributes.objects.get(pk=device.pk).client == {"firmware": "1.4"}


def test_attributes_stay_few_enough_to_be_read(store: Store, device: Device) -> None:
    store.write(Batch(attributes={device.pk: {str(one): one for one in range(150)}}))
    store.write(Batch(attributes={device.pk: {str(one): one for one in range(150, 300)}}))

    with everywhere():
        assert len(DeviceAttributes.objects.get(pk=device.pk).client) == 150


def test_a_replay_of_days_that_were_moved_away_is_not_taken_for_new(store: Store, device: Device) -> None:
    now_us = time.time_ns() // 1000
    moment = datetime.fromtimestamp(now_us / 1e6, UTC)
    with everywhere():
        LastValue.objects.create(series_id=device.series_id, at=moment, value=1.0)

    store.close()
    store.open()

    assert abs(int(store.latest.at_us[device.series_id]) - now_us) <= 1
