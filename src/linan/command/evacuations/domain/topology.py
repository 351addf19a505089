"""A path network as drawn, mended so that people can be led over it; every default that was used is counted.

Defaults are those of `linan.command.domain.evacuation.area`: footways 2 m, lanes 3 m, streets 4 m; islands of paths are
joined to the rest by a 2 m wide link of at most 60 m.
"""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from pathlib import Path
from typing import Any

import numpy as np

from linan.command.domain.evacuation.area import LINK_AT_MOST_M, MIDDLE_M, NARROW_M, WIDE_M, Area
from linan.command.domain.evacuation.bare import BadNumber, UnreadableFile
from linan.command.domain.evacuation.nearest import nearest, parts
from linan.command.evacuations.domain.question import text_of

_NARROW = frozenset({"footway", "path", "steps", "corridor", "platform", "track", "cycleway"})
_WIDE = frozenset({"pedestrian", "primary", "secondary", "tertiary", "trunk"})
_METRES_PER_DEGREE = 111_320.0
DIGITS = 6


@dataclass(frozen=True, slots=True)
class DrawnPath:
    """A path between two named places. width_m: None where the map says nothing; corners: lon, lat in degrees."""

    start: str
    end: str
    length_m: float
    kind: str
    corners: Sequence[Sequence[float]]
    width_m: float | None = None
    has_steps: bool = False


@dataclass(frozen=True, slots=True)
class Mended:
    """A network fit for planning. places, paths: as PathNetwork keeps them; counts: what was mended, by rule.
    """

    places: list[list[float]]
    paths: list[list[Any]]
    counts: dict[str, int]


def default_width_m(kind: str) -> float:
    """Return the width that walkers have on a path of a kind of OpenStreetMap's highway tag."""
    plain = kind.removesuffix("_link")
    return NARROW_M if plain in _NARROW else WIDE_M if plain in _WIDE else MIDDLE_M


def mended(drawn: Iterable[DrawnPath]) -> Mended:
    """Return the network with widths where none were known, and with its islands joined."""
    counts = dict.fromkeys(("no_width", "zero_width", "no_length", "joined", "apart"), 0)
    number: dict[str, int] = {}
    places: list[list[float]] = []
    paths: list[list[Any]] = []
    for one in drawn:
        ends = [_place(name, corner, number, places) for name, corner in ((one.start, one.corners[0]), (one.end, one.corners[-1]))]
        length = one.length_m if one.length_m > 0 else _length_m(one.corners)
        counts["no_length"] += one.length_m <= 0
        counts["no_width"] += one.width_m is None
        counts["zero_width"] += one.width_m is not None and one.width_m <= 0
        width = default_width_m(one.kind) if one.width_m is None else max(one.width_m, 0.0)
        corners = [[round(float(corner[0]), DIGITS), round(float(corner[1]), DIGITS)] for corner in one.corners]
        paths.append([*ends, round(max(length, 0.1), 2), width, int(one.has_steps), int(one.width_m is None), corners])
    links, apart = _links(places, paths)
    counts["joined"], counts["apart"] = len(links), apart
    return Mended(places, paths + links, counts)


def _place(name: str, corner: Sequence[float], number: dict[str, int], places: list[list[float]]) -> int:
    if name not in number:
        number[name] = len(places)
        places.append([round(float(corner[0]), DIGITS), round(float(corner[1]), DIGITS)])
    return number[name]


def _length_m(corners: Sequence[Sequence[float]]) -> float:
    x, y = _metres(np.array(corners, float).reshape(-1, 2))
    return float(np.hypot(np.diff(x), np.diff(y)).sum())


def _metres(lonlat: Any) -> tuple[Any, Any]:
    shrink = cos(radians(float(lonlat[:, 1].mean()) if len(lonlat) else 0.0))
    return lonlat[:, 0] * _METRES_PER_DEGREE * shrink, lonlat[:, 1] * _METRES_PER_DEGREE


