"""A plan as it is kept between solving and replanning: the ground, the ways, who walks them; numpy arrays in one file."""

import io
from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from linan.command.domain.evacuation.ground import Ground
from linan.command.domain.evacuation.network import Ints, Network, Problem
from linan.command.domain.evacuation.plan import Households, Plan

Arrays = dict[str, NDArray[Any]]
_PROBLEM = ("origin_place", "origin_people", "origin_ready", "shelter_place", "shelter_room")
_NETWORK = ("tail", "head", "steps", "capacity", "closed_from", "place_closed_from")
_PLAN = ("path_start", "arc", "entered", "shelter", "arrived")


@dataclass(frozen=True, slots=True)
class KeptWalk:
    """The plan of some households over the ground's arcs. members: ids of the households, one for each row."""

    problem: Problem
    plan: Plan
    members: Ints

    def led(self) -> list[int]:
        """Return the rows of the households that have a way."""
        return np.flatnonzero(self.plan.shelter >= 0).tolist()


@dataclass(frozen=True, slots=True)
class Kept:
    """A plan. corners, corner_start: the paths as drawn (lon, lat in degrees); width_m: per path."""

    ground: Ground
    corners: NDArray[np.float64]
    corner_start: Ints
    width_m: NDArray[np.float64]
    building_ids: Ints
    shelter_ids: Ints
    walks: list[KeptWalk]

    @property
    def paths(self) -> int:
        """How many paths there are; arcs 0 … paths-1 go from start to end, the next as many backwards."""
        return len(self.corner_start) - 1

    def line_of(self, arc: int) -> list[list[float]]:
        """Return an arc as drawn, in the direction of walking."""
        path = int(self.ground.path[arc])
        if path < 0:
            ends = (int(self.ground.tail[arc]), int(self.ground.head[arc]))
            return [[round(float(self.ground.lon[at]), 6), round(float(self.ground.lat[at]), 6)] for at in ends]
        drawn = self.corners[self.corner_start[path] : self.corner_start[path + 1]].tolist()
        return drawn if arc < self.paths else drawn[::-1]  # type: ignore[no-any-return]

    @property
    def clearance(self) -> int:
        """The step at which the last household is in."""
        return max((walk.plan.clearance for walk in self.walks), default=0)


def packed(kept: Kept) -> bytes:
    """Return a plan as one npz file."""
    arrays: Arrays = {f"ground.{one.name}": np.asarray(getattr(kept.ground, one.name)) for one in fields(Ground)}
    for name in ("corners", "corner_start", "width_m", "building_ids", "shelter_ids"):
        arrays[name] = getattr(kept, name)
    for at, walk in enumerate(kept.walks):
        arrays |= {f"{at}.{name}": array for name, array in _walk_arrays(walk)}
    file = io.BytesIO()
    np.savez_compressed(file, walks=np.array(len(kept.walks)), **arrays)  # type: ignore[arg-type]
    return file.getvalue()


def unpacked(content: bytes) -> Kept:
    """Return the plan that packed() wrote."""
    with np.load(io.BytesIO(content), allow_pickle=False) as file:
        arrays: Arrays = dict(file)
    ground = {one.name: arrays[f"ground.{one.name}"] for one in fields(Ground)}
    ground["step_s"] = float(ground["step_s"])  # type: ignore[assignment]
    return Kept(
        ground=Ground(**ground),  # type: ignore[arg-type]
        **{name: arrays[name] for name in ("corners", "corner_start", "width_m", "building_ids", "shelter_ids")},
        walks=[_walk_of(arrays, at) for at in range(int(arrays["walks"]))],
    )


def _walk_arrays(walk: KeptWalk) -> Iterator[tuple[str, NDArray[Any]]]:
    yield from ((name, getattr(walk.problem, name)) for name in _PROBLEM)
    yield from ((name, getattr(walk.problem.network, name)) for name in _NETWORK)
    yield from ((name, getattr(walk.plan, name)) for name in _PLAN)
    yield "origin", walk.plan.households.origin
    yield "size", walk.plan.households.size
    yield "members", walk.members


def _walk_of(arrays: Arrays, at: int) -> KeptWalk:
    mine = {name.removeprefix(f"{at}."): array for name, array in arrays.items() if name.startswith(f"{at}.")}
    network = Network(len(mine["place_closed_from"]), *(mine[name] for name in _NETWORK))
    problem = Problem(network, *(mine[name] for name in _PROBLEM))
    plan = Plan(Households(mine["origin"], mine["size"]), *(mine[name] for name in _PLAN))
    return KeptWalk(problem, plan, mine["members"])
