"""The three coordinate systems met in China, converted at the edge; inside everything is WGS84.

GCJ-02 (maps of Gaode, Tencent, Apple in China) is WGS84 with a fixed, published distortion; BD-09 (Baidu) distorts
GCJ-02 once more. Source of all constants: the public reimplementation "eviltransform", which agrees with the map
services within a metre; the official algorithm is not published.
"""

from enum import StrEnum
from math import atan2, cos, hypot, pi, sin, sqrt

# Krassowsky 1940 ellipsoid, as the distortion uses it: semi-major axis in m and squared eccentricity.
_AXIS_M = 6_378_245.0
_ECCENTRICITY_2 = 0.00669342162296594323
_BAIDU_TURN = pi * 3000.0 / 180.0
_INVERSE_STEPS = 8


class Datum(StrEnum):
    """In which system a pair of coordinates is given."""

    WGS84 = "wgs84"
    GCJ02 = "gcj02"
    BD09 = "bd09"


def to_wgs84(lon: float, lat: float, *, given: Datum) -> tuple[float, float]:
    """Return lon, lat in WGS84 from a pair in the given system."""
    if given is Datum.BD09:
        return _gcj02_to_wgs84(*_bd09_to_gcj02(lon, lat))
    if given is Datum.GCJ02:
        return _gcj02_to_wgs84(lon, lat)
    return lon, lat


def from_wgs84(lon: float, lat: float, *, wanted: Datum) -> tuple[float, float]:
    """Return lon, lat in the wanted system from a pair in WGS84."""
    if wanted is Datum.BD09:
        return _gcj02_to_bd09(*_wgs84_to_gcj02(lon, lat))
    if wanted is Datum.GCJ02:
        return _wgs84_to_gcj02(lon, lat)
    return lon, lat


def _is_distorted(lon: float, lat: float) -> bool:
    """Outside this rectangle around China the map services do not distort."""
    return 72.004 <= lon <= 137.8347 and 0.8293 <= lat <= 55.8271


def _wgs84_to_gcj02(lon: float, lat: float) -> tuple[float, float]:
    if not _is_distorted(lon, lat):
        return lon, lat
    d_lon, d_lat = _distortion(lon, lat)
    return lon + d_lon, lat + d_lat


def _gcj02_to_wgs84(lon: float, lat: float) -> tuple[float, float]:
    """Approach the inverse by fixed-point steps: each shrinks the error about a hundredfold."""
    guess = lon, lat
    for _step in range(_INVERSE_STEPS):
        there = _wgs84_to_gcj02(*guess)
        guess = guess[0] + lon - there[0], guess[1] + lat - there[1]
    return guess


def _gcj02_to_bd09(lon: float, lat: float) -> tuple[float, float]:
    radius = hypot(lon, lat) + 0.00002 * sin(lat * _BAIDU_TURN)
    angle = atan2(lat, lon) + 0.000003 * cos(lon * _BAIDU_TURN)
    return radius * cos(angle) + 0.0065, radius * sin(angle) + 0.006


def _bd09_to_gcj02(lon: float, lat: float) -> tuple[float, float]:
    x, y = lon - 0.0065, lat - 0.006
    radius = hypot(x, y) - 0.00002 * sin(y * _BAIDU_TURN)
    angle = atan2(y, x) - 0.000003 * cos(x * _BAIDU_TURN)
    return radius * cos(angle), radius * sin(angle)


def _distortion(lon: float, lat: float) -> tuple[float, float]:
    """Return the shift in degrees (lon, lat) that GCJ-02 adds at a point."""
    x, y = lon - 105.0, lat - 35.0
    north_m, east_m = _northward(x, y), _eastward(x, y)
    phi = lat / 180.0 * pi
    squash = 1 - _ECCENTRICITY_2 * sin(phi) ** 2
    d_lat = north_m * 180.0 / ((_AXIS_M * (1 - _ECCENTRICITY_2)) / (squash * sqrt(squash)) * pi)
    d_lon = east_m * 180.0 / (_AXIS_M / sqrt(squash) * cos(phi) * pi)
    return d_lon, d_lat


def _northward(x: float, y: float) -> float:
    ripple = (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    wave = (20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    swell = (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y * pi / 30.0)) * 2.0 / 3.0
    return -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + ripple + wave + swell


def _eastward(x: float, y: float) -> float:
    ripple = (20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)) * 2.0 / 3.0
    wave = (20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    swell = (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    return 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + ripple + wave + swell
