"""Reads of base information."""

import pytest

from linan.registry.queries import (
    buildings_near,
    headcount_in_building,
    households_in_building,
    needs_in_building,
)
from tests.builders.registry import a_building, a_household, a_resident

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("unscoped")]


def test_near_buildings_come_nearest_first_and_far_ones_not() -> None:
    here = a_building(lon=118.79, lat=32.04)
    beside = a_building(lon=118.7905, lat=32.04)
    a_building(lon=118.80, lat=32.04)

    assert buildings_near(118.79, 32.04, 100) == [here, beside]


def test_a_building_counts_its_people_and_needs() -> None:
    home = a_household()
    a_resident(household=home, needs=("alone", "oxygen"))
    a_resident(household=home, needs=("oxygen",))

    assert headcount_in_building(home.building_id) == 2
    assert needs_in_building(home.building_id) == {"alone": 1, "oxygen": 2}
    assert [row.headcount for row in households_in_building(home.building_id)] == [2]
