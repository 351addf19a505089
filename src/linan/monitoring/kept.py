"""How long readings are kept here: the shipped terms, and over them what was decided for this installation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import msgspec
from django.db.models import Count, Min, Sum

from linan.ground.access.scopes import everywhere
from linan.monitoring.archive.retention import OTHER, Retention, retention
from linan.monitoring.models import ArchivedDay, ArchivedHours, KeptTerm, Series


@dataclass(frozen=True, slots=True)
class Span:
    """Days that would go: how many, the first and the last of them."""

    days: int
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Loss:
    """What a shorter term lets go in the coming night; None: nothing."""

    readings: Span | None
    hours: Span | None

    @property
    def days(self) -> int:
        """How many days of readings and of hourly figures go."""
        return sum(one.days for one in (self.readings, self.hours) if one)


@dataclass(frozen=True, slots=True)
class Stock:
    """What lies in the files of closed days. oldest: None where no day was closed."""

    days: int
    readings: int
    size_bytes: int
    oldest: date | None


def stock() -> Stock:
    """Return what lies in the files of closed days."""
    used = ArchivedDay.objects.filter(retired_at=None)
    told = used.aggregate(days=Count("pk"), readings=Sum("rows"), size=Sum("size_bytes"), oldest=Min("day"))
    return Stock(told["days"], told["readings"] or 0, told["size"] or 0, told["oldest"])


def retention_at(moment: datetime) -> Retention:
    """Return what held at a moment."""
    shipped = retention()
    newest = {row.klass: row for row in KeptTerm.objects.filter(decided_at__lte=moment).order_by("decided_at", "pk")}
    classes = {
        name: msgspec.structs.replace(one, readings_days=newest[name].readings_days, hours_days=newest[name].hours_days)
        if name in newest else one
        for name, one in shipped.classes.items()
    }
    return msgspec.structs.replace(shipped, classes=classes)


def series_of(classes: Iterable[str]) -> list[int]:
    """Return the series whose quantities belong to some classes, of every organisation: they share the files."""
    shipped, wanted = retention(), set(classes)
    quantities = [one for name in wanted for one in shipped.classes[name].quantities]
    with everywhere():
        found = list(Series.objects.filter(quantity__in=quantities).values_list("pk", flat=True))
        if OTHER in wanted:
            found += Series.objects.exclude(quantity__in=shipped.named()).values_list("pk", flat=True)
    return found


def loss_of(klass: str, *, readings_days: int, hours_days: int, today: date) -> Loss:
    """Return what the archive would let go of a class if it were kept that long."""
    if not series_of([klass]):
        return Loss(None, None)
    return Loss(
        _held(ArchivedDay, klass, before=today - timedelta(days=readings_days)),
        _held(ArchivedHours, klass, before=today - timedelta(days=hours_days)),
    )


def _held(kind: type[ArchivedDay] | type[ArchivedHours], klass: str, *, before: date) -> Span | None:
    rows = kind.objects.filter(retired_at=None, day__lt=before).order_by("day")
    days = [one.day for one in rows if klass not in one.without]
    return Span(len(days), days[0], days[-1]) if days else None


def days_outdated(kept: Retention, *, today: date) -> list[date]:
    """Return the closed days that still hold a class which was kept long enough, the oldest first."""
    used = ArchivedDay.objects.filter(retired_at=None).order_by("day")
    return [one.day for one in used if not kept.expired(one.day, today=today) <= set(one.without)]


def hours_outdated(kept: Retention, *, today: date) -> list[date]:
    """Return the days whose file of hourly figures still holds a class that was kept long enough, the oldest first."""
    used = ArchivedHours.objects.filter(retired_at=None).order_by("day")
    return [one.day for one in used if not kept.hours_expired(one.day, today=today) <= set(one.without)]
