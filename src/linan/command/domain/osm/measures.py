"""Lengths and areas on the WGS84 ellipsoid, and the measures that mappers write."""

import re
from collections.abc import Sequence
from itertools import pairwise
from math import cos, hypot, radians

Point = tuple[float, float]
_FEET_M, _INCH_M = 0.3048, 0.0254
_NUMBER = re.compile(r"^\s*(\d+(?:[.,]\d+)?)\s*(m|metres?|meters?|米)?\s*$", re.IGNORECASE)
_FEET = re.compile(r"""^\s*(\d+(?:\.\d+)?)\s*(?:'|ft)\s*(?:(\d+(?:\.\d+)?)\s*(?:"|in)?)?\s*$""")


def metres_per_degree(lat: float) -> Point:
    """Return metres per degree of longitude and of latitude. Source: series for WGS84 (NGA TR8350.2, appendix)."""
    turn = radians(lat)
    east = 111_412.84 * cos(turn) - 93.5 * cos(3 * turn) + 0.118 * cos(5 * turn)
    north = 111_132.954 - 559.822 * cos(2 * turn) + 1.175 * cos(4 * turn)
    return east, north


def length_m(line: Sequence[Point]) -> float:
    """Return the length of a line of lon, lat points."""
    return sum(distance_m(one, other) for one, other in pairwise(line))


def distance_m(one: Point, other: Point) -> float:
    """Return the distance of two near points."""
    east, north = metres_per_degree((one[1] + other[1]) / 2)
    return hypot((one[0] - other[0]) * east, (one[1] - other[1]) * north)


def area_m2(ring: Sequence[Point]) -> float:
    """Return the area inside a closed ring of lon, lat points."""
    if len(ring) < 4:
        return 0.0
    east, north = metres_per_degree(sum(point[1] for point in ring) / len(ring))
    x0, y0 = ring[0]
    flat = [((x - x0) * east, (y - y0) * north) for x, y in ring]
    twice = sum(x * other_y - other_x * y for (x, y), (other_x, other_y) in pairwise(flat))
    return abs(twice) / 2


def read_metres(text: str) -> float | None:
    """Return a measure that a mapper wrote, as metres: “2.5”, “2,5 m”, “6'”, “6'6\\"”; None where it is none."""
    if found := _NUMBER.match(text):
        return float(found[1].replace(",", "."))
    if found := _FEET.match(text):
        return float(found[1]) * _FEET_M + float(found[2] or 0) * _INCH_M
    return None


def read_number(text: str) -> float | None:
    """Return a plain number; None where it is none."""
    found = _NUMBER.match(text)
    return float(found[1].replace(",", ".")) if found else None
