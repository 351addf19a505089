"""Readings that people enter: stored at once, taken up by the intake, which judges them like any other."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from linan.ground.announcements.log import announce
from linan.ground.people.models import Person
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.monitoring.announcements import ReadingEntered
from linan.monitoring.models import ManualReading, Series

OLDEST = timedelta(hours=24)     # what is older would no longer be believed (domain/reading.py)
AHEAD = timedelta(minutes=5)     # a phone's clock may be that much ahead
# quantity: (least, most) that can be true here, in the unit of the series.
# Source: lowest and highest air temperature on record in China, -53.0 ℃ (Mohe 2023) and 52.2 ℃ (Turpan 2023);
# highest rain in an hour there 201.9 mm (Zhengzhou 2021), 24 h 1060.3 mm (Henan, Linzhuang 1975).
PLAUSIBLE = {"air_temperature": (-60.0, 60.0), "stage": (-10.0, 60.0), "rain_measured": (0.0, 1100.0)}


class NotPlausible(Refused):
    """A value that cannot be true."""

    code = "not_plausible"
    msgid = noop("A value from %(least)s to %(most)s is expected here. Look at the unit, and at the decimal point.")


class NotThen(Refused):
    """A moment that lies in the future or too long ago."""

    code = "not_then"
    msgid = noop("Give a time within the last 24 hours. What is older belongs into the report, not among the readings.")


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entered reading that the intake has not stored yet. token_hash, series_key: by which it knows the series."""

    pk: int
    token_hash: str
    series_key: str
    at: datetime
    value: float


@transaction.atomic
def enter_reading(
    *, series: Series, value: float, at: datetime, key: UUID, note: str, by: Person, now: datetime
) -> ManualReading:
    """Keep what a person measured; the same key again changes nothing. Raises: NotPlausible, NotThen."""
    _check(series, value, at, now)
    row, is_new = ManualReading.objects.get_or_create(
        key=key,
        defaults={
            "series": series, "value": value, "at": at, "note": note, "entered_by": by, "entered_at": now,
        },
    )
    if is_new:
        event = ReadingEntered(reading_id=row.pk, series_id=series.pk, value=value)
        about = [f"device-{series.device_id}", "manual-readings"]
        announce(event, by_id=by.pk, org_id=series.device.org_id, about=about, now=now)
    return row


def waiting_readings() -> list[Waiting]:
    """Return what the intake has still to take up, the first entered first."""
    rows = ManualReading.objects.filter(taken_at=None).order_by("pk")[:1_000]
    return [
        Waiting(*one) for one in rows.values_list("pk", "series__device__token_hash", "series__key", "at", "value")
    ]


def mark_taken(reading_ids: Iterable[int], *, now: datetime) -> None:
    """Note that the intake has stored them."""
    ManualReading.objects.filter(pk__in=list(reading_ids), taken_at=None).update(taken_at=now)


def _check(series: Series, value: float, at: datetime, now: datetime) -> None:
    least, most = PLAUSIBLE.get(series.quantity, (-1e9, 1e9))
    if not least <= value <= most:
        raise NotPlausible(field="value", least=least, most=most)
    if not now - OLDEST <= at <= now + AHEAD:
        raise NotThen(field="at")
