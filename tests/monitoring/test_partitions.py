"""Daily partitions of readings, and the ring of raw messages."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from linan.monitoring.actions.partitions import ensure_partitions
from linan.monitoring.actions.raw import trim_raw_messages
from linan.monitoring.curve import curve_of
from linan.monitoring.models import ArchivedDay, RawMessage
from tests.builders.monitoring import a_device, a_series, readings

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


def _partitions() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute("select inhrelid::regclass::text from pg_inherits where inhparent = 'monitoring_reading'::regclass")
        return sorted(name for (name,) in cursor.fetchall())


def _insert(at: datetime, *, received_at: datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute("insert into monitoring_reading values (1, %s, %s, 0.1)", [at, received_at])


def _moments(partition: str) -> list[datetime]:
    with connection.cursor() as cursor:
        cursor.execute(f"select at from {partition} order by at")
        return [at for (at,) in cursor.fetchall()]


def _late() -> list[datetime]:
    return _moments("monitoring_reading_late")


def test_partitions_are_made_from_last_days_to_coming_days_and_only_once(now):
    ensure_partitions(1, now=now, back=1)

    ensure_partitions(1, now=now, back=1)

    assert _partitions() == [
        "monitoring_reading_20260113", "monitoring_reading_20260114", "monitoring_reading_20260115",
        "monitoring_reading_late",
    ]


def test_a_late_reading_of_a_day_without_partition_is_kept_apart(now):
    ensure_partitions(0, now=now, back=0)
    last_year = now - timedelta(days=365)

    _insert(last_year, received_at=now)

    assert _late() == [last_year]


def test_a_reading_ahead_of_every_partition_is_refused(now):
    ensure_partitions(0, now=now, back=0)

    with pytest.raises(IntegrityError), transaction.atomic():
        _insert(now + timedelta(days=1), received_at=now)


def test_late_readings_move_into_the_partition_their_day_gets(now):
    ensure_partitions(0, now=now, back=0)
    yesterday, before = now - timedelta(days=1), now - timedelta(days=2)
    _insert(yesterday, received_at=now)
    _insert(before, received_at=now)

    ensure_partitions(0, now=now, back=1)

    assert _late() == [before]
    assert _moments("monitoring_reading_20260113") == [yesterday]


def test_a_closed_day_gets_no_partition_again(now):
    day = now.date() - timedelta(days=1)
    ArchivedDay.objects.create(day=day, version=1, rows=1, size_bytes=1, sha256="", archived_at=now)

    ensure_partitions(0, now=now, back=1)

    assert _partitions() == ["monitoring_reading_20260114", "monitoring_reading_late"]


def test_a_peak_between_a_thousand_quiet_readings_stays_in_the_curve(now):
    series = a_series()
    values = [0.01] * 1000
    values[400] = 0.9
    readings(series, *values, ending_at=now, every=timedelta(seconds=10))

    curve = curve_of(series.pk, first=now - timedelta(hours=3), last=now + timedelta(seconds=1))

    peak_at: datetime = now - timedelta(seconds=10) * 599
    assert (peak_at, 0.9) in curve
    assert len(curve) <= 800


def test_only_the_newest_fifty_raw_messages_of_each_device_are_kept(now):
    chatty, calm = a_device(), a_device()
    RawMessage.objects.bulk_create(RawMessage(device=chatty, at=now, text=str(n)) for n in range(53))
    RawMessage.objects.create(device=calm, at=now, text="0")

    deleted = trim_raw_messages()

    assert deleted == 3
    assert RawMessage.objects.filter(device=chatty).last().text == "3"
    assert RawMessage.objects.filter(device=calm).count() == 1
