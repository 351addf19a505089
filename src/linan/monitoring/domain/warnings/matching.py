"""Whom a warning touches: by administrative code, by what is drawn in it, by name where it has neither."""

from collections.abc import Iterable
from dataclasses import dataclass
from math import cos, radians

from shapely import make_valid
from shapely.affinity import affine_transform
from shapely.geometry import Point, Polygon
from shapely.geometry.base import BaseGeometry
from shapely.ops import unary_union

from linan.ground.text import Sentence, noop, say
from linan.monitoring.domain.warnings.formats.cap import CHINA_CODES
from linan.monitoring.domain.warnings.message import Area, Circle

# Names under which senders give Chinese administrative codes (GB/T 2260 and its 9- and 12-digit extensions).
CODE_SCHEMES = frozenset({CHINA_CODES, "GB/T 2260", "GB2260", "adcode"})
_LEVELS = (2, 4, 6, 9)  # digits that name a province, a prefecture, a district, a street
_METRES_PER_DEGREE = 111_195.0  # on the mean sphere of 6,371 km


@dataclass(frozen=True, slots=True)
class Territory:
    """Where an organisation is. code: its own, "" where it has none; above: codes and names of those it stands in.

    shape: its boundary, or the hull of its buildings, or a point; WGS84 degrees, longitude first.
    """

    name: str
    code: str
    above_codes: tuple[str, ...] = ()
    above_names: tuple[str, ...] = ()
    shape: BaseGeometry | None = None


def touches(areas: Iterable[Area], territory: Territory) -> Sentence | None:
    """Return why a warning for these areas touches a territory, None where it does not."""
    for area in areas:
        if found := _touches(area, territory):
            return found
    return None


def _touches(area: Area, territory: Territory) -> Sentence | None:
    codes = [one.value for one in area.codes if one.scheme in CODE_SCHEMES]
    for code in codes:
        if code_reaches(code, territory):
            return say(noop("It holds for %(name)s, code %(code)s."), name=area.name or code, code=code)
    if territory.shape is not None and _is_drawn_over(area, territory.shape):
        return say(noop("What is drawn in it reaches this place: %(name)s."), name=area.name)
    if not (codes or area.polygons or area.circles) and _is_named(area.name, territory):
        return say(noop("It names %(name)s."), name=area.name)
    return None


def code_reaches(code: str, territory: Territory) -> bool:
    """Return whether a code names the territory, something it stands in, or something within it."""
    place = significant(code)
    if not place:
        return False
    if territory.code:
        own = significant(territory.code)
        return own.startswith(place) or place.startswith(own)
    return any(significant(above).startswith(place) for above in territory.above_codes)


def significant(code: str) -> str:
    """Return the digits that say something: 310115000000 is the district 310115, 320100 the prefecture 3201."""
    digits = code.strip()
    if not digits.isdecimal():
        return ""
    for length in _LEVELS:
        if len(digits) > length and not digits[length:].strip("0"):
            return digits[:length]
    return digits


def _is_named(name: str, territory: Territory) -> bool:
    known = (territory.name, *territory.above_names)
    asked = name.strip()
    return bool(asked) and any(one == asked or one.endswith(asked) for one in known)


def reached_part(areas: Iterable[Area], shape: BaseGeometry) -> BaseGeometry:
    """Return the part of a territory that polygons cover, the whole of it where no polygon reaches it."""
    covered = [make_valid(Polygon(ring)) for area in areas for ring in area.polygons]
    part = unary_union(covered).intersection(shape)
    return shape if part.is_empty else part


def _is_drawn_over(area: Area, shape: BaseGeometry) -> bool:
    rings = any(_ring_reaches(ring, shape) for ring in area.polygons)
    return rings or any(_circle_reaches(one, shape) for one in area.circles)


def _ring_reaches(ring: tuple[tuple[float, float], ...], shape: BaseGeometry) -> bool:
    return bool(make_valid(Polygon(ring)).intersects(shape))


def _circle_reaches(circle: Circle, shape: BaseGeometry) -> bool:
    """Return whether a disc reaches a shape, measured on a plane that touches the Earth at its centre."""
    north = _METRES_PER_DEGREE
    east = north * max(0.01, cos(radians(circle.lat)))
    flat = affine_transform(shape, [east, 0, 0, north, -circle.lon * east, -circle.lat * north])
    return bool(flat.distance(Point(0, 0)) <= circle.radius_km * 1000)
