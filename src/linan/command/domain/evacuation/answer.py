"""A problem answered whole: who can be placed at all, the stages of the plan, and what is said about each."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from linan.command.domain.evacuation.bound import farthest, narrowest, placeable
from linan.command.domain.evacuation.coarse import in_longer_steps
from linan.command.domain.evacuation.distances import UNREACHABLE
from linan.command.domain.evacuation.entries import Entries
from linan.command.domain.evacuation.frame import Clocks
from linan.command.domain.evacuation.network import OPEN_FOREVER, Ints, Problem
from linan.command.domain.evacuation.router import Router
from linan.command.domain.evacuation.search import Search, Stage
from linan.ground.text import noop as _

# A cell takes 8 bytes in each of a few copies.
_CELLS_AT_MOST = 50_000_000
# Whoever waits long has a long path through the steps; beyond this, longer steps cost a thousandth and save minutes.
_STEPS_AT_MOST = 4_000

NO_WAY = _("no way leads from there to a shelter")
NO_PLACE = _("every shelter they can reach is full")
NO_SHELTER = _("no shelter is given")
CLOSED_IN = _("every way out closes before they can pass")


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """People for whom no plan exists, by origin, and why."""

    reason: str
    people: Ints

    @property
    def count(self) -> int:
        """How many they are."""
        return int(self.people.sum())


@dataclass(frozen=True, slots=True)
class Triage:
    """The part of a problem that can be solved, and those left behind."""

    clocks: Clocks
    left_behind: list[LeftBehind]


def triage(problem: Problem, *, taken: Entries | None = None) -> Triage:
    """Separate the people who have a way and a place from those who have not.

    taken: entries into arcs that are promised to others.
    """
    clocks = Clocks(problem)
    has_way = clocks.toward[problem.origin_place] < UNREACHABLE
    placed = placeable(problem, clocks)
    behind = [
        LeftBehind(
            NO_WAY if len(problem.shelter_place) else NO_SHELTER, np.where(has_way, 0, problem.origin_people)
        ),
        LeftBehind(NO_PLACE, np.where(has_way, problem.origin_people - placed, 0)),
    ]
    clocks = Clocks(problem.with_people(placed), taken=taken)
    if (clocks.last_entry < OPEN_FOREVER // 2).any():
        cut_off = _cut_off(clocks)
        behind.append(LeftBehind(CLOSED_IN, cut_off))
        clocks = Clocks(problem.with_people(placed - cut_off), taken=taken)
    return Triage(clocks, [group for group in behind if group.count])


def _cut_off(clocks: Clocks) -> Ints:
    """Return how many people of each origin cannot pass before the ways close, whatever the plan.

    Everybody is routed with ever later deadlines; once every closure is past, a sweep that finds nobody a way, and
    after it an exact look at who still has one, settle the matter.
    """
    router = Router(clocks, steps=64)
    settled = int(clocks.last_entry[clocks.last_entry < OPEN_FOREVER // 2].max()) + int(
        clocks.starts.max(initial=0)
    )
    deadline, sent = 32, 1
    while router.left and (sent or deadline <= settled):
        deadline += max(8, deadline // 8)
        sent = router.sweep(deadline)
    if router.left:
        router.fill(deadline)
    return np.asarray(router.flow.waiting, dtype=np.int64).copy()


def stages(found: Triage, *, is_over: Callable[[], bool]) -> Iterator[Stage]:
    """Yield the complete plans, each better or better proved than the one before; none when nobody can be placed.

    Where single steps would not fit into memory, plans are made in longer steps, and the bound in single ones.
    """
    clocks = found.clocks
    if not clocks.problem.people:
        return
    low = narrowest(clocks, least=farthest(clocks))
    step = max(-(-len(clocks.arcs) * low // _CELLS_AT_MOST), -(-low // _STEPS_AT_MOST))
    if step <= 1:
        yield from Search(clocks, is_over=is_over, bound=low).stages()
        return
    coarse = Clocks(in_longer_steps(clocks.problem, step))
    for stage in Search(coarse, is_over=is_over).stages():
        yield Stage(stage.clearance * step, low, stage.router, step)
