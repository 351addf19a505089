"""When an alarm belongs to an open incident."""

from datetime import UTC, datetime, timedelta

import pytest

from linan.response.domain.togetherness import Spot, belongs_together, metres_between

AT = datetime(2026, 1, 15, 3, 12, tzinfo=UTC)
FIRE = Spot(building_id=7, lon=118.78, lat=32.05, at=AT, mode="real")


@pytest.mark.parametrize(
    ("alarm", "together"),
    [
        (Spot(building_id=7, lon=None, lat=None, at=AT, mode="real"), True),
        (Spot(building_id=8, lon=118.7810, lat=32.05, at=AT, mode="real"), True),
        (Spot(building_id=8, lon=118.7812, lat=32.05, at=AT, mode="real"), False),
        (Spot(building_id=None, lon=None, lat=None, at=AT, mode="real"), False),
        (Spot(building_id=7, lon=118.78, lat=32.05, at=AT + timedelta(hours=2), mode="real"), True),
        (Spot(building_id=7, lon=118.78, lat=32.05, at=AT + timedelta(hours=2, seconds=1), mode="real"), False),
        (Spot(building_id=7, lon=118.78, lat=32.05, at=AT, mode="drill"), False),
    ],
)
def test_an_alarm_joins_within_a_hundred_metres_two_hours_and_the_same_mode(alarm, together):
    assert belongs_together(FIRE, alarm) == together


def test_a_degree_of_latitude_is_a_hundred_and_eleven_kilometres():
    assert metres_between(118.0, 32.0, 118.0, 33.0) == pytest.approx(111_195, abs=1)
