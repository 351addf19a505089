"""What a plan changed under way is worth: a bound from where everybody is now, and where they wait from now on."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from linan.command.domain.evacuation.bound import farthest, narrowest
from linan.command.domain.evacuation.entries import Entries
from linan.command.domain.evacuation.frame import Clocks
from linan.command.domain.evacuation.network import Ints, Network, Problem
from linan.command.domain.evacuation.replan import Change, positions, promised_from
from linan.command.evacuations.domain.kept import Kept, KeptWalk
from linan.command.evacuations.domain.telling import narrow_places

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Rest:
    """The people of one walk who are not in yet: where they stand, from which step they walk on, how many they are."""

    network: Network
    place: Ints
    ready: Ints
    people: Ints


def measured(kept: Kept, change: Change) -> Json:
    """Return bound_s, gap_percent and bottlenecks of what is left of a plan from the step of the change on.

    The gap is counted in per cent of the time that is left, not of the time that has passed already.
    """
    rests = [_rest(walk, change) for walk in kept.walks]
    rests = [rest for rest in rests if len(rest.people)]
    if not rests:
        return {"gap_percent": 0.0, "bottlenecks": []}
    room = _room_left(kept, change)
    fastest = _fastest([rest.network for rest in rests])
    together = _asked(kept, [replace(rest, network=fastest) for rest in rests], room)
    bound = max(_least(one) for one in (together, *(_asked(kept, [rest], room) for rest in rests)))
    left = max(1, bound - change.step)
    coming = Entries.none()
    for walk in kept.walks:
        coming = coming.joined(promised_from(walk.plan, change.step))
    return {
        "bound_s": round(bound * kept.ground.step_s),
        "gap_percent": round(100.0 * max(0, kept.clearance - bound) / left, 1),
        "bottlenecks": narrow_places(kept, together, coming),
    }


def _rest(walk: KeptWalk, change: Change) -> _Rest:
    """Return who of a walk is not in yet, on a network without the arcs that are closed."""
    plan = walk.plan
    rows = np.flatnonzero((plan.shelter >= 0) & (plan.arrived > change.step))
    place, ready = positions(walk.problem, plan, change, rows)
    capacity = walk.problem.network.capacity.copy()
    capacity[change.closed_arcs] = 0
    network = replace(walk.problem.network, capacity=capacity)
    return _Rest(network, np.array(place, np.int64), np.array(ready, np.int64), plan.households.size[rows])


def _room_left(kept: Kept, change: Change) -> Ints:
    """Return how many each shelter still takes beside those who are in."""
    room = kept.ground.shelter_room.copy()
    for walk in kept.walks:
        inside = (walk.plan.shelter >= 0) & (walk.plan.arrived <= change.step)
        np.subtract.at(room, walk.plan.shelter[inside], walk.plan.households.size[inside])
    room[change.full_shelters] = 0
    return np.maximum(room, 0)


def _fastest(networks: list[Network]) -> Network:
    """Return a network on which everybody walks as the fastest do, over whatever anybody may use."""
    steps = np.minimum.reduce([one.steps for one in networks])
    return replace(networks[0], steps=steps, capacity=np.maximum.reduce([one.capacity for one in networks]))


def _asked(kept: Kept, rests: list[_Rest], room: Ints) -> Problem:
    place, ready, people = (np.concatenate([getattr(rest, name) for rest in rests]) for name in ("place", "ready", "people"))
    origins, which = np.unique(np.stack([place, ready]), axis=1, return_inverse=True)
    return Problem(
        network=rests[0].network, origin_place=origins[0],
        origin_people=np.bincount(which.ravel(), weights=people, minlength=origins.shape[1]).astype(np.int64),
        origin_ready=origins[1], shelter_place=kept.ground.shelter_place, shelter_room=room,
    )


def _least(problem: Problem) -> int:
    clocks = Clocks(problem)
    return narrowest(clocks, least=farthest(clocks))
