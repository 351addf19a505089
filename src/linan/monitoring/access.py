"""The doors to rows of monitoring."""

from linan.ground.access.doors import Standing, open_door
from linan.ground.access.rights import Right
from linan.monitoring.models import Alarm, Condition, Device, Series
from linan.monitoring.queries import with_place


def access_alarm(standing: Standing, pk: int, *, to: Right) -> Alarm:
    """Return the alarm with its place. Raises: NotFound, NotAllowed."""
    return open_door(with_place(Alarm.objects.all()), pk, standing=standing, to=to)


def access_device(standing: Standing, pk: int, *, to: Right) -> Device:
    """Return the device with its building. Raises: NotFound, NotAllowed."""
    return open_door(Device.objects.select_related("building"), pk, standing=standing, to=to)


def access_series(standing: Standing, pk: int, *, to: Right) -> Series:
    """Return the series with its device. Raises: NotFound, NotAllowed."""
    return open_door(Series.objects.all(), pk, standing=standing, to=to, org="device.org")


def access_condition(standing: Standing, pk: int, *, to: Right) -> Condition:
    """Return the condition. Raises: NotFound, NotAllowed."""
    return open_door(Condition.objects.select_related("author"), pk, standing=standing, to=to)
