"""What is asked of the solver for one zone, and how a network is made fit for it. Knows no tables."""

from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil
from typing import Any

import numpy as np
import shapely
import shapely.ops
from shapely.geometry import shape

from linan.command.domain.evacuation.area import Area, Refuge
from linan.command.domain.evacuation.closures import Zone, closed_ways
from linan.command.domain.evacuation.ground import Ground, ground_of
from linan.command.domain.evacuation.population import Household as Walkers
from linan.command.domain.evacuation.walking import Pace

# So that a door meets its path within a few steps and not at the next crossing.
PIECE_AT_MOST_M = 40.0
# A way reported blocked is closed from the first moment on, for those who stand on it too.
AT_ONCE_S = 1e-9
M2_PER_STAIRCASE = 400.0


@dataclass(frozen=True, slots=True)
class Home:
    """A household: which building of the question it lives in, floor, people, and the pace of its slowest."""

    household_id: int
    building: int
    floor: int
    size: int
    pace: Pace

    @property
    def walkers(self) -> Walkers:
        """The household as the solver knows it."""
        return Walkers(self.building, self.floor, self.size, self.pace)


@dataclass(frozen=True, slots=True)
class Question:
    """Everything the solver needs. zone: may be left, not entered; closures: may not be walked; GeoJSON polygons.

    building_ids, shelter_ids: rows of the tables, in the order of area.buildings and refuges.
    within_s: seconds in which better plans are looked for; once stop_file exists, the search ends with what it has.
    """

    area: Area
    building_ids: list[int]
    homes: list[Home]
    refuges: list[Refuge]
    shelter_ids: list[int]
    zone: dict[str, Any]
    closures: list[dict[str, Any]]
    within_s: float
    stop_file: str = ""


@dataclass(frozen=True, slots=True)
class Posed:
    """A question with the ground it is about. lines: each path as drawn, from its start to its end."""

    question: Question
    area: Area
    ground: Ground
    lines: list[list[list[float]]]


def with_stop_file(question: Question, file: str) -> Question:
    """Return the question with another stop file."""
    return replace(question, stop_file=file)


def posed(question: Question) -> Posed:
    """Return the question on its ground: long paths in pieces, the zone not to be entered, closures not walked."""
    area = in_pieces(question.area)
    zones = [Zone(shape(question.zone), 0.0), *(Zone(shape(one), AT_ONCE_S) for one in question.closures)]
    ground = ground_of(area, question.refuges, closed_ways(area, zones))
    return Posed(question, area, ground, [line_of(area, path) for path in range(len(area.start))])


def line_of(area: Area, path: int) -> list[list[float]]:
    """Return the corners of a path, lon lat in degrees; its ends where no line was drawn."""
    corners = [[float(part) for part in pair.split()] for pair in area.line[path].split(";") if pair.strip()]
    if len(corners) >= 2:
        return corners
    ends = (int(area.start[path]), int(area.end[path]))
    return [[round(float(area.lon[place]), 6), round(float(area.lat[place]), 6)] for place in ends]


def text_of(corners: list[list[float]]) -> str:
    """Return a line as the text an Area keeps."""
    return ";".join(f"{lon} {lat}" for lon, lat in corners)


def in_pieces(area: Area) -> Area:
    """Return the area with every path cut into equal pieces of at most 40 m, new places between them."""
    lon, lat = area.lon.tolist(), area.lat.tolist()
    rows: list[tuple[int, int, float, float, bool, str]] = []
    for path, length in enumerate(area.length_m.tolist()):
        corners = line_of(area, path)
        ends = [int(area.start[path]), int(area.end[path])]
        width, steps = float(area.width_m[path]), bool(area.has_steps[path])
        count = max(1, ceil(length / PIECE_AT_MOST_M))
        stops = [ends[0]]
        for piece in cut(corners, count):
            is_last = len(stops) == count
            if not is_last:
                lon.append(piece[-1][0])
                lat.append(piece[-1][1])
            there = ends[1] if is_last else len(lon) - 1
            rows.append((stops[-1], there, length / count, width, steps, text_of(piece)))
            stops.append(there)
    return replace(
        area, lon=np.array(lon, float), lat=np.array(lat, float),
        start=np.array([row[0] for row in rows], np.int64), end=np.array([row[1] for row in rows], np.int64),
        length_m=np.array([row[2] for row in rows], float), width_m=np.array([row[3] for row in rows], float),
        has_steps=np.array([row[4] for row in rows], bool), line=[row[5] for row in rows],
    )


def cut(corners: list[list[float]], count: int) -> list[list[list[float]]]:
    """Return a line cut into so many pieces of equal length."""
    line = shapely.LineString(corners)
    if count == 1 or line.length == 0:
        return [corners] * count
    at = np.linspace(0.0, 1.0, count + 1)
    return [_piece(line, float(begin), float(end)) for begin, end in pairwise(at)]


def _piece(line: shapely.LineString, begin: float, end: float) -> list[list[float]]:
    found = shapely.ops.substring(line, begin, end, normalized=True)
    return [[round(lon, 6), round(lat, 6)] for lon, lat in found.coords]
