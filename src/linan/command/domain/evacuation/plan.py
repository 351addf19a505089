"""From a flow of people to a way for every household, families together, no path ever over its capacity."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from linan.command.domain.evacuation.entries import Entries
from linan.command.domain.evacuation.kernels import Ints as KernelInts
from linan.command.domain.evacuation.leading import LARGEST_HOUSEHOLD, lead
from linan.command.domain.evacuation.network import Ints, Problem
from linan.command.domain.evacuation.router import Router

_LONGEST_WAY = 1 << 16
_ENOUGH = 1 << 30
_CELLS_AT_ONCE = 20_000_000


@dataclass(frozen=True, slots=True)
class Households:
    """Rows of households: which origin of the problem they belong to and how many they are; first rows go first."""

    origin: Ints
    size: Ints

    @classmethod
    def singles(cls, problem: Problem) -> "Households":
        """Return everybody as a household of one, for networks that know only numbers."""
        origin = np.repeat(np.arange(len(problem.origin_people)), problem.origin_people)
        return cls(origin, np.ones(len(origin), np.int64))


@dataclass(frozen=True, slots=True)
class Plan:
    """Every household's way: the rows path_start[i] … path_start[i+1]-1 of arc and entered belong to household i.

    arc: number in the network; entered: step of the day; shelter: index, -1 for a household without a way.
    arrived: step at which the household is in its shelter.
    """

    households: Households
    path_start: Ints
    arc: Ints
    entered: Ints
    shelter: Ints
    arrived: Ints

    @property
    def clearance(self) -> int:
        """Return the step at which the last household is in."""
        return int(self.arrived[self.shelter >= 0].max(initial=0))

    @property
    def stranded(self) -> Ints:
        """The households that found no way together."""
        return np.flatnonzero(self.shelter < 0)

    def way(self, household: int) -> slice:
        """Return where the rows of this household's way stand."""
        return slice(int(self.path_start[household]), int(self.path_start[household + 1]))

    def entries(self) -> Entries:
        """Return every entry of a household into an arc."""
        return Entries(self.arc, self.entered, np.repeat(self.households.size, np.diff(self.path_start)))


def plan_of(router: Router, households: Households, *, deadline: int, spare: int = 0) -> Plan:
    """Return a way for every household, by the deadline if the flow can be shared out so, else a little later.

    Households first take the flow's own moves. Those that cannot keep together on what is left of them look for
    another way in the room that remains, with a deadline that grows by at most `spare` steps.
    """
    steps = max(router.steps, deadline + spare + 1)
    leader = _Leader(router, households, steps)
    largest_first = np.argsort(-households.size, kind="stable")
    moved, held = leader.padded(router.flow.moved), leader.padded(router.flow.held)
    apart = leader.lead(largest_first, moved, held, deadline)
    if len(apart):
        moved[: len(router.flow.room)] += router.flow.room
        moved[len(router.flow.room) :] = router.clocks.room(router.steps, steps)
        held[:] = _ENOUGH
    ends = deadline + spare
    while len(apart) and deadline <= ends:
        apart = leader.lead(apart, moved, held, deadline)
        deadline += max(1, deadline // 100)
    return leader.plan()


class _Leader:
    """Leads households through one router's cells and gathers their ways."""

    def __init__(self, router: Router, households: Households, steps: int) -> None:
        self.clocks, self.households, self.steps = router.clocks, households, steps
        self.frame = router.frame._replace(steps=steps)
        self.starts = router.flow.starts
        self.old_steps = router.steps
        self.ways = [np.zeros(0, np.int64)] * len(households.size)
        self.shelter = np.full(len(households.size), -1, np.int64)
        self.free = router.clocks.problem.shelter_room.astype(np.int64).copy()
        self.stack = np.empty((2, _LONGEST_WAY), np.int64)

    def padded(self, cells: KernelInts) -> NDArray[np.int32]:
        """Return a copy with room for all steps."""
        wide = np.zeros(len(cells) // self.old_steps * self.steps, np.int32)
        wide[: len(cells)] = cells
        return wide

    def lead(self, rows: Ints, passing: KernelInts, waiting: KernelInts, deadline: int) -> Ints:
        """Lead these households and return the ones that found no way; passing and waiting shrink."""
        dead = np.full(len(waiting), LARGEST_HOUSEHOLD + 1, np.int8)
        # Every arc of a way takes a step at least, so no way has more cells than there are steps.
        batch = max(1, _CELLS_AT_ONCE // self.steps)
        for begin in range(0, len(rows), batch):
            self._lead_batch(rows[begin : begin + batch], passing, waiting, dead, deadline)
        return rows[self.shelter[rows] < 0]

    def _lead_batch(
        self,
        rows: Ints,
        passing: KernelInts,
        waiting: KernelInts,
        dead: NDArray[np.int8],
        deadline: int,
    ) -> None:
        starts = self.starts[self.households.origin[rows]]
        cells = np.empty(len(rows) * self.steps, np.int64)
        begins, shelter = np.zeros(len(rows), np.int64), np.full(len(rows), -1, np.int64)
        used = lead(
            self.frame, passing, waiting, self.free, self.clocks.last(deadline), dead,
            starts, self.households.size[rows], cells, begins, shelter, self.stack,
        )  # fmt: skip
        for row, way in zip(rows.tolist(), np.split(cells[:used], begins[1:]), strict=True):
            self.ways[row] = way
        self.shelter[rows] = shelter

    def plan(self) -> Plan:
        """Return the ways in the numbering of the network and steps of the day."""
        clocks = self.clocks
        cell = np.concatenate([*self.ways, np.zeros(0, np.int64)])
        local = cell % len(clocks.arcs) if len(clocks.arcs) else cell
        entered = cell // max(1, len(clocks.arcs)) - clocks.toward[clocks.tail[local]]
        path_start = np.concatenate([[0], np.cumsum([len(way) for way in self.ways])]).astype(np.int64)
        arrived = clocks.problem.origin_ready[self.households.origin].copy()
        walking = np.diff(path_start) > 0
        final = path_start[1:][walking] - 1
        arrived[walking] = entered[final] + clocks.problem.network.steps[clocks.arcs[local[final]]]
        return Plan(self.households, path_start, clocks.arcs[local], entered, self.shelter, arrived)
