"""Shortest ways in whole steps (Dijkstra 1959), compiled."""

import heapq

import numpy as np
from numba import njit
from numpy.typing import NDArray

from linan.command.domain.evacuation.kernels import Ints

UNREACHABLE = 1 << 40


@njit(cache=True, nogil=True)
def shortest(
    places: int, start: Ints, end: Ints, steps: Ints, sources: Ints, delays: Ints
) -> NDArray[np.int64]:
    """Return the least steps from any source, begun after its delay, to each place; UNREACHABLE where no way leads.

    start, end, steps: arrays with one row per arc.
    """
    first_arc = np.zeros(places + 1, np.int64)
    for arc in range(len(start)):
        first_arc[start[arc] + 1] += 1
    first_arc = np.cumsum(first_arc)
    order = np.argsort(start)
    found = np.full(places, UNREACHABLE)
    ahead = [(np.int64(0), np.int64(0))]
    ahead.pop()
    for source in range(len(sources)):
        if delays[source] < found[sources[source]]:
            found[sources[source]] = delays[source]
            heapq.heappush(ahead, (np.int64(delays[source]), np.int64(sources[source])))
    while len(ahead) > 0:
        distance, place = heapq.heappop(ahead)
        if distance > found[place]:
            continue
        for pointer in range(first_arc[place], first_arc[place + 1]):
            arc = order[pointer]
            reached = distance + steps[arc]
            if reached < found[end[arc]]:
                found[end[arc]] = reached
                heapq.heappush(ahead, (np.int64(reached), np.int64(end[arc])))
    return found
