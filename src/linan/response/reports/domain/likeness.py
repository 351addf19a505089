"""Which reports may tell of the same thing: near in place, near in time, and of kinds that go together."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import cos, hypot, radians

NEAR_M = 150.0  # smoke is seen from the next building, and a phone's place is tens of metres off
NEAR_IN_TIME = timedelta(hours=2)
METRES_PER_DEGREE = 111_320.0  # of latitude, on the mean sphere

# Who smells burning reports fire, gas or a fault of the wiring; who stands in the water does not know from where.
_FAMILIES = (frozenset({"fire", "gas", "power"}), frozenset({"lift", "help"}))


@dataclass(frozen=True, slots=True)
class Sighting:
    """What is compared of a report. lon, lat: WGS84 degrees, None when only words say where."""

    report_id: int
    kind: str
    at: datetime
    building_id: int | None
    lon: float | None
    lat: float | None


def suspected_duplicates(of: Sighting, among: Iterable[Sighting]) -> list[Sighting]:
    """Return those that may tell of the same thing, the nearest in time first; never the report itself."""
    alike = [one for one in among if one.report_id != of.report_id and is_alike(of, one)]
    return sorted(alike, key=lambda one: (abs(one.at - of.at), one.report_id))


def is_alike(one: Sighting, other: Sighting) -> bool:
    """Return whether two reports may tell of the same thing."""
    return abs(one.at - other.at) <= NEAR_IN_TIME and _kinds_meet(one.kind, other.kind) and _places_meet(one, other)


def _kinds_meet(one: str, other: str) -> bool:
    return one == other or any({one, other} <= family for family in _FAMILIES)


def _places_meet(one: Sighting, other: Sighting) -> bool:
    if one.building_id is not None and one.building_id == other.building_id:
        return True
    if one.lon is None or one.lat is None or other.lon is None or other.lat is None:
        return False
    east = (other.lon - one.lon) * cos(radians(one.lat))
    return hypot(east, other.lat - one.lat) * METRES_PER_DEGREE <= NEAR_M
