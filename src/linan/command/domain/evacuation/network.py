"""The question put to the solver: a network of arcs in whole steps, people at places, shelters with room."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from linan.command.domain.evacuation.distances import shortest

Ints = NDArray[np.int64]

OPEN_FOREVER = 1 << 40


@dataclass(frozen=True, slots=True)
class Network:
    """Directed arcs between places 0 … places-1; arrays with one row per arc.

    steps: whole steps from entering to leaving, 1 or more. capacity: people that may enter in one step.
    closed_from: step from which nobody may be on the arc any more. place_closed_from: the same for places.
    """

    places: int
    tail: Ints
    head: Ints
    steps: Ints
    capacity: Ints
    closed_from: Ints
    place_closed_from: Ints

    @classmethod
    def always_open(cls, *, places: int, tail: Ints, head: Ints, steps: Ints, capacity: Ints) -> "Network":
        """Return a network without closures."""
        never = np.full(len(tail), OPEN_FOREVER)
        return cls(places, tail, head, steps, capacity, never, np.full(places, OPEN_FOREVER))


@dataclass(frozen=True, slots=True)
class Problem:
    """Who has to get where: rows of origins (place, people, step at which they set out) and of shelters."""

    network: Network
    origin_place: Ints
    origin_people: Ints
    origin_ready: Ints
    shelter_place: Ints
    shelter_room: Ints

    @property
    def people(self) -> int:
        """Everybody who has to leave."""
        return int(self.origin_people.sum())

    def with_people(self, people: Ints) -> "Problem":
        """Return the same problem with other numbers at the origins."""
        return replace(self, origin_people=people)


def ways_out(network: Network, shelter_place: Ints) -> NDArray[np.bool_]:
    """Return which arcs can be part of a way: they take people, are open at first and do not leave a shelter."""
    usable: NDArray[np.bool_] = (network.capacity > 0) & (network.closed_from >= network.steps)
    usable &= (network.place_closed_from[network.tail] > 0) & (network.tail != network.head)
    usable &= ~np.isin(network.tail, shelter_place)
    return usable


def steps_to_shelter(network: Network, shelter_place: Ints) -> Ints:
    """Return the least steps from every place to a shelter, UNREACHABLE where there is no way."""
    usable = ways_out(network, shelter_place)
    at_once = np.zeros(len(shelter_place), np.int64)
    backwards = network.head[usable], network.tail[usable], network.steps[usable]
    return shortest(network.places, *backwards, shelter_place, at_once)


def earliest_steps(problem: Problem) -> Ints:
    """Return the least step at which anybody can stand at every place, UNREACHABLE where nobody comes."""
    network, usable = problem.network, ways_out(problem.network, problem.shelter_place)
    peopled = problem.origin_people > 0
    forwards = network.tail[usable], network.head[usable], network.steps[usable]
    return shortest(network.places, *forwards, problem.origin_place[peopled], problem.origin_ready[peopled])
