"""Reads of base information that several places need."""

from math import cos, radians

from django.db.models import Count, QuerySet

from linan.ground.crypto.personal import personal_marks
from linan.registry.models import Building, Household, Need, Resident

METRES_PER_DEGREE = 111_320.0  # of latitude, on the mean sphere


def households_in_building(building_id: int) -> QuerySet[Household]:
    """Return the households of a building with `headcount`, by staircase, floor and door."""
    rows = Household.objects.filter(building_id=building_id).annotate(headcount=Count("residents"))
    return rows.order_by("unit", "floor", "door")


def buildings_near(lon: float, lat: float, metres: float) -> list[Building]:
    """Return the buildings whose centre lies within so many metres, nearest first (flat earth: fine to 10 km)."""
    dlat = metres / METRES_PER_DEGREE
    dlon = dlat / cos(radians(lat))
    rows = Building.objects.filter(lon__range=(lon - dlon, lon + dlon), lat__range=(lat - dlat, lat + dlat))
    found = [(distance_m(lon, lat, row.lon, row.lat), row.pk, row) for row in rows]
    return [row for distance, _, row in sorted(found) if distance <= metres]


def distance_m(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    """Return the distance of two near points in metres."""
    east = (other_lon - lon) * cos(radians(lat))
    return float(((east**2 + (other_lat - lat) ** 2) ** 0.5) * METRES_PER_DEGREE)


def needs_in_building(building_id: int) -> dict[str, int]:
    """Return how many residents of a building have each kind of need."""
    rows = Need.objects.filter(resident__household__building_id=building_id)
    return dict(rows.order_by("kind").values_list("kind").annotate(Count("pk")))


def headcount_in_building(building_id: int) -> int:
    """Return how many residents a building has."""
    return Resident.objects.filter(household__building_id=building_id).count()


def residents_by_phone(phone: str) -> QuerySet[Resident]:
    """Return the residents with exactly this phone number."""
    return Resident.objects.filter(phone_mark__in=personal_marks(phone, purpose="phone"))


def buildings_on_map() -> list[Building]:
    """Return the buildings in sight."""
    return list(Building.objects.all())
