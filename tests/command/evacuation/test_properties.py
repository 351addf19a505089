"""What holds for every network: exact clearance, nobody lost, no path over its capacity, families together."""

from dataclasses import replace

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linan.command.domain.evacuation.frame import Clocks
from linan.command.domain.evacuation.plan import Households, plan_of
from linan.command.domain.evacuation.replan import Change, replan
from linan.command.domain.evacuation.router import Router
from tests.command.evacuation.networks import (
    best,
    everybody_is_in_by,
    faults_of_ways,
    households_of,
    load_of,
    numbers,
    problems,
)

checked = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def wide(problem, least: int):
    """The same problem with at least this capacity everywhere, so that households of this size can pass."""
    network = replace(problem.network, capacity=np.maximum(problem.network.capacity, least))
    return replace(problem, network=network, shelter_room=problem.shelter_room + 10)


@checked
@given(problems().filter(lambda problem: problem.people > 0))
def test_the_clearance_is_the_least_that_a_textbook_maximum_flow_allows(problem) -> None:
    stage = best(problem)

    assert stage is not None
    assert stage.clearance == stage.bound
    assert everybody_is_in_by(problem, stage.clearance)
    assert not everybody_is_in_by(problem, stage.clearance - 1)


@checked
@given(problems().filter(lambda problem: problem.people > 0))
def test_single_people_follow_the_optimal_flow_exactly(problem) -> None:
    stage = best(problem)

    assert stage is not None
    plan = plan_of(stage.router, Households.singles(problem), deadline=stage.clearance)

    assert plan.clearance == stage.clearance
    assert plan.stranded.tolist() == []
    assert (
        np.bincount(plan.households.origin, minlength=len(problem.origin_people)).tolist()
        == problem.origin_people.tolist()
    )
    assert faults_of_ways(problem, plan) == []
    assert {
        cell: people
        for cell, people in load_of(problem, plan).items()
        if people > problem.network.capacity[cell[0]]
    } == {}


@checked
@given(st.data())
def test_households_walk_whole_and_no_path_is_ever_over_its_capacity(data) -> None:
    problem = wide(data.draw(problems().filter(lambda problem: problem.people > 0)), 4)
    households = data.draw(households_of(problem, largest=4))
    stage = best(problem)

    assert stage is not None
    plan = plan_of(stage.router, households, deadline=stage.clearance, spare=200)

    assert faults_of_ways(problem, plan) == []
    assert plan.clearance >= stage.bound or len(plan.stranded) > 0
    assert [
        cell for cell, people in load_of(problem, plan).items() if people > problem.network.capacity[cell[0]]
    ] == []
    used = np.bincount(
        plan.shelter[plan.shelter >= 0], plan.households.size[plan.shelter >= 0], len(problem.shelter_room)
    )
    assert (used <= problem.shelter_room).all()


@checked
@given(problems().filter(lambda problem: problem.people > 0), st.integers(2, 4))
def test_more_capacity_never_makes_the_bound_or_the_clearance_later(problem, times) -> None:
    narrow, broad = best(problem), best(wide(problem, times))

    assert narrow is not None and broad is not None
    assert broad.clearance <= narrow.clearance
    assert broad.bound <= narrow.bound


@checked
@given(st.data())
def test_nobody_is_on_a_path_after_it_closes(data) -> None:
    problem = data.draw(problems().filter(lambda problem: problem.people > 0))
    arcs = len(problem.network.tail)
    closing = numbers(data.draw(st.sampled_from([0, 4, 1 << 40])) for _ in range(arcs))
    problem = replace(problem, network=replace(problem.network, closed_from=closing))
    router = Router(Clocks(problem), steps=64)

    router.sweep(60)
    placed = problem.origin_people - router.flow.waiting
    plan = plan_of(router, Households.singles(problem.with_people(placed)), deadline=60)

    leaves = plan.entered + problem.network.steps[plan.arc]
    assert (leaves <= closing[plan.arc]).all()
    assert plan.stranded.tolist() == []


@checked
@given(st.data())
def test_after_a_change_the_others_keep_their_orders_and_nobody_enters_what_is_closed(data) -> None:
    problem = wide(data.draw(problems().filter(lambda problem: problem.people > 0)), 4)
    households = data.draw(households_of(problem, largest=4))
    stage = best(problem)
    assert stage is not None
    old = plan_of(stage.router, households, deadline=stage.clearance, spare=200)
    now, arc = (
        data.draw(st.integers(0, stage.clearance)),
        data.draw(st.integers(0, len(problem.network.tail) - 1)),
    )
    change = Change(step=now, closed_arcs=numbers([arc]), full_shelters=numbers([]))

    new = replan(problem, old, change, is_over=lambda: False)

    kept = np.setdiff1d(np.arange(len(old.shelter)), new.concerned)
    crossing = [old.arc[old.way(row)][old.entered[old.way(row)] >= now].tolist() for row in kept.tolist()]
    assert arc not in [one for way in crossing for one in way]
    assert arc not in new.plan.arc.tolist()
    assert (new.plan.entered >= now).all()
    assert faults_of_ways(new.problem, new.plan) == []
    load = load_of(problem, new.plan)
    for row in kept.tolist():
        for one, step in zip(old.arc[old.way(row)].tolist(), old.entered[old.way(row)].tolist(), strict=True):
            load[one, step] = load.get((one, step), 0) + int(old.households.size[row])
    later = {cell: people for cell, people in load.items() if cell[1] >= now}
    assert [cell for cell, people in later.items() if people > problem.network.capacity[cell[0]]] == []
