"""Ways of an extract as edges between junctions, for those on foot and for vehicles."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from linan.command.domain.osm.measures import Point, length_m, read_metres
from linan.command.domain.osm.raw import Extract, Tags, Way

_NOBODY = frozenset({"construction", "proposed", "abandoned", "razed", "raceway", "bus_guideway", "planned", "no"})
_CARS_ONLY = frozenset({"motorway", "motorway_link"})
_FEET_ONLY = frozenset({
    "footway", "path", "steps", "pedestrian", "corridor", "platform", "cycleway", "bridleway", "elevator", "track",
})
_SHUT = frozenset({"no", "private"})
_OPEN = frozenset({"yes", "designated", "permissive", "destination", "official"})
GATES = frozenset({"gate", "lift_gate", "swing_gate", "sliding_gate", "turnstile", "entrance", "kissing_gate"})


@dataclass(frozen=True, slots=True)
class Edge:
    """A stretch of a way between two junctions. nodes: ids of the map; width_m: None where the map says nothing."""

    start: int
    end: int
    way: int
    line: list[Point]
    nodes: tuple[int, ...]
    tags: Tags
    length_m: float
    width_m: float | None

    @property
    def kind(self) -> str:
        """The value of highway."""
        return self.tags.get("highway", "")

    @property
    def has_steps(self) -> bool:
        """Whether nobody on wheels gets over it."""
        return self.kind == "steps"

    @property
    def level(self) -> str:
        """On which level it lies; edges of different levels cross without meeting."""
        if self.tags.get("layer"):
            return self.tags["layer"]
        return "1" if self.tags.get("bridge", "no") != "no" else "-1" if self.tags.get("tunnel", "no") != "no" else "0"


@dataclass(slots=True)
class Paths:
    """The edges of an extract. lost_nodes: ways that name points which the file does not hold, by their id."""

    walk: list[Edge] = field(default_factory=list)
    road: list[Edge] = field(default_factory=list)
    lost_nodes: list[int] = field(default_factory=list)
    unread_widths: dict[int, str] = field(default_factory=dict)

    @property
    def places(self) -> list[int]:
        """The ends of all edges, each once, in the order in which they are met."""
        ends = (end for edge in (*self.road, *self.walk) for end in (edge.start, edge.end))
        return list(dict.fromkeys(ends))


def paths_of(extract: Extract) -> Paths:
    """Return the edges of an extract, split where ways meet."""
    found = Paths()
    ways = {number: way for number, way in extract.ways.items() if is_walked(way.tags) or is_driven(way.tags)}
    meeting = _junctions(ways.values())
    for number, way in ways.items():
        if any(node not in extract.nodes for node in way.nodes):
            found.lost_nodes.append(number)
        width = _width(number, way.tags, found)
        for edge in _edges(extract, number, way, meeting, width):
            if is_walked(way.tags):
                found.walk.append(edge)
            if is_driven(way.tags):
                found.road.append(edge)
    return found


def is_walked(tags: Tags) -> bool:
    """Return whether people may walk there."""
    kind, foot = tags.get("highway", "no"), tags.get("foot", "")
    if kind in _NOBODY or foot in _SHUT:
        return False
    if kind in _CARS_ONLY or tags.get("access") in _SHUT:
        return foot in _OPEN
    return True


def is_driven(tags: Tags) -> bool:
    """Return whether vehicles of the emergency services can drive there."""
    kind = tags.get("highway", "no")
    if kind in _NOBODY or kind in _FEET_ONLY:
        return False
    return tags.get("motor_vehicle", tags.get("access", "")) not in _SHUT or tags.get("emergency") in _OPEN


def _junctions(ways: Iterable[Way]) -> frozenset[int]:
    used: Counter[int] = Counter()
    for way in ways:
        used.update(way.nodes)
        used.update((way.nodes[0], way.nodes[-1]) if way.nodes else ())  # ends are junctions even when nothing joins
    return frozenset(node for node, times in used.items() if times > 1)


def _edges(
    extract: Extract, number: int, way: Way, meeting: frozenset[int], width: float | None
) -> Iterator[Edge]:
    for piece in _pieces(extract, way.nodes, meeting):
        line = [(extract.nodes[node].lon, extract.nodes[node].lat) for node in piece]
        yield Edge(piece[0], piece[-1], number, line, tuple(piece), way.tags, length_m(line), width)


def _pieces(extract: Extract, nodes: Sequence[int], meeting: frozenset[int]) -> Iterator[list[int]]:
    """Yield the stretches between junctions; where a point is not in the file, the way is cut."""
    piece: list[int] = []
    for node in nodes:
        if node not in extract.nodes:
            if len(piece) > 1:
                yield piece
            piece = []
            continue
        piece.append(node)
        if len(piece) > 1 and node in meeting:
            yield piece
            piece = [node]
    if len(piece) > 1:
        yield piece


def _width(number: int, tags: Tags, found: Paths) -> float | None:
    """Return the width of a way; what cannot be read, or is nothing, counts as not said and is told."""
    said = tags.get("width", tags.get("est_width", ""))
    width = read_metres(said) if said else None
    if said and not width:
        found.unread_widths[number] = said
    return width or None
