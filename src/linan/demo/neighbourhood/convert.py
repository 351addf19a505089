"""Convert an OpenStreetMap extract to the demonstration's own file; run once, its output is committed.

python -m linan.demo.neighbourhood.convert FOLDER, where FOLDER holds buildings.geojson, areas.geojson,
poi.geojson, road_edges.csv and walk_edges.csv (WGS84, longitude first).
"""

import csv
import gzip
import json
import sys
from pathlib import Path
from typing import Any

OUTPUT = Path(__file__).with_name("osm_nanjing.json.gz")
CREDIT = "© OpenStreetMap contributors"
LICENCE = "Open Database Licence 1.0 (ODbL), https://opendatacommons.org/licenses/odbl/1-0/"
SOURCE = "OpenStreetMap, Nanjing city centre, snapshot of 2021-06-12, by hongtao45/traffic-flow-generator 74b3202"
DECIMALS = 6  # of a degree: about 0.1 m
EDGE_KEPT = ("u", "v", "length_m", "highway", "name", "oneway", "lanes", "steps", "width_m", "wheelchair")


def convert(folder: Path) -> dict[str, Any]:
    """Return the whole file as one JSON value: credit, and a GeoJSON feature collection per layer."""
    roads = _edges(folder / "road_edges.csv", without=set())
    driven = {road["properties"]["osm_way"] for road in roads}
    layers = {name: _features(folder / f"{name}.geojson") for name in ("buildings", "areas", "poi")}
    layers |= {"roads": roads, "footways": _edges(folder / "walk_edges.csv", without=driven)}
    collections = {name: {"type": "FeatureCollection", "features": found} for name, found in layers.items()}
    return {"credit": CREDIT, "licence": LICENCE, "source": SOURCE, **collections}


def _features(path: Path) -> list[dict[str, Any]]:
    found = json.loads(path.read_text())["features"]
    return [
        {"type": "Feature", "properties": one["properties"], "geometry": _rounded_geometry(one["geometry"])}
        for one in found
    ]


def _edges(path: Path, *, without: set[str]) -> list[dict[str, Any]]:
    with path.open(newline="") as lines:
        return [_edge(row) for row in csv.DictReader(lines) if row["osm_way"] not in without]


def _edge(row: dict[str, str]) -> dict[str, Any]:
    points = [[float(number) for number in point.split()] for point in row["geometry"].split(";")]
    kept: dict[str, Any] = {name: row[name] for name in EDGE_KEPT if row.get(name)}
    kept |= {"u": int(row["u"]), "v": int(row["v"]), "length_m": float(row["length_m"]), "osm_way": row["osm_way"]}
    return {
        "type": "Feature", "properties": kept,
        "geometry": {"type": "LineString", "coordinates": _rounded(points)},
    }


def _rounded_geometry(geometry: dict[str, Any]) -> dict[str, Any]:
    return {"type": geometry["type"], "coordinates": _rounded(geometry["coordinates"])}


def _rounded(value: Any) -> Any:
    return [_rounded(one) for one in value] if isinstance(value, list) else round(value, DECIMALS)


def write(folder: Path, output: Path) -> None:
    """Write the converted file; the same input gives the same bytes."""
    text = json.dumps(convert(folder), ensure_ascii=False, separators=(",", ":"))
    output.write_bytes(gzip.compress(text.encode(), mtime=0))


if __name__ == "__main__":
    write(Path(sys.argv[1]), OUTPUT)
