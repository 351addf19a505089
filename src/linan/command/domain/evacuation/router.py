"""Routing people over the time-expanded network: sweeps first, then exact repair with cancelled moves."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from linan.command.domain.evacuation.frame import Clocks
from linan.command.domain.evacuation.kernels import NEVER, Flow, Frame, Ints, Scratch, send
from linan.command.domain.evacuation.labels import label_states

_LONGEST_PATH = 1 << 20
# Labels raised between two looks at the clock: some tenths of a second.
_PATIENCE = 2_000_000
# New exact labels cost as much as raising every seventh state by one; beyond that they are the cheaper way up.
_RAISED_BETWEEN_LABELS = 0.15


class Outcome(StrEnum):
    """How an attempt to bring everybody in by a deadline ended."""

    PLACED = "placed"
    IMPOSSIBLE = "impossible"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Saved:
    """Who moves and waits in the cells and states where anybody does; the room left follows from it."""

    steps: int
    moves: Ints
    moved: Ints
    waits: Ints
    held: Ints
    places: Ints
    waiting: Ints


class Router:
    """A growing flow of people; everything it holds is always a valid partial plan."""

    def __init__(self, clocks: Clocks, *, steps: int) -> None:
        problem = clocks.problem
        self.clocks = clocks
        self.frame: Frame = clocks.frame(steps)
        places = problem.network.places
        self.flow = Flow(
            room=clocks.room(0, steps),
            moved=np.zeros(len(clocks.arcs) * steps, np.int32),
            held=np.zeros(places * steps, np.int32),
            places=problem.shelter_room.astype(np.int64).copy(),
            starts=self._starts(steps),
            waiting=problem.origin_people.astype(np.int64).copy(),
        )
        self.scratch = _scratch(places * steps)
        # Farthest first: whoever lives far has the fewest steps to spare.
        self.order = np.argsort(-clocks.starts, kind="stable").astype(np.int32)

    @property
    def steps(self) -> int:
        """How many steps the arrays hold."""
        return int(self.frame.steps)

    @property
    def left(self) -> int:
        """People who have no way yet."""
        return int(self.flow.waiting.sum())

    def _starts(self, steps: int) -> NDArray[np.int64]:
        problem = self.clocks.problem
        is_sheltered = np.isin(problem.origin_place, problem.shelter_place)
        step = np.where(is_sheltered, 0, np.minimum(self.clocks.starts, steps - 1))
        return (step * problem.network.places + problem.origin_place).astype(np.int64)

    def latest_arrival(self) -> int:
        """Return the step at which the last person routed so far is in."""
        to_shelter = np.flatnonzero(self.frame.shelter[self.frame.head] >= 0)
        is_used = self.flow.moved.reshape(self.steps, -1)[:, to_shelter] > 0
        step, arc = np.nonzero(is_used)
        return int((step + self.frame.detour[to_shelter[arc]]).max(initial=0))

    def _order(self, deadline: int) -> NDArray[np.int32]:
        fits = (self.clocks.starts <= deadline) & (self.flow.waiting > 0)
        return self.order[fits[self.order]]

    def widen(self, steps: int) -> None:
        """Give the arrays room for more steps; what is routed stays."""
        places = self.clocks.problem.network.places
        self.flow = self.flow._replace(
            room=np.concatenate([self.flow.room, self.clocks.room(self.steps, steps)]),
            moved=_padded(self.flow.moved, len(self.clocks.arcs) * steps),
            held=_padded(self.flow.held, places * steps),
            starts=self._starts(steps),
        )
        self.frame = self.frame._replace(steps=steps)
        self.scratch = _scratch(places * steps)

    def saved(self) -> Saved:
        """Return the state as small as it can be kept."""
        flow = self.flow
        moves, waits = np.flatnonzero(flow.moved), np.flatnonzero(flow.held)
        return Saved(
            self.steps, moves, flow.moved[moves], waits, flow.held[waits], flow.places.copy(), flow.waiting.copy()
        )

    @classmethod
    def restored(cls, clocks: Clocks, saved: Saved) -> "Router":
        """Return a router in a saved state."""
        router = cls(clocks, steps=saved.steps)
        flow = router.flow
        flow.room[saved.moves] -= saved.moved
        flow.moved[saved.moves] = saved.moved
        flow.held[saved.waits] = saved.held
        flow.places[:], flow.waiting[:] = saved.places, saved.waiting
        return router

    def sweep(self, deadline: int) -> int:
        """Route as many as find a way by the deadline without cancelling anybody's move; return how many."""
        if deadline >= self.steps:
            self.widen(deadline + 1 + deadline // 4)
        self.scratch.label[:] = 0
        self.scratch.cursor[:] = 0
        last = self.clocks.last(deadline)
        sent, _ = send(
            self.frame, self.flow, self.scratch, last, self._order(deadline), 0, np.iinfo(np.int64).max
        )
        return int(sent)

    def complete(self, deadline: int, *, is_over: Callable[[], bool]) -> Outcome:
        """Bring in everybody by the deadline if that is possible at all; stops early when is_over() says so."""
        if deadline >= self.steps:
            self.widen(deadline + 1)
        last = self.clocks.last(deadline)
        while self.left:
            if is_over():
                return Outcome.STOPPED
            if label_states(self.frame, self.flow, self.scratch, last) == 0 or self._is_too_late(deadline):
                return Outcome.IMPOSSIBLE
            if self._raise_labels(deadline, last, is_over):
                return Outcome.IMPOSSIBLE
        return Outcome.PLACED

    def fill(self, deadline: int) -> None:
        """Bring in as many as can be by the deadline, even when not everybody can."""
        last = self.clocks.last(deadline)
        while self.left and label_states(self.frame, self.flow, self.scratch, last):
            self._raise_labels(deadline, last, lambda: False)

    def _is_too_late(self, deadline: int) -> bool:
        """Whether somebody without a way has none by exact labels: then nobody's cancelling helps."""
        open_ = self.flow.waiting > 0
        late = self.clocks.starts > deadline
        return bool((open_ & (late | (self.scratch.label[self.flow.starts] >= NEVER))).any())

    def _raise_labels(self, deadline: int, last: NDArray[np.int32], is_over: Callable[[], bool]) -> bool:
        """Send along labels until new exact ones are cheaper; return whether somebody was proved to have no way."""
        self.scratch.cursor[:] = 0
        budget = max(100_000, int(len(self.scratch.label) * _RAISED_BETWEEN_LABELS))
        while budget > 0 and self.left and not is_over():
            order = self._order(deadline)
            patience = min(budget, _PATIENCE)
            sent, raised = send(self.frame, self.flow, self.scratch, last, order, NEVER - 1, patience)
            budget -= raised
            if sent == 0 and raised == 0:
                return True
        return False


def _padded(cells: Ints, size: int) -> NDArray[np.int32]:
    return np.concatenate([cells, np.zeros(size - len(cells), np.int32)]).astype(np.int32, copy=False)


def _scratch(states: int) -> Scratch:
    return Scratch(
        label=np.empty(states, np.int16),
        cursor=np.empty(states, np.int32),
        queue=np.empty(states, np.int32),
        later=np.empty(states, np.int32),
        move=np.empty(_LONGEST_PATH, np.int64),
        kind=np.empty(_LONGEST_PATH, np.int8),
        state=np.empty(_LONGEST_PATH, np.int64),
    )
