"""Danger zones and cordons: which paths of an area may not be used, and from when.

A zone that is dangerous from the beginning may be left but not entered; one that becomes so later (fire front,
rising water) must be left by then, and nobody is on its paths from that second on.
"""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape

from linan.command.domain.evacuation.area import Area
from linan.command.domain.evacuation.bare import UnreadableFile


@dataclass(frozen=True, slots=True)
class Zone:
    """A polygon, lon lat in degrees WGS84, closed from a second of the evacuation on (0: from the beginning)."""

    outline: shapely.Geometry
    from_s: float


def read_zones(file: Path) -> list[Zone]:
    """Return the polygons of a GeoJSON file; the property from_s is the second from which they are closed.

    Raises: UnreadableFile.
    """
    try:
        features = json.loads(file.read_text(encoding="utf-8-sig"))["features"]
        return [_zone(feature) for feature in features]
    except OSError as error:
        raise UnreadableFile(file=str(file), why=error.strerror or "", columns="features") from error
    except (ValueError, TypeError, KeyError, AttributeError, shapely.errors.GEOSException) as error:
        raise UnreadableFile(
            file=str(file), why="it is not GeoJSON with polygons", columns="features"
        ) from error


def closed_ways(area: Area, zones: list[Zone]) -> dict[tuple[int, bool], float]:
    """Return from which second a path may not be walked: (path, True) from its start to its end, False backwards."""
    closed: dict[tuple[int, bool], float] = {}
    if not zones:
        return closed
    lines = _lines(area)
    for zone in zones:
        shapely.prepare(zone.outline)
        start_in = shapely.intersects_xy(zone.outline, area.lon[area.start], area.lat[area.start])
        end_in = shapely.intersects_xy(zone.outline, area.lon[area.end], area.lat[area.end])
        for path in shapely.intersects(zone.outline, lines).nonzero()[0].tolist():
            for is_forward, leaves in ((True, bool(start_in[path])), (False, bool(end_in[path]))):
                if zone.from_s > 0 or not leaves:
                    closed[path, is_forward] = min(zone.from_s, closed.get((path, is_forward), zone.from_s))
    return closed


def _zone(feature: dict[str, Any]) -> Zone:
    outline = shape(feature["geometry"])
    if outline.geom_type not in {"Polygon", "MultiPolygon"}:
        raise ValueError(outline.geom_type)
    return Zone(outline, float((feature.get("properties") or {}).get("from_s") or 0.0))


def _lines(area: Area) -> Any:
    """Return each path as drawn, or straight where the map has no line."""
    drawn = []
    for at, text in enumerate(area.line):
        corners = [tuple(map(float, pair.split())) for pair in text.split(";") if pair.strip()]
        if len(corners) < 2:
            ends = (area.start[at], area.end[at])
            corners = [(float(area.lon[place]), float(area.lat[place])) for place in ends]
        drawn.append(shapely.LineString(corners))
    return np.array(drawn, dtype=object)
