"""A path blocked, a shelter full: new orders only for those whom it concerns, from where they are."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from linan.command.domain.evacuation.answer import LeftBehind, triage
from linan.command.domain.evacuation.entries import Entries
from linan.command.domain.evacuation.network import Ints, Problem
from linan.command.domain.evacuation.plan import Households, Plan, plan_of
from linan.command.domain.evacuation.search import Search

_SPARE_STEPS = 64


@dataclass(frozen=True, slots=True)
class Change:
    """What was reported at a step: arcs that nobody may enter any more, shelters that take nobody more.

    A closed arc must be left by those who are on it: they turn back.
    """

    step: int
    closed_arcs: Ints
    full_shelters: Ints


@dataclass(frozen=True, slots=True)
class Replan:
    """New ways for the rows of the old plan named in `concerned`; all other rows keep their orders.

    problem: where the concerned stand and from when they can walk on; left_behind: those who have no way now.
    """

    concerned: Ints
    problem: Problem
    plan: Plan
    left_behind: list[LeftBehind]


def replan(problem: Problem, plan: Plan, change: Change, *, is_over: Callable[[], bool]) -> Replan:
    """Return new ways from the step of the change on, around everybody who keeps the old ones."""
    return replan_together([(problem, plan)], change, room=problem.shelter_room, is_over=is_over)[0]


def replan_together(
    parts: list[tuple[Problem, Plan]], change: Change, *, room: Ints, is_over: Callable[[], bool]
) -> list[Replan]:
    """Return new ways for the plans of several paces over the same arcs, the first ones choosing first.

    room: how many each shelter holds in all.
    """
    concerned = [concerned_rows(problem, plan, change) for problem, plan in parts]
    promised, free = Entries.none(), room.copy()
    for (_, plan), rows in zip(parts, concerned, strict=True):
        keeping = np.setdiff1d(np.flatnonzero(plan.shelter >= 0), rows)
        promised = promised.joined(_promised(plan, keeping, change.step))
        np.subtract.at(free, plan.shelter[keeping], plan.households.size[keeping])
    free[change.full_shelters] = 0
    found = []
    for (problem, plan), rows in zip(parts, concerned, strict=True):
        question, households = _question(problem, plan, change, rows, np.maximum(free, 0))
        new = _led(question, households, promised, rows, is_over)
        promised = promised.joined(new.plan.entries())
        led = new.plan.shelter >= 0
        np.subtract.at(free, new.plan.shelter[led], new.plan.households.size[led])
        found.append(new)
    return found


def _question(
    problem: Problem, plan: Plan, change: Change, concerned: Ints, free: Ints
) -> tuple[Problem, Households]:
    """Return the problem of those concerned, from where they are, and their rows."""
    place, ready = positions(problem, plan, change, concerned)
    capacity = problem.network.capacity.copy()
    capacity[change.closed_arcs] = 0
    origin, keys = _grouped(place, ready)
    size = plan.households.size[concerned]
    question = Problem(
        network=replace(problem.network, capacity=capacity),
        origin_place=np.array([where for where, _ in keys], np.int64),
        origin_people=np.bincount(origin, weights=size, minlength=len(keys)).astype(np.int64),
        origin_ready=np.array([when for _, when in keys], np.int64),
        shelter_place=problem.shelter_place,
        shelter_room=free,
    )
    return question, Households(origin, size)


def join_in(
    question: Problem, households: Households, promised: Entries, *, is_over: Callable[[], bool]
) -> Replan:
    """Return ways for households that nobody counted on, around everything that was promised to others."""
    return _led(question, households, promised, np.arange(len(households.size)), is_over)


def promised_from(plan: Plan, step: int) -> Entries:
    """Return the entries, from a step on, of the households that have a way."""
    return _promised(plan, np.flatnonzero(plan.shelter >= 0), step)


def _led(
    question: Problem, households: Households, promised: Entries, rows: Ints, is_over: Callable[[], bool]
) -> Replan:
    found = triage(question, taken=promised)
    if not found.clocks.problem.people:
        return Replan(rows, question, _nowhere(households), found.left_behind)
    stage = list(Search(found.clocks, is_over=is_over).stages())[-1]
    plan = plan_of(stage.router, households, deadline=stage.clearance, spare=_SPARE_STEPS)
    return Replan(rows, question, plan, found.left_behind)


def concerned_rows(problem: Problem, plan: Plan, change: Change) -> Ints:
    """Return the households whose way leads over a closed arc from now on, or that are not yet in a full shelter."""
    closed = np.zeros(len(problem.network.tail), bool)
    closed[change.closed_arcs] = True
    leaves = plan.entered + problem.network.steps[plan.arc]
    blocked = closed[plan.arc] & (leaves > change.step)
    rows = np.repeat(np.arange(len(plan.shelter)), np.diff(plan.path_start))
    is_concerned = np.zeros(len(plan.shelter), bool)
    is_concerned[rows[blocked]] = True
    turned_away = np.isin(plan.shelter, change.full_shelters) & (plan.arrived > change.step)
    return np.flatnonzero((is_concerned | turned_away) & (plan.shelter >= 0))


def positions(problem: Problem, plan: Plan, change: Change, rows: Ints) -> tuple[list[int], list[int]]:
    """Return for each household the place from which it walks on, and the step from which it can."""
    closed = set(change.closed_arcs.tolist())
    places, ready = [], []
    for row in rows.tolist():
        where, when = _position(problem, plan, row, change.step, closed)
        places.append(where)
        ready.append(when)
    return places, ready


def _position(problem: Problem, plan: Plan, row: int, now: int, closed: set[int]) -> tuple[int, int]:
    """On an open arc a household walks on to its end; on a closed one it turns back and needs as long again."""
    network, origin = problem.network, int(plan.households.origin[row])
    where, when = int(problem.origin_place[origin]), max(now, int(problem.origin_ready[origin]))
    for at in range(int(plan.path_start[row]), int(plan.path_start[row + 1])):
        arc, entered = int(plan.arc[at]), int(plan.entered[at])
        if entered >= now:
            break
        leaves = entered + int(network.steps[arc])
        if arc in closed and leaves > now:
            return int(network.tail[arc]), now + (now - entered)
        where, when = int(network.head[arc]), max(now, leaves)
    return where, when


def _grouped(place: list[int], ready: list[int]) -> tuple[Ints, list[tuple[int, int]]]:
    """Return the origin of each household and the (place, step) of each origin."""
    number: dict[tuple[int, int], int] = defaultdict(lambda: len(number))
    origin = np.array([number[key] for key in zip(place, ready, strict=True)], np.int64)
    return origin, list(number)


def _promised(plan: Plan, keeping: Ints, now: int) -> Entries:
    """Return the entries, from now on, of the households that keep their orders."""
    entries = plan.entries()
    rows = np.repeat(np.arange(len(plan.shelter)), np.diff(plan.path_start))
    kept = np.isin(rows, keeping) & (entries.step >= now)
    return Entries(entries.arc[kept], entries.step[kept], entries.people[kept])


def _nowhere(households: Households) -> Plan:
    count, nothing = len(households.size), np.zeros(0, np.int64)
    return Plan(
        households,
        np.zeros(count + 1, np.int64),
        nothing,
        nothing,
        np.full(count, -1),
        np.zeros(count, np.int64),
    )
