"""An area planned in a process of its own, and planned again after a report."""

import numpy as np
import pytest

from linan.command.domain.evacuation.apart import Limits, Start, run_apart
from linan.command.domain.evacuation.area import Area, Refuge
from linan.command.domain.evacuation.course import Evacuation, evacuations, replan_evacuation
from linan.command.domain.evacuation.ground import Ground, ground_of
from linan.command.domain.evacuation.population import Household
from linan.command.domain.evacuation.replan import Change
from linan.command.domain.evacuation.walking import Pace
from tests.command.evacuation.networks import faults_of_ways, numbers

HOUSE = {
    "properties": {"levels": "2", "area_m2": 300},
    "ring": [[118.0, 32.0], [118.0001, 32.0], [118.0, 32.0001]],
}


@pytest.fixture
def ground() -> Ground:
    """One house on a square of four streets of 100 m, the south-east by steps; a park on each of two corners."""
    area = Area(
        lon=np.array([118.0, 118.001, 118.001, 118.0]),
        lat=np.array([32.0, 32.0, 32.001, 32.001]),
        start=numbers([0, 1, 2, 3]),
        end=numbers([1, 2, 3, 0]),
        length_m=np.full(4, 100.0),
        width_m=np.full(4, 2.0),
        has_steps=np.array([True, False, False, False]),
        line=[""] * 4,
        buildings=[HOUSE],
        refuges=[],
    )
    return ground_of(area, [Refuge("east", 118.0011, 32.0, 60), Refuge("north", 118.001, 32.0011, 60)], {})


@pytest.fixture
def households() -> list[Household]:
    paces = [Pace.BRISK] * 20 + [Pace.SLOW] * 5 + [Pace.ASSISTED] * 2
    return [
        Household(building=0, floor=1 + at % 2, size=1 + at % 3, pace=pace) for at, pace in enumerate(paces)
    ]


@pytest.fixture
def evacuation(ground, households) -> Evacuation:
    limits = Limits(seconds=60.0)
    return list(run_apart(evacuations, ground, households, 5.0, limits=limits, start=Start.FORK))[-1]


def test_every_household_is_led_once_and_wheelchairs_avoid_the_steps(ground, households, evacuation) -> None:
    led = sorted(member for walk in evacuation.walks for member in walk.led())

    assert led == list(range(len(households)))
    assert [walk.pace for walk in evacuation.walks] == [Pace.ASSISTED, Pace.SLOW, Pace.BRISK]
    assert [faults_of_ways(walk.problem, walk.plan) for walk in evacuation.walks] == [[], [], []]
    assert not ground.has_steps[evacuation.walks[0].plan.arc].any()
    assert evacuation.bound <= evacuation.clearance
    assert (evacuation.room_used(2) <= ground.shelter_room).all()


def test_paces_share_the_paths_and_never_exceed_them(ground, evacuation) -> None:
    load: dict[tuple[int, int], int] = {}
    for walk in evacuation.walks:
        entries = walk.plan.entries()
        for arc, step, people in zip(
            entries.arc.tolist(), entries.step.tolist(), entries.people.tolist(), strict=True
        ):
            load[arc, step] = load.get((arc, step), 0) + people

    over = [cell for cell, people in load.items() if people > int(ground.per_second[cell[0]] * ground.step_s)]

    assert over == []


def test_when_a_shelter_is_full_only_those_on_their_way_there_get_new_orders(ground, evacuation) -> None:
    change = Change(step=0, closed_arcs=numbers([]), full_shelters=numbers([0]))

    found = replan_evacuation(evacuation, change, room=ground.shelter_room, is_over=lambda: False)

    for walk, new in zip(evacuation.walks, found, strict=True):
        assert new.concerned.tolist() == np.flatnonzero(walk.plan.shelter == 0).tolist()
        assert set(new.plan.shelter.tolist()) <= {1}
