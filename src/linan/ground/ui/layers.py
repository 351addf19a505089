"""Layers of the situation map: any room adds its own in a file named map_layers.py, listed nowhere."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.apps import apps

from linan.ground.access.rights import Right

Feature = Mapping[str, Any]


class Look(StrEnum):
    """How the features of a layer are drawn."""

    AREA = "area"  # polygons: see-through, with an edge
    LINE = "line"  # lines; the property width_px where one is wider than another
    SPOT = "spot"  # points that may be many: a dot that opens a card
    SIGN = "sign"  # points that are few: a sign with a word, which a keyboard reaches too
    MIXED = "mixed"  # each feature by its geometry: area, line or sign


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One layer of the map.

    draw: returns its GeoJSON features at a moment, in WGS84 degrees with longitude first, asked within the scope of
    the person who looks; properties tone (red … grey), label, text, url, and icon for a sign. names: what the live
    channel says when the layer has changed. to: the right that shows it. starts_shown: whether it is drawn before
    anybody asks for it; the wall, where nobody can ask, draws only these. A feature that ends by itself says when as
    until_ms, milliseconds since 1970 in UTC: then the map asks anew.
    """

    key: str
    title: str
    look: Look
    draw: Callable[[datetime], Iterable[Feature]]
    names: tuple[str, ...]
    icon: str = "map"
    to: Right = Right.SEE
    starts_shown: bool = True


def point(lon: float, lat: float, **properties: object) -> Feature:
    """Return a point for a layer of spots or signs. lon, lat: WGS84 degrees."""
    geometry = {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def shape(geometry: Mapping[str, Any], **properties: object) -> Feature:
    """Return a GeoJSON geometry with its properties, for a layer of areas or lines."""
    return {"type": "Feature", "geometry": geometry, "properties": properties}


class KeyTaken(ValueError):
    """Two rooms gave their layers the same key."""


@cache
def map_layers() -> tuple[Layer, ...]:
    """Return the layers of every room, in the order of the rooms. Raises: KeyTaken."""
    files = [f"{app.name}.map_layers" for app in apps.get_app_configs() if app.name.startswith("linan.")]
    found = [layer for name in files if find_spec(name) for layer in import_module(name).LAYERS]
    for key, times in Counter(layer.key for layer in found).items():
        if times > 1:
            raise KeyTaken(key)
    return tuple(found)
