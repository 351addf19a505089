"""Routing people over the time-expanded network: sweeps first, then exact repair with cancelled moves."""

from collections.abc import Callable
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from linan.command.domain.evacuation.frame import Clocks
from linan.command.domain.evacuation.kernels import NEVER, Flow, Frame, Ints, Scratch, label_states, send

_LONGEST_PATH = 1 << 20
# Labels raised between two looks at the clock: some tenths of a second.
_PATIENCE = 2_000_000


class Outcome(StrEnum):
    """How an attempt to bring everybody in by a deadline ended."""

    PLACED = "placed"
    IMPOSSIBLE = "impossible"
    STOPPED = "stopped"


class Router:
    """A growing flow of people; everything it holds is always a valid partial plan."""

    def __init__(self, clocks: Clocks, *, width: int) -> None:
        problem = clocks.problem
        self.clocks = clocks
        self.frame: Frame = clocks.frame(width)
        places = problem.network.places
        self.flow = Flow(
            room=clocks.room(0, width).ravel(),
            moved=np.zeros(len(clocks.arcs) * width, np.int32),
            held=np.zeros(places * width, np.int32),
            places=problem.shelter_room.astype(np.int64).copy(),
            starts=self._starts(width),
            waiting=problem.origin_people.astype(np.int64).copy(),
        )
        self.scratch = _scratch(places * width)
        # Farthest first: whoever lives far has the fewest steps to spare.
        self.order = np.argsort(-clocks.starts, kind="stable").astype(np.int32)

    @property
    def width(self) -> int:
        """How many steps the arrays hold."""
        return int(self.frame.width)

    @property
    def left(self) -> int:
        """People who have no way yet."""
        return int(self.flow.waiting.sum())

    def _starts(self, width: int) -> NDArray[np.int64]:
        problem = self.clocks.problem
        is_sheltered = np.isin(problem.origin_place, problem.shelter_place)
        step = np.where(is_sheltered, 0, np.minimum(self.clocks.starts, width - 1))
        return (problem.origin_place * width + step).astype(np.int64)

    def _order(self, deadline: int) -> NDArray[np.int32]:
        fits = (self.clocks.starts <= deadline) & (self.flow.waiting > 0)
        return self.order[fits[self.order]]

    def widen(self, width: int) -> None:
        """Give the arrays room for more steps; what is routed stays."""
        old, places = self.width, self.clocks.problem.network.places
        room = np.hstack([self.flow.room.reshape(-1, old), self.clocks.room(old, width)])
        self.flow = self.flow._replace(
            room=room.ravel(),
            moved=_padded(self.flow.moved, old, width),
            held=_padded(self.flow.held, old, width),
            starts=self._starts(width),
        )
        self.frame = self.frame._replace(width=width)
        self.scratch = _scratch(places * width)

    def copy(self) -> "Router":
        """Return a second router in the same state; both share the working memory, so use them in turn."""
        twin = object.__new__(Router)
        twin.clocks, twin.frame, twin.scratch, twin.order = self.clocks, self.frame, self.scratch, self.order
        twin.flow = Flow(*(array.copy() for array in self.flow))
        return twin

    def sweep(self, deadline: int) -> int:
        """Route as many as find a way by the deadline without cancelling anybody's move; return how many."""
        if deadline >= self.width:
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
        if deadline >= self.width:
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

    def _is_too_late(self, deadline: int) -> bool:
        """Whether somebody without a way has none by exact labels: then nobody's cancelling helps."""
        open_ = self.flow.waiting > 0
        late = self.clocks.starts > deadline
        return bool((open_ & (late | (self.scratch.label[self.flow.starts] >= NEVER))).any())

    def _raise_labels(self, deadline: int, last: NDArray[np.int32], is_over: Callable[[], bool]) -> bool:
        """Send along labels until new exact ones are cheaper; return whether somebody was proved to have no way."""
        self.scratch.cursor[:] = 0
        budget = max(100_000, len(self.scratch.label))
        while budget > 0 and self.left and not is_over():
            order = self._order(deadline)
            patience = min(budget, _PATIENCE)
            sent, raised = send(self.frame, self.flow, self.scratch, last, order, NEVER - 1, patience)
            budget -= raised
            if sent == 0 and raised == 0:
                return True
        return False


def _padded(cells: Ints, old: int, width: int) -> NDArray[np.int32]:
    rows = len(cells) // old
    wide = np.zeros((rows, width), np.int32)
    wide[:, :old] = cells.reshape(rows, old)
    return wide.ravel()


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
