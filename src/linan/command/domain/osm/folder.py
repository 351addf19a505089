"""Write an area's folder: the csv and GeoJSON files that planning reads, and the report of what is broken."""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from linan.command.domain.osm.faults import Faults, faults_of
from linan.command.domain.osm.measures import Point
from linan.command.domain.osm.paths import Edge, Paths, paths_of
from linan.command.domain.osm.raw import CREDIT, Extract
from linan.command.domain.osm.shapes import Feature, Shapes, shapes_of
from linan.command.evacuations.domain.topology import default_width_m

NODES = ("node_id", "lon", "lat", "osm_node", "kind")
COMMON = ("edge_id", "u", "v", "length_m", "highway", "name", "osm_way", "layer", "bridge", "tunnel")
WALK = (*COMMON, "steps", "width_m", "surface", "wheelchair", "access", "foot", "lit", "geometry")
ROAD = (*COMMON, "oneway", "lanes", "maxspeed_kmh", "access", "service", "geometry")
_NODE_KINDS = ("barrier", "highway", "entrance")


@dataclass(frozen=True, slots=True)
class Imported:
    """An extract brought into the layout of an area. stamp: of when the data are; empty where nobody says it."""

    name: str
    stamp: str
    paths: Paths
    shapes: Shapes
    faults: Faults
    box: tuple[float, float, float, float]


def imported(extract: Extract, *, name: str) -> Imported:
    """Return everything an area needs from an extract."""
    shapes, paths = shapes_of(extract), paths_of(extract)
    faults = faults_of(extract, paths, shapes)
    return Imported(name, extract.stamp, paths, shapes, faults, _box(extract, paths, shapes))


def write_area(area: Imported, extract: Extract, folder: Path) -> None:
    """Write the folder; the same extract gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    number = {place: at + 1 for at, place in enumerate(area.paths.places)}
    _write_csv(folder / "nodes.csv", NODES, [_node(extract, place, at) for place, at in number.items()])
    _write_csv(folder / "walk_edges.csv", WALK, _rows(area.paths.walk, number, _of_walk))
    _write_csv(folder / "road_edges.csv", ROAD, _rows(area.paths.road, number, _of_road))
    for file, features in (
        ("buildings", area.shapes.buildings), ("areas", area.shapes.areas), ("poi", area.shapes.points)
    ):
        _write_json(folder / f"{file}.geojson", {"type": "FeatureCollection", "features": features})
    _write_json(folder / "area.json", _summary(area))
    _write_json(folder / "report.json", report_of(area.faults))


def report_of(faults: Faults) -> dict[str, Any]:
    """Return what is broken, and the defaults, as JSON."""
    return asdict(faults) | {"default_width_m": {kind: default_width_m(kind) for kind in faults.no_width}}


def _summary(area: Imported) -> dict[str, Any]:
    return {
        "name": area.name, "crs": "EPSG:4326 (WGS84), lon lat order", "bbox": list(area.box), "credit": CREDIT,
        "newest_edit": area.stamp, "buildings": len(area.shapes.buildings), "areas": len(area.shapes.areas),
        "poi": len(area.shapes.points), "nodes": len(area.paths.places), "walk_edges": len(area.paths.walk),
        "walk_km": _km(area.paths.walk), "road_edges": len(area.paths.road), "road_km": _km(area.paths.road),
    }


def _km(edges: Sequence[Edge]) -> float:
    return round(sum(edge.length_m for edge in edges) / 1000, 2)


def _box(extract: Extract, paths: Paths, shapes: Shapes) -> tuple[float, float, float, float]:
    corners: list[Point] = [point for edge in paths.walk for point in edge.line]
    corners += [(point[0], point[1]) for one in shapes.buildings for point in one["geometry"]["coordinates"][0]]
    corners = corners or [(node.lon, node.lat) for node in extract.nodes.values()]
    lons, lats = zip(*corners, strict=True)
    return min(lons), min(lats), max(lons), max(lats)


def _node(extract: Extract, place: int, number: int) -> dict[str, object]:
    node = extract.nodes[place]
    kind = next((node.tags[key] for key in _NODE_KINDS if key in node.tags), "")
    return {"node_id": number, "lon": f"{node.lon:.7f}", "lat": f"{node.lat:.7f}", "osm_node": place, "kind": kind}


def _rows(edges: Sequence[Edge], number: Mapping[int, int], more: Any) -> list[dict[str, object]]:
    return [
        {"edge_id": at + 1, "u": number[edge.start], "v": number[edge.end], **_common(edge), **more(edge)}
        for at, edge in enumerate(edges)
    ]


def _common(edge: Edge) -> dict[str, object]:
    tags = edge.tags
    line = ";".join(f"{lon:.7f} {lat:.7f}" for lon, lat in edge.line)
    said = {name: tags.get(name, "") for name in ("bridge", "tunnel", "access")}
    name = tags.get("name:zh-Hans") or tags.get("name", "")
    return {
        "length_m": round(edge.length_m, 2), "highway": edge.kind, "name": name, "osm_way": edge.way,
        "layer": tags.get("layer", "0"), "geometry": line, **said,
    }


def _of_walk(edge: Edge) -> dict[str, object]:
    said: dict[str, object] = {name: edge.tags.get(name, "") for name in ("surface", "wheelchair", "foot", "lit")}
    return said | {"steps": int(edge.has_steps), "width_m": "" if edge.width_m is None else f"{edge.width_m:g}"}


def _of_road(edge: Edge) -> dict[str, object]:
    said: dict[str, object] = {name: edge.tags.get(name, "") for name in ("oneway", "lanes", "service")}
    return said | {"maxspeed_kmh": edge.tags.get("maxspeed", "").removesuffix(" km/h")}


def _write_csv(file: Path, columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> None:
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def _write_json(file: Path, content: Mapping[str, Any] | dict[str, list[Feature]]) -> None:
    file.write_text(json.dumps(content, ensure_ascii=False, separators=(",", ":")), encoding="utf-8")
