"""A place touched on the map: the path that is meant, whose way leads over it, and what closing it looks like."""

from dataclasses import dataclass
from math import cos, radians
from typing import Any

import numpy as np
import shapely
from shapely.affinity import scale
from shapely.geometry import Point, mapping
from shapely.ops import substring

from linan.command.domain.evacuation.replan import Change, concerned_rows
from linan.command.evacuations.domain.kept import Kept
from linan.command.evacuations.domain.outlines import METRES_PER_DEGREE

# The middle half of a path is closed: a strip over its ends would close the paths that meet it there as well.
_FROM, _TO = 0.25, 0.75
_STRIP_M, _OF_LENGTH = 1.5, 0.2


@dataclass(frozen=True, slots=True)
class Touched:
    """The path nearest to a touch. away_m: from the touch; line: lon, lat in degrees; households, people: still to pass it."""

    path: int
    away_m: float
    line: list[list[float]]
    length_m: float
    width_m: float
    households: int
    people: int


def nearest_path(kept: Kept, lon: float, lat: float, *, after_s: float) -> Touched | None:
    """Return the path nearest to a touch on which somebody can walk; None where there is none at all."""
    shrink = cos(radians(lat))
    corners = kept.corners * (METRES_PER_DEGREE * shrink, METRES_PER_DEGREE)
    owner = np.repeat(np.arange(kept.paths), np.diff(kept.corner_start))
    count = np.diff(kept.corner_start)
    drawn = np.flatnonzero((kept.width_m > 0) & (count > 1))
    if not len(drawn):
        return None
    mine = np.isin(owner, drawn)
    lines = shapely.linestrings(corners[mine], indices=np.searchsorted(drawn, owner[mine]))
    away = shapely.distance(lines, Point(lon * METRES_PER_DEGREE * shrink, lat * METRES_PER_DEGREE))
    at = int(np.argmin(away))
    path = int(drawn[at])
    households, people = walkers_ahead(kept, path, after_s=after_s)
    return Touched(
        path=path, away_m=float(away[at]), line=kept.line_of(path), length_m=float(kept.ground.length_m[path]),
        width_m=float(kept.width_m[path]), households=households, people=people,
    )


def walkers_ahead(kept: Kept, path: int, *, after_s: float) -> tuple[int, int]:
    """Return how many households, and people, are on a path or come over it later, in either direction."""
    step = int(after_s // kept.ground.step_s)
    change = Change(step, np.array([path, path + kept.paths], np.int64), np.zeros(0, np.int64))
    found = [(walk, concerned_rows(walk.problem, walk.plan, change)) for walk in kept.walks]
    return sum(len(rows) for _, rows in found), sum(int(walk.plan.households.size[rows].sum()) for walk, rows in found)


def strip_over(touched: Touched) -> dict[str, Any]:
    """Return the area that closes a path and no other: a strip over the middle half of it."""
    line = shapely.LineString(touched.line)
    shrink = cos(radians(touched.line[0][1]))
    flat = scale(line, METRES_PER_DEGREE * shrink, METRES_PER_DEGREE, origin=(0, 0))
    middle = substring(flat, _FROM, _TO, normalized=True).buffer(min(_STRIP_M, _OF_LENGTH * flat.length), cap_style="flat")
    area = scale(middle, 1 / (METRES_PER_DEGREE * shrink), 1 / METRES_PER_DEGREE, origin=(0, 0))
    return dict(mapping(area))
