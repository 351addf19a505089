"""The small map of one way: lines in a square of 320 units, so that it can be printed and read without a map service."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians

import shapely
from shapely.geometry import LineString, box
from shapely.geometry.base import BaseGeometry

SIZE = 320
_MARGIN = 24
_NAMES_AT_MOST = 6
Streets = Sequence[tuple[str, Sequence[Sequence[float]]]]
_METRES_PER_DEGREE = 111_320.0


@dataclass(frozen=True, slots=True)
class Sketch:
    """A drawing in units from 0 to SIZE, north up. route, streets, zone: points as "x,y x,y"; names: x, y, text."""

    route: str
    begin: tuple[float, float]
    end: tuple[float, float]
    streets: Sequence[str]
    zone: Sequence[str]
    names: Sequence[tuple[float, float, str]]
    bar_units: float
    bar_m: int


def sketch_of(route: Sequence[Sequence[float]], streets: Streets, zone: BaseGeometry) -> Sketch:
    """Return the drawing of a way with the streets around it. Everything in lon, lat degrees."""
    paper = _Paper(route)
    near = [(name, part) for name, line in streets for part in _parts(LineString(line).intersection(paper.frame))]
    drawn = [paper.point(*corner[:2]) for corner in route]
    return Sketch(
        route=_text(drawn), begin=drawn[0], end=drawn[-1], streets=[_text(paper.line(part)) for _, part in near],
        zone=[_text(paper.line(part)) for part in _rings(zone.intersection(paper.frame))],
        names=_names(near, paper), bar_units=round(paper.scale * paper.bar_m, 1), bar_m=paper.bar_m,
    )


class _Paper:
    """Where degrees come to lie on the drawing."""

    def __init__(self, route: Sequence[Sequence[float]]) -> None:
        west, south, east, north = LineString([*route, route[-1]]).bounds
        self._shrink = cos(radians((south + north) / 2))
        self._middle = (west + east) / 2, (south + north) / 2
        width = max((east - west) * self._shrink, north - south) * _METRES_PER_DEGREE
        self.width_m = max(width, 60.0) * SIZE / (SIZE - 2 * _MARGIN)
        self.scale = SIZE / self.width_m
        self.bar_m = next(length for length in (500, 200, 100, 50, 20, 10) if length * self.scale <= SIZE / 3)
        half_lat = self.width_m / 2 / _METRES_PER_DEGREE
        half_lon, (lon, lat) = half_lat / self._shrink, self._middle
        self.frame = box(lon - half_lon, lat - half_lat, lon + half_lon, lat + half_lat)

    def point(self, lon: float, lat: float) -> tuple[float, float]:
        """Return x to the east and y to the south."""
        east = (lon - self._middle[0]) * self._shrink * _METRES_PER_DEGREE
        north = (lat - self._middle[1]) * _METRES_PER_DEGREE
        return round(SIZE / 2 + east * self.scale, 1), round(SIZE / 2 - north * self.scale, 1)

    def line(self, line: BaseGeometry) -> list[tuple[float, float]]:
        """Return the corners of a line."""
        return [self.point(*corner[:2]) for corner in line.coords]


def _text(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x},{y}" for x, y in points)


def _parts(found: BaseGeometry) -> list[BaseGeometry]:
    return [one for one in shapely.get_parts(found) if one.geom_type == "LineString" and not one.is_empty]


def _rings(found: BaseGeometry) -> list[BaseGeometry]:
    return [one.exterior for one in shapely.get_parts(found) if one.geom_type == "Polygon"]


def _names(near: Sequence[tuple[str, BaseGeometry]], paper: _Paper) -> list[tuple[float, float, str]]:
    """Return the names of the longest streets in the drawing, each once."""
    longest: dict[str, BaseGeometry] = {}
    for name, part in near:
        if name and (name not in longest or part.length > longest[name].length):
            longest[name] = part
    ranked = sorted(longest.items(), key=lambda one: -one[1].length)[:_NAMES_AT_MOST]
    return [(*paper.point(*part.interpolate(0.5, normalized=True).coords[0]), name) for name, part in ranked]
