"""Buildings, areas and points of an extract as GeoJSON features."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from linan.command.domain.osm.measures import Point, area_m2, read_metres, read_number
from linan.command.domain.osm.raw import Extract, Tags

AREA_KEYS = ("leisure", "landuse", "natural", "amenity", "water", "tourism")
POINT_KEYS = (
    "amenity", "shop", "office", "leisure", "emergency", "railway", "public_transport", "barrier", "entrance",
    "tourism", "healthcare", "man_made",
)
_USES = ("amenity", "shop", "office", "tourism", "leisure", "healthcare")

Feature = dict[str, Any]


@dataclass(slots=True)
class Shapes:
    """What an extract has besides paths. broken: rings that could not be closed, by the id of their way or relation."""

    buildings: list[Feature] = field(default_factory=list)
    areas: list[Feature] = field(default_factory=list)
    points: list[Feature] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Ring:
    """A closed outline of lon, lat points with the tags it stands for."""

    name: str
    tags: Tags
    points: list[Point]


def shapes_of(extract: Extract) -> Shapes:
    """Return buildings, areas and points of an extract."""
    found = Shapes()
    for ring in _rings(extract, found.broken):
        _sort_in(ring, found)
    for number, node in extract.nodes.items():
        if kept := _kept(node.tags, POINT_KEYS):
            found.points.append(_feature({"id": f"n{number}", **kept}, "Point", [node.lon, node.lat]))
    return found


def is_building(tags: Tags) -> bool:
    """Return whether tags speak of a whole building."""
    return tags.get("building", "no") != "no"


def _sort_in(ring: Ring, found: Shapes) -> None:
    size = {"id": ring.name, **_names(ring.tags), "area_m2": round(area_m2(ring.points), 1)}
    outline = [list(point) for point in ring.points]
    if is_building(ring.tags):
        found.buildings.append(_feature(size | _of_building(ring.tags), "Polygon", [outline]))
    elif kept := _kept(ring.tags, AREA_KEYS):
        found.areas.append(_feature(size | kept, "Polygon", [outline]))
    if kept := _kept(ring.tags, POINT_KEYS):
        found.points.append(_feature(size | kept, "Point", _middle(ring.points)))


def _rings(extract: Extract, broken: list[str]) -> Iterator[Ring]:
    spoken_for: set[int] = set()
    for number, relation in extract.relations.items():
        if relation.tags.get("type") in ("multipolygon", "building") and _speaks(relation.tags):
            outer = [ref for kind, ref, role in relation.members if kind == "way" and role in ("outer", "outline", "")]
            spoken_for.update(outer)
            yield from _of_relation(extract, number, relation.tags, outer, broken)
    for number, way in extract.ways.items():
        if _speaks(way.tags) and number not in spoken_for:
            yield from _of_way(extract, number, broken)


def _of_way(extract: Extract, number: int, broken: list[str]) -> Iterator[Ring]:
    way = extract.ways[number]
    points = _points(extract, way.nodes)
    if way.is_ring and len(points) == len(way.nodes):
        yield Ring(f"w{number}", way.tags, points)
    elif is_building(way.tags):
        broken.append(f"w{number}")


def _of_relation(
    extract: Extract, number: int, tags: Tags, outer: Sequence[int], broken: list[str]
) -> Iterator[Ring]:
    pieces = [list(extract.ways[ref].nodes) for ref in outer if ref in extract.ways]
    rings, left = _closed(pieces)
    if left or len(pieces) < len(outer):
        broken.append(f"r{number}")
    for at, ring in enumerate(rings):
        points = _points(extract, ring)
        if len(points) == len(ring):
            yield Ring(f"r{number}" if at == 0 else f"r{number}-{at + 1}", tags, points)


def _closed(pieces: list[list[int]]) -> tuple[list[list[int]], int]:
    """Return the rings that pieces of outline make, laid end to end, and how many pieces are left over."""
    rings, left = [], 0
    waiting = list(pieces)
    while waiting:
        ring = waiting.pop()
        while ring[0] != ring[-1] and (following := _following(ring[-1], waiting)):
            ring += following[1:]
        if len(ring) > 3 and ring[0] == ring[-1]:
            rings.append(ring)
        else:
            left += 1
    return rings, left


def _following(end: int, waiting: list[list[int]]) -> list[int]:
    """Take the piece that goes on from an end out of those that wait, turned round if need be."""
    for at, piece in enumerate(waiting):
        if end in (piece[0], piece[-1]):
            del waiting[at]
            return piece if piece[0] == end else piece[::-1]
    return []


def _speaks(tags: Tags) -> bool:
    is_place = "highway" not in tags and any(key in tags for key in (*AREA_KEYS, *POINT_KEYS))
    return is_place or is_building(tags)


def _points(extract: Extract, nodes: Sequence[int]) -> list[Point]:
    known = (extract.nodes.get(node) for node in nodes)
    return [(node.lon, node.lat) for node in known if node is not None]


def _of_building(tags: Tags) -> dict[str, Any]:
    use = next((f"{key}={tags[key]}" for key in _USES if key in tags), "")
    height = read_metres(tags.get("height", tags.get("building:height", "")))
    said = {
        "building": tags["building"], "levels": read_number(tags.get("building:levels", "")), "height_m": height,
        "housenumber": tags.get("addr:housenumber"), "street": tags.get("addr:street"), "use": use or None,
    }
    return {key: value for key, value in said.items() if value is not None}


def _names(tags: Tags) -> dict[str, str]:
    said = {"name": tags.get("name:zh-Hans") or tags.get("name:zh") or tags.get("name"), "name_en": tags.get("name:en")}
    return {key: value for key, value in said.items() if value}


def _kept(tags: Tags, keys: Sequence[str]) -> dict[str, str]:
    found = {key: tags[key] for key in keys if key in tags}
    return _names(tags) | found if found else {}


def _middle(ring: Sequence[Point]) -> list[float]:
    corners = ring[:-1]
    return [round(sum(point[at] for point in corners) / len(corners), 7) for at in (0, 1)]


def _feature(properties: Mapping[str, Any], kind: str, coordinates: Any) -> Feature:
    geometry = {"type": kind, "coordinates": coordinates}
    return {"type": "Feature", "properties": dict(properties), "geometry": geometry}
