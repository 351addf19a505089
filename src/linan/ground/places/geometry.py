"""Geometry on WGS84: boxes, containment, distance in metres. Everywhere longitude comes first, in degrees."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import asin, atan2, cos, degrees, hypot, radians, sin, sqrt
from typing import Any

from shapely.geometry import Point, shape

# Mean Earth radius R1 in m. Source: Moritz 2000, Geodetic Reference System 1980.
EARTH_RADIUS_M = 6_371_008.8


@dataclass(frozen=True, slots=True)
class Box:
    """A bounding box in degrees."""

    west: float
    south: float
    east: float
    north: float

    def holds(self, lon: float, lat: float) -> bool:
        """Return whether a point lies in the box or on its edge."""
        return self.west <= lon <= self.east and self.south <= lat <= self.north


def distance_m(lon_1: float, lat_1: float, lon_2: float, lat_2: float) -> float:
    """Return the distance in m along the great circle; within 0.6 % of the ellipsoid.

    Source: Sinnott 1984, Virtues of the Haversine, Sky and Telescope 68(2), 159.
    """
    phi_1, phi_2 = radians(lat_1), radians(lat_2)
    half_lat, half_lon = (phi_2 - phi_1) / 2, radians(lon_2 - lon_1) / 2
    chord = sin(half_lat) ** 2 + cos(phi_1) * cos(phi_2) * sin(half_lon) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(chord)))


def bearing_deg(lon_1: float, lat_1: float, lon_2: float, lat_2: float) -> float:
    """Return the initial bearing from the first point to the second, 0 = north, clockwise, below 360."""
    phi_1, phi_2, turn = radians(lat_1), radians(lat_2), radians(lon_2 - lon_1)
    east = sin(turn) * cos(phi_2)
    north = cos(phi_1) * sin(phi_2) - sin(phi_1) * cos(phi_2) * cos(turn)
    return degrees(atan2(east, north)) % 360


def box_around(lon: float, lat: float, *, metres: float) -> Box:
    """Return the box that holds every point within that many metres; for a first, cheap filter."""
    d_lat = degrees(metres / EARTH_RADIUS_M)
    widest = min(89.9, abs(lat) + d_lat)
    d_lon = min(180.0, d_lat / cos(radians(widest)))
    return Box(west=lon - d_lon, south=lat - d_lat, east=lon + d_lon, north=lat + d_lat)


def box_of(geojson: Mapping[str, Any]) -> Box:
    """Return the bounding box of a checked GeoJSON geometry."""
    west, south, east, north = shape(geojson).bounds
    return Box(west=west, south=south, east=east, north=north)


def holds_point(geojson: Mapping[str, Any], lon: float, lat: float) -> bool:
    """Return whether a point lies in a polygon or on its edge (holes are outside)."""
    return bool(shape(geojson).covers(Point(lon, lat)))


def centre_of(geojson: Mapping[str, Any]) -> tuple[float, float]:
    """Return a point (lon, lat) that certainly lies inside the geometry, near its middle."""
    inside = shape(geojson).representative_point()
    return inside.x, inside.y


def area_m2(geojson: Mapping[str, Any]) -> float:
    """Return the area in m² of a geometry the size of a district or smaller.

    Degrees are scaled at the middle latitude, which is within 0.1 % up to some 20 km.
    """
    drawn = shape(geojson)
    metres_per_degree = radians(1) * EARTH_RADIUS_M
    return float(drawn.area) * metres_per_degree**2 * cos(radians(drawn.centroid.y))


def span_m(box: Box) -> float:
    """Return the diagonal of a box in m."""
    width = distance_m(box.west, box.south, box.east, box.south)
    height = distance_m(box.west, box.south, box.west, box.north)
    return hypot(width, height)
