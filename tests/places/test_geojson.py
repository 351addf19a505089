"""Geometries from outside are drawn or refused, with a code."""

import json

import pytest

from linan.ground.places.geojson import BadGeometry, BadPlace, checked_geometry, checked_point

RING = [[118.78, 32.05], [118.79, 32.05], [118.79, 32.06], [118.78, 32.05]]


def test_a_polygon_comes_back_as_plain_lists():
    given = {"type": "Polygon", "coordinates": [RING], "properties": "left out"}

    assert checked_geometry(json.dumps(given)) == {"type": "Polygon", "coordinates": [RING]}


@pytest.mark.parametrize(
    "given",
    [
        "", "{", "[]", "null", "7", "{}",
        {"type": "Polygon"},
        {"type": "Polygon", "coordinates": []},
        {"type": "Polygon", "coordinates": "everywhere"},
        {"type": "Polygon", "coordinates": [RING[:2]]},
        {"type": "Polygon", "coordinates": [[[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]]},
        {"type": "Polygon", "coordinates": [[[["a", "b"]]]]},
        {"type": "Point", "coordinates": [1]},
        {"type": "Point", "coordinates": [True, False]},
        {"type": "LineString", "coordinates": [[1, 2]]},
        {"type": "GeometryCollection", "geometries": []},
        {"type": ["Polygon"], "coordinates": [RING]},
        {"type": "LineString", "coordinates": [[1, 2]] * 10_001},
        '{"type":"Polygon","coordinates":' + "[" * 500 + "]" * 500 + "}",
        "[" * 100_000,
    ],
)
def test_what_cannot_be_drawn_is_refused(given):
    with pytest.raises(BadGeometry) as refused:
        checked_geometry(given, field="footprint")

    assert (refused.value.code, refused.value.field) == ("bad_geometry", "footprint")


@pytest.mark.parametrize(("lon", "lat"), [(181, 0), (0, 91), (float("nan"), 0), (0, float("inf"))])
def test_a_place_that_is_not_on_earth_is_refused(lon, lat):
    with pytest.raises(BadPlace):
        checked_point(lon, lat)


def test_not_a_number_inside_a_geometry_is_refused():
    with pytest.raises(BadPlace):
        checked_geometry('{"type": "Point", "coordinates": [NaN, 3]}')
