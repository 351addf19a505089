"""Reads of devices, alarms and conditions that several places need."""

from collections.abc import Iterable
from math import cos, radians

from django.db.models import Case, Count, Q, QuerySet, When

from linan.ground.refusals import NotFound
from linan.monitoring.models import Alarm, AlarmStatus, Device, LastValue, Verdict

METRES_PER_DEGREE = 111_320.0  # of latitude, on the mean sphere

# On the desk: nobody has said what it is, or it is real and still goes on.
ON_DESK = Q(status__in=[AlarmStatus.RAISED, AlarmStatus.ACKNOWLEDGED]) | Q(
    status=AlarmStatus.VERIFIED, verdict=Verdict.REAL
)


def with_place(alarms: QuerySet[Alarm]) -> QuerySet[Alarm]:
    """Return the alarms with all that a line about them needs, in one query."""
    return alarms.select_related("org", "device", "building", "series", "condition", "acknowledged_by", "verified_by")


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


def neighbours_of(device: Device, *, metres: float) -> list[LastValue]:
    """Return the last values of other devices in the same building, or as near as that."""
    near = Q(series__device__building_id=device.building_id) if device.building_id else Q(pk__in=[])
    if device.lon is not None and device.lat is not None:
        dlat = metres / METRES_PER_DEGREE
        dlon = dlat / cos(radians(device.lat))
        near |= Q(
            series__device__lon__range=(device.lon - dlon, device.lon + dlon),
            series__device__lat__range=(device.lat - dlat, device.lat + dlat),
        )
    rows = LastValue.objects.filter(near).exclude(series__device_id=device.pk)
    return list(rows.select_related("series__device__building"))


def false_alarm_counts(alarms: QuerySet[Alarm]) -> tuple[int, int]:
    """Return how many of the alarms were found to be false, and how many a person has judged real or false."""
    counts = alarms.aggregate(
        false=Count("pk", filter=Q(verdict=Verdict.FALSE)),
        judged=Count("pk", filter=Q(verdict__in=[Verdict.FALSE, Verdict.REAL])),
    )
    return counts["false"], counts["judged"]
