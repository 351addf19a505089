"""What is broken in a network as drawn, and which defaults planning takes instead."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from shapely import STRtree
from shapely.geometry import LineString, Polygon
from shapely.geometry import Point as Spot
from shapely.geometry.base import BaseGeometry

from linan.command.domain.evacuation.area import LINK_AT_MOST_M
from linan.command.domain.evacuation.nearest import nearest, parts
from linan.command.domain.osm.measures import Point, metres_per_degree
from linan.command.domain.osm.paths import GATES, Edge, Paths
from linan.command.domain.osm.raw import Extract, Tags
from linan.command.domain.osm.shapes import Feature, Shapes

NEAR_MISS_M = 3.0   # a loose end so near to another path was meant to meet it
WALL_M = 1.0        # an end so near to an outline ends at that wall
THROUGH_M = 2.0     # so much of a path inside a building is no slip of the mapper's hand
_DOORS = frozenset({"entrance", "door"})
_UNDER_ROOFS = frozenset({"tunnel", "covered", "indoor"})
_SHUT = frozenset({"no", "private"})


@dataclass(frozen=True, slots=True)
class Island:
    """Paths that nothing joins to the largest part, away_m from it at their nearest place (lon, lat)."""

    lon: float
    lat: float
    paths: int
    length_m: float
    away_m: float

    @property
    def is_joined(self) -> bool:
        """Whether it is near enough for planning to join it."""
        return self.away_m <= LINK_AT_MOST_M


@dataclass(frozen=True, slots=True)
class Fault:
    """One broken place. way: id of the map's way."""

    lon: float
    lat: float
    way: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Faults:
    """All that is broken or unsaid. no_width: {kind of path: how many}; gates: (all, locked)."""

    islands: Sequence[Island]
    wall_ends: Sequence[Fault]
    near_misses: Sequence[Fault]
    through_buildings: Sequence[Fault]
    crossings: Sequence[Fault]
    no_width: dict[str, int]
    unread_widths: dict[int, str]
    lost_nodes: Sequence[int]
    broken_rings: Sequence[str]
    no_levels: int
    gates: tuple[int, int]


class Plane:
    """The neighbourhood as a plane in metres."""

    def __init__(self, places: Iterable[Point]) -> None:
        self._origin = next(iter(places), (0.0, 0.0))
        self._east, self._north = metres_per_degree(self._origin[1])

    def flat(self, point: Sequence[float]) -> Point:
        """Return x, y in metres."""
        return (point[0] - self._origin[0]) * self._east, (point[1] - self._origin[1]) * self._north

    def round(self, spot: Sequence[float]) -> Point:
        """Return lon, lat of a point of the plane."""
        lon, lat = spot[0] / self._east + self._origin[0], spot[1] / self._north + self._origin[1]
        return round(lon, 7), round(lat, 7)


def faults_of(extract: Extract, paths: Paths, shapes: Shapes) -> Faults:
    """Look through a network for what is broken."""
    plane = Plane(line[0] for line in (edge.line for edge in paths.walk))
    lines = [LineString([plane.flat(point) for point in edge.line]) for edge in paths.walk]
    houses = [_flat_polygon(feature, plane) for feature in shapes.buildings]
    ends = _loose_ends(paths.walk)
    walls = STRtree(houses)
    return Faults(
        islands=_islands(paths, plane, extract), no_width=_no_width(paths.walk), unread_widths=paths.unread_widths,
        wall_ends=_wall_ends(ends, extract, plane, walls, houses),
        near_misses=_near_misses(ends, paths.walk, lines, plane, extract),
        through_buildings=_through(paths.walk, lines, walls, houses, plane),
        crossings=_crossings(paths.walk, lines, plane),
        lost_nodes=paths.lost_nodes, broken_rings=shapes.broken,
        no_levels=sum(not {"levels", "height_m"} & one["properties"].keys() for one in shapes.buildings),
        gates=_gates(extract, paths),
    )


def _islands(paths: Paths, plane: Plane, extract: Extract) -> list[Island]:
    places = list(dict.fromkeys(end for edge in paths.walk for end in (edge.start, edge.end)))
    if not places:
        return []
    number = {place: at for at, place in enumerate(places)}
    start = np.array([number[edge.start] for edge in paths.walk], np.int64)
    part = parts(len(places), start, np.array([number[edge.end] for edge in paths.walk], np.int64))
    flat = np.array([plane.flat((extract.nodes[place].lon, extract.nodes[place].lat)) for place in places])
    main = int(np.bincount(part).argmax())
    away = np.zeros(len(places))
    outside = part != main
    away[outside] = nearest(flat[outside, 0], flat[outside, 1], flat[:, 0], flat[:, 1], ~outside)[1]
    found = [_island(label, part, flat, away, plane) for label in sorted(set(part.tolist()) - {main})]
    many = np.bincount(part[start], minlength=int(part.max()) + 1)
    total = np.bincount(part[start], weights=[edge.length_m for edge in paths.walk], minlength=len(many))
    known = [replace(one, paths=int(many[label]), length_m=round(float(total[label]), 1)) for label, one in found]
    return sorted(known, key=lambda island: -island.length_m)


