"""An area's folder (nodes.csv, walk_edges.csv, buildings.geojson, areas.geojson) as a walking network in metres."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import cos, radians
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linan.command.domain.evacuation.bare import BadNumber, UnreadableFile
from linan.command.domain.evacuation.nearest import nearest, parts
from linan.command.domain.evacuation.population import Dwelling

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_METRES_PER_DEGREE = 111_320.0
# Widths that pedestrians have where the map says nothing: footways and paths; small streets; streets with pavements.
_NARROW = {"footway", "path", "steps", "corridor", "platform", "track", "cycleway"}
_WIDE = {"pedestrian", "primary", "secondary", "tertiary", "trunk"}
NARROW_M, MIDDLE_M, WIDE_M = 2.0, 3.0, 4.0
LINK_AT_MOST_M = 60.0
_METRES_PER_FLOOR = 3.0
_UNKNOWN_FLOORS = 3
_UNPEOPLED = {
    "school",
    "hospital",
    "industrial",
    "warehouse",
    "garage",
    "garages",
    "roof",
    "construction",
    "ruins",
}
_REFUGES = {
    "park",
    "pitch",
    "stadium",
    "recreation_ground",
    "playground",
    "school",
    "university",
    "sports_centre",
    "village_green",
}
# Assumed: half of a ground is usable, 1.5 m² for each person, and no more than 30,000 people in one place.
_USABLE_SHARE, _M2_PER_PERSON, _ROOM_AT_MOST = 0.5, 1.5, 30_000


@dataclass(frozen=True, slots=True)
class Refuge:
    """A place that can shelter people: lon, lat in degrees, WGS84."""

    name: str
    lon: float
    lat: float
    room: int


@dataclass(slots=True)
class Area:
    """The walking network of an area, undirected, with what was mended while reading as plain sentences.

    lon, lat: degrees, WGS84. start, end: places of each path. length_m, width_m, has_steps: per path.
    """

    lon: Floats
    lat: Floats
    start: Ints
    end: Ints
    length_m: Floats
    width_m: Floats
    has_steps: NDArray[np.bool_]
    line: list[str]
    buildings: list[dict[str, Any]]
    refuges: list[Refuge]
    mended: list[str] = field(default_factory=list)

    def metres(self, lon: Floats, lat: Floats) -> tuple[Floats, Floats]:
        """Return x, y in metres on a plane that touches the area's middle."""
        shrink = cos(radians(float(self.lat.mean()) if len(self.lat) else 0.0))
        return lon * _METRES_PER_DEGREE * shrink, lat * _METRES_PER_DEGREE


def read_area(folder: Path) -> Area:
    """Return the area in the folder, islands joined and missing widths filled with defaults that are told.

    Raises: UnreadableFile, BadNumber.
    """
    node_rows = list(_rows(folder / "nodes.csv", ("node_id", "lon", "lat")))
    number = {row["node_id"]: at for at, (_, row) in enumerate(node_rows)}
    lon = np.array([_number(folder / "nodes.csv", line, row, "lon") for line, row in node_rows], float)
    lat = np.array([_number(folder / "nodes.csv", line, row, "lat") for line, row in node_rows], float)
    edges = folder / "walk_edges.csv"
    rows = [(line, row) for line, row in _rows(edges, ("u", "v", "length_m")) if row.get("access") != "no"]
    known = [(line, row) for line, row in rows if row["u"] in number and row["v"] in number]
    widths = [_width(edges, line, row) for line, row in known]
    area = Area(
        lon=lon,
        lat=lat,
        start=np.array([number[row["u"]] for _, row in known], np.int64),
        end=np.array([number[row["v"]] for _, row in known], np.int64),
        length_m=np.array([_number(edges, line, row, "length_m") for line, row in known], float),
        width_m=np.array([width for width, _ in widths], float),
        has_steps=np.array(
            [row.get("steps") == "1" or row.get("highway") == "steps" for _, row in known], bool
        ),
        line=[row.get("geometry") or "" for _, row in known],
        buildings=_features(folder / "buildings.geojson"),
        refuges=_refuges(_features(folder / "areas.geojson")) if (folder / "areas.geojson").exists() else [],
    )
    _tell_defaults(area, rows=len(rows), known=len(known), guessed=sum(is_guess for _, is_guess in widths))
    _join_islands(area)
    return area


def dwellings(area: Area) -> list[Dwelling]:
    """Return the buildings where people may live, with floors from the map or 3 where it says nothing."""
    found = []
    for at, building in enumerate(area.buildings):
        properties = building["properties"]
        if properties.get("building") in _UNPEOPLED or not building["ring"]:
            continue
        floors = floors_of(properties)
        found.append(Dwelling(at, floors, floors * float(properties.get("area_m2") or 100.0)))
    return found


def floors_of(properties: dict[str, Any]) -> int:
    """Return how many floors a building has."""
    for key, metres in (("levels", 1.0), ("height_m", _METRES_PER_FLOOR)):
        try:
            return max(1, min(120, round(float(properties[key]) / metres)))
        except (KeyError, TypeError, ValueError):
            continue
    return _UNKNOWN_FLOORS


