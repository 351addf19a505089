"""The order of a walk and the division of a zone, whatever the houses look like."""

from collections import Counter
from math import ceil

from hypothesis import given
from hypothesis import strategies as st

from linan.command.domain.doors.sharing import share_out
from linan.command.domain.doors.walk import Door, floors_walked, walking_order


def door(household_id: int, *, building_id: int = 1, unit: int = 1, floor: int = 1, needs_help: bool = False) -> Door:
    """Return a door; buildings stand in a row from west to east."""
    return Door(
        household_id=household_id, building_id=building_id, unit=unit, floor=floor, door=f"{floor}{household_id % 4:02d}",
        needs_help=needs_help, lon=118.7 + building_id / 1000, lat=32.0,
    )


@st.composite
def zones(draw: st.DrawFn) -> list[Door]:
    """Draw the doors of a few houses, with floors below the ground among them."""
    places = draw(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 3), st.integers(-2, 30), st.booleans()), max_size=120))
    return [
        door(number, building_id=building, unit=unit, floor=floor, needs_help=needs_help)
        for number, (building, unit, floor, needs_help) in enumerate(places)
    ]


def test_who_needs_help_is_called_on_the_way_up_and_the_others_from_the_top_down() -> None:
    doors = [door(1, floor=3), door(2, floor=5, needs_help=True), door(3, floor=6), door(4, floor=2, needs_help=True), door(5)]

    order = walking_order(doors)

    assert [one.household_id for one in order] == [4, 2, 3, 1, 5]
    assert floors_walked(order) == 10


@given(zones())
def test_no_stairwell_is_climbed_more_than_once(doors) -> None:
    stairwell = [one for one in doors if one.stairwell == (1, 1)]

    order = walking_order(stairwell)

    highest, lowest = max([1, *(one.floor for one in stairwell)]), min([1, *(one.floor for one in stairwell)])
    below_before_climbing = min([1, *(one.floor for one in stairwell if one.needs_help)])
    assert Counter(order) == Counter(stairwell)
    assert floors_walked(order) <= 2 * (highest - lowest) + 2 * (1 - below_before_climbing)


@given(zones(), st.integers(1, 12))
def test_every_door_is_on_exactly_one_list(doors, walkers) -> None:
    shares = share_out(doors, walkers=walkers)

    assert len(shares) == walkers
    assert Counter(one.household_id for share in shares for one in share) == Counter(one.household_id for one in doors)


@given(zones(), st.integers(1, 12))
def test_nobody_has_more_than_a_fair_share_and_one_piece_of_a_stairwell(doors, walkers) -> None:
    fair = max(1, ceil(len(doors) / walkers))
    on_one_floor = max(Counter((one.stairwell, one.floor) for one in doors).values(), default=0)

    longest = max(len(share) for share in share_out(doors, walkers=walkers))

    assert longest < fair + 2 * max(fair, on_one_floor)


@given(zones(), st.integers(1, 12))
def test_the_doors_of_one_floor_stay_with_one_walker(doors, walkers) -> None:
    shares = share_out(doors, walkers=walkers)

    walkers_of_floor: dict[tuple[tuple[int, int], int], set[int]] = {}
    for number, share in enumerate(shares):
        for one in share:
            walkers_of_floor.setdefault((one.stairwell, one.floor), set()).add(number)
    assert {len(found) for found in walkers_of_floor.values()} <= {1}


def test_equal_stairwells_are_shared_equally_and_neighbours_stay_together() -> None:
    doors = [
        door(building * 100 + unit * 10 + floor, building_id=building, unit=unit, floor=floor)
        for building in (4, 2, 1, 3) for unit in (1, 2) for floor in range(1, 7)
    ]

    shares = share_out(doors, walkers=4)

    assert [len(share) for share in shares] == [12, 12, 12, 12]
    assert [{one.building_id for one in share} for share in shares] == [{1}, {2}, {3}, {4}]


def test_a_tower_is_divided_between_floors_when_more_walk_than_there_are_stairwells() -> None:
    tower = [door(floor * 10 + place, floor=floor) for floor in range(1, 31) for place in range(4)]

    shares = share_out(tower, walkers=3)

    assert [len(share) for share in shares] == [40, 40, 40]
    assert [(share[0].floor, share[-1].floor) for share in shares] == [(30, 21), (20, 11), (10, 1)]


@given(zones(), st.integers(1, 12))
def test_nobody_stands_idle_while_another_has_two_stairwells(doors, walkers) -> None:
    shares = share_out(doors, walkers=walkers)

    assert all(shares) or max(len({one.stairwell for one in share}) for share in shares) <= 1
