"""Polygons and circles as CAP writes them: latitude first, blanks between points."""

from math import isfinite

from linan.monitoring.domain.warnings.message import Circle
from linan.monitoring.domain.warnings.refusals import FieldUnreadable

MOST_POINTS = 20_000
EARTH_HALF_ROUND_KM = 20_038.0
Ring = tuple[tuple[float, float], ...]


def ring_of(text: str) -> Ring:
    """Return the closed ring (lon, lat) of "lat,lon lat,lon …". Raises: FieldUnreadable."""
    points = tuple(_point(pair, "polygon") for pair in text.split())
    if not 3 <= len(points) <= MOST_POINTS:
        raise FieldUnreadable(field="polygon", element="polygon", value=text[:40])
    ring = points if points[0] == points[-1] else (*points, points[0])
    if len(ring) < 4:
        raise FieldUnreadable(field="polygon", element="polygon", value=text[:40])
    return ring


def circle_of(text: str) -> Circle:
    """Return the circle of "lat,lon radius_km". Raises: FieldUnreadable."""
    parts = text.split()
    if len(parts) != 2:
        raise FieldUnreadable(field="circle", element="circle", value=text[:40])
    lon, lat = _point(parts[0], "circle")
    radius = _number(parts[1], "circle")
    if not 0 <= radius <= EARTH_HALF_ROUND_KM:
        raise FieldUnreadable(field="circle", element="circle", value=text[:40])
    return Circle(lon, lat, radius)


def ring_text(ring: Ring) -> str:
    """Return a ring as CAP writes it."""
    return " ".join(f"{lat:.6f},{lon:.6f}" for lon, lat in ring)


def circle_text(circle: Circle) -> str:
    """Return a circle as CAP writes it."""
    return f"{circle.lat:.6f},{circle.lon:.6f} {circle.radius_km:g}"


def _point(pair: str, element: str) -> tuple[float, float]:
    parts = pair.split(",")
    if len(parts) != 2:
        raise FieldUnreadable(field=element, element=element, value=pair[:40])
    lat, lon = _number(parts[0], element), _number(parts[1], element)
    if abs(lat) > 90 or abs(lon) > 180:
        raise FieldUnreadable(field=element, element=element, value=pair[:40])
    return lon, lat


def _number(text: str, element: str) -> float:
    try:
        number = float(text)
    except ValueError as fault:
        raise FieldUnreadable(field=element, element=element, value=text[:40]) from fault
    if not isfinite(number):
        raise FieldUnreadable(field=element, element=element, value=text[:40])
    return number
