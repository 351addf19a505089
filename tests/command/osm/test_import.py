"""An OpenStreetMap extract becomes an area that evacuations can be planned on, and says what is broken in it."""

import bz2
import csv
import gzip
import json

import pytest

from linan.command.domain.evacuation.area import read_area
from linan.command.domain.osm.faults import faults_of
from linan.command.domain.osm.folder import imported, report_of, write_area
from linan.command.domain.osm.measures import area_m2, length_m, read_metres
from linan.command.domain.osm.paths import paths_of
from linan.command.domain.osm.raw import NotAnExtract, PackedAsPbf, read_extract
from linan.command.domain.osm.shapes import shapes_of
from linan.command.evacuations.network_faults import fault_rows, width_rows
from tests.command.osm.drawn import Map

STREET = {"highway": "residential"}
PATH = {"highway": "footway"}


@pytest.fixture
def drawn():
    return Map()


def read(drawn, folder):
    return read_extract(drawn.file(folder))


def faults(drawn, folder):
    extract = read(drawn, folder)
    return faults_of(extract, paths_of(extract), shapes_of(extract))


def test_ways_are_split_where_they_meet(drawn, tmp_path):
    drawn.way((0, 0), (50, 0), (100, 0), **STREET)
    drawn.way((50, 0), (50, 80), **PATH)

    paths = paths_of(read(drawn, tmp_path))

    assert sorted(round(edge.length_m) for edge in paths.walk) == [50, 50, 80]
    assert sorted(round(edge.length_m) for edge in paths.road) == [50, 50]


@pytest.mark.parametrize(
    ("tags", "walked", "driven"),
    [
        ({"highway": "residential"}, 1, 1),
        ({"highway": "steps"}, 1, 0),
        ({"highway": "motorway"}, 0, 1),
        ({"highway": "motorway", "foot": "yes"}, 1, 1),
        ({"highway": "service", "access": "private"}, 0, 0),
        ({"highway": "service", "access": "private", "foot": "permissive"}, 1, 0),
        ({"highway": "service", "access": "no", "emergency": "yes"}, 0, 1),
        ({"highway": "footway", "foot": "no"}, 0, 0),
        ({"highway": "construction"}, 0, 0),
        ({"waterway": "canal"}, 0, 0),
    ],
)
def test_who_may_use_a_way_decides_in_which_network_it_lies(drawn, tmp_path, tags, walked, driven):
    drawn.way((0, 0), (50, 0), **tags)

    paths = paths_of(read(drawn, tmp_path))

    assert (len(paths.walk), len(paths.road)) == (walked, driven)


@pytest.mark.parametrize(
    ("said", "width"),
    [("2.5", 2.5), ("2,5 m", 2.5), ("3 米", 3.0), ("6'", 1.8288), ("6'6\"", 1.9812), ("narrow", None), ("0", 0.0)],
)
def test_widths_are_read_as_mappers_write_them(said, width):
    assert read_metres(said) == pytest.approx(width)


def test_a_width_that_is_no_measure_counts_as_not_said_and_is_told(drawn, tmp_path):
    way = drawn.way((0, 0), (50, 0), width="narrow", **PATH)
    drawn.way((0, 0), (0, 50), width="1.5", **PATH)

    paths = paths_of(read(drawn, tmp_path))

    assert [edge.width_m for edge in paths.walk] == [None, 1.5]
    assert paths.unread_widths == {way: "narrow"}


def test_a_way_is_cut_where_its_points_are_not_in_the_file(drawn, tmp_path):
    known = [drawn.node(0, 0), drawn.node(10, 0), 999, drawn.node(30, 0), drawn.node(40, 0)]
    way = drawn.way_of(known, **PATH)

    paths = paths_of(read(drawn, tmp_path))

    assert [round(edge.length_m) for edge in paths.walk] == [10, 10]
    assert paths.lost_nodes == [way]


def test_a_building_drawn_in_two_pieces_is_one_building(drawn, tmp_path):
    first = drawn.way((0, 0), (20, 0), (20, 10))
    second = drawn.way((0, 0), (0, 10), (20, 10))
    drawn.relation([first, second], type="multipolygon", building="apartments", building__levels="6")

    shapes = shapes_of(read(drawn, tmp_path))

    found = shapes.buildings[0]["properties"]
    assert (found["building"], found["levels"], round(found["area_m2"])) == ("apartments", 6.0, 200)
    assert len(shapes.buildings) == 1


