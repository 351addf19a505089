"""Checks of places that come from outside: GeoJSON geometries and single points (RFC 7946)."""

import json
from collections.abc import Iterator, Mapping
from math import isfinite
from typing import Any

from shapely import GEOSException
from shapely.geometry import mapping, shape
from shapely.validation import explain_validity

from linan.ground.refusals import Refused
from linan.ground.text import noop

KINDS = frozenset({"Point", "LineString", "Polygon", "MultiPolygon"})
MOST_POINTS = 10_000


class BadPlace(Refused):
    """A pair of coordinates is not on Earth."""

    code = "bad_place"
    msgid = noop("Longitude lies between -180 and 180 degrees and latitude between -90 and 90. Correct them.")


class BadGeometry(Refused):
    """What was given is no geometry that can be drawn."""

    code = "bad_geometry"
    msgid = noop("This is no GeoJSON geometry that can be drawn: %(why)s. Draw it again or export it anew.")


def checked_point(lon: float, lat: float, *, field: str | None = None) -> tuple[float, float]:
    """Return lon, lat if they are a place on Earth. Raises: BadPlace."""
    if not (isfinite(lon) and isfinite(lat) and abs(lon) <= 180 and abs(lat) <= 90):
        raise BadPlace(field=field)
    return lon, lat


def checked_geometry(
    given: str | Mapping[str, Any], *, kinds: frozenset[str] = KINDS, field: str | None = None
) -> dict[str, Any]:
    """Return a clean GeoJSON geometry: two coordinates per point, rings closed, nothing crossing itself.

    given: JSON text or the object. kinds: the GeoJSON types that are accepted. Raises: BadGeometry, BadPlace.
    """
    known = _object(given, field)
    kind = str(known.get("type"))
    if kind not in kinds:
        raise BadGeometry(field=field, why=f"type {kind[:20]}")
    points = list(_points(known.get("coordinates"), field))
    if not 1 <= len(points) <= MOST_POINTS:
        raise BadGeometry(field=field, why=f"{len(points)} points")
    for lon, lat in points:
        checked_point(lon, lat, field=field)
    return _drawn(known, field)


def _object(given: str | Mapping[str, Any], field: str | None) -> Mapping[str, Any]:
    try:
        known = json.loads(given) if isinstance(given, str) else given
    except (ValueError, RecursionError) as broken:
        raise BadGeometry(field=field, why="JSON") from broken
    if not isinstance(known, Mapping):
        raise BadGeometry(field=field, why="no object")
    return known


def _points(coordinates: Any, field: str | None, *, depth: int = 0) -> Iterator[tuple[float, float]]:
    """Yield every point of nested lists; a MultiPolygon nests four deep."""
    if not isinstance(coordinates, list | tuple) or not coordinates or depth > 3:
        raise BadGeometry(field=field, why="coordinates")
    if all(isinstance(one, int | float) and not isinstance(one, bool) for one in coordinates):
        if not 2 <= len(coordinates) <= 3:
            raise BadGeometry(field=field, why="coordinates")
        yield float(coordinates[0]), float(coordinates[1])
        return
    for one in coordinates:
        yield from _points(one, field, depth=depth + 1)


def _drawn(known: Mapping[str, Any], field: str | None) -> dict[str, Any]:
    try:
        drawn = shape({"type": known["type"], "coordinates": known["coordinates"]})
    except (ValueError, TypeError, IndexError, AttributeError, GEOSException) as broken:
        raise BadGeometry(field=field, why="coordinates") from broken
    if drawn.is_empty or not drawn.is_valid:
        raise BadGeometry(field=field, why=explain_validity(drawn)[:60])
    return json.loads(json.dumps(mapping(drawn)))  # type: ignore[no-any-return]
