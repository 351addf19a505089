"""Seconds by road: what is quicker, what is closed, what is too far from any road."""

import numpy as np
import pytest
import shapely

from linan.command.domain.deployment.coverage import Base, arrivals, reach
from linan.command.domain.deployment.roads import WALKING_M_S, Roads, Travel, Way, speed_m_s

DEGREE_M = 111_320.0
HERE, THERE = (0.0, 0.0), (0.01, 0.0)  # on the equator, where a degree is as long both ways
STREET = Way((HERE, THERE), "residential")
ROUND = Way((HERE, (0.0, 0.005), (0.01, 0.005), THERE), "residential")
MIDDLE = shapely.box(0.0045, -0.001, 0.0055, 0.001)


def seconds(ways, travel=Travel.VEHICLE, *, closed=None, start=HERE, goal=THERE):
    return float(Roads(ways, travel, closed).seconds(np.array([start]), np.array([goal]))[0, 0])


def test_a_street_takes_its_length_at_the_speed_of_its_kind():
    metres = 0.01 * DEGREE_M

    assert seconds([STREET]) == pytest.approx(metres / speed_m_s("residential", Travel.VEHICLE), rel=1e-6)
    assert seconds([STREET], Travel.FOOT) == pytest.approx(metres / WALKING_M_S, rel=1e-6)


def test_a_closure_sends_everybody_round():
    around = seconds([STREET, ROUND], closed=MIDDLE)

    assert around == pytest.approx(2 * seconds([STREET]), rel=1e-6)


def test_where_the_only_street_is_closed_nobody_comes():
    assert seconds([STREET], closed=MIDDLE) == np.inf


def test_a_vehicle_does_not_drive_against_a_oneway_street_but_who_walks_may():
    oneway = Way((THERE, HERE), "residential", is_oneway=True)

    assert seconds([oneway]) == np.inf
    assert seconds([oneway], start=THERE, goal=HERE) < np.inf
    assert seconds([oneway], Travel.FOOT) < np.inf


def test_a_vehicle_takes_no_footway_and_an_e_bike_no_steps():
    assert speed_m_s("footway", Travel.VEHICLE) == 0.0
    assert speed_m_s("steps", Travel.EBIKE) == 0.0
    assert speed_m_s("footway", Travel.EBIKE) == pytest.approx(15 / 3.6)


def test_a_place_far_from_every_road_is_not_reached():
    assert seconds([STREET], goal=(0.005, 0.003)) == np.inf


def test_a_place_beside_an_island_of_the_map_is_reached_on_foot_from_the_joined_roads():
    island = Way(((0.004, 0.001), (0.006, 0.001)), "residential")

    reached = seconds([STREET, island], goal=(0.005, 0.0011))

    assert reached == pytest.approx(0.5 * seconds([STREET]) + 0.0011 * DEGREE_M / WALKING_M_S, rel=1e-6)


def test_nobody_walks_to_a_place_through_a_closure():
    wall = shapely.box(-0.001, 0.0004, 0.011, 0.0006)

    assert seconds([STREET], closed=wall, goal=(0.005, 0.001)) == np.inf


def test_neighbours_walk_straight_over_the_courtyard():
    near = seconds([STREET], Travel.FOOT, start=(0.0, 0.001), goal=(0.001, 0.001))

    assert near == pytest.approx(0.001 * DEGREE_M * 1.3 / WALKING_M_S, rel=1e-3)


def test_a_road_in_the_same_place_twice_counts_with_the_quicker_one():
    slow, quick = Way((HERE, THERE), "service"), Way((HERE, THERE), "primary")

    assert seconds([slow, quick]) == pytest.approx(seconds([quick]), abs=0.001)


def test_what_is_farther_than_asked_for_is_left_out():
    roads, start = Roads([STREET], Travel.VEHICLE), np.array([HERE])
    took = float(roads.seconds(start, np.array([THERE]))[0, 0])

    assert float(roads.seconds(start, np.array([THERE]), at_most_s=took - 1)[0, 0]) == np.inf
    assert float(roads.seconds(start, np.array([THERE]), at_most_s=took + 1)[0, 0]) == took


def test_without_roads_nobody_comes():
    assert seconds([]) == np.inf


def test_coverage_counts_turning_out_and_forgets_who_left():
    roads = {Travel.VEHICLE: Roads([STREET], Travel.VEHICLE)}
    bases = [Base(*HERE, Travel.VEHICLE, 60), Base(*THERE, Travel.VEHICLE, 300)]
    goals = np.array([HERE, THERE])
    there = arrivals(roads, bases, goals)
    drive = seconds([STREET])

    everybody, one_left, nobody = (reach(there, staying) for staying in ([True, True], [False, True], [False, False]))

    assert everybody.seconds.tolist() == pytest.approx([60.0, min(300.0, 60.0 + drive)])
    assert one_left.seconds.tolist() == pytest.approx([300.0 + drive, 300.0])
    assert one_left.first.tolist() == [1, 1]
    assert nobody.first.tolist() == [-1, -1]
    assert everybody.share_within(60.0, np.array([3.0, 1.0])) == 0.75
