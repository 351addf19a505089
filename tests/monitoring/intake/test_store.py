"""Storing a batch: what is bad in it, what is repeated, and what is out of order."""

import time
from datetime import UTC, datetime

import pytest
from django.db import connection

from linan.ground.access.scopes import everywhere
from linan.monitoring.intake.batch import Batch
from linan.monitoring.intake.store import Store
from linan.monitoring.models import DeviceAttributes, LastValue, RawMessage
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

    assert [value for value, _ in stored(device.series_id)] == [1.0, 2.0]
    with everywhere():
        refusal = RawMessage.objects.get(device_id=device.pk).why_refused
        assert refusal is not None
        assert refusal.values == {"fault": "IntegrityError"}
        assert DeviceAttributes.objects.get(pk=device.pk).client == {"firmware": "1"}


def test_a_batch_with_a_repeat_stores_each_reading_once_in_order_of_time(store: Store, device: Device) -> None:
    now_us = time.time_ns() // 1000

    store.write(a_batch(device.series_id, (now_us + 2, 3.0), (now_us, 1.0), (now_us + 2, 3.0), (now_us + 1, 2.0)))
    store.write(a_batch(device.series_id, (now_us, 1.0), (now_us + 3, 4.0)))

    assert [value for value, _ in stored(device.series_id)] == [1.0, 2.0, 3.0, 4.0]


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