def test_an_outline_that_does_not_close_is_told(drawn, tmp_path):
    way = drawn.way((0, 0), (20, 0), (20, 10), building="yes")

    shapes = shapes_of(read(drawn, tmp_path))

    assert (shapes.buildings, shapes.broken) == ([], [f"w{way}"])


def test_schools_and_parks_become_areas_and_gates_points(drawn, tmp_path):
    drawn.way((0, 0), (50, 0), (50, 50), (0, 0), leisure="park", name="街心公园")
    drawn.node(70, 0, barrier="gate")

    shapes = shapes_of(read(drawn, tmp_path))

    assert [one["properties"]["name"] for one in shapes.areas] == ["街心公园"]
    assert {one["properties"].get("barrier") for one in shapes.points} == {"gate", None}


def test_measures_agree_with_the_ground(drawn, tmp_path):
    drawn.house(0, 0, 100)

    ring = shapes_of(read(drawn, tmp_path)).buildings[0]["geometry"]["coordinates"][0]

    points = [tuple(point) for point in ring]
    assert area_m2(points) == pytest.approx(10_000, rel=1e-4)
    assert length_m(points) == pytest.approx(400, rel=1e-4)


def test_islands_are_found_with_how_far_they_lie(drawn, tmp_path):
    drawn.way((0, 0), (100, 0), (200, 0), **STREET)
    drawn.way((0, 30), (60, 30), **PATH)
    drawn.way((0, 300), (60, 300), **PATH)

    found = faults(drawn, tmp_path).islands

    assert [(island.paths, round(island.away_m), island.is_joined) for island in found] == [(1, 30, True), (1, 300, False)]


def test_a_path_that_ends_at_a_wall_is_found_and_one_that_ends_at_a_door_is_not(drawn, tmp_path):
    drawn.house(0, 20)
    drawn.house(100, 20)
    drawn.node(105, 20, entrance="main")
    blind = drawn.way((5, 0), (5, 20.5), **PATH)
    drawn.way((5, 0), (105, 0), (105, 20), **PATH)

    found = faults(drawn, tmp_path).wall_ends

    assert [one.way for one in found] == [blind]


def test_a_loose_end_beside_another_path_is_found(drawn, tmp_path):
    drawn.way((0, 0), (100, 0), **STREET)
    loose = drawn.way((50, 2), (50, 60), **PATH)

    assert [one.way for one in faults(drawn, tmp_path).near_misses] == [loose]


def test_a_path_through_a_house_is_found_and_a_tunnel_is_not(drawn, tmp_path):
    drawn.house(40, -5)
    through = drawn.way((0, 0), (100, 0), **PATH)
    drawn.way((0, 2), (100, 2), tunnel="building_passage", **PATH)

    assert [one.way for one in faults(drawn, tmp_path).through_buildings] == [through]


def test_paths_that_cross_on_one_level_without_a_junction_are_found(drawn, tmp_path):
    flat = drawn.way((0, 0), (100, 0), **STREET)
    drawn.way((50, -40), (50, 40), **PATH)
    drawn.way((70, -40), (70, 40), bridge="yes", **PATH)

    assert [one.way for one in faults(drawn, tmp_path).crossings] == [flat]


def test_what_planning_takes_for_missing_widths_is_told(drawn, tmp_path):
    drawn.way((0, 0), (50, 0), **PATH)
    drawn.way((0, 0), (0, 50), **STREET)
    drawn.way((0, 0), (0, -50), highway="primary")

    report = json.loads(json.dumps(report_of(faults(drawn, tmp_path))))

    assert sorted(width_rows(report)) == [("footway", 1, 2.0), ("primary", 1, 4.0), ("residential", 1, 3.0)]


def test_the_report_reads_as_rows_with_places(drawn, tmp_path):
    drawn.way((0, 0), (100, 0), **STREET)
    drawn.way((0, 300), (60, 300), **PATH)
    drawn.house(0, 100)

    rows = {row.title.msgid: row for row in fault_rows(report_of(faults(drawn, tmp_path)))}

    assert set(rows) == {"Islands of paths too far away", "Buildings without floors or height"}
    assert len(rows["Islands of paths too far away"].places) == 1


