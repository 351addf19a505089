"""Read a raw extract: nodes, ways and relations with their tags."""

import bz2
import gzip
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from lxml import etree

from linan.ground.refusals import Refused
from linan.ground.text import noop

CREDIT = "© OpenStreetMap contributors, ODbL 1.0"
_HEAD_BYTES = 512
_PACKED = {b"\x1f\x8b": gzip.open, b"BZ": bz2.open}

Tags = Mapping[str, str]


class NotAnExtract(Refused):
    """The file holds no OpenStreetMap extract."""

    code = "not_an_extract"
    msgid = noop("%(file)s is no OpenStreetMap extract: %(why)s. Give .osm, .osm.gz, .osm.bz2 or JSON of Overpass.")


class PackedAsPbf(Refused):
    """The extract is in the binary form."""

    code = "packed_as_pbf"
    msgid = noop("%(file)s is in the binary form PBF. Turn it into XML first: osmium cat %(file)s -o area.osm.gz")


@dataclass(frozen=True, slots=True)
class Node:
    """A point. lon, lat: WGS84 degrees."""

    lon: float
    lat: float
    tags: Tags


@dataclass(frozen=True, slots=True)
class Way:
    """A line through nodes, or a ring when the first is also the last."""

    nodes: tuple[int, ...]
    tags: Tags

    @property
    def is_ring(self) -> bool:
        """Whether it comes back to where it began."""
        return len(self.nodes) > 3 and self.nodes[0] == self.nodes[-1]


@dataclass(frozen=True, slots=True)
class Relation:
    """Members that belong together: (type, id, role)."""

    members: tuple[tuple[str, int, str], ...]
    tags: Tags


@dataclass(slots=True)
class Extract:
    """Everything of a file, by id. stamp: of when the data are, as the file says it; empty where it does not."""

    nodes: dict[int, Node] = field(default_factory=dict)
    ways: dict[int, Way] = field(default_factory=dict)
    relations: dict[int, Relation] = field(default_factory=dict)
    stamp: str = ""


def read_extract(file: Path) -> Extract:
    """Return what a file holds. Raises: NotAnExtract, PackedAsPbf."""
    try:
        with _opened(file) as stream:
            head = stream.read(_HEAD_BYTES)
        if b"OSMHeader" in head:
            raise PackedAsPbf(file=str(file))
        with _opened(file) as stream:
            found = _of_json(stream) if head.lstrip(b"\xef\xbb\xbf \r\n\t")[:1] == b"{" else _of_xml(stream)
    except (OSError, EOFError) as broken:
        raise NotAnExtract(file=str(file), why=getattr(broken, "strerror", None) or "it is cut off") from broken
    except etree.XMLSyntaxError as broken:
        raise NotAnExtract(file=str(file), why=str(broken.msg)) from broken
    except (ValueError, KeyError, TypeError, AttributeError) as broken:
        raise NotAnExtract(file=str(file), why="it is not of the expected form") from broken
    if not found.nodes:
        raise NotAnExtract(file=str(file), why="no node is in it")
    return found


def _opened(file: Path) -> IO[bytes]:
    with file.open("rb") as stream:
        magic = stream.read(2)
    return _PACKED.get(magic, open)(file, "rb")  # type: ignore[operator, no-any-return]


def _of_xml(stream: IO[bytes]) -> Extract:
    found = Extract()
    events = etree.iterparse(
        stream, events=("end",), tag=("node", "way", "relation", "meta"), resolve_entities=False, no_network=True,
        huge_tree=True,
    )
    for _event, element in events:
        _take_element(found, element)
        element.clear()
        while element.getprevious() is not None:  # what was read is let go, so that memory holds one element
            del element.getparent()[0]
    return found


def _take_element(found: Extract, element: Any) -> None:
    if element.tag == "meta":
        found.stamp = element.get("osm_base", "")
        return
    tags = {tag.get("k", ""): tag.get("v", "") for tag in element.iterfind("tag")}
    number = int(element.get("id"))
    if element.tag == "node":
        found.nodes[number] = Node(float(element.get("lon")), float(element.get("lat")), tags)
    elif element.tag == "way":
        found.ways[number] = Way(tuple(int(one.get("ref")) for one in element.iterfind("nd")), tags)
    else:
        members = ((one.get("type"), int(one.get("ref")), one.get("role", "")) for one in element.iterfind("member"))
        found.relations[number] = Relation(tuple(members), tags)


def _of_json(stream: IO[bytes]) -> Extract:
    """Read Overpass JSON; nodes that only stand as `geometry` in a way get numbers below zero."""
    content = json.loads(stream.read())
    found = Extract(stamp=str(content.get("osm3s", {}).get("timestamp_osm_base", "")))
    for element in _nodes_first(content["elements"]):
        _take_json(found, element)
    return found


def _nodes_first(elements: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    order = {"node": 0, "way": 1, "relation": 2}
    return sorted((one for one in elements if one["type"] in order), key=lambda one: order[one["type"]])


def _take_json(found: Extract, element: Mapping[str, Any]) -> None:
    tags = {str(key): str(value) for key, value in element.get("tags", {}).items()}
    number = int(element["id"])
    if element["type"] == "node":
        found.nodes[number] = Node(float(element["lon"]), float(element["lat"]), tags)
    elif element["type"] == "way":
        found.ways[number] = Way(_refs(found, element), tags)
    else:
        members = ((one["type"], int(one["ref"]), one.get("role", "")) for one in element.get("members", ()))
        found.relations[number] = Relation(tuple(members), tags)


def _refs(found: Extract, element: Mapping[str, Any]) -> tuple[int, ...]:
    refs = tuple(int(one) for one in element.get("nodes", ()))
    for ref, corner in zip(refs, element.get("geometry", ()), strict=False):
        if corner and ref not in found.nodes:
            found.nodes[ref] = Node(float(corner["lon"]), float(corner["lat"]), {})
    return refs
