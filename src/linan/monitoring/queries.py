"""Reads of devices, alarms and conditions that several places need."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Case, Count, Prefetch, Q, QuerySet, When

from linan.ground.refusals import NotFound
from linan.monitoring.models import Alarm, AlarmStatus, Condition, Device, DeviceAttributes, Series, Verdict

LEVELS = ("above", "below", "threshold")  # parameters of a condition that are values of the quantity

# On the desk: nobody has said what it is, or it is real and still goes on.
ON_DESK = Q(is_late=False) & (
    Q(status__in=[AlarmStatus.RAISED, AlarmStatus.ACKNOWLEDGED])
    | Q(status=AlarmStatus.VERIFIED, verdict=Verdict.REAL)
)


def with_place(alarms: QuerySet[Alarm]) -> QuerySet[Alarm]:
    """Return the alarms with all that a line about them needs, in one query."""
    return alarms.select_related(
        "org", "device__building", "building", "series", "condition", "acknowledged_by", "verified_by"
    )


def alarm_with_place(alarm_id: int) -> Alarm:
    """Return an alarm with its device, building, condition and organisation. Raises: NotFound."""
    alarm = with_place(Alarm.objects.all()).filter(pk=alarm_id).first()
    if alarm is None:
        raise NotFound
    return alarm


def alarms_of(alarm_ids: Iterable[int]) -> list[Alarm]:
    """Return these alarms, the first raised first."""
    return list(with_place(Alarm.objects.all()).filter(pk__in=list(alarm_ids)).order_by("raised_at"))


def open_alarms(limit: int) -> list[Alarm]:
    """Return the alarms on the desk: unacknowledged first, then the most severe, then the oldest."""
    return list(alarms_on_desk()[:limit])


def alarms_on_desk() -> QuerySet[Alarm]:
    """Return the alarms on the desk in the order in which they want attention."""
    urgency = [AlarmStatus.RAISED, AlarmStatus.ACKNOWLEDGED, AlarmStatus.VERIFIED]
    rank = Case(*(When(status=status, then=place) for place, status in enumerate(urgency)), default=len(urgency))
    return with_place(Alarm.objects.filter(ON_DESK)).order_by(rank, "severity", "raised_at", "pk")


def sensors_on_map() -> list[Device]:
    """Return the devices that have a place on the map."""
    return list(Device.objects.filter(lon__isnull=False, lat__isnull=False))


def devices_with_values() -> QuerySet[Device]:
    """Return the devices with their building, series and last values (three queries however many they are)."""
    series = Series.objects.select_related("last")
    return Device.objects.select_related("building", "org").prefetch_related(Prefetch("series", series))


def device_counts() -> Mapping[str, int]:
    """Return how many devices there are: all, silent, in maintenance."""
    return Device.objects.aggregate(
        all=Count("pk"),
        silent=Count("pk", filter=Q(is_silent=True, in_maintenance=False)),
        maintenance=Count("pk", filter=Q(in_maintenance=True)),
    )


def conditions_of(series: Iterable[Series], *, device: Device) -> list[Condition]:
    """Return the conditions in use that are judged on these series of a device."""
    many = list(series)
    wide = Q(series=None, profile__in=["", device.profile], quantity__in=["", *(one.quantity for one in many)])
    rows = Condition.objects.filter(is_active=True).filter(Q(series__in=many) | wide)
    return [one for one in rows.select_related("org") if device.org.path.startswith(one.org.path)]


def false_alarm_counts(alarms: QuerySet[Alarm]) -> tuple[int, int]:
    """Return how many of the alarms were found to be false, and how many a person has judged real or false."""
    counts = alarms.aggregate(
        false=Count("pk", filter=Q(verdict=Verdict.FALSE)),
        judged=Count("pk", filter=Q(verdict__in=[Verdict.FALSE, Verdict.REAL])),
    )
    return counts["false"], counts["judged"]


def levels_of(condition: Condition) -> list[float]:
    """Return the values of the measured quantity at which a condition raises an alarm."""
    values = (condition.parameters.get(name) for name in LEVELS)
    return [float(one) for one in values if isinstance(one, (int, float)) and not isinstance(one, bool)]


def least_levels() -> dict[str, float]:
    """Return for each quantity in sight the least value that raises an alarm."""
    levels: dict[str, float] = {}
    for one in Condition.objects.filter(is_active=True).only("quantity", "parameters"):
        for level in levels_of(one):
            levels[one.quantity] = min(level, levels.get(one.quantity, level))
    return levels


def client_attributes(device_id: int) -> Mapping[str, Any]:
    """Return what a device has said of itself."""
    said = DeviceAttributes.objects.filter(device_id=device_id).values_list("client", flat=True).first()
    return said or {}
