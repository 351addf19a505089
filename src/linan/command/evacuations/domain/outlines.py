"""Outlines of danger zones: circles, buildings with a margin, drawn polygons; GeoJSON in WGS84 degrees."""

import json
from collections.abc import Mapping
from math import cos, radians
from typing import Any

import shapely
from shapely.affinity import scale
from shapely.geometry import Point, mapping, shape
from shapely.geometry.base import BaseGeometry

from linan.ground.refusals import Refused
from linan.ground.text import noop as _

METRES_PER_DEGREE = 111_320.0
BUILDING_MARGIN_M = 3.0
_DIGITS = 6  # a tenth of a metre
RADIUS_MOST_M = 20_000
_KINDS = ("Polygon", "MultiPolygon")


class BadOutline(Refused):
    """What was given is no area."""

    code = "bad_outline"
    msgid = _("This is not an area. Draw at least three corners on the map.")


def circle(lon: float, lat: float, radius_m: float) -> dict[str, Any]:
    """Return the circle of so many metres around a point, as a polygon with 64 corners."""
    return _written(_grown(Point(lon, lat), radius_m, lat))


def around_building(footprint: Mapping[str, Any] | None, lon: float, lat: float) -> dict[str, Any]:
    """Return a building's outline with a margin of 3 m; a circle of 15 m where its outline is unknown."""
    if not footprint:
        return circle(lon, lat, 15.0)
    return _written(_grown(shape(footprint), BUILDING_MARGIN_M, lat))


def drawn(text: str) -> dict[str, Any]:
    """Return the outline written as GeoJSON text, mended where its edge crosses itself. Raises: BadOutline."""
    try:
        found = shapely.make_valid(shape(json.loads(text)))
    except (ValueError, TypeError, KeyError, AttributeError, shapely.errors.GEOSException) as error:
        raise BadOutline(field="polygon") from error
    if found.geom_type not in _KINDS or found.is_empty:
        raise BadOutline(field="polygon")
    west, south, east, north = found.bounds
    if west < -180 or east > 180 or south < -90 or north > 90:
        raise BadOutline(field="polygon")
    return _written(found)


def of_shape(found: BaseGeometry) -> dict[str, Any]:
    """Return a shape as an outline. Raises: BadOutline."""
    if found.geom_type not in _KINDS or found.is_empty:
        raise BadOutline(field="warning")
    return _written(found)


def area_m2(outline: Mapping[str, Any]) -> float:
    """Return the area within an outline (flat earth: fine to 10 km)."""
    found = shape(outline)
    return float(found.area * METRES_PER_DEGREE**2 * cos(radians(found.centroid.y)))


def _grown(found: BaseGeometry, metres: float, lat: float) -> BaseGeometry:
    """Return a shape grown by metres in every direction."""
    shrink = cos(radians(lat))
    flat = scale(found, xfact=shrink, yfact=1.0, origin=(0, 0))
    return scale(flat.buffer(metres / METRES_PER_DEGREE), xfact=1 / shrink, yfact=1.0, origin=(0, 0))


def _written(found: BaseGeometry) -> dict[str, Any]:
    rounded = shapely.set_precision(found, 10.0**-_DIGITS)
    return json.loads(json.dumps(mapping(rounded)))  # type: ignore[no-any-return]
