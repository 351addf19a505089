"""Builders of evacuations: zones, networks, shelters, plans, orders."""

from datetime import datetime
from itertools import pairwise

from linan.command.evacuations.actions.networks import import_network
from linan.command.evacuations.actions.orders import order_evacuation
from linan.command.evacuations.actions.plans import ask_plan, end_planning
from linan.command.evacuations.actions.zones import Outlined, declare_zone
from linan.command.evacuations.asking import question_for
from linan.command.evacuations.domain.outlines import circle
from linan.command.evacuations.domain.solving import Answer, answers
from linan.command.evacuations.domain.topology import DrawnPath
from linan.command.evacuations.models import DangerZone, Evacuation, PathNetwork, ZoneSource
from linan.ground.access.scopes import everywhere
from linan.ground.orgs.models import Org
from linan.ground.people.models import SYSTEM
from linan.logistics.shelters.models import Shelter
from linan.registry.models import Building
from linan.response.models import Incident, Mode
from tests.build import NOW, a_community
from tests.builders.registry import a_building, a_household, a_resident

LON, LAT = 118.79, 32.04  # where the builders of base information put their buildings


def a_zone(
    *, org: Org | None = None, incident: Incident | None = None, radius_m: float = 100.0,
    building: Building | None = None, floors: tuple[int, ...] = (), now: datetime = NOW,
) -> DangerZone:
    """Return a circle in force around the place of the other builders, in a new community unless one is given."""
    outlined = Outlined(
        name="燃气泄漏危险区", source=ZoneSource.BUILDING if building else ZoneSource.HAZARD_POINT,
        polygon=circle(LON, LAT, radius_m), authority="现场总指挥", reason="燃气干管破裂", building=building, floors=floors,
    )
    with everywhere():
        return declare_zone(outlined, org=org or a_community(), incident=incident, by=SYSTEM, now=now)


def a_network(*, org: Org) -> PathNetwork:
    """Return a street of 600 m from west to east through the place of the other builders, with a side way north."""
    step = 0.001
    corners = [(LON + at * step, LAT) for at in range(-3, 4)]
    street = [
        DrawnPath(str(at), str(at + 1), 94.4, "residential", [list(begin), list(end)])
        for at, (begin, end) in enumerate(pairwise(corners))
    ]
    side = DrawnPath("3", "n", 111.3, "footway", [[LON, LAT], [LON, LAT + step]], width_m=2.5)
    with everywhere():
        return import_network([*street, side], org=org, name="演示路网", credit="演示", by=SYSTEM, now=NOW)


def a_shelter(*, org: Org, name: str = "演示小学", lon: float = LON + 0.003, lat: float = LAT, places: int = 500) -> Shelter:
    """Return an open shelter at the east end of the street."""
    with everywhere():
        return Shelter.objects.create(org=org, name=name, lon=lon, lat=lat, places=places, status="open", reserve_percent=0)


def an_unsolved_evacuation(*, org: Org | None = None) -> Evacuation:
    """Return an evacuation whose plan is still being looked for."""
    zone = a_zone(org=org)
    with everywhere():
        return Evacuation.objects.create(org=zone.org, zone=zone, asked_at=NOW)


def an_evacuation(*, org: Org | None = None, zone: DangerZone | None = None, households: int = 2) -> Evacuation:
    """Return a solved evacuation of a building in a zone with a street and a shelter; nobody is told yet."""
    zone = zone or a_zone(org=org)
    with everywhere():
        home = a_building(org=zone.org)
        for floor in range(1, households + 1):
            a_resident(household=a_household(building=home, floor=floor))
        shelter = a_shelter(org=zone.org, name=f"演示避难场所{home.pk}")
        a_network(org=zone.org)
        evacuation = ask_plan(zone=zone, shelters=[shelter.pk], seconds=5, mode=Mode.REAL, by=SYSTEM, now=NOW)
        lay_down_plan(evacuation)
        evacuation.refresh_from_db()
    return evacuation


def lay_down_plan(evacuation: Evacuation) -> None:
    """Solve an evacuation in this process, as its job does in one of its own."""
    for answer in answers(question_for(evacuation, now=NOW)):
        if isinstance(answer, Answer) and answer.is_last:
            end_planning(
                evacuation=evacuation, quality=answer.quality, orders=answer.orders or {}, crowding=answer.crowding or {},
                arrays=answer.arrays, by=SYSTEM, now=NOW,
            )


def an_ordered_evacuation(*, org: Org | None = None, households: int = 2) -> Evacuation:
    """Return an evacuation whose households have their orders."""
    evacuation = an_evacuation(org=org, households=households)
    with everywhere():
        return order_evacuation(evacuation_id=evacuation.pk, by=SYSTEM, now=NOW)
