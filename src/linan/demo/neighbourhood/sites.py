"""What stands in the lists of places: the map's own schools, hospitals and shops, and made-up posts and hydrants."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from random import Random

from shapely.geometry import Point, box
from shapely.geometry.base import BaseGeometry
from shapely.strtree import STRtree

from linan.demo.neighbourhood.osm import Feature, layer

SHOPS = 98  # of the real model community
DLON, DLAT = 1 / 94_360, 1 / 111_320  # degrees of one metre at 32.045 degrees north
SHED_LENGTH_M, SHED_WIDTH_M = 16.0, 5.0
HYDRANT_EVERY_M = 120.0  # Source: GB 50974-2014, 7.2.5: outdoor hydrants at most 120 m apart


@dataclass(frozen=True, slots=True)
class Site:
    """A place of a list to be. WGS84 degrees."""

    kind: str
    name: str
    lon: float
    lat: float
    size: int | None = None


def protected_sites(area: BaseGeometry) -> Iterator[Site]:
    """Return the map's schools, hospitals and markets inside an area."""
    seen: set[str] = set()
    kinds = {"school": "school", "kindergarten": "kindergarten", "hospital": "hospital", "marketplace": "market"}
    for point, found in _named_points(area):
        kind = kinds.get(found.tags.get("amenity", ""))
        if kind and found.name not in seen:
            seen.add(found.name)
            yield Site("kindergarten" if "幼儿园" in found.name else kind, found.name, point.x, point.y)


def shelter_sites(area: BaseGeometry) -> Iterator[Site]:
    """Return the map's stadiums, schools and parks inside an area, as shelters.

    Capacity: half of the ground at 2 m² a person. Assumption; a community enters what it has surveyed.
    """
    for found in layer("areas"):
        centre = found.shape.representative_point()
        is_shelter = found.tags.get("leisure") in ("stadium", "sports_centre", "park") or found.tags.get("amenity") == "school"
        if is_shelter and found.name and area.contains(centre):
            yield Site("shelter", found.name, centre.x, centre.y, int(float(found.tags["area_m2"]) / 4))


def shop_sites(area: BaseGeometry, houses: Sequence[BaseGeometry], rng: Random, count: int) -> list[Site]:
    """Return the map's shops and restaurants inside an area, filled up to `count` with made-up ones."""
    found = [
        Site("restaurant" if place.tags.get("amenity") else "shop", place.name, point.x, point.y)
        for point, place in _named_points(area)
        if place.tags.get("shop") or place.tags.get("amenity") in ("restaurant", "fast_food", "cafe")
    ][:count]
    for at in range(count - len(found)):
        door = rng.choice(list(rng.choice(houses).exterior.coords))
        kind, word = rng.choice((("restaurant", "小吃店"), ("shop", "便利店"), ("shop", "理发店"), ("shop", "五金店")))
        found.append(Site(kind, f"演示{word}{at + 1}", door[0], door[1]))
    return found


def hydrant_sites(area: BaseGeometry) -> list[Site]:
    """Return made-up hydrants along the streets of an area, none nearer to another than the standard's distance."""
    placed: list[tuple[float, float]] = []
    for street in layer("roads"):
        for lon, lat in street.geometry["coordinates"]:
            if area.contains(Point(lon, lat)) and all(_metres(lon, lat, *one) >= HYDRANT_EVERY_M for one in placed):
                placed.append((lon, lat))
    return [Site("hydrant", f"演示消火栓{at + 1}", lon, lat) for at, (lon, lat) in enumerate(placed)]


def shed_shape(near: BaseGeometry, taken: STRtree) -> BaseGeometry | None:
    """Return a shed's footprint close to a building and touching none; None when there is no room."""
    centre = near.centroid
    width, depth = SHED_LENGTH_M * DLON / 2, SHED_WIDTH_M * DLAT / 2
    for away_m in range(8, 60, 2):
        for east, north in ((0, 1), (0, -1), (1, 0), (-1, 0)):
            x, y = centre.x + east * away_m * DLON, centre.y + north * away_m * DLAT
            shed = box(x - width, y - depth, x + width, y + depth)
            if not len(taken.query(shed.buffer(2 * DLAT), predicate="intersects")):
                return shed
    return None


def _named_points(area: BaseGeometry) -> Iterator[tuple[Point, Feature]]:
    for found in layer("poi"):
        point = Point(found.geometry["coordinates"])
        if found.name and area.contains(point):
            yield point, found


def _metres(lon: float, lat: float, other_lon: float, other_lat: float) -> float:
    return float((((lon - other_lon) / DLON) ** 2 + ((lat - other_lat) / DLAT) ** 2) ** 0.5)
