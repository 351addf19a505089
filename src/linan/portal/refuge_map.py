"""A small map of shelters, drawn here in the page itself: light, and readable without a script."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Any

from django.core.cache import cache

from linan.command.models import LayerKind, MapLayer

WIDTH, HEIGHT = 720, 460
KEPT_S = 300.0  # a street does not move; without this each visitor would read the whole layer
_METRES_PER_DEGREE = 111_320.0
_AT_LEAST_M = 500.0
_EDGE = 44.0
_FAR_M = 3_000.0  # a map wider than this shows main streets only
_MAIN = frozenset({"trunk", "primary", "secondary", "tertiary"})
_STREETS = _MAIN | {"residential", "living_street", "unclassified", "pedestrian"}


@dataclass(frozen=True, slots=True)
class Pin:
    """A place on the map. x, y: in the drawing."""

    x: int
    y: int
    label: str
    tone: str


@dataclass(frozen=True, slots=True)
class Street:
    """A street as the drawing writes it. points: “x,y x,y …”."""

    points: str
    is_main: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """The map. credit: of the street data, empty where there are none."""

    pins: Sequence[Pin]
    streets: Sequence[Street]
    credit: str


@dataclass(frozen=True, slots=True)
class Spot:
    """What is to be marked: lon, lat in WGS84 degrees, the label on its pin, its colour."""

    lon: float
    lat: float
    label: str
    tone: str


class Frame:
    """The cut-out of the earth that holds all spots."""

    def __init__(self, spots: Sequence[Spot]) -> None:
        lons, lats = [one.lon for one in spots], [one.lat for one in spots]
        self._lon, self._lat = (min(lons) + max(lons)) / 2, (min(lats) + max(lats)) / 2
        self._east = _METRES_PER_DEGREE * cos(radians(self._lat))
        wide, high = (max(lons) - min(lons)) * self._east, (max(lats) - min(lats)) * _METRES_PER_DEGREE
        self._scale = min((WIDTH - 2 * _EDGE) / max(wide, _AT_LEAST_M), (HEIGHT - 2 * _EDGE) / max(high, _AT_LEAST_M))

    @property
    def key(self) -> str:
        """What the streets in it depend on."""
        return f"{self._lon:.5f}:{self._lat:.5f}:{self._scale:.5f}"

    @property
    def is_far(self) -> bool:
        """Whether it shows more than a neighbourhood."""
        return WIDTH / self._scale > _FAR_M

    def place(self, lon: float, lat: float) -> tuple[int, int]:
        """Return x, y in the drawing; the north is up."""
        x = WIDTH / 2 + (lon - self._lon) * self._east * self._scale
        y = HEIGHT / 2 - (lat - self._lat) * _METRES_PER_DEGREE * self._scale
        return round(x), round(y)


def drawing(spots: Sequence[Spot]) -> Drawing | None:
    """Return the map of some spots; None where there are none."""
    if not spots:
        return None
    frame = Frame(spots)
    key = f"refuge-map:{frame.key}"
    streets, credit = cache.get(key) or _streets(frame)
    cache.set(key, (streets, credit), KEPT_S)
    return Drawing([Pin(*frame.place(one.lon, one.lat), one.label, one.tone) for one in spots], streets, credit)


def _streets(frame: Frame) -> tuple[list[Street], str]:
    layer = MapLayer.objects.filter(kind=LayerKind.ROADS).first()
    if layer is None:
        return [], ""
    kinds = _MAIN if frame.is_far else _STREETS
    drawn = (_street(feature, frame) for feature in _of_kinds(layer.features["features"], kinds))
    return [street for street in drawn if street], layer.credit


def _of_kinds(features: Iterable[dict[str, Any]], kinds: frozenset[str]) -> list[dict[str, Any]]:
    return [
        one for one in features
        if one["properties"].get("kind", "").removesuffix("_link") in kinds and one["geometry"]["type"] == "LineString"
    ]


def _street(feature: dict[str, Any], frame: Frame) -> Street | None:
    corners = [frame.place(lon, lat) for lon, lat, *_ in feature["geometry"]["coordinates"]]
    if not any(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in corners):
        return None
    points = " ".join(f"{x},{y}" for x, y in dict.fromkeys(corners))
    return Street(points, feature["properties"]["kind"].removesuffix("_link") in _MAIN)
