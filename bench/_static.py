"""The plan most would write first: everybody to the nearest shelter with room, over the shortest path, waiting in line."""

from collections import defaultdict
from itertools import pairwise

import networkx
import numpy as np

from _grids import Grid


def static_clearance(network: Grid) -> int:
    """Return the step at which the last one is in, when all walk their fixed paths and capacities hold."""
    graph, inside = networkx.DiGraph(), set(network.shelter.tolist())
    for arc, (tail, head) in enumerate(zip(network.tail.tolist(), network.head.tolist(), strict=True)):
        if tail not in inside:
            graph.add_edge(head, tail, arc=arc, steps=int(network.steps[arc]))
    ways = {
        place: networkx.single_source_dijkstra(graph, place, weight="steps")
        for place in network.shelter.tolist()
    }
    room = dict(zip(network.shelter.tolist(), network.room.tolist(), strict=True))
    used: defaultdict[tuple[int, int], int] = defaultdict(int)
    nearest = sorted(
        (ways[shelter][0][place], place, shelter)
        for place in np.flatnonzero(network.people).tolist()
        for shelter in ways
        if place in ways[shelter][0]
    )
    left, last = dict(enumerate(network.people.tolist())), 0
    for _, place, shelter in nearest:
        going = min(left[place], room[shelter])
        left[place] -= going
        room[shelter] -= going
        back = ways[shelter][1][place][::-1]
        arcs = [graph[head][tail]["arc"] for tail, head in pairwise(back)]
        for _ in range(going):
            last = max(last, _walk(network, arcs, used))
    return last


def _walk(network: Grid, arcs: list[int], used: defaultdict[tuple[int, int], int]) -> int:
    """Let one person walk, entering each arc at the first step with room; return the step of arrival."""
    step = 0
    for arc in arcs:
        while used[arc, step] >= network.capacity[arc]:
            step += 1
        used[arc, step] += 1
        step += int(network.steps[arc])
    return step
