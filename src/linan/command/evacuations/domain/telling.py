"""What a kept plan says: an order for each household, the crowd on the ways over time, the bottlenecks."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from linan.command.domain.evacuation.bottlenecks import bottlenecks, savings
from linan.command.domain.evacuation.entries import Entries
from linan.command.domain.evacuation.network import Ints, Problem
from linan.command.evacuations.domain.kept import Kept, KeptWalk

Json = dict[str, Any]
FRAMES_AT_MOST = 120
FRAME_LEAST_S = 10.0
_WORST = 5


def orders_of(kept: Kept, members: set[int] | None = None) -> Json:
    """Return the orders: {"routes": [corners], "lengths": [m], "rows": [[household, people, shelter, leaves_s, arrives_s, route]]}.

    members: only these households, None for all. shelter: id of the table.
    """
    routes: dict[tuple[int, ...], int] = {}
    rows = [
        [*row[:-1], routes.setdefault(row[-1], len(routes))]
        for walk in kept.walks
        for row in _rows(kept, walk)
        if members is None or row[0] in members
    ]
    return {
        "routes": [route_of(kept, arcs) for arcs in routes],
        "lengths": [round(float(kept.ground.length_m[list(arcs)].sum())) for arcs in routes],
        "rows": rows,
    }


def _rows(kept: Kept, walk: KeptWalk) -> Iterable[tuple[Any, ...]]:
    step, plan = kept.ground.step_s, walk.plan
    for row in walk.led():
        way = plan.way(row)
        arcs = tuple(plan.arc[way].tolist())
        leaves = int(plan.entered[way.start]) if arcs else int(plan.arrived[row])
        shelter = int(kept.shelter_ids[plan.shelter[row]])
        yield (
            int(walk.members[row]), int(plan.households.size[row]), shelter, round(leaves * step),
            round(int(plan.arrived[row]) * step), arcs,
        )


def route_of(kept: Kept, arcs: Iterable[int]) -> list[list[float]]:
    """Return the corners of a way, each once."""
    found: list[list[float]] = []
    for arc in arcs:
        found += [corner for corner in kept.line_of(arc) if not found or corner != found[-1]]
    return found


def crowding_of(kept: Kept) -> Json:
    """Return how many people are on each way in each frame: see islands/flow/frames.ts for its shape."""
    step = kept.ground.step_s
    end_s = kept.clearance * step
    frame_s = max(FRAME_LEAST_S, step, end_s / FRAMES_AT_MOST)
    frames = int(end_s // frame_s) + 1
    path, frame, people = _presences(kept, frame_s)
    cells = np.bincount(path * frames + np.minimum(frame, frames - 1), weights=people, minlength=kept.paths * frames)
    table = cells.reshape(kept.paths, frames).astype(np.int64)
    ways = [_way(kept, table, one) for one in np.flatnonzero(table.any(axis=1)).tolist()]
    arrived = _arrived(kept, frame_s, frames)
    return {"frame_s": frame_s, "frames": frames, "ways": ways, "arrived": arrived, "people": arrived[-1]}


def _presences(kept: Kept, frame_s: float) -> tuple[Ints, Ints, Ints]:
    """Return path, frame and people of everybody on a path in the middle of a frame."""
    step = kept.ground.step_s
    found: list[tuple[Ints, Ints, Ints]] = []
    for walk in kept.walks:
        entries = walk.plan.entries()
        on_path = kept.ground.path[entries.arc] >= 0
        arc, people = entries.arc[on_path], entries.people[on_path]
        first = np.ceil(entries.step[on_path] * step / frame_s - 0.5).astype(np.int64)
        leaves = (entries.step[on_path] + walk.problem.network.steps[arc]) * step
        last = np.ceil(leaves / frame_s - 0.5).astype(np.int64)
        times = np.maximum(last - first, 0)
        begin = np.repeat(np.cumsum(times) - times, times)
        frame = np.repeat(first, times) + np.arange(int(times.sum())) - begin
        found.append((np.repeat(kept.ground.path[arc], times), np.maximum(frame, 0), np.repeat(people, times)))
    path, frame, people = (np.concatenate(parts).astype(np.int64) for parts in zip(*found, strict=True))
    return path, frame, people


def _way(kept: Kept, table: Ints, path: int) -> Json:
    used = np.flatnonzero(table[path])
    first, last = int(used[0]), int(used[-1])
    area = float(kept.width_m[path] * kept.ground.length_m[path])
    return {
        "line": kept.line_of(path), "area_m2": round(area, 1), "first": first,
        "people": table[path, first : last + 1].tolist(),
    }


def _arrived(kept: Kept, frame_s: float, frames: int) -> list[int]:
    count = np.zeros(frames, np.int64)
    for walk in kept.walks:
        rows = walk.led()
        frame = np.minimum((walk.plan.arrived[rows] * kept.ground.step_s // frame_s).astype(np.int64), frames - 1)
        np.add.at(count, frame, walk.plan.households.size[rows])
    return np.cumsum(count).tolist()  # type: ignore[no-any-return]


def shelters_of(kept: Kept) -> list[Json]:
    """Return how many people the plan brings to each shelter and how many there is room for."""
    used = np.zeros(len(kept.shelter_ids), np.int64)
    for walk in kept.walks:
        rows = walk.led()
        np.add.at(used, walk.plan.shelter[rows], walk.plan.households.size[rows])
    rooms = zip(kept.shelter_ids.tolist(), used.tolist(), kept.ground.shelter_room.tolist(), strict=True)
    return [{"shelter": shelter, "people": people, "room": room} for shelter, people, room in rooms if people]


def narrowest_of_largest(kept: Kept) -> list[Json]:
    """Return the places where people of the largest group wait, from the beginning on."""
    walk = max(kept.walks, key=lambda one: int(one.plan.households.size.sum()), default=None)
    return narrow_places(kept, walk.problem, walk.plan.entries()) if walk else []


def narrow_places(kept: Kept, problem: Problem, entries: Entries) -> list[Json]:
    """Return the places where people wait, the worst first, and what as much width again would save, in seconds."""
    worst = bottlenecks(problem, entries, most=_WORST)
    arcs = np.array([one.arc for one in worst], np.int64)
    saved = {one.arc: one.steps for one in savings(problem, arcs)}
    step = kept.ground.step_s
    return [
        {
            "line": kept.line_of(one.arc), "full_s": round(one.full_steps * step), "people": one.people,
            "share": round(one.share, 2), "saves_s": round(saved[one.arc] * step), **_what(kept, one.arc),
        }
        for one in worst
    ]


def _what(kept: Kept, arc: int) -> Json:
    """Say what kind of place an arc is: a path, the staircases of a building, or the gate of a shelter."""
    if kept.ground.path[arc] >= 0:
        return {"kind": "path", "width_m": round(float(kept.width_m[kept.ground.path[arc]]), 1)}
    tail, head = int(kept.ground.tail[arc]), int(kept.ground.head[arc])
    if head in kept.ground.shelter_place:
        return {"kind": "gate", "id": int(kept.shelter_ids[np.flatnonzero(kept.ground.shelter_place == head)[0]])}
    return {"kind": "stairs", "id": int(kept.building_ids[np.flatnonzero(kept.ground.building_place == tail)[0]])}
