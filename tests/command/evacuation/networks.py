"""Small random networks for properties, and an oracle that shares no code with the solver."""

import networkx
import numpy as np
from hypothesis import strategies as st

from linan.command.domain.evacuation.frame import Clocks
from linan.command.domain.evacuation.network import Network, Problem
from linan.command.domain.evacuation.plan import Households, Plan
from linan.command.domain.evacuation.search import Search, Stage


def numbers(values) -> np.ndarray:
    return np.array(list(values), np.int64)


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """A connected network: a ring both ways, so that everybody has a way, and some chords."""
    places = draw(st.integers(3, 7))
    ring = [(at, (at + 1) % places) for at in range(places)]
    chords = draw(st.lists(st.tuples(st.integers(0, places - 1), st.integers(0, places - 1)), max_size=6))
    ends = [pair for pair in ring + chords if pair[0] != pair[1]]
    ends += [(head, tail) for tail, head in ends]
    few = st.integers(1, 3)
    shelters = draw(st.lists(st.integers(0, places - 1), min_size=1, max_size=2, unique=True))
    origins = [place for place in range(places) if place not in shelters]
    people = [draw(st.integers(0, 9)) for _ in origins]
    return Problem(
        network=Network.always_open(
            places=places,
            tail=numbers(tail for tail, _ in ends),
            head=numbers(head for _, head in ends),
            steps=numbers(draw(few) for _ in ends),
            capacity=numbers(draw(few) for _ in ends),
        ),
        origin_place=numbers(origins),
        origin_people=numbers(people),
        origin_ready=numbers(draw(st.integers(0, 3)) for _ in origins),
        shelter_place=numbers(shelters),
        shelter_room=numbers([sum(people) // len(shelters) + 1] * len(shelters)),
    )


@st.composite
def households_of(draw: st.DrawFn, problem: Problem, *, largest: int) -> Households:
    origin, size = [], []
    for at, left in enumerate(problem.origin_people.tolist()):
        while left:
            origin.append(at)
            size.append(draw(st.integers(1, min(largest, left))))
            left -= size[-1]
    return Households(numbers(origin), numbers(size))


def best(problem: Problem) -> Stage | None:
    """The last stage of an unlimited search."""
    if not problem.people:
        return None
    return list(Search(Clocks(problem), is_over=lambda: False).stages())[-1]


def everybody_is_in_by(problem: Problem, deadline: int) -> bool:
    """Whether a textbook time-expanded maximum flow brings everybody in."""
    graph, network = networkx.DiGraph(), problem.network
    inside = set(problem.shelter_place.tolist())
    for place in set(range(network.places)) - inside:
        for step in range(deadline):
            graph.add_edge((place, step), (place, step + 1))
    for tail, head, steps, capacity in zip(
        network.tail, network.head, network.steps, network.capacity, strict=True
    ):
        for step in range(deadline - int(steps) + 1):
            if int(tail) not in inside:
                _add(graph, (int(tail), step), (int(head), step + int(steps)), int(capacity))
    for place, people, ready in zip(
        problem.origin_place, problem.origin_people, problem.origin_ready, strict=True
    ):
        _add(graph, "start", (int(place), int(ready)), int(people))
    for place, room in zip(problem.shelter_place, problem.shelter_room, strict=True):
        for step in range(deadline + 1):
            graph.add_edge((int(place), step), ("shelter", int(place)))
        _add(graph, ("shelter", int(place)), "end", int(room))
    late = bool(((problem.origin_ready > deadline) & (problem.origin_people > 0)).any())
    return not late and networkx.maximum_flow_value(graph, "start", "end") == problem.people


def _add(graph: networkx.DiGraph, tail: object, head: object, capacity: int) -> None:
    if graph.has_edge(tail, head):
        capacity += graph[tail][head]["capacity"]
    graph.add_edge(tail, head, capacity=capacity)


def load_of(problem: Problem, plan: Plan) -> dict[tuple[int, int], int]:
    """How many enter each arc at each step."""
    load: dict[tuple[int, int], int] = {}
    entries = plan.entries()
    for arc, step, people in zip(
        entries.arc.tolist(), entries.step.tolist(), entries.people.tolist(), strict=True
    ):
        load[arc, step] = load.get((arc, step), 0) + people
    return load


def faults_of_ways(problem: Problem, plan: Plan) -> list[str]:
    """What is wrong with the ways: jumps, too early steps, ends outside the shelter."""
    network, faults = problem.network, []
    for row in np.flatnonzero(plan.shelter >= 0).tolist():
        origin = int(plan.households.origin[row])
        place, step = int(problem.origin_place[origin]), int(problem.origin_ready[origin])
        for arc, entered in zip(
            plan.arc[plan.way(row)].tolist(), plan.entered[plan.way(row)].tolist(), strict=True
        ):
            if int(network.tail[arc]) != place:
                faults.append(f"household {row} jumps to arc {arc}")
            if entered < step:
                faults.append(f"household {row} enters arc {arc} before it is there")
            place, step = int(network.head[arc]), entered + int(network.steps[arc])
        if place != int(problem.shelter_place[plan.shelter[row]]) or step != int(plan.arrived[row]):
            faults.append(f"household {row} does not end in its shelter")
    return faults
