"""Readings that were kept while there was no line: what they say of the past is stored, and pages nobody."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from linan.ground.access.scopes import everywhere
from linan.ground.announcements.models import Logged
from linan.ground.orgs.models import Org
from linan.monitoring.actions.alarms import tell_late_alarms
from linan.monitoring.desk import raised_alarms
from linan.monitoring.intake.latest import LATE_US
from linan.monitoring.intake.store import HELD_FOR, Store
from linan.monitoring.models import Alarm, AlarmStatus
from linan.monitoring.models import Device as Row
from linan.monitoring.queries import alarms_on_desk
from tests.builders.monitoring import a_condition
from tests.monitoring.intake.conftest import Device, stored
from tests.monitoring.intake.test_store import a_batch

MINUTE_US = 60_000_000
HOUR_US = 60 * MINUTE_US
CALM, SMOKE = 0.01, 0.3


@pytest.fixture
def store(device: Device) -> Iterator[Store]:
    """A store with a limit of smoke, in the test's own connection."""
    with everywhere():
        a_condition(org=Org.objects.get(pk=device.org_id))
    made = Store()
    made.open()
    yield made
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_unlock_all()")


def now_us() -> int:
    return time.time_ns() // 1000


def told(kind: str) -> int:
    return Logged.objects.filter(kind=f"monitoring.{kind}").count()


def on_desk() -> int:
    with everywhere():
        assert alarms_on_desk().filter(status=AlarmStatus.RAISED).count() == raised_alarms().count()
        return raised_alarms().count()


def send_what_was_kept(store: Store, device: Device, *, until_us: int) -> None:
    """Send a value a minute of the last 170, one batch each; ten of them, 140 minutes ago, are smoke."""
    for minute in range(170):
        value = SMOKE if 30 <= minute < 40 else CALM
        store.write(a_batch(device.series_id, (until_us - (170 - minute) * MINUTE_US, value)))


def test_a_reading_of_the_past_never_ends_an_alarm_of_now(store: Store, device: Device) -> None:
    moment = now_us()
    store.write(a_batch(device.series_id, (moment, SMOKE)))

    store.write(a_batch(device.series_id, (moment - HOUR_US, CALM), (moment - MINUTE_US, CALM)))

    with everywhere():
        assert Alarm.objects.get().cleared_at is None
    assert told("AlarmCleared") == 0


def test_a_reading_of_the_past_begins_no_alarm_when_it_is_calm_now(store: Store, device: Device) -> None:
    moment = now_us()
    store.write(a_batch(device.series_id, (moment, CALM)))

    store.write(a_batch(device.series_id, (moment - HOUR_US, SMOKE)))

    with everywhere():
        assert Alarm.objects.count() == 0


def test_a_smoke_that_was_over_before_the_line_came_back_pages_nobody_and_is_kept(
    store: Store, device: Device
) -> None:
    moment = now_us()
    store.write(a_batch(device.series_id, (moment - 3 * HOUR_US, CALM)))
    store.latest.lag_us[device.series_id] = 0  # it was heard in time then

    send_what_was_kept(store, device, until_us=moment)
    store.sweep()

    store.move()
    with everywhere():
        alarm = Alarm.objects.get()
    assert (alarm.is_late, alarm.status, alarm.value) == (True, AlarmStatus.CLEARED, SMOKE)
    assert alarm.source_at == datetime.fromtimestamp(0, UTC) + timedelta(microseconds=moment - 140 * MINUTE_US)
    assert (told("AlarmRaised"), told("AlarmCleared"), on_desk()) == (0, 0, 0)
    assert len(stored(device.series_id)) == 171


def test_a_smoke_that_still_lasts_when_the_line_is_back_is_told_at_the_next_second(store: Store, device: Device) -> None:
    moment = now_us()
    store.write(a_batch(device.series_id, (moment - 2 * HOUR_US, CALM)))
    store.latest.lag_us[device.series_id] = 0
    store.write(a_batch(device.series_id, (moment - HOUR_US, SMOKE)))
    before = (told("AlarmRaised"), on_desk())

    store.write(a_batch(device.series_id, (now_us(), SMOKE)))
    store.sweep()

    assert (before, told("AlarmRaised"), on_desk()) == ((0, 0), 1, 1)
    with everywhere():
        assert Alarm.objects.get().is_late is False


def test_a_smoke_of_which_nothing_newer_is_heard_is_told_after_a_while(store: Store, device: Device) -> None:
    moment = now_us()
    store.write(a_batch(device.series_id, (moment - 2 * HOUR_US, CALM)))
    store.latest.lag_us[device.series_id] = 0
    store.write(a_batch(device.series_id, (moment - HOUR_US, SMOKE)))

    with everywhere():
        soon = tell_late_alarms(held_since=datetime.now(UTC) - HELD_FOR, fresh_series=[], now=datetime.now(UTC))
        later = datetime.now(UTC) + HELD_FOR
        then = tell_late_alarms(held_since=later - HELD_FOR, fresh_series=[], now=later)
        again = tell_late_alarms(held_since=later, fresh_series=[], now=later)

    assert (len(soon), len(then), len(again), told("AlarmRaised"), on_desk()) == (0, 1, 0, 1, 1)


def test_a_device_whose_clock_is_always_wrong_is_paged_at_once(store: Store, device: Device) -> None:
    moment = now_us()
    store.write(a_batch(device.series_id, (moment - 3 * HOUR_US, CALM)))
    store.sweep()

    store.write(a_batch(device.series_id, (now_us() - 3 * HOUR_US + MINUTE_US, SMOKE)))

    assert (told("AlarmRaised"), on_desk()) == (1, 1)


def test_how_far_behind_a_device_is_as_a_rule_is_known_again_after_a_restart(store: Store, device: Device) -> None:
    moment = now_us()
    store.write(a_batch(device.series_id, (moment, CALM)))
    store.move()
    with everywhere():
        Row.objects.filter(pk=device.pk).update(last_seen_at=datetime.now(UTC))

    again = Store()
    again.open()

    assert 0 <= int(again.latest.lag_us[device.series_id]) < 10_000_000
    assert again.latest.is_late(device.series_id, moment, moment + LATE_US + 10_000_000)


def test_a_clock_that_was_set_back_for_good_is_believed_again_by_and_by(store: Store, device: Device) -> None:
    moment = now_us()
    store.latest.lag_us[device.series_id] = 0
    store.write(a_batch(device.series_id, (moment - 3 * HOUR_US, CALM)))

    store.latest.learn_lags(moment)

    assert int(store.latest.lag_us[device.series_id]) == 500_000
