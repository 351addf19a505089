"""From the network to the arrays the kernels read, on clocks that run ahead by the way to the nearest shelter."""

import numpy as np
from numpy.typing import NDArray

from linan.command.domain.evacuation.distances import UNREACHABLE
from linan.command.domain.evacuation.entries import Entries
from linan.command.domain.evacuation.kernels import Frame
from linan.command.domain.evacuation.network import (
    OPEN_FOREVER,
    Ints,
    Problem,
    earliest_steps,
    steps_to_shelter,
    ways_out,
)


class Clocks:
    """The network seen from its shelters: which arcs matter, how far every place is, when it can be used.

    taken: entries into arcs that are promised to others. toward: steps to the nearest shelter; a step t of the day reads t + toward[place] on a place's clock.
    arcs: the arcs of the network that the kernels see, in their numbering.
    """

    def __init__(self, problem: Problem, *, taken: Entries | None = None) -> None:
        network = problem.network
        self.problem = problem
        self.taken = taken or Entries.none()
        self.toward = steps_to_shelter(network, problem.shelter_place)
        earliest = earliest_steps(problem)
        reached = (self.toward < UNREACHABLE) & (earliest < UNREACHABLE)
        kept = ways_out(network, problem.shelter_place) & reached[network.tail] & reached[network.head]
        nearing = self.toward[network.head] < self.toward[network.tail]
        by_tail = np.lexsort((network.steps + self.toward[network.head], ~nearing, network.tail))
        self.arcs: Ints = by_tail[kept[by_tail]]
        self.tail, self.head = network.tail[self.arcs], network.head[self.arcs]
        self.capacity = np.minimum(network.capacity[self.arcs], max(1, problem.people))
        self.detour = network.steps[self.arcs] + self.toward[self.head] - self.toward[self.tail]
        self.first: Ints = np.where(reached, self.toward + earliest, 0)
        self.first[problem.shelter_place] = 0
        self.closing = np.minimum(
            network.place_closed_from - 1 + np.where(reached, self.toward, 0), OPEN_FOREVER
        )
        # The last step at which an arc may be entered so that everybody has left it when it closes.
        self.last_entry = network.closed_from[self.arcs] - network.steps[self.arcs] + self.toward[self.tail]
        peopled = problem.origin_people > 0
        self.starts: Ints = np.where(peopled, self.toward[problem.origin_place] + problem.origin_ready, 0)
        self.soonest = int(self.starts[peopled].min(initial=UNREACHABLE))
        self.latest = int(self.starts.max(initial=0))

    def last(self, deadline: int) -> NDArray[np.int32]:
        """Return until which step each place may be used when everybody has to be in by the deadline."""
        return np.minimum(self.closing, deadline).astype(np.int32)

    def frame(self, steps: int) -> Frame:
        """Return the kernels' arrays for steps 0 … steps-1."""
        places = self.problem.network.places
        nearing = self.toward[self.head] < self.toward[self.tail]
        shelter = np.full(places, -1, np.int32)
        shelter[self.problem.shelter_place] = np.arange(len(self.problem.shelter_place))
        return Frame(
            steps=steps,
            inward=np.argsort(self.toward, kind="stable").astype(np.int32),
            first=self.first.astype(np.int32),
            tail=self.tail.astype(np.int32),
            head=self.head.astype(np.int32),
            detour=self.detour.astype(np.int32),
            out_start=_offsets(self.tail, places),
            nearer=np.bincount(self.tail[nearing], minlength=places).astype(np.int32),
            in_start=_offsets(self.head, places),
            in_arc=np.argsort(self.head, kind="stable").astype(np.int32),
            shelter=shelter,
        )

    def room(self, first_step: int, steps: int) -> NDArray[np.int32]:
        """Return how many may enter each arc at steps first_step … steps-1, a flat array of cells."""
        room = np.tile(self.capacity.astype(np.int32), (steps - first_step, 1))
        for arc in np.flatnonzero(self.last_entry < steps):
            room[max(0, int(self.last_entry[arc]) + 1 - first_step) :, arc] = 0
        self._reserve(room, first_step)
        return room.ravel()

    def _reserve(self, room: NDArray[np.int32], first_step: int) -> None:
        """Take off what others were promised; their steps of the day are read on these clocks."""
        local = np.full(len(self.problem.network.tail), -1)
        local[self.arcs] = np.arange(len(self.arcs))
        arc = local[self.taken.arc]
        step = self.taken.step + self.toward[self.problem.network.tail[self.taken.arc]] - first_step
        here = (arc >= 0) & (step >= 0) & (step < len(room))
        np.subtract.at(room, (step[here], arc[here]), self.taken.people[here].astype(np.int32))
        np.maximum(room, 0, out=room)


def _offsets(keys: Ints, size: int) -> NDArray[np.int32]:
    """Return where the rows of each key begin when rows are sorted by key."""
    return np.concatenate([[0], np.cumsum(np.bincount(keys, minlength=size))]).astype(np.int32)
