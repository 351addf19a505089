"""Lower bounds: steps that no plan whatever can beat, each a relaxation solved as one maximum flow.

ortools is loaded here and nowhere else; highspy must never be loaded into the same process (both bring HiGHS).
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import max_flow

from linan.command.domain.evacuation.distances import UNREACHABLE
from linan.command.domain.evacuation.frame import Clocks
from linan.command.domain.evacuation.network import Ints, Problem

_NO_LIMIT = 1 << 40


@dataclass(frozen=True, slots=True)
class Graph:
    """A plain directed graph with capacities; the last two nodes are where everybody starts and ends."""

    nodes: int
    tail: Ints
    head: Ints
    capacity: Ints

    def most(self) -> int:
        """Return how many get from the last node but one to the last node."""
        solver, _ = self._solve()
        return int(solver.optimal_flow())

    def flows(self, rows: slice) -> NDArray[np.int64]:
        """Return the flow of a maximum flow on these arcs."""
        solver, arcs = self._solve()
        return np.asarray(solver.flows(arcs[rows]), dtype=np.int64)

    def _solve(self) -> tuple[max_flow.SimpleMaxFlow, NDArray[np.int32]]:
        solver = max_flow.SimpleMaxFlow()
        arcs = solver.add_arcs_with_capacity(
            self.tail.astype(np.int32), self.head.astype(np.int32), self.capacity.astype(np.int64)
        )
        status = solver.solve(self.nodes - 2, self.nodes - 1)
        if status != solver.OPTIMAL:
            raise ArithmeticError(f"maximum flow ended with status {status}")
        return solver, arcs


def graph_of(problem: Problem, *, tail: Ints, head: Ints, capacity: Ints) -> Graph:
    """Return the network's arcs between everybody's start and end; origins come first."""
    places = problem.network.places
    start, end = places, places + 1
    people = np.full(len(problem.origin_place), start)
    return Graph(
        nodes=places + 2,
        tail=np.concatenate([people, tail, problem.shelter_place]),
        head=np.concatenate([problem.origin_place, head, np.full(len(problem.shelter_place), end)]),
        capacity=np.concatenate([problem.origin_people, capacity, problem.shelter_room]),
    )


def placeable(problem: Problem, clocks: Clocks) -> Ints:
    """Return how many people of each origin find a way and a place when time is no matter."""
    unlimited = np.full(len(clocks.arcs), _NO_LIMIT)
    has_way = clocks.toward[problem.origin_place] < UNREACHABLE
    reachable = problem.with_people(np.where(has_way, problem.origin_people, 0))
    if reachable.people == 0:
        return reachable.origin_people
    graph = graph_of(reachable, tail=clocks.tail, head=clocks.head, capacity=unlimited)
    return graph.flows(slice(0, len(problem.origin_place)))


def farthest(clocks: Clocks) -> int:
    """Return the steps that the person with the longest way needs when nobody is in the way."""
    return clocks.latest


def narrowest(clocks: Clocks, *, least: int) -> int:
    """Return the least deadline by which the arcs, each with all its usable steps together, let everybody through.

    An arc is usable from the first step at which anybody can be there until the last from which the deadline can
    still be met; when they are used is forgotten, so no plan can be faster. least: a known bound to start from.
    """

    def lets_through(deadline: int) -> bool:
        usable = np.minimum(deadline - clocks.detour, clocks.last_entry) - clocks.first[clocks.tail] + 1
        capacity = clocks.capacity * np.clip(usable, 0, None)
        graph = graph_of(clocks.problem, tail=clocks.tail, head=clocks.head, capacity=capacity)
        return graph.most() >= clocks.problem.people

    return _least(lets_through, at_least=least, at_most=_ample(clocks))


def _ample(clocks: Clocks) -> int:
    """Return a deadline that suffices for this bound: everybody one after the other, after every closure."""
    closings = clocks.last_entry[clocks.last_entry < _NO_LIMIT // 2]
    return int(
        clocks.problem.people + clocks.latest + clocks.detour.max(initial=0) + closings.max(initial=0) + 1
    )


def _least(holds: Callable[[int], bool], *, at_least: int, at_most: int) -> int:
    """Return the least number for which holds() is true, by doubling steps from the bottom and then halving."""
    low, step = at_least, 1
    if holds(low):
        return low
    while low + step < at_most and not holds(low + step):
        low, step = low + step, step * 2
    high = min(low + step, at_most)
    while low + 1 < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high