def _island(
    label: int, part: NDArray[np.int64], flat: NDArray[np.float64], away: NDArray[np.float64], plane: Plane
) -> tuple[int, Island]:
    """Return an island at its place nearest to the rest; its paths are counted by the caller."""
    inside = np.flatnonzero(part == label)
    at = int(inside[away[inside].argmin()])
    lon, lat = plane.round(flat[at])
    return label, Island(lon, lat, 0, 0.0, round(float(away[at]), 1))


def _loose_ends(walk: Sequence[Edge]) -> list[tuple[int, Edge]]:
    """Return (node, edge) where only one path ends."""
    degree = Counter(end for edge in walk for end in (edge.start, edge.end))
    return [(end, edge) for edge in walk for end in (edge.start, edge.end) if degree[end] == 1]


def _wall_ends(
    ends: Sequence[tuple[int, Edge]], extract: Extract, plane: Plane, walls: STRtree, houses: Sequence[BaseGeometry]
) -> list[Fault]:
    found = []
    for number, edge in ends:
        node = extract.nodes[number]
        spot = Spot(plane.flat((node.lon, node.lat)))
        near = any(houses[int(at)].distance(spot) <= WALL_M for at in walls.query(spot.buffer(WALL_M)))
        if near and not _is_door(node.tags) and not _is_under_roof(edge.tags):
            found.append(Fault(node.lon, node.lat, edge.way))
    return found


def _is_door(tags: Tags) -> bool:
    return bool(_DOORS & tags.keys()) or tags.get("barrier") in GATES


def _near_misses(
    ends: Sequence[tuple[int, Edge]], walk: Sequence[Edge], lines: Sequence[LineString], plane: Plane, extract: Extract
) -> list[Fault]:
    tree = STRtree(lines)
    found = []
    for node, edge in ends:
        place = (extract.nodes[node].lon, extract.nodes[node].lat)
        spot = Spot(plane.flat(place))
        others = (int(at) for at in tree.query(spot.buffer(NEAR_MISS_M)))
        if any(node not in walk[at].nodes and lines[at].distance(spot) <= NEAR_MISS_M for at in others):
            found.append(Fault(*place, edge.way))
    return found


def _through(
    walk: Sequence[Edge], lines: Sequence[LineString], walls: STRtree, houses: Sequence[BaseGeometry], plane: Plane
) -> list[Fault]:
    found: dict[int, Fault] = {}
    for edge, line in zip(walk, lines, strict=True):
        if _is_under_roof(edge.tags) or edge.level != "0" or edge.way in found:
            continue
        for at in walls.query(line, predicate="intersects"):
            inside = line.intersection(houses[int(at)])
            if inside.length > THROUGH_M:
                found[edge.way] = Fault(*plane.round(inside.centroid.coords[0]), edge.way)
                break
    return list(found.values())


def _crossings(walk: Sequence[Edge], lines: Sequence[LineString], plane: Plane) -> list[Fault]:
    """Return where two paths of one level cross without a junction."""
    if not lines:
        return []
    tree = STRtree(lines)
    found = []
    for one, other in zip(*tree.query(lines, predicate="crosses"), strict=True):
        first, second = walk[int(one)], walk[int(other)]
        if one < other and first.level == second.level and not set(first.nodes) & set(second.nodes):
            met = lines[int(one)].intersection(lines[int(other)])
            found.append(Fault(*plane.round(met.centroid.coords[0]), first.way))
    return found


def _no_width(walk: Sequence[Edge]) -> dict[str, int]:
    found: dict[str, int] = defaultdict(int)
    for edge in walk:
        found[edge.kind] += edge.width_m is None
    return {kind: count for kind, count in sorted(found.items(), key=lambda one: -one[1]) if count}


def _gates(extract: Extract, paths: Paths) -> tuple[int, int]:
    passed = {node for edge in paths.walk for node in edge.nodes}
    gates = [extract.nodes[node].tags for node in passed if extract.nodes[node].tags.get("barrier") in GATES]
    return len(gates), sum(_is_locked(tags) for tags in gates)


def _is_locked(tags: Tags) -> bool:
    return tags.get("locked") == "yes" or tags.get("foot", tags.get("access", "")) in _SHUT


def _is_under_roof(tags: Tags) -> bool:
    return any(tags.get(key, "no") != "no" for key in _UNDER_ROOFS) or tags.get("highway") == "corridor"


def _flat_polygon(feature: Feature, plane: Plane) -> BaseGeometry:
    shape = Polygon([plane.flat(point) for point in feature["geometry"]["coordinates"][0]])
    return shape if shape.is_valid else shape.buffer(0)  # an outline that crosses itself still has an inside
