"""Reads of readings: what a series measured, and what the neighbours of a device read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from math import cos, radians

from django.db import connection
from django.db.models import Q

from linan.monitoring.models import Device, LastValue
from linan.monitoring.queries import least_levels
from linan.registry.queries import METRES_PER_DEGREE, distance_m

TREND_OVER = timedelta(minutes=5)
STEADY_WITHIN = 0.05  # of the larger value, or of what raises an alarm: less is noise of common sensors
HOUSEKEEPING = ("battery", "signal")  # what a device says of itself, not of its surroundings


class Trend(StrEnum):
    """Where a value is going."""

    RISING = "rising"
    STEADY = "steady"
    FALLING = "falling"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """What a device near an alarm read last.

    distance_m: None where one of both has no place. level: the least value that raises an alarm; 0 where none does.
    """

    last: LastValue
    distance_m: float | None
    earlier: float | None
    level: float = 0.0

    @property
    def trend(self) -> Trend:
        """Where the value is going, against five minutes before its last reading."""
        return trend(self.earlier, self.last.value, level=self.level)

    @property
    def in_building(self) -> int | None:
        """The building it is in."""
        return self.last.series.device.building_id


def trend(earlier: float | None, value: float, *, level: float = 0.0) -> Trend:
    """Return where a value is going; unknown without an earlier one. level: the value that would raise an alarm."""
    if earlier is None:
        return Trend.UNKNOWN
    if abs(value - earlier) <= STEADY_WITHIN * max(abs(value), abs(earlier), abs(level)):
        return Trend.STEADY
    return Trend.RISING if value > earlier else Trend.FALLING


_EARLIER = """
select v.series_id, r.value from monitoring_lastvalue v cross join lateral (
    select value from monitoring_reading
    where series_id = v.series_id
        and at <= v.at - make_interval(secs => %(over)s) and at > v.at - make_interval(secs => 6 * %(over)s)
    order by at desc limit 1
) r where v.series_id = any(%(series)s)
"""


def earlier_values(series_ids: Sequence[int]) -> dict[int, float]:
    """Return what each series read at least five minutes before its last reading, where it did within half an hour."""
    with connection.cursor() as cursor:
        cursor.execute(_EARLIER, {"series": list(series_ids), "over": TREND_OVER.total_seconds()})
        return dict(cursor.fetchall())


def neighbours_of(device: Device, *, metres: float, limit: int = 12) -> list[Neighbour]:
    """Return what other devices in the same building or as near as that read last: own building first, then nearest."""
    rows = LastValue.objects.filter(_near(device, metres=metres)).exclude(series__device_id=device.pk)
    rows = rows.exclude(series__quantity__in=HOUSEKEEPING)
    found = list(rows.select_related("series__device__building")[:200])
    earlier = earlier_values([one.series_id for one in found])
    levels = least_levels()
    neighbours = _within(device, found, earlier, levels, metres=metres)
    return sorted(neighbours, key=lambda one: _nearness(device, one))[:limit]


def _near(device: Device, *, metres: float) -> Q:
    near = Q(series__device__building_id=device.building_id) if device.building_id else Q(pk__in=[])
    if device.lon is None or device.lat is None:
        return near
    dlat = metres / METRES_PER_DEGREE
    dlon = dlat / cos(radians(device.lat))
    return near | Q(
        series__device__lon__range=(device.lon - dlon, device.lon + dlon),
        series__device__lat__range=(device.lat - dlat, device.lat + dlat),
    )


def _within(
    device: Device, found: Iterable[LastValue], earlier: dict[int, float], levels: dict[str, float], *, metres: float
) -> list[Neighbour]:
    every = [
        Neighbour(
            last=one, distance_m=_apart(device, one.series.device), earlier=earlier.get(one.series_id),
            level=levels.get(one.series.quantity, 0.0),
        )
        for one in found
    ]
    return [
        one for one in every
        if (one.in_building is not None and one.in_building == device.building_id)
        or (one.distance_m is not None and one.distance_m <= metres)
    ]


def _apart(device: Device, other: Device) -> float | None:
    if device.lon is None or device.lat is None or other.lon is None or other.lat is None:
        return None
    return distance_m(device.lon, device.lat, other.lon, other.lat)


def _nearness(device: Device, one: Neighbour) -> tuple[bool, float, str]:
    is_elsewhere = one.in_building is None or one.in_building != device.building_id
    return is_elsewhere, one.distance_m or 0.0, one.last.series.device.name
