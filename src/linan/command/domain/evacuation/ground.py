"""An area with its people and shelters as problems in steps, one for each pace, over the same places and arcs."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

import numpy as np
from numpy.typing import NDArray

from linan.command.domain.evacuation.area import Area, Refuge, floors_of, middle_of
from linan.command.domain.evacuation.nearest import nearest
from linan.command.domain.evacuation.network import OPEN_FOREVER, Network, Problem
from linan.command.domain.evacuation.plan import Households
from linan.command.domain.evacuation.population import Household
from linan.command.domain.evacuation.walking import (
    GAITS,
    Pace,
    gate_capacity,
    path_capacity,
    planned_speed,
    stair_delay_s,
)

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Up to so many places a step is 6 s, beyond 10 s: long enough that a household of six passes one stairwell in one step.
_SMALL = 4_000
_SHORT_STEP_S, _LONG_STEP_S = 6.0, 10.0
# One stairwell, 1.2 m wide, for every 400 m² of a floor; doors of shelters are gates of 4 m; one for every 2,000 people.
_STAIRWELL_M, _M2_PER_STAIRWELL = 1.2, 400.0
_SHELTER_GATE_M, _ROOM_PER_GATE = 4.0, 2_000
_GATES_AT_MOST = 6
# Households of a building that are ready within this time set out together.
_TOGETHER_S = 30.0


@dataclass(frozen=True, slots=True)
class Ground:
    """Places (nodes of the area, then buildings, then shelters) and directed arcs between them, in metres and seconds.

    lon, lat: per place. length_m, per_second, has_steps, closed_from_s: per arc; path: number in the area or -1.
    building_place, shelter_place: place of each building and shelter. step_s: seconds in a step.
    """

    lon: Floats
    lat: Floats
    tail: Ints
    head: Ints
    length_m: Floats
    per_second: Floats
    has_steps: NDArray[np.bool_]
    path: Ints
    closed_from_s: Floats
    building_place: Ints
    shelter_place: Ints
    shelter_room: Ints
    step_s: float

    def network(self, pace: Pace) -> Network:
        """Return the arcs in whole steps as people of this pace walk them; who cannot climb finds steps closed."""
        gait = GAITS[pace]
        speed = np.where(
            self.has_steps, planned_speed(gait, on_steps=True), planned_speed(gait, on_steps=False)
        )
        steps = np.maximum(1, np.rint(self.length_m / (speed * self.step_s))).astype(np.int64)
        capacity = np.floor(self.per_second * self.step_s).astype(np.int64)
        if not gait.climbs:
            capacity = np.where(self.has_steps, 0, capacity)
        closed = np.minimum(np.floor(self.closed_from_s / self.step_s), float(OPEN_FOREVER)).astype(np.int64)
        open_ = np.full(len(self.lon), OPEN_FOREVER)
        return Network(len(self.lon), self.tail, self.head, steps, capacity, closed, open_)

    def problem(
        self, households: list[Household], pace: Pace, room: Ints
    ) -> tuple[Problem, Households, list[int]]:
        """Return the problem of the households of one pace, their rows, and which of the given households they are."""
        groups: dict[tuple[int, int], list[int]] = defaultdict(list)
        for at, household in enumerate(households):
            if household.pace is pace:
                groups[household.building, self._ready(household)].append(at)
        keys = sorted(groups)
        members = [at for key in keys for at in groups[key]]
        origin = np.repeat(np.arange(len(keys)), [len(groups[key]) for key in keys])
        size = np.array([households[at].size for at in members], np.int64)
        problem = Problem(
            network=self.network(pace),
            origin_place=self.building_place[np.array([building for building, _ in keys], np.int64)],
            origin_people=np.bincount(origin, weights=size, minlength=len(keys)).astype(np.int64),
            origin_ready=np.array([ready for _, ready in keys], np.int64),
            shelter_place=self.shelter_place,
            shelter_room=room,
        )
        return problem, Households(origin, size), members

    def _ready(self, household: Household) -> int:
        delay = GAITS[household.pace].delay_s + stair_delay_s(household.floor)
        return round(ceil(delay / _TOGETHER_S) * _TOGETHER_S / self.step_s)


def ground_of(area: Area, refuges: list[Refuge], closed: Mapping[tuple[int, bool], float]) -> Ground:
    """Join buildings and shelters to the nearest paths.

    closed: second from which a path may not be walked, by its number in the area and whether from start to end.
    """
    nodes, walls = len(area.lon), len(area.buildings)
    middles = np.array(
        [middle_of(b["ring"]) if b["ring"] else (0.0, 0.0) for b in area.buildings], float
    ).reshape(-1, 2)
    shelters = np.array([(refuge.lon, refuge.lat) for refuge in refuges], float).reshape(-1, 2)
    lon, lat = (
        np.concatenate([area.lon, middles[:, 0], shelters[:, 0]]),
        np.concatenate([area.lat, middles[:, 1], shelters[:, 1]]),
    )
    x, y = area.metres(lon, lat)
    joined = np.zeros(nodes, bool)
    joined[np.concatenate([area.start[area.width_m > 0], area.end[area.width_m > 0]])] = True
    door, way = nearest(x[nodes : nodes + walls], y[nodes : nodes + walls], x[:nodes], y[:nodes], joined)
    has_door = door >= 0
    gates = _gates(x, y, nodes + walls, joined, [refuge.room for refuge in refuges])
    places_of = np.arange(nodes, nodes + walls)
    forward, backward = (_closing(len(area.start), closed, is_forward) for is_forward in (True, False))
    per_second = np.array(
        [path_capacity(w, on_steps=bool(s)) for w, s in zip(area.width_m, area.has_steps, strict=True)]
    )
    per_second = np.maximum(per_second, 0.0)
    paths = np.arange(len(area.start))
    outs = int(has_door.sum())
    return Ground(
        lon=lon,
        lat=lat,
        tail=np.concatenate([area.start, area.end, places_of[has_door], gates.tail]),
        head=np.concatenate([area.end, area.start, door[has_door], gates.head]),
        length_m=np.concatenate(
            [area.length_m, area.length_m, np.maximum(way[has_door], 1.0), gates.length_m]
        ),
        per_second=np.concatenate([per_second, per_second, _doors(area)[has_door], gates.per_second]),
        has_steps=np.concatenate([area.has_steps, area.has_steps, np.zeros(outs + len(gates.tail), bool)]),
        path=np.concatenate([paths, paths, np.full(outs + len(gates.tail), -1)]),
        closed_from_s=np.concatenate([forward, backward, np.full(outs + len(gates.tail), np.inf)]),
        building_place=places_of,
        shelter_place=np.arange(nodes + walls, len(lon)),
        shelter_room=np.array([refuge.room for refuge in refuges], np.int64),
        step_s=_SHORT_STEP_S if len(lon) <= _SMALL else _LONG_STEP_S,
    )


def _closing(paths: int, closed: Mapping[tuple[int, bool], float], is_forward: bool) -> Floats:
    closing = np.full(paths, np.inf)
    for (path, forward), second in closed.items():
        if forward is is_forward:
            closing[path] = second
    return closing


@dataclass(frozen=True, slots=True)
class _Gates:
    tail: Ints
    head: Ints
    length_m: Floats
    per_second: Floats


def _gates(x: Floats, y: Floats, first: int, joined: NDArray[np.bool_], room: list[int]) -> _Gates:
    """Give every shelter gates to the nearest places of the network, more for larger ones."""
    tail, head, length = [], [], []
    spots = np.flatnonzero(joined)
    for at, places in enumerate(room):
        away = np.hypot(x[spots] - x[first + at], y[spots] - y[first + at])
        for gate in np.argsort(away)[: min(_GATES_AT_MOST, 1 + places // _ROOM_PER_GATE)]:
            tail.append(int(spots[gate]))
            head.append(first + at)
            length.append(max(1.0, float(away[gate])))
    return _Gates(
        np.array(tail, np.int64),
        np.array(head, np.int64),
        np.array(length, float),
        np.full(len(tail), gate_capacity(_SHELTER_GATE_M)),
    )


def _doors(area: Area) -> Floats:
    """Return how many leave each building in a second: its stairwells, or its doors when it has one floor."""
    rates = []
    for building in area.buildings:
        wells = max(1.0, round(float(building["properties"].get("area_m2") or 100.0) / _M2_PER_STAIRWELL))
        is_flat = floors_of(building["properties"]) == 1
        rates.append(
            wells * (gate_capacity(_STAIRWELL_M) if is_flat else path_capacity(_STAIRWELL_M, on_steps=True))
        )
    return np.array(rates, float)
