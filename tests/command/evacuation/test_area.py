"""An area's folder from files to orders."""

import csv
import json
from pathlib import Path

import pytest

from linan.config.cli import parse
from linan.config.commands import evacuate

# A street of 4 places west to east, 100 m apart, an island 20 m north of its middle; two houses; a park at the end.
NODES = "node_id,lon,lat\n1,118.7800,32.0400\n2,118.7810,32.0400\n3,118.7820,32.0400\n4,118.7830,32.0400\n5,118.7810,32.0402\n6,118.7812,32.0402\n"
EDGES = "edge_id,u,v,length_m,highway,steps,access\n1,1,2,94,residential,0,\n2,2,3,94,residential,0,\n3,3,4,94,footway,0,\n4,5,6,19,footway,0,\n"


def square(lon: float, lat: float, size: float, **properties: object) -> dict:
    ring = [[lon, lat], [lon + size, lat], [lon + size, lat + size], [lon, lat + size], [lon, lat]]
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [ring]},
    }


def collection(*features: dict) -> str:
    return json.dumps({"type": "FeatureCollection", "features": list(features)})


@pytest.fixture
def area(tmp_path: Path) -> Path:
    (tmp_path / "nodes.csv").write_text(NODES)
    (tmp_path / "walk_edges.csv").write_text(EDGES)
    homes = (
        square(118.7799, 32.0401, 0.0002, area_m2=400, levels="3"),
        square(118.7812, 32.0403, 0.0001, area_m2=200),
    )
    (tmp_path / "buildings.geojson").write_text(collection(*homes))
    (tmp_path / "areas.geojson").write_text(
        collection(square(118.7831, 32.0400, 0.0005, leisure="park", area_m2=2000))
    )
    return tmp_path


def answer(area: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, dict, str]:
    code = evacuate.run(parse(["evacuate", str(area), *words]))
    printed = capsys.readouterr()
    return code, json.loads(printed.out), printed.err


def test_everybody_is_ordered_to_the_park_and_the_mended_island_is_told(area, capsys) -> None:
    orders, drawn = area / "orders.csv", area / "use.geojson"

    code, line, told = answer(
        area, capsys, "--people", "200", "--orders", str(orders), "--geojson", str(drawn)
    )

    rows = list(csv.DictReader(orders.open()))
    assert code == 0
    assert (line["people"], line["unreachable"]) == (200, [])
    assert sum(int(row["people"]) for row in rows) == 200
    assert {row["shelter"] for row in rows} == {"park"}
    assert max(int(row["arrives_step"]) for row in rows) == line["clearance_steps"]
    assert "1 islands of paths joined" in told
    park = json.loads(drawn.read_text())["features"][-1]["properties"]
    assert park == {"shelter": "park", "room": 666, "people": 200}


def test_the_same_seed_gives_the_same_orders(area, capsys) -> None:
    first, second = area / "first.csv", area / "second.csv"

    answer(area, capsys, "--people", "50", "--seed", "7", "--orders", str(first))
    answer(area, capsys, "--people", "50", "--seed", "7", "--orders", str(second))

    assert first.read_text() == second.read_text()


def test_a_danger_zone_across_the_street_cuts_off_those_behind_it(area, capsys) -> None:
    zone = area / "zone.geojson"
    zone.write_text(collection(square(118.7824, 32.0399, 0.0003)))

    code, line, _ = answer(area, capsys, "--people", "200", "--closures", str(zone))

    assert code == 1
    assert line["clearance_steps"] is None
    assert line["unreachable"] == [{"people": 200, "reason": "no way leads from there to a shelter"}]


def test_water_that_rises_later_lets_nobody_through_after_it(area, capsys) -> None:
    zone, orders = area / "zone.geojson", area / "orders.csv"
    late = square(118.7824, 32.0399, 0.0003)
    late["properties"]["from_s"] = 420
    zone.write_text(collection(late))

    code, line, _ = answer(area, capsys, "--people", "200", "--closures", str(zone), "--orders", str(orders))

    led = sum(int(row["people"]) for row in csv.DictReader(orders.open()))
    cut_off = {one["reason"]: one["people"] for one in line["unreachable"]}
    assert code == 0
    assert 0 < led < 200
    assert led + sum(cut_off.values()) == 200
    assert "every way out closes before they can pass" in cut_off


def test_people_can_leave_a_zone_that_is_dangerous_from_the_beginning(area, capsys) -> None:
    zone = area / "zone.geojson"
    zone.write_text(collection(square(118.7798, 32.0398, 0.0006)))

    code, line, _ = answer(area, capsys, "--people", "200", "--closures", str(zone))

    assert (code, line["unreachable"]) == (0, [])


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--shelters", "0"], "no shelter is given"),
    ],
)
def test_without_a_shelter_nobody_is_sent_anywhere(area, capsys, words, reason) -> None:
    code, line, _ = answer(area, capsys, "--people", "20", *words)

    assert code == 1
    assert line["unreachable"] == [{"people": 20, "reason": reason}]


def test_an_area_without_people_is_cleared_at_once(area, capsys) -> None:
    code, line, _ = answer(area, capsys, "--people", "0")

    assert (code, line["clearance_steps"], line["unreachable"]) == (0, 0, [])


def test_more_people_than_places_are_counted_as_left_behind(area, capsys) -> None:
    code, line, _ = answer(area, capsys, "--people", "1000")

    assert code == 0
    left = sum(
        one["people"]
        for one in line["unreachable"]
        if one["reason"] == "every shelter they can reach is full"
    )
    assert left >= 1000 - 666


@pytest.mark.parametrize(
    ("file", "text"),
    [("nodes.csv", "a,b\n"), ("buildings.geojson", "[]"), ("walk_edges.csv", "u,v,length_m\n1,2,far\n")],
)
def test_a_broken_file_is_named(area, capsys, file, text) -> None:
    (area / file).write_text(text)

    code = evacuate.run(parse(["evacuate", str(area), "--people", "5"]))

    assert code == 2
    assert file in capsys.readouterr().err
