"""A small map, written as a mapper's tool would write it. Numbers are metres east and north of a corner."""

from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import quoteattr

from linan.command.domain.osm.measures import metres_per_degree

CORNER = (118.78, 32.04)


class Map:
    """Nodes, ways and relations of an extract."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._nodes: dict[tuple[float, float], int] = {}
        self._ways = 100

    def node(self, east_m: float, north_m: float, **tags: str) -> int:
        """Return the number of the node at a place; the same place is the same node."""
        if (east_m, north_m) not in self._nodes:
            number = self._nodes[east_m, north_m] = len(self._nodes) + 1
            east, north = metres_per_degree(CORNER[1])
            place = f'lon="{CORNER[0] + east_m / east:.7f}" lat="{CORNER[1] + north_m / north:.7f}"'
            self._lines.append(f'<node id="{number}" {place}>{_tags(tags)}</node>')
        return self._nodes[east_m, north_m]

    def way(self, *places: tuple[float, float], **tags: str) -> int:
        """Return the number of a new way through places."""
        return self.way_of([self.node(*place) for place in places], **tags)

    def way_of(self, nodes: Sequence[int], **tags: str) -> int:
        """Return the number of a new way through nodes, which need not exist."""
        self._ways += 1
        refs = "".join(f'<nd ref="{node}"/>' for node in nodes)
        self._lines.append(f'<way id="{self._ways}">{refs}{_tags(tags)}</way>')
        return self._ways

    def house(self, west: float, south: float, side_m: float = 10.0, **tags: str) -> int:
        """Return the number of a square building."""
        east, north = west + side_m, south + side_m
        corners = [(west, south), (east, south), (east, north), (west, north), (west, south)]
        return self.way(*corners, **{"building": "yes", **tags})

    def relation(self, ways: Sequence[int], **tags: str) -> None:
        """Add a relation whose outer ring the ways make."""
        members = "".join(f'<member type="way" ref="{way}" role="outer"/>' for way in ways)
        self._lines.append(f'<relation id="9{len(self._lines)}">{members}{_tags(tags)}</relation>')

    def text(self) -> str:
        """Return the extract as XML."""
        return f'<?xml version="1.0"?><osm version="0.6"><meta osm_base="2026-01-14T00:00:00Z"/>{"".join(self._lines)}</osm>'

    def file(self, folder: Path) -> Path:
        """Write the extract into a folder and return the file."""
        path = folder / "quarter.osm"
        path.write_text(self.text(), encoding="utf-8")
        return path


def _tags(tags: dict[str, str]) -> str:
    return "".join(f'<tag k={quoteattr(key.replace("__", ":"))} v={quoteattr(value)}/>' for key, value in tags.items())
