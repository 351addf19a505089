"""What the maps of evacuations draw, as GeoJSON. Coordinates: lon, lat in degrees WGS84."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from shapely.geometry import shape

from linan.command.evacuations.models import DangerZone
from linan.command.evacuations.queries import buildings_in_zone

Json = dict[str, Any]


def collection(features: Iterable[Json]) -> Json:
    """Return a GeoJSON FeatureCollection."""
    return {"type": "FeatureCollection", "features": list(features)}


def feature(geometry: Json, **properties: object) -> Json:
    """Return a GeoJSON Feature."""
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def zone_layers(zone: DangerZone) -> Json:
    """Return a zone with the buildings in and around it."""
    inside = {one.pk for one in buildings_in_zone(zone)}
    return {
        "bounds": bounds_of([zone.polygon]), "base_src": reverse("command:map-base"), "zone": feature(zone.polygon),
        "buildings": [{"id": pk, "tone": "red"} for pk in sorted(inside)],
    }


def bounds_of(geometries: Iterable[Json]) -> list[float]:
    """Return west, south, east, north around everything, with a tenth to spare."""
    boxes = [shape(one).bounds for one in geometries]
    west, south = min(one[0] for one in boxes), min(one[1] for one in boxes)
    east, north = max(one[2] for one in boxes), max(one[3] for one in boxes)
    spare = 0.1 * max(east - west, north - south)
    return [west - spare, south - spare, east + spare, north + spare]
