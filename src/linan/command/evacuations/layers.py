"""What the maps of evacuations draw, as GeoJSON. Coordinates: lon, lat in degrees WGS84."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse
from shapely.geometry import shape

from linan.command.evacuations.models import DangerZone, Evacuation, PathNetwork, Solution
from linan.command.evacuations.progress import BuildingProgress, progress_of
from linan.command.evacuations.queries import buildings_in_zone
from linan.logistics.shelters.models import Shelter

Json = dict[str, Any]
LINK = 2  # how a path says that it was added to join an island


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


def evacuation_layers(evacuation: Evacuation, *, now: datetime) -> Json:
    """Return an evacuation on the map: zone, ways, shelters, blocked places, and the crowd over time."""
    zone = evacuation.zone
    solution = Solution.objects.filter(evacuation=evacuation).only("crowding", "evacuation_id").first()
    ways = solution.crowding.get("ways", ()) if solution else ()
    routes = [{"type": "LineString", "coordinates": one["line"]} for one in ways]
    used = {one["shelter"] for one in evacuation.quality.get("shelters", ())} or set(evacuation.shelters)
    shelters = list(Shelter._base_manager.filter(pk__in=used))
    closures = [one.polygon for one in evacuation.closures.all()]
    since = (now - evacuation.starts_at).total_seconds() if evacuation.starts_at else 0
    return {
        **zone_layers(zone), "bounds": bounds_of([zone.polygon, *routes]),
        "routes": collection(feature(one) for one in routes), "closures": collection(feature(one) for one in closures),
        "progress": collection(progress_feature(one) for one in progress_of(evacuation)),
        "shelters": collection(shelter_feature(one) for one in shelters), "since_s": round(since),
        **({"flow": solution.crowding} if solution and solution.crowding else {}),
    }


def shelter_feature(shelter: Shelter) -> Json:
    """Return a shelter as a named point."""
    return feature({"type": "Point", "coordinates": [shelter.lon, shelter.lat]}, label=shelter.name)


def progress_feature(one: BuildingProgress) -> Json:
    """Return a building as a point that says how many of its people are out, by colour and by number."""
    point = {"type": "Point", "coordinates": [one.building.lon, one.building.lat]}
    return feature(point, label=f"{one.out}/{one.expected}", tone=one.tone)


def network_layers(network: PathNetwork) -> Json:
    """Return a network: paths whose width is a default, links that were added, and the rest."""
    lines = [(path[5], {"type": "LineString", "coordinates": path[6]}) for path in network.paths]
    lons, lats = zip(*network.places, strict=True)
    return {
        "bounds": [min(lons), min(lats), max(lons), max(lats)],
        "zone": {"type": "FeatureCollection", "features": []},
        "routes": collection(feature(line) for source, line in lines if source != LINK),
        "closures": collection(feature(line) for source, line in lines if source == LINK),
    }


def bounds_of(geometries: Iterable[Json]) -> list[float]:
    """Return west, south, east, north around everything, with a tenth to spare."""
    boxes = [shape(one).bounds for one in geometries]
    west, south = min(one[0] for one in boxes), min(one[1] for one in boxes)
    east, north = max(one[2] for one in boxes), max(one[3] for one in boxes)
    spare = 0.1 * max(east - west, north - south)
    return [west - spare, south - spare, east + spare, north + spare]
