"""Distances, boxes and containment on WGS84."""

import pytest

from linan.ground.places.geometry import (
    area_m2,
    bearing_deg,
    box_around,
    box_of,
    centre_of,
    distance_m,
    holds_point,
)

SQUARE = {"type": "Polygon", "coordinates": [
    [[118.78, 32.05], [118.79, 32.05], [118.79, 32.06], [118.78, 32.06], [118.78, 32.05]],
    [[118.784, 32.054], [118.786, 32.054], [118.786, 32.056], [118.784, 32.056], [118.784, 32.054]],
]}


def test_nanjing_to_shanghai_is_as_far_as_the_geodesic():
    # Inverse geodesic on WGS84 by Vincenty 1975: 270,057.9 m.
    metres = distance_m(118.7969, 32.0603, 121.4737, 31.2304)

    assert metres == pytest.approx(270_057.9, rel=0.006)


def test_a_degree_of_latitude_is_a_hundred_and_eleven_kilometres():
    assert distance_m(118.0, 32.0, 118.0, 33.0) == pytest.approx(111_195, abs=1)


def test_opposite_points_are_half_the_earth_apart():
    assert distance_m(0, 0, 180, 0) == pytest.approx(20_015_115, abs=1)


@pytest.mark.parametrize(("lon", "lat", "bearing"), [(118, 33, 0), (119, 32, 89.7), (118, 31, 180), (117, 32, 270.3)])
def test_bearings_run_clockwise_from_north(lon, lat, bearing):
    assert bearing_deg(118, 32, lon, lat) == pytest.approx(bearing, abs=0.1)


@pytest.mark.parametrize(
    ("lon", "lat", "inside"),
    [(118.781, 32.051, True), (118.78, 32.05, True), (118.785, 32.055, False), (118.7, 32.05, False)],
)
def test_a_hole_is_outside_and_an_edge_is_inside(lon, lat, inside):
    assert holds_point(SQUARE, lon, lat) is inside


def test_the_box_around_a_point_holds_everything_that_near_and_little_more():
    box = box_around(118.78, 32.05, metres=500)

    assert box.holds(118.78, 32.05 + 0.00449) is True
    assert box.holds(118.78, 32.05 + 0.00460) is False
    assert distance_m(118.78, 32.05, box.east, 32.05) == pytest.approx(500, rel=0.001)


def test_a_box_spans_its_geometry():
    box = box_of(SQUARE)

    assert (box.west, box.south, box.east, box.north) == (118.78, 32.05, 118.79, 32.06)


def test_the_centre_of_a_ring_is_on_the_ring_and_not_in_its_hole():
    assert holds_point(SQUARE, *centre_of(SQUARE)) is True


def test_an_area_leaves_out_the_hole():
    whole = distance_m(118.78, 32.055, 118.79, 32.055) * distance_m(118.78, 32.05, 118.78, 32.06)

    assert area_m2(SQUARE) == pytest.approx(whole * (1 - 0.04), rel=0.001)
