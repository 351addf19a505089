"""The small map on which a reporter marks a place: streets and outlines around a door, nothing that happens."""

from typing import Any

from django.core.cache import cache

from linan.command.models import MapLayer
from linan.ground.orgs.models import Org, OrgKind
from linan.registry.models import Building
from linan.registry.queries import distance_m

REACH_M = 800.0
KEPT_S = 300.0
_METRES_PER_FLOOR = 3.0
_DEGREES = REACH_M / 111_320.0

Json = dict[str, Any]


def place_map(building_code: str) -> Json:
    """Return what stands around the door with this code, else around the first community; lon, lat in degrees WGS84."""
    lon, lat = _middle(building_code)
    key = f"report-map:{lon:.4f}:{lat:.4f}"
    found: Json | None = cache.get(key)
    if found is None:
        found = {"center": [lon, lat], "base": {"buildings": _outlines(lon, lat), **_layers(lon, lat)}}
        cache.set(key, found, KEPT_S)
    return found


def _middle(building_code: str) -> tuple[float, float]:
    door = Building.objects.filter(code=building_code).first() if building_code else None
    place = door or Org.objects.filter(kind=OrgKind.COMMUNITY).exclude(lon=None).order_by("pk").first()
    return (float(place.lon or 0), float(place.lat or 0)) if place else (0.0, 0.0)


def _outlines(lon: float, lat: float) -> Json:
    near = Building.objects.filter(
        lon__range=(lon - 2 * _DEGREES, lon + 2 * _DEGREES), lat__range=(lat - _DEGREES, lat + _DEGREES)
    ).exclude(footprint=None)
    rows = [one for one in near if distance_m(lon, lat, one.lon, one.lat) <= REACH_M]
    return {"type": "FeatureCollection", "features": [_outline(one) for one in rows]}


def _outline(building: Building) -> Json:
    height = building.height_m or building.floors * _METRES_PER_FLOOR
    properties = {"name": building.name, "floors": building.floors, "height_m": height}
    return {"type": "Feature", "geometry": building.footprint, "properties": properties}


def _layers(lon: float, lat: float) -> Json:
    return {
        kind: {"type": "FeatureCollection", "features": [one for one in features["features"] if _is_near(one, lon, lat)]}
        for kind, features in MapLayer.objects.values_list("kind", "features")
    }


def _is_near(feature: Json, lon: float, lat: float) -> bool:
    return any(abs(x - lon) <= 2 * _DEGREES and abs(y - lat) <= _DEGREES for x, y in _corners(feature["geometry"]["coordinates"]))


def _corners(coordinates: Any) -> list[tuple[float, float]]:
    """Return every corner of a geometry, however deep its rings are nested."""
    if coordinates and isinstance(coordinates[0], (int, float)):
        return [(coordinates[0], coordinates[1])]
    return [corner for part in coordinates for corner in _corners(part)]
