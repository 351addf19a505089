"""Seconds by road between places: on foot, by e-bike, by vehicle, around what is closed."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import cos, radians
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components, dijkstra
from scipy.spatial import cKDTree

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_METRES_PER_DEGREE = 111_320.0
_KMH = 1 / 3.6
WALKING_M_S = 1.34  # Weidmann 1993, Transporttechnik der Fussgänger: free speed
EBIKE_M_S = 15 * _KMH  # 道路交通安全法 art. 58: 15 km/h at most in the lane for bicycles
# 道路交通安全法实施条例 art. 45: in towns 50 km/h with one lane a direction, 30 without a centre line; courtyards: assumed.
_LEGAL_KMH = {"trunk": 50, "primary": 50, "secondary": 50, "tertiary": 50, "residential": 30, "unclassified": 30}
_COURTYARD_KMH = 15
REACHED_SHARE = 0.6  # assumed: what junctions and traffic leave of the legal speed
_NOT_DRIVEN = frozenset({"footway", "path", "steps", "pedestrian", "corridor", "cycleway", "platform", "elevator"})
_NOT_RIDDEN = frozenset({"steps", "corridor", "platform", "elevator"})
_NOT_WALKED = frozenset({"motorway", "motorway_link"})
ACCESS_AT_MOST_M = 250.0  # farther from every open road, a place counts as not reached
STRAIGHT_AT_MOST_M, DETOUR = 150.0, 1.3  # assumed: over courtyards one walks 1.3 times the straight line
_PIECE_M = 25.0


class Travel(StrEnum):
    """How somebody moves."""

    FOOT = "foot"
    EBIKE = "ebike"
    VEHICLE = "vehicle"


@dataclass(frozen=True, slots=True)
class Way:
    """A road or path. line: lon, lat in degrees WGS84, in its direction; kind: highway value of OpenStreetMap."""

    line: tuple[tuple[float, float], ...]
    kind: str
    is_oneway: bool = False


class _Net:
    """Straight pieces of road in metres with their index. ends: (n, 2, 2); is_oneway: only from first to second end."""

    def __init__(self, ends: Floats, speed_m_s: Floats, is_oneway: NDArray[np.bool_]) -> None:
        self.ends, self.speed_m_s, self.is_oneway = ends, speed_m_s, is_oneway
        self.tree = shapely.STRtree(shapely.linestrings(ends))
        self.length_m = np.maximum(np.hypot(*(ends[:, 1] - ends[:, 0]).T), 1e-3)
        _, corner = np.unique(np.round(ends.reshape(-1, 2), 1), axis=0, return_inverse=True)
        self.corners = corner.reshape(-1, 2)

    def largest_part(self) -> "_Net":
        """Return the pieces of the connected part with most of them."""
        size = int(self.corners.max()) + 1
        links = csr_matrix((np.ones(len(self.corners)), self.corners.T), shape=(size, size))
        _, part = connected_components(links, directed=False)
        of_piece = part[self.corners[:, 0]]
        kept = of_piece == np.bincount(of_piece).argmax()
        return _Net(self.ends[kept], self.speed_m_s[kept], self.is_oneway[kept])


def circle(lon: float, lat: float, radius_m: float) -> shapely.Geometry:
    """Return the circle around a place, in degrees WGS84."""
    lat_degrees = radius_m / _METRES_PER_DEGREE
    turn = np.linspace(0.0, 2 * np.pi, 33)
    east, north = np.cos(turn) * lat_degrees / cos(radians(lat)), np.sin(turn) * lat_degrees
    return shapely.polygons(np.stack([lon + east, lat + north], axis=1))


def speed_m_s(kind: str, travel: Travel) -> float:
    """Return the speed on a kind of way, 0 where one may not travel so."""
    if travel is Travel.FOOT:
        return 0.0 if kind in _NOT_WALKED else WALKING_M_S
    if travel is Travel.EBIKE:
        return 0.0 if kind in _NOT_RIDDEN | _NOT_WALKED else EBIKE_M_S
    if kind in _NOT_DRIVEN:
        return 0.0
    return _LEGAL_KMH.get(kind.removesuffix("_link"), _COURTYARD_KMH) * _KMH * REACHED_SHARE


class Roads:
    """The roads of an area for one way of travelling, without what is closed.

    closures: geometry in degrees WGS84 on which nobody travels; a piece of road that touches it is closed. Real maps have
    islands, footways that nobody joined to a street: a place beside one is also reached on foot from the joined roads.
    """

    def __init__(self, ways: Sequence[Way], travel: Travel, closures: shapely.Geometry | None = None) -> None:
        usable = [way for way in ways if speed_m_s(way.kind, travel) > 0 and len(way.line) > 1]
        self._latitude = usable[0].line[0][1] if usable else 0.0
        self._closed = shapely.transform(closures, self.metres) if closures is not None else None
        net = self._cut(usable, travel)
        self._nets = [net, net.largest_part()] if len(net.ends) else []

    def metres(self, lonlat: Floats) -> Floats:
        """Return (n, 2) degrees as metres on a plane that touches the area."""
        shrink = np.array([cos(radians(self._latitude)), 1.0])
        metres: Floats = np.asarray(lonlat, float).reshape(-1, 2) * _METRES_PER_DEGREE * shrink
        return metres

    def seconds(self, starts: Floats, goals: Floats, *, at_most_s: float = np.inf) -> Floats:
        """Return (starts, goals) seconds from place to place; inf where no way leads, or none of at most so many seconds.

        starts, goals: (n, 2) lon, lat in degrees WGS84.
        """
        at = self.metres(np.concatenate([np.reshape(starts, (-1, 2)), np.reshape(goals, (-1, 2))]))
        count = len(np.reshape(starts, (-1, 2)))
        found = self._straight(at, count)
        for net in self._nets if found.size else []:
            found = np.minimum(found, self._by_road(net, at, count, at_most_s))
        return found

    def _by_road(self, net: _Net, at: Floats, count: int, at_most_s: float) -> Floats:
        """Return the seconds over the network from the first `count` places to the others."""
        piece, access_s = self._access(net, at)
        graph = _graph(*_knots(net, at, piece))
        rows = dijkstra(graph, indices=np.arange(count), limit=at_most_s)[:, count : len(at)]
        by_road: Floats = rows + access_s[:count, None] + access_s[None, count:]
        return by_road

    def _access(self, net: _Net, at: Floats) -> tuple[Ints, Floats]:
        """Return for each place the nearest piece and the seconds on foot to it; inf where it is far or behind a closure."""
        points = shapely.points(at)
        found, metres = net.tree.query_nearest(points, return_distance=True, all_matches=False)
        piece = found[1].astype(np.int64)
        seconds = np.where(metres <= ACCESS_AT_MOST_M, metres / WALKING_M_S, np.inf)
        if self._closed is not None:
            paths = shapely.shortest_line(points, shapely.linestrings(net.ends[piece]))
            seconds[shapely.intersects(paths, self._closed)] = np.inf
        return piece, seconds

    def _cut(self, ways: Sequence[Way], travel: Travel) -> _Net:
        """Return straight pieces; only ways that touch a closure are cut finely, and lose what touches it."""
        ends, speeds, oneway = [], [], []
        for way in ways:
            line = self.metres(np.array(way.line))
            is_cut = self._closed is not None and shapely.intersects(shapely.linestrings(line), self._closed)
            corners = shapely.get_coordinates(shapely.segmentize(shapely.linestrings(line), _PIECE_M)) if is_cut else line
            pairs = np.stack([corners[:-1], corners[1:]], axis=1)
            pairs = pairs[~shapely.intersects(shapely.linestrings(pairs), self._closed)] if is_cut else pairs
            ends.append(pairs)
            speeds += [speed_m_s(way.kind, travel)] * len(pairs)
            oneway += [way.is_oneway and travel is Travel.VEHICLE] * len(pairs)
        stacked = np.concatenate(ends) if ends else np.empty((0, 2, 2))
        return _Net(stacked, np.array(speeds, float), np.array(oneway, bool))

    def _straight(self, at: Floats, count: int) -> Floats:
        """Return the seconds on foot straight over courtyards where both places are near, inf elsewhere."""
        found = np.full((count, len(at) - count), np.inf)
        if not found.size:
            return found
        near = cKDTree(at[:count]).sparse_distance_matrix(cKDTree(at[count:]), STRAIGHT_AT_MOST_M, output_type="ndarray")
        clear = np.ones(len(near), bool)
        if self._closed is not None:
            lines = shapely.linestrings(np.stack([at[near["i"]], at[count + near["j"]]], axis=1))
            clear = ~shapely.intersects(lines, self._closed)
        near = near[clear]
        found[near["i"], near["j"]] = near["v"] * DETOUR / WALKING_M_S
        return found


def _knots(net: _Net, at: Floats, piece: Ints) -> tuple[Ints, Ints, Floats, NDArray[np.bool_]]:
    """Return the arcs (tail, head, seconds, is one-way) of the pieces cut where places join; places are the first nodes."""
    along = net.ends[piece, 1] - net.ends[piece, 0]
    share = np.clip(((at - net.ends[piece, 0]) * along).sum(1) / net.length_m[piece] ** 2, 0.0, 1.0)
    number, corners = np.arange(len(net.ends)), net.corners + len(at)
    of = np.concatenate([number, number, piece])
    shares = np.concatenate([np.zeros(len(number)), np.ones(len(number)), share])
    nodes = np.concatenate([corners[:, 0], corners[:, 1], np.arange(len(at))])
    order = np.lexsort((shares, of))
    of, shares, nodes = of[order], shares[order], nodes[order]
    same = of[:-1] == of[1:]
    between = of[:-1][same]
    seconds = np.diff(shares)[same] * net.length_m[between] / net.speed_m_s[between]
    return nodes[:-1][same], nodes[1:][same], seconds, net.is_oneway[between]


def _graph(tail: Ints, head: Ints, seconds: Floats, is_oneway: NDArray[np.bool_]) -> Any:
    """Return the directed graph; of arcs between the same two nodes the quickest counts."""
    back = ~is_oneway
    tails, heads = np.concatenate([tail, head[back]]), np.concatenate([head, tail[back]])
    weights = np.maximum(np.concatenate([seconds, seconds[back]]), 1e-6)
    order = np.lexsort((weights, heads, tails))
    tails, heads, weights = tails[order], heads[order], weights[order]
    first = np.ones(len(tails), bool)
    first[1:] = (np.diff(tails) != 0) | (np.diff(heads) != 0)
    size = int(max(tails.max(), heads.max())) + 1
    return csr_matrix((weights[first], (tails[first], heads[first])), shape=(size, size))
