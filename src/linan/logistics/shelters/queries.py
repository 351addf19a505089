"""Reads of shelters that several places need."""

from collections.abc import Iterable

from django.db.models import QuerySet, Sum

from linan.logistics.shelters.domain.filling import Filling
from linan.logistics.shelters.models import IN_USE, Opening, Shelter, ShelterStatus, Stay
from linan.registry.queries import distance_m


def people_in(shelter_ids: Iterable[int]) -> dict[int, int]:
    """Return {shelter id: people in it now} of the shelters that hold anybody."""
    rows = Stay.objects.filter(shelter_id__in=list(shelter_ids), left_at=None).order_by()
    return dict(rows.values_list("shelter_id").annotate(Sum("people")))


def filling_of(shelter: Shelter) -> Filling:
    """Return how full one shelter is (one query)."""
    return filling(shelter, people_in([shelter.pk]).get(shelter.pk, 0))


def filling(shelter: Shelter, people: int) -> Filling:
    """Return the filling of a shelter with so many people in it."""
    return Filling(people=people, usable=shelter.usable_places, places=shelter.places)


def open_opening(shelter_id: int) -> Opening | None:
    """Return the opening that goes on, with its owner."""
    return Opening.objects.filter(shelter_id=shelter_id, closed_at=None).select_related("owner").first()


def shelters_in_use() -> QuerySet[Shelter]:
    """Return the shelters that are open or full."""
    return Shelter.objects.filter(status__in=IN_USE)


def shelters_with_room() -> list[tuple[Shelter, Filling]]:
    """Return the open shelters that take people, the emptiest first (two queries)."""
    rows = list(Shelter.objects.filter(status=ShelterStatus.OPEN))
    people = people_in(row.pk for row in rows)
    found = [(row, filling(row, people.get(row.pk, 0))) for row in rows]
    return sorted(found, key=lambda one: -one[1].free)


def live_stays_of(household_id: int) -> QuerySet[Stay]:
    """Return where members of a household are now."""
    return Stay.objects.filter(household_id=household_id, left_at=None).select_related("shelter")


def nearest_shelters(lon: float, lat: float, *, among: QuerySet[Shelter] | None = None) -> list[tuple[Shelter, int]]:
    """Return shelters with their distance in metres, as the crow flies, the nearest first. among: None means all."""
    rows = Shelter.objects.all() if among is None else among
    return sorted(((row, round(distance_m(lon, lat, row.lon, row.lat))) for row in rows), key=lambda one: one[1])