def _links(places: list[list[float]], paths: list[list[Any]]) -> tuple[list[list[Any]], int]:
    """Return the paths that join islands to the largest part, and how many islands lie too far away."""
    if not places:
        return [], 0
    open_ = [path for path in paths if path[3] > 0]
    ends = np.array([path[:2] for path in open_], np.int64).reshape(-1, 2)
    part = parts(len(places), np.ascontiguousarray(ends[:, 0]), np.ascontiguousarray(ends[:, 1]))
    x, y = _metres(np.array(places, float))
    is_main = part == np.bincount(part).argmax()
    outside = np.flatnonzero(~is_main)
    other, distance = nearest(x[outside], y[outside], x, y, is_main)
    best: dict[int, tuple[float, int, int]] = {}
    for at, (island, there, away) in enumerate(zip(part[outside].tolist(), other.tolist(), distance.tolist(), strict=True)):
        best[island] = min(best.get(island, (np.inf, 0, 0)), (away, int(outside[at]), there))
    links = [
        [here, there, round(max(away, 1.0), 2), NARROW_M, 0, 2, [places[here], places[there]]]
        for away, here, there in best.values() if away <= LINK_AT_MOST_M
    ]
    return links, len(best) - len(links)


def area_of(places: Sequence[Sequence[float]], paths: Sequence[Sequence[Any]], box: Sequence[float]) -> Area:
    """Return a stored network as the solver's area, without the paths that lie outside a box (west, south, east, north)."""
    lonlat = np.array(places, float).reshape(-1, 2)
    west, south, east, north = box
    inside = (lonlat[:, 0] >= west) & (lonlat[:, 0] <= east) & (lonlat[:, 1] >= south) & (lonlat[:, 1] <= north)
    kept = [path for path in paths if inside[path[0]] or inside[path[1]]]
    used = sorted({end for path in kept for end in path[:2]})
    number = {place: at for at, place in enumerate(used)}
    return Area(
        lon=lonlat[used, 0], lat=lonlat[used, 1],
        start=np.array([number[path[0]] for path in kept], np.int64),
        end=np.array([number[path[1]] for path in kept], np.int64),
        length_m=np.array([path[2] for path in kept], float), width_m=np.array([path[3] for path in kept], float),
        has_steps=np.array([path[4] for path in kept], bool), line=[text_of(path[6]) for path in kept],
        buildings=[], refuges=[],
    )



def drawn_in_folder(folder: Path) -> list[DrawnPath]:
    """Return the paths of an area's folder (nodes.csv, walk_edges.csv), those for nobody on foot left out.

    Raises: UnreadableFile, BadNumber.
    """
    nodes, edges = folder / "nodes.csv", folder / "walk_edges.csv"
    places = {
        row["node_id"]: [_number(nodes, line, row, "lon"), _number(nodes, line, row, "lat")]
        for line, row in _rows(nodes, ("node_id", "lon", "lat"))
    }
    return [
        _drawn(edges, line, row, places) for line, row in _rows(edges, ("u", "v", "length_m"))
        if row.get("access") != "no" and row["u"] in places and row["v"] in places
    ]


def _drawn(file: Path, line: int, row: Mapping[str, str], places: Mapping[str, list[float]]) -> DrawnPath:
    corners = _corners(row.get("geometry") or "")
    kind = row.get("highway") or ""
    return DrawnPath(
        start=row["u"], end=row["v"], length_m=_number(file, line, row, "length_m") if row["length_m"] else 0.0, kind=kind,
        corners=corners if len(corners) >= 2 else [places[row["u"]], places[row["v"]]],
        width_m=_number(file, line, row, "width_m") if row.get("width_m") else None,
        has_steps=row.get("steps") == "1" or kind == "steps",
    )


def _corners(text: str) -> list[list[float]]:
    """Return a line written as "lon lat;lon lat"; nothing where it is written otherwise."""
    try:
        return [[float(part) for part in pair.split()[:2]] for pair in text.split(";") if pair.strip()]
    except ValueError:
        return []


def _number(file: Path, line: int, row: Mapping[str, str], column: str) -> float:
    try:
        number = float(row[column])
    except ValueError:
        number = float("nan")
    if not np.isfinite(number):
        raise BadNumber(file=str(file), line=line, value=row[column], column=column)
    return number


def _rows(file: Path, columns: tuple[str, ...]) -> list[tuple[int, dict[str, str]]]:
    try:
        reader = csv.DictReader(file.read_text(encoding="utf-8-sig").splitlines(), restval="")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is not UTF-8 text"
        raise UnreadableFile(file=str(file), why=why, columns=",".join(columns)) from error
    if missing := [column for column in columns if column not in (reader.fieldnames or ())]:
        raise UnreadableFile(file=str(file), why=f"no column {', '.join(missing)}", columns=",".join(columns))
    return [(reader.line_num, row) for row in reader]
