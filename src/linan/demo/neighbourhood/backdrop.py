"""The base map of the demonstration: real roads, footways, parks, waters and names, from its map file."""

from typing import Any

from linan.command.actions import set_map_layer
from linan.command.models import LayerKind
from linan.demo.neighbourhood.osm import Feature, layer, read_map
from linan.ground.orgs.models import Org, OrgKind

WATER = frozenset({"water", "river", "riverbank", "basin", "reservoir"})
GREEN = frozenset({"park", "garden", "grass", "forest", "wood", "recreation_ground", "pitch", "meadow"})


def add_backdrop() -> None:
    """Store the layers of the base map; community borders stand among the areas."""
    credit = str(read_map()["credit"])
    roads = [_road(one) for one in (*layer("roads"), *layer("footways"))]
    areas = [*(_drawn(one, _area_kind(one)) for one in layer("areas")), *_borders()]
    labels = [_drawn(one, "") for one in layer("poi") if one.name]
    for kind, features in ((LayerKind.ROADS, roads), (LayerKind.AREAS, areas), (LayerKind.LABELS, labels)):
        set_map_layer(kind=kind, features={"type": "FeatureCollection", "features": features}, credit=credit)


def _drawn(feature: Feature, kind: str) -> dict[str, Any]:
    return {"type": "Feature", "geometry": feature.geometry, "properties": {"kind": kind, "name": feature.name}}


def _road(feature: Feature) -> dict[str, Any]:
    """Return a road as drawn, with its direction where it has only one."""
    drawn = _drawn(feature, str(feature.tags.get("highway", "")))
    oneway = {"oneway": str(feature.tags["oneway"])} if feature.tags.get("oneway") else {}
    return {**drawn, "properties": {**drawn["properties"], **oneway}}


def _area_kind(feature: Feature) -> str:
    said = {str(value) for value in feature.tags.values()}
    if said & WATER:
        return "water"
    return "park" if said & GREEN else "area"


def _borders() -> list[dict[str, Any]]:
    rows = Org.objects.filter(kind=OrgKind.COMMUNITY, is_demo=True).exclude(boundary=None)
    return [
        {"type": "Feature", "geometry": one.boundary, "properties": {"kind": "community", "name": one.name}}
        for one in rows
    ]
