"""Builders of door lists: an ordered evacuation of a few households, and its lists."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count
from uuid import uuid4

from linan.command.evacuations.actions.doors import make_door_lists
from linan.command.evacuations.models import (
    DangerZone,
    DoorEntry,
    DoorList,
    Evacuation,
    EvacuationOrder,
    EvacuationStatus,
)
from linan.ground.access.scopes import everywhere
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM, Person, Role
from linan.logistics.shelters.models import Opening, Shelter, Stay
from linan.registry.models import Building, Household, Need
from linan.response.models import Incident
from tests.build import NOW, a_community, a_person
from tests.builders.registry import a_building, a_resident

_tokens = count(1)
LATER = NOW + timedelta(minutes=10)
OUTLINE = {"type": "Polygon", "coordinates": [[[118.7, 32.0], [118.8, 32.0], [118.8, 32.1], [118.7, 32.1], [118.7, 32.0]]]}


def a_home(*, building: Building, floor: int, unit: int = 1, door: str = "", names: Sequence[str] = ()) -> Household:
    """Return a household whose people have these names."""
    with everywhere():
        home = Household.objects.create(
            org=building.org, building=building, unit=unit, floor=floor, door=door or f"{floor}01"
        )
        for name in names:
            a_resident(household=home, name=name)
        return home


def an_ordered_evacuation(
    *, org: Org | None = None, homes: Sequence[Household] = (), incident: Incident | None = None
) -> Evacuation:
    """Return an evacuation whose households have their orders."""
    org = org or (homes[0].org if homes else a_community())
    with everywhere():
        zone = DangerZone.objects.create(
            org=org, incident=incident, name="东门燃气泄漏", source="drawn", polygon=OUTLINE, declared_at=NOW,
            authority="演示社区居民委员会", reason="燃气浓度持续上升",
        )
        evacuation = Evacuation.objects.create(
            org=org, zone=zone, incident=incident, status=EvacuationStatus.ORDERED, asked_at=NOW, ordered_at=NOW,
            starts_at=NOW,
        )
        for home in homes:
            order(evacuation, home)
    return evacuation


def order(evacuation: Evacuation, home: Household) -> EvacuationOrder:
    """Order a household out."""
    with everywhere():
        helped = Need.objects.filter(resident__household=home).count()
        return EvacuationOrder.objects.create(
            evacuation=evacuation, household=home, people=home.residents.count(), needs={"disabled": helped},
            shelter_name="演示小学体育馆", leaves_after_s=0, arrives_after_s=600, length_m=400,
            route={"type": "LineString", "coordinates": []}, given_at=NOW, token=f"token{next(_tokens)}",
        )


def order_of_a_home(*, org: Org, incident: Incident | None = None) -> EvacuationOrder:
    """Return the order of a household in which somebody needs help."""
    with everywhere():
        home = a_home(building=a_building(org=org), floor=3)
        a_resident(household=home, name="张安川", needs=("disabled",))
        evacuation = an_ordered_evacuation(org=org, homes=[home], incident=incident)
        return EvacuationOrder.objects.get(evacuation=evacuation)


def a_door_list(
    *, org: Org | None = None, walker: Person | None = None, names: Sequence[str] = ("张安川", "李安宁"),
    incident: Incident | None = None,
) -> DoorList:
    """Return the list of one door, with two people behind it, in a new community unless one is given."""
    org = org or a_community()
    walker = walker or a_person(role=Role.GRID_MEMBER, org=org)
    with everywhere():
        home = a_home(building=a_building(org=org), floor=6, names=names)
        evacuation = an_ordered_evacuation(org=org, homes=[home], incident=incident)
        (made,) = make_door_lists(evacuation_id=evacuation.pk, walkers=[walker], by=SYSTEM, now=NOW)
    return made


def the_entry(door_list: DoorList) -> DoorEntry:
    """Return the first door of a list."""
    with everywhere():
        return DoorEntry.objects.filter(door_list=door_list).select_related("evacuation").order_by("place_in_order")[0]


def a_stay(entry: DoorEntry, *, people: int, at: datetime = LATER, names: str = "", **columns: object) -> Stay:
    """Return the registration of a household at a shelter."""
    org = entry.evacuation.org
    shelter = Shelter.objects.create(org=org, name=f"体育馆{uuid4()}", lon=118.79, lat=32.05, places=100)
    opening = Opening.objects.create(shelter=shelter, owner=a_person(org=org), reason="转移", opened_at=NOW)
    row = Stay(shelter=shelter, opening=opening, household=entry.household, people=people, via="door", at=at, **columns)
    if names:
        row.seal_names(names)
    row.save()
    return row
