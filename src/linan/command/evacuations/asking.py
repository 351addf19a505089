"""The question for the solver, put together from the tables."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.utils import timezone
from shapely.geometry import Point, box, shape

from linan.command.domain.evacuation.area import Area, Refuge
from linan.command.evacuations.domain.pace import pace_of
from linan.command.evacuations.domain.question import M2_PER_STAIRCASE, Home, Question
from linan.command.evacuations.domain.topology import area_of
from linan.command.evacuations.models import DangerZone, Evacuation, PathNetwork
from linan.command.evacuations.queries import households_in_zone
from linan.ground.orgs.models import Org
from linan.ground.orgs.queries import ids_of_path, subtree_ids
from linan.ground.refusals import Refused
from linan.ground.text import noop
from linan.logistics.shelters.models import Shelter, ShelterStatus
from linan.logistics.shelters.queries import nearest_shelters, people_in
from linan.registry.models import Building, Household, Resident

PASS_IN_A_STEP = 6
SHELTERS_WITHIN_M, SHELTERS_AT_MOST, SPARE_ROOM = 3_000, 24, 1.3
AROUND_DEGREES = 0.006  # of zone and shelters: about 600 m of paths beyond them


class NoNetwork(Refused):
    """Nobody has read in the paths of the area."""

    code = "no_path_network"
    status = 409
    msgid = noop("The paths of this area are not known yet. Read a path network in first.")


def network_for(org: Org, zone: DangerZone) -> PathNetwork:
    """Return the newest network of the organisation or of one above it that reaches the zone. Raises: NoNetwork."""
    above = PathNetwork.objects.filter(org_id__in=[*subtree_ids([org.pk]), *ids_of_path(org.path)])
    outline = shape(zone.polygon).buffer(AROUND_DEGREES)
    for network in above.order_by("-imported_at"):
        lons, lats = zip(*network.places, strict=True)
        if box(min(lons), min(lats), max(lons), max(lats)).intersects(outline):
            return network
    raise NoNetwork


def shelters_near(zone: DangerZone) -> list[tuple[Shelter, int]]:
    """Return the nearest shelters of the district outside a zone, with metres as the crow flies from its middle.

    Asked everywhere: where people go is no secret, and the nearest shelter may be a neighbour's.
    """
    root = Org.objects.get(pk=ids_of_path(zone.org.path)[0])
    outline = shape(zone.polygon)
    middle = outline.centroid
    rows = Shelter.objects.filter(org_id__in=subtree_ids([root.pk])).select_related("org")
    found = nearest_shelters(middle.x, middle.y, among=rows)
    outside = [one for one in found if not outline.intersects(Point(one[0].lon, one[0].lat))]
    return [one for one in outside if one[1] <= SHELTERS_WITHIN_M][:SHELTERS_AT_MOST]


def proposed_shelters(near: Sequence[tuple[Shelter, int]], *, people: int) -> list[int]:
    """Return the ids of the open shelters, and of the nearest closed ones until there is room for a third more."""
    chosen = [one for one, _ in near if one.status == ShelterStatus.OPEN]
    for one, _ in near:
        if sum(each.usable_places for each in chosen) >= SPARE_ROOM * people:
            break
        if one.status == ShelterStatus.CLOSED:
            chosen.append(one)
    return [one.pk for one in chosen]


def question_for(evacuation: Evacuation, *, now: datetime) -> Question:
    """Return the question of an evacuation as its zone, shelters and closures stand now. Raises: NoNetwork."""
    zone = evacuation.zone
    network = network_for(evacuation.org, zone)
    shelters = _usable(evacuation)
    buildings = _buildings(evacuation.org, zone)
    area = area_of(network.places, network.paths, _box(zone, shelters))
    homes = homes_of(zone, [one.pk for one in buildings], now=now)
    return Question(
        area=with_buildings(area, buildings, homes), building_ids=[one.pk for one in buildings], homes=homes,
        refuges=_refuges(shelters), shelter_ids=[one.pk for one in shelters], zone=zone.polygon,
        closures=[one.polygon for one in evacuation.closures.all()], within_s=float(evacuation.seconds),
    )


def with_buildings(area: Area, buildings: Sequence[Building], homes: Sequence[Home]) -> Area:
    """Return the area with these buildings, a staircase for each of the register's.

    A household stays together in every step, so where one is larger than what a staircase lets through in a step of
    6 s, which is six people, the building counts as having one more.
    """
    largest: dict[int, int] = defaultdict(int)
    for home in homes:
        largest[home.building] = max(largest[home.building], home.size)
    return replace(area, buildings=[
        {
            "properties": {"levels": one.floors, "area_m2": M2_PER_STAIRCASE * max(one.units, -(-largest[at] // PASS_IN_A_STEP))},
            "ring": [[one.lon, one.lat]],
        }
        for at, one in enumerate(buildings)
    ])


def homes_of(zone: DangerZone, building_ids: Sequence[int], *, now: datetime) -> list[Home]:
    """Return the households of the zone in these buildings in which somebody is registered, in the order of doors."""
    households = list(households_in_zone(zone))
    residents = people_of(households)
    year, place = timezone.localtime(now).year, {pk: at for at, pk in enumerate(building_ids)}
    return [
        _home(one, residents[one.pk], place[one.building_id], year)
        for one in households if residents[one.pk] and one.building_id in place
    ]


def people_of(households: Sequence[Household]) -> dict[int, list[Resident]]:
    """Return the residents of each household, with their needs."""
    found: dict[int, list[Resident]] = defaultdict(list)
    rows = Resident.objects.filter(household__in=[one.pk for one in households]).prefetch_related("needs")
    for one in rows.only("household_id", "birth_year"):
        found[one.household_id or 0].append(one)
    return found


def _home(household: Household, people: Sequence[Resident], building: int, year: int) -> Home:
    needs = [need.kind for one in people for need in one.needs.all()]
    pace = pace_of(needs, [one.birth_year for one in people], year=year)
    return Home(household.pk, building, household.floor, len(people), pace)


def _buildings(org: Org, zone: DangerZone) -> list[Building]:
    """Return the buildings in and around a zone: a wider one later needs them too."""
    west, south, east, north = shape(zone.polygon).buffer(AROUND_DEGREES).bounds
    rows = Building.objects.filter(
        org_id__in=subtree_ids([org.pk]), lon__range=(west, east), lat__range=(south, north)
    )
    return list(rows.order_by("pk").defer("footprint"))


def _usable(evacuation: Evacuation) -> list[Shelter]:
    """Return the chosen shelters that lie outside the zone."""
    outline = shape(evacuation.zone.polygon)
    rows = Shelter.objects.filter(pk__in=evacuation.shelters).order_by("pk")
    return [one for one in rows if not outline.intersects(Point(one.lon, one.lat))]


def _refuges(shelters: Sequence[Shelter]) -> list[Refuge]:
    there = people_in(one.pk for one in shelters)
    return [Refuge(one.name, one.lon, one.lat, max(0, one.usable_places - there.get(one.pk, 0))) for one in shelters]


def _box(zone: DangerZone, shelters: Sequence[Shelter]) -> tuple[float, float, float, float]:
    everything: Any = shape(zone.polygon)
    for one in shelters:
        everything = everything.union(Point(one.lon, one.lat))
    west, south, east, north = everything.buffer(AROUND_DEGREES).bounds
    return west, south, east, north
