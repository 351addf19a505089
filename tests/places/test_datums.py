"""WGS84, GCJ-02 and BD-09."""

import pytest

from linan.ground.places.datums import Datum, from_wgs84, to_wgs84
from linan.ground.places.geometry import distance_m


def test_a_point_in_shanghai_lies_where_the_map_services_draw_it():
    # Reference pair of eviltransform's own test table: WGS84 (31.1774276, 121.5272106) = GCJ-02 (31.17530398, 121.53154191).
    lon, lat = from_wgs84(121.5272106, 31.1774276, wanted=Datum.GCJ02)

    assert (lon, lat) == pytest.approx((121.53154191, 31.17530398), abs=1e-6)


@pytest.mark.parametrize("datum", list(Datum))
@pytest.mark.parametrize(("lon", "lat"), [(118.7969, 32.0603), (87.6, 43.8), (110.3, 20.0)])
def test_there_and_back_is_within_half_a_metre(datum, lon, lat):
    there = from_wgs84(lon, lat, wanted=datum)

    back = to_wgs84(*there, given=datum)

    assert distance_m(lon, lat, *back) < 0.5


def test_in_nanjing_the_distortion_is_hundreds_of_metres():
    moved = from_wgs84(118.7969, 32.0603, wanted=Datum.GCJ02)

    assert 300 < distance_m(118.7969, 32.0603, *moved) < 700


def test_outside_china_nothing_is_moved():
    assert from_wgs84(2.35, 48.85, wanted=Datum.GCJ02) == (2.35, 48.85)
