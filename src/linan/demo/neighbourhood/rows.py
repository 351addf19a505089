"""Rows of base information for one community: buildings, households with their people, places."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from shapely.geometry import mapping
from shapely.geometry.base import BaseGeometry
from shapely.strtree import STRtree

from linan.demo.neighbourhood.houses import DOORS_A_FLOOR, FLOOR_M, House, settle
from linan.demo.neighbourhood.people import Made, household_sizes, people_of
from linan.demo.neighbourhood.sites import shed_shape
from linan.ground.orgs.models import Org
from linan.registry.models import Building, Household, Need, Resident, RiskSource

Grids = Sequence[tuple[Org, BaseGeometry]]
BATCH = 2000


@dataclass(frozen=True, slots=True)
class Settled:
    """A building of the table with how many households live there."""

    building: Building
    households: int


def add_buildings(community: Org, grids: Grids, houses: Sequence[House], *, households: int) -> list[Settled]:
    """Add the buildings of a community; where people live they become dwellings."""
    counts = {id(house): count for house, count in settle(houses, households) if count}
    rows = [_building(community, grids, house, at, is_dwelling=id(house) in counts) for at, house in enumerate(houses)]
    Building.objects.bulk_create(rows, batch_size=BATCH)
    return [
        Settled(building=row, households=counts.get(id(house), 0)) for row, house in zip(rows, houses, strict=True)
    ]


def add_sheds(community: Org, grids: Grids, settled: Sequence[Settled], houses: Sequence[House]) -> list[Building]:
    """Add one e-bike shed per grid of a community, beside its fullest dwelling that has room."""
    taken = STRtree([house.shape for house in houses])
    shapes = {row.building.code: house.shape for row, house in zip(settled, houses, strict=True)}
    sheds: list[Building] = []
    for grid, _ in grids:
        there = sorted((one for one in settled if one.building.grid_id == grid.pk), key=lambda one: -one.households)
        found = next((shape for one in there if (shape := shed_shape(shapes[one.building.code], taken))), None)
        if found is not None:
            sheds.append(_shed(community, grid, found, len(sheds) + 1))
    return Building.objects.bulk_create(sheds)


def add_shed_risks(sheds: Sequence[Building]) -> None:
    """Enter every shed as a risk source too, under the same code."""
    RiskSource.objects.bulk_create(
        RiskSource(
            org=shed.org, building=shed, code=shed.code, name=shed.name, kind="ebike_shed", lon=shed.lon, lat=shed.lat,
            responsible="演示第一物业", note="充电口40个（演示）",
        )
        for shed in sheds
    )


def add_people(settled: Sequence[Settled], people: int, *, year: int, rng: Random, numbers: Iterator[int]) -> None:
    """Add the households of the dwellings and `people` residents, sealed, with their needs."""
    households = [row for one in settled for row in _households(one)]
    Household.objects.bulk_create(households, batch_size=BATCH)
    sizes = household_sizes(rng, len(households), people)
    made = [
        (_resident(household, person), person)
        for household, size in zip(households, sizes, strict=True)
        for person in people_of(rng, size, year=year, numbers=numbers)
    ]
    Resident.objects.bulk_create([row for row, _ in made], batch_size=BATCH)
    Need.objects.bulk_create(
        [Need(org_id=row.org_id, resident=row, kind=kind) for row, person in made for kind in person.needs],
        batch_size=BATCH,
    )


def _building(community: Org, grids: Grids, house: House, at: int, *, is_dwelling: bool) -> Building:
    centre = house.shape.representative_point()
    street = house.feature.tags.get("street", "")
    number = house.feature.tags.get("housenumber", "")
    return Building(
        org=community, grid=next((grid for grid, shape in grids if shape.intersects(centre)), None),
        code=f"demo-{house.feature.tags['id']}", name=house.feature.name or f"{at + 1}号楼",
        address=f"{street}{number}号" if street and number else "", footprint=_rounded(house.shape),
        lon=round(centre.x, 6), lat=round(centre.y, 6), floors=house.floors, units=house.units,
        height_m=float(house.feature.tags.get("height_m", house.floors * FLOOR_M)),
        use="residential" if is_dwelling else ("other" if house.use == "residential" else house.use),
    )


def _shed(community: Org, grid: Org, shape: BaseGeometry, number: int) -> Building:
    return Building(
        org=community, grid=grid, code=f"demo-shed-{number}", name=f"演示{number}号电动自行车棚", footprint=_rounded(shape),
        lon=round(shape.centroid.x, 6), lat=round(shape.centroid.y, 6), floors=1, units=1, height_m=2.6, use="shed",
    )


def _households(settled: Settled) -> Iterator[Household]:
    building = settled.building
    for at in range(settled.households):
        place, unit = divmod(at, building.units)
        floor, door = place // DOORS_A_FLOOR + 1, place % DOORS_A_FLOOR + 1
        yield Household(
            org_id=building.org_id, building=building, unit=unit + 1, floor=floor, door=f"{floor}{door:02d}"
        )


def _resident(household: Household, person: Made) -> Resident:
    row = Resident(org_id=household.org_id, household=household, birth_year=person.birth_year)
    row.seal("name", person.name)
    row.seal("phone", person.phone)
    row.seal("id_number", person.id_number)
    row.seal("health_note", person.health_note)
    return row


def _rounded(shape: BaseGeometry) -> dict[str, object]:
    found = mapping(shape)
    return {"type": found["type"], "coordinates": [[_six(point) for point in ring] for ring in found["coordinates"]]}


def _six(point: Sequence[float]) -> list[float]:
    return [round(point[0], 6), round(point[1], 6)]