def middle_of(ring: list[list[float]]) -> tuple[float, float]:
    """Return the mean of a ring's corners as lon, lat."""
    corners = ring[:-1] or ring
    return sum(corner[0] for corner in corners) / len(corners), sum(corner[1] for corner in corners) / len(
        corners
    )


def _refuges(features: list[dict[str, Any]]) -> list[Refuge]:
    found = []
    for feature in features:
        properties = feature["properties"]
        kinds = {str(properties.get(key)) for key in ("leisure", "landuse", "amenity", "class")} & _REFUGES
        room = min(
            _ROOM_AT_MOST, int(float(properties.get("area_m2") or 0.0) * _USABLE_SHARE / _M2_PER_PERSON)
        )
        if kinds and room >= 50 and feature["ring"]:
            name = str(properties.get("name") or sorted(kinds)[0])
            found.append(Refuge(name, *middle_of(feature["ring"]), room))
    return sorted(found, key=lambda refuge: -refuge.room)


def _width(file: Path, line: int, row: dict[str, str]) -> tuple[float, bool]:
    """Return the width that pedestrians have, and whether it is a default."""
    if row.get("width_m"):
        return _number(file, line, row, "width_m"), False
    kind = (row.get("highway") or "").removesuffix("_link")
    return (NARROW_M if kind in _NARROW else WIDE_M if kind in _WIDE else MIDDLE_M), True


def _tell_defaults(area: Area, *, rows: int, known: int, guessed: int) -> None:
    if rows > known:
        area.mended.append(f"{rows - known} paths end in places that nodes.csv does not have; left out")
    if guessed:
        area.mended.append(
            f"{guessed} paths have no width; footways count as {NARROW_M:g} m, lanes as {MIDDLE_M:g} m, streets as {WIDE_M:g} m"
        )
    if closed := int((area.width_m <= 0).sum()):
        area.mended.append(f"{closed} paths have no width at all (0 m) and are closed")


def _join_islands(area: Area) -> None:
    """Join every part of the network to the largest by a path of at most 60 m; parts farther away stay apart."""
    if not len(area.lon):
        return
    open_ = area.width_m > 0
    part = parts(len(area.lon), area.start[open_], area.end[open_])
    in_largest = part == np.bincount(part).argmax()
    x, y = area.metres(area.lon, area.lat)
    outside = np.flatnonzero(~in_largest)
    other, distance = nearest(x[outside], y[outside], x, y, in_largest)
    order = np.lexsort((distance, part[outside]))
    first = np.concatenate([[True], np.diff(part[outside][order]) != 0])[: len(order)]
    chosen = order[first]
    chosen = chosen[distance[chosen] <= LINK_AT_MOST_M]
    _add_links(area, outside[chosen], other[chosen], distance[chosen])
    apart = len(np.unique(part[outside])) - len(chosen)
    if len(chosen) or apart:
        area.mended.append(
            f"{len(chosen)} islands of paths joined to the rest by {NARROW_M:g} m wide links of at most "
            f"{LINK_AT_MOST_M:g} m; {apart} lie farther away and stay apart"
        )


def _add_links(area: Area, start: Ints, end: Ints, length_m: Floats) -> None:
    area.start, area.end = np.concatenate([area.start, start]), np.concatenate([area.end, end])
    area.length_m = np.concatenate([area.length_m, np.maximum(length_m, 1.0)])
    area.width_m = np.concatenate([area.width_m, np.full(len(start), NARROW_M)])
    area.has_steps = np.concatenate([area.has_steps, np.zeros(len(start), bool)])
    area.line += [""] * len(start)


def _features(file: Path) -> list[dict[str, Any]]:
    """Return properties and outer ring of the polygons in a GeoJSON file; other shapes have an empty ring."""
    try:
        features = json.loads(file.read_text(encoding="utf-8-sig"))["features"]
        return [
            {"properties": f.get("properties") or {}, "ring": _ring(f.get("geometry") or {})}
            for f in features
        ]
    except OSError as error:
        raise UnreadableFile(file=str(file), why=error.strerror or "", columns="features") from error
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise UnreadableFile(file=str(file), why="it is not GeoJSON", columns="features") from error


def _ring(geometry: dict[str, Any]) -> list[list[float]]:
    rings = geometry.get("coordinates") or []
    if geometry.get("type") == "MultiPolygon":
        rings = rings[0] if rings else []
    return list(rings[0]) if rings and geometry.get("type") in {"Polygon", "MultiPolygon"} else []


def _rows(file: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    wanted = ",".join(columns)
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise UnreadableFile(file=str(file), why=why, columns=wanted) from error
    reader = csv.DictReader(lines, restval="")
    if missing := [column for column in columns if column not in (reader.fieldnames or ())]:
        raise UnreadableFile(file=str(file), why=f"no column {', '.join(missing)}", columns=wanted)
    for row in reader:
        yield reader.line_num, row


def _number(file: Path, line: int, row: dict[str, str], column: str) -> float:
    try:
        number = float(row[column])
    except ValueError:
        number = float("nan")
    if not np.isfinite(number):
        raise BadNumber(file=str(file), line=line, value=row[column], column=column)
    return number
