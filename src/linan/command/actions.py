"""Writes of command."""

from typing import Any

from linan.command.models import LayerKind, MapLayer


def set_map_layer(*, kind: LayerKind, features: dict[str, Any], credit: str = "") -> MapLayer:
    """Put a layer of the base map in place of the one before. features: GeoJSON FeatureCollection, WGS84."""
    return MapLayer.objects.update_or_create(kind=kind, defaults={"features": features, "credit": credit})[0]
