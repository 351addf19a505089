"""The made-up organisations: one district, one street, four communities with their grids, cut out of the map."""

from dataclasses import dataclass
from typing import Any

from shapely.geometry import box, mapping
from shapely.geometry.base import BaseGeometry

from linan.ground.orgs.actions import add_org
from linan.ground.orgs.models import Org, OrgKind

# Codes have the structure of the national statistical division codes (6 digits district, 9 street, 12
# community). No prefecture 3299 exists (Jiangsu's run from 3201 to 3213), so none of these is anybody's.
DISTRICT_CODE = "329901"
STREET_CODE = "329901001"

WEST, SOUTH, EAST, NORTH = 118.7617, 32.0343, 118.7977, 32.0534  # the map's box with its overhanging objects
# The first community: 671 m x 671 m = 0.45 km², where houses stand densest on the map.
FIRST = (118.7882, 32.0358, 118.7953, 32.0418)
NUMERALS = "一二三四五"


@dataclass(frozen=True, slots=True)
class Plot:
    """A community to be: its name, shape on the map, and how many grids and households it gets."""

    name: str
    code: str
    shape: BaseGeometry
    grids: int
    households: int


def plots() -> list[Plot]:
    """Return the four communities; the first has the full number of households of the real model community."""
    first = box(*FIRST)
    rest = [
        box(FIRST[0], SOUTH, EAST, NORTH).difference(first),
        box(118.7765, SOUTH, FIRST[0], NORTH),
        box(WEST, SOUTH, 118.7765, NORTH),
    ]
    sizes = ((first, 5, 3654), (rest[0], 3, 420), (rest[1], 4, 460), (rest[2], 4, 440))
    return [
        Plot(f"演示第{NUMERALS[at]}社区", f"{STREET_CODE}{at + 1:03d}", shape, grids, households)
        for at, (shape, grids, households) in enumerate(sizes)
    ]


def strips(area: BaseGeometry, count: int) -> list[BaseGeometry]:
    """Return the area cut into so many vertical strips of equal width, west to east."""
    west, south, east, north = area.bounds
    step = (east - west) / count
    return [box(west + step * at, south, west + step * (at + 1), north).intersection(area) for at in range(count)]


def add_street() -> Org:
    """Add the made-up district and its one street; return the street."""
    whole = box(WEST, SOUTH, EAST, NORTH)
    district = _placed(add_org(kind=OrgKind.DISTRICT, name="演示区", parent=None, code=DISTRICT_CODE, is_demo=True), whole)
    street = add_org(kind=OrgKind.STREET, name="演示街道", parent=district, code=STREET_CODE, is_demo=True)
    return _placed(street, whole)


def add_community(street: Org, plot: Plot) -> tuple[Org, list[tuple[Org, BaseGeometry]]]:
    """Add a community with its grids; return it and its grids with their shapes."""
    community = add_org(kind=OrgKind.COMMUNITY, name=plot.name, parent=street, code=plot.code, is_demo=True)
    _placed(community, plot.shape)
    grids = []
    for at, shape in enumerate(strips(plot.shape, plot.grids)):
        name = f"{plot.name}第{NUMERALS[at]}网格"
        grid = add_org(kind=OrgKind.GRID, name=name, parent=community, code=f"{plot.code}{at + 1:02d}", is_demo=True)
        grids.append((_placed(grid, shape), shape))
    return community, grids


# 15 units (单位), the number of the real model community; their names are made up.
UNITS: tuple[tuple[OrgKind, str], ...] = (
    (OrgKind.PROPERTY, "演示第一物业"), (OrgKind.PROPERTY, "演示第二物业"), (OrgKind.SCHOOL, "演示小学"),
    (OrgKind.SCHOOL, "演示中学"), (OrgKind.SCHOOL, "演示幼儿园"), (OrgKind.HOSPITAL, "演示医院"),
    (OrgKind.HOSPITAL, "演示社区卫生服务站"), (OrgKind.POLICE_POST, "演示警务室"),
    (OrgKind.MICRO_FIRE_STATION, "演示微型消防站"), (OrgKind.ENTERPRISE, "演示菜市场"),
    (OrgKind.ENTERPRISE, "演示超市"), (OrgKind.ENTERPRISE, "演示宾馆"), (OrgKind.ENTERPRISE, "演示办公楼"),
    (OrgKind.NGO, "演示志愿服务队"), (OrgKind.NGO, "演示为老服务中心"),
)


def add_units(community: Org) -> None:
    """Add the member units of the first community."""
    for kind, name in UNITS:
        add_org(kind=kind, name=name, parent=community, is_demo=True, lon=community.lon, lat=community.lat)


def _placed(org: Org, shape: BaseGeometry) -> Org:
    centre = shape.representative_point()
    org.boundary, org.lon, org.lat = _geojson(shape), round(centre.x, 6), round(centre.y, 6)
    org.save(update_fields=["boundary", "lon", "lat"])
    return org


def _geojson(shape: BaseGeometry) -> dict[str, Any]:
    return dict(mapping(shape))
