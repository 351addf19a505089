"""Where people wait for each other, and what one more gate would save."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from linan.command.domain.evacuation.bound import farthest, narrowest
from linan.command.domain.evacuation.entries import Entries
from linan.command.domain.evacuation.frame import Clocks
from linan.command.domain.evacuation.kernels import Ints
from linan.command.domain.evacuation.network import Problem


@dataclass(frozen=True, slots=True)
class Bottleneck:
    """An arc that was full. full_steps: in how many steps; share: of the steps from its first to its last use."""

    arc: int
    full_steps: int
    share: float
    people: int


@dataclass(frozen=True, slots=True)
class Saving:
    """What widening one arc (a second gate beside it) would save at most, in steps of the bound."""

    arc: int
    steps: int


def bottlenecks(problem: Problem, entries: Entries, *, most: int) -> list[Bottleneck]:
    """Return the arcs that these people fill in the most steps, the worst first."""
    if not len(entries.arc):
        return []
    cell = entries.arc * (int(entries.step.max()) + 1) + entries.step
    cells, index = np.unique(cell, return_inverse=True)
    load = np.bincount(index, weights=entries.people)
    arc = cells // (int(entries.step.max()) + 1)
    is_full = load >= problem.network.capacity[arc]
    count = np.bincount(arc[is_full], minlength=len(problem.network.tail))
    worst = np.argsort(-count, kind="stable")[:most]
    return [
        _bottleneck(entries.arc, entries.step, entries.people, int(one), int(count[one]))
        for one in worst
        if count[one]
    ]


def savings(problem: Problem, candidates: Ints) -> Iterator[Saving]:
    """Yield, for each candidate arc, how many steps the lower bound falls when as many again may enter it.

    A saving of 0 means that another narrow place, or the longest way, decides; then a gate here is no use.
    """
    now = _bound(problem)
    for arc in candidates.tolist():
        capacity = problem.network.capacity.copy()
        capacity[arc] *= 2
        yield Saving(arc, now - _bound(replace(problem, network=replace(problem.network, capacity=capacity))))


def _bound(problem: Problem) -> int:
    clocks = Clocks(problem)
    return narrowest(clocks, least=farthest(clocks))


def _bottleneck(arcs: Ints, steps: Ints, people: Ints, arc: int, full: int) -> Bottleneck:
    here = arcs == arc
    used = int(steps[here].max() - steps[here].min()) + 1
    return Bottleneck(arc, full, full / used, int(people[here].sum()))