def test_what_was_imported_is_what_evacuations_read(drawn, tmp_path):
    drawn.way((0, 0), (60, 0), (100, 0), width="3.5", **STREET)
    drawn.way((60, 0), (60, 40), highway="steps")
    drawn.house(70, 10, building="apartments", building__levels="6")
    drawn.way((200, 0), (300, 0), (300, 100), (200, 0), leisure="park", name="街心公园")
    extract = read(drawn, tmp_path)

    write_area(imported(extract, name="测试区"), extract, tmp_path / "area")
    area = read_area(tmp_path / "area")

    assert [round(length) for length in area.length_m] == [60, 40, 40]
    assert (area.width_m[0], area.has_steps.tolist()) == (3.5, [False, False, True])
    assert (area.buildings[0]["properties"]["levels"], area.refuges[0].name) == (6.0, "街心公园")


def test_the_same_extract_gives_the_same_files(drawn, tmp_path):
    drawn.way((0, 0), (60, 0), **STREET)
    extract = read(drawn, tmp_path)

    for folder in ("first", "second"):
        write_area(imported(extract, name="区"), extract, tmp_path / folder)

    names = sorted(path.name for path in (tmp_path / "first").iterdir())
    same = [(tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes() for name in names]
    assert names == [
        "area.json", "areas.geojson", "buildings.geojson", "nodes.csv", "poi.geojson", "report.json", "road_edges.csv",
        "walk_edges.csv",
    ]
    assert same == [True] * 8


def test_the_area_says_whose_map_it_is(drawn, tmp_path):
    drawn.way((0, 0), (60, 0), **STREET)
    extract = read(drawn, tmp_path)

    write_area(imported(extract, name="区"), extract, tmp_path / "area")

    said = json.loads((tmp_path / "area" / "area.json").read_text())
    assert said["credit"] == "© OpenStreetMap contributors, ODbL 1.0"
    assert said["newest_edit"] == "2026-01-14T00:00:00Z"


def test_nodes_keep_their_number_on_the_map(drawn, tmp_path):
    drawn.way((0, 0), (60, 0), **STREET)
    extract = read(drawn, tmp_path)

    write_area(imported(extract, name="区"), extract, tmp_path / "area")

    with (tmp_path / "area" / "nodes.csv").open() as lines:
        assert [row["osm_node"] for row in csv.DictReader(lines)] == ["1", "2"]


@pytest.mark.parametrize("pack", [bytes, gzip.compress, bz2.compress])
def test_a_packed_extract_is_read_like_a_plain_one(drawn, tmp_path, pack):
    drawn.way((0, 0), (60, 0), **STREET)
    path = tmp_path / "quarter"
    path.write_bytes(pack(drawn.text().encode()))

    assert len(read_extract(path).ways) == 1


def test_json_of_overpass_is_read_with_the_geometry_in_its_ways(tmp_path):
    corners = [{"lat": 32.04, "lon": 118.78}, {"lat": 32.041, "lon": 118.78}]
    way = {"type": "way", "id": 7, "nodes": [1, 2], "geometry": corners, "tags": {"highway": "footway"}}
    path = tmp_path / "quarter.json"
    path.write_text(json.dumps({"version": 0.6, "elements": [way]}))

    paths = paths_of(read_extract(path))

    assert [round(edge.length_m) for edge in paths.walk] == [111]


@pytest.mark.parametrize(
    "content",
    [
        b"", b"highway,name\n", b"<osm><node id='1'", b"<osm></osm>", b'{"type": "FeatureCollection", "features": []}',
        b'{"elements": [{"type": "node", "id": 1}]}', gzip.compress(b"<osm></osm>")[:-9],
        b"<osm><node id='x' lat='1' lon='2'/></osm>",
    ],
)
def test_what_is_no_extract_is_refused_in_a_sentence(tmp_path, content):
    path = tmp_path / "quarter.osm"
    path.write_bytes(content)

    with pytest.raises(NotAnExtract):
        read_extract(path)


def test_the_binary_form_is_refused_with_what_to_do(tmp_path):
    path = tmp_path / "quarter.osm.pbf"
    path.write_bytes(b"\x00\x00\x00\x0e\x0a\x09OSMHeader\x18\x7a")

    with pytest.raises(PackedAsPbf):
        read_extract(path)


def test_an_extract_without_paths_says_so_instead_of_failing(drawn, tmp_path):
    drawn.house(0, 0)
    extract = read(drawn, tmp_path)

    area = imported(extract, name="区")

    assert (area.paths.walk, area.faults.islands, area.faults.no_levels) == ([], [], 1)
