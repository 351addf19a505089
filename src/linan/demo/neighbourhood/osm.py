"""Read the demonstration's map file."""

import gzip
import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from shapely.geometry import shape
from shapely.geometry.base import BaseGeometry

FILE = Path(__file__).with_name("osm_nanjing.json.gz")


@dataclass(frozen=True, slots=True)
class Feature:
    """One thing of the map: OpenStreetMap's tags and a geometry in WGS84 degrees, longitude first."""

    tags: dict[str, Any]
    geometry: dict[str, Any]

    @property
    def shape(self) -> BaseGeometry:
        """The geometry to reckon with."""
        return shape(self.geometry)

    @property
    def name(self) -> str:
        """The name on the map, or empty."""
        return str(self.tags.get("name", ""))


@lru_cache(maxsize=1)
def read_map() -> dict[str, Any]:
    """Return the whole file: "credit", "licence", "source", and a GeoJSON feature collection per layer."""
    found: dict[str, Any] = json.loads(gzip.decompress(FILE.read_bytes()))
    return found


def layer(name: str) -> list[Feature]:
    """Return one layer: buildings, roads, footways, areas or poi."""
    return [Feature(tags=one["properties"], geometry=one["geometry"]) for one in read_map()[name]["features"]]
