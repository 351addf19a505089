"""Something changed while people walk: new orders for those whom it concerns, everybody else keeps theirs."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import shapely
from shapely.geometry import shape

from linan.command.domain.evacuation.answer import NO_WAY
from linan.command.domain.evacuation.course import NO_WAY_TOGETHER
from linan.command.domain.evacuation.entries import Entries
from linan.command.domain.evacuation.network import Ints, Problem
from linan.command.domain.evacuation.plan import Plan
from linan.command.domain.evacuation.replan import Change, Replan, join_in, promised_from, replan_together
from linan.command.domain.evacuation.walking import GAITS
from linan.command.evacuations.domain.kept import Kept, KeptWalk, packed, unpacked
from linan.command.evacuations.domain.measuring import measured
from linan.command.evacuations.domain.question import Home
from linan.command.evacuations.domain.solving import Tick, patience, ticking
from linan.command.evacuations.domain.telling import crowding_of, orders_of, shelters_of

Json = dict[str, Any]
Over = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class News:
    """What is known now. after_s: since the beginning. closures: where nobody can pass; zone: not to be entered.

    full_shelters: ids. newcomers: households that must leave too, their building as its place in Kept.building_ids.
    """

    after_s: float
    closures: list[Json]
    zone: Json
    full_shelters: list[int]
    newcomers: list[Home]


@dataclass(frozen=True, slots=True)
class Changed:
    """What came of it. orders: only of those who get another; the rest is of everybody."""

    orders: Json
    crowding: Json
    arrays: bytes
    quality: Json


@dataclass(frozen=True, slots=True)
class Measured:
    """What the changed plan is worth, which takes longer than the orders may wait. quality: see measuring.py."""

    quality: Json


def changes(arrays: bytes, news: News, within_s: float) -> Iterator[Changed | Measured | Tick]:
    """Yield what comes of the news, then what that is worth, and ticks in between. For a process of its own."""
    yield from ticking(_work(arrays, news, patience(within_s, "")))


def _work(arrays: bytes, news: News, is_over: Over) -> Iterator[Changed | Measured]:
    before = unpacked(arrays)
    change = change_of(before, news)
    kept, left, concerned = changed(before, news, change, is_over)
    orders = orders_of(kept, concerned) | {"left": left}
    clearance = round(kept.clearance * kept.ground.step_s)
    led = sum(int(walk.plan.households.size[walk.led()].sum()) for walk in kept.walks)
    quality = {"clearance_s": clearance, "led": led, "shelters": shelters_of(kept)}
    yield Changed(orders, crowding_of(kept), packed(kept), quality)
    yield Measured(measured(kept, change))


def change_of(kept: Kept, news: News) -> Change:
    """Return the news as arcs, shelters and a step of the plan."""
    full = np.flatnonzero(np.isin(kept.shelter_ids, news.full_shelters) | _shelters_in(kept, news.zone))
    return Change(int(news.after_s // kept.ground.step_s), closed_arcs(kept, news), full)


def changed(kept: Kept, news: News, change: Change, is_over: Over) -> tuple[Kept, list[list[Any]], set[int]]:
    """Return the plan as it goes on, the households left behind (id, people, reason), and all who get new orders."""
    parts = [(walk.problem, walk.plan) for walk in kept.walks]
    answers = replan_together(parts, change, room=kept.ground.shelter_room, is_over=is_over)
    walks, left, concerned = [], [], set()
    for walk, answer in zip(kept.walks, answers, strict=True):
        walks.append(replace(walk, plan=cut_short(walk.plan, answer.concerned, change.step)))
        if len(answer.concerned):
            new = KeptWalk(answer.problem, answer.plan, walk.members[answer.concerned])
            walks.append(new)
            concerned |= set(new.members.tolist())
            left += _left(new, answer)
    kept = replace(kept, walks=walks)
    joined = joining(kept, news.newcomers, change, is_over)
    left += [row for walk, answer in joined for row in _left(walk, answer)]
    concerned |= {one.household_id for one in news.newcomers}
    return replace(kept, walks=[*walks, *(walk for walk, _ in joined)]), left, concerned


def closed_arcs(kept: Kept, news: News) -> Ints:
    """Return the arcs over a closure, both ways, and those that lead into the zone."""
    ground, blocked = kept.ground, [shape(one) for one in news.closures]
    lines = np.array([shapely.LineString(_at_least_two(kept.line_of(arc))) for arc in range(len(ground.tail))])
    is_closed = np.zeros(len(lines), bool)
    for outline in blocked:
        is_closed |= shapely.intersects(outline, lines)
    zone = shape(news.zone)
    starts_in = shapely.intersects_xy(zone, ground.lon[ground.tail], ground.lat[ground.tail])
    is_closed |= shapely.intersects(zone, lines) & ~starts_in
    return np.flatnonzero(is_closed)


def _at_least_two(corners: Sequence[Sequence[float]]) -> list[Sequence[float]]:
    return list(corners) if len(corners) > 1 else [corners[0], corners[0]]


def _shelters_in(kept: Kept, zone: Json) -> Any:
    places = kept.ground.shelter_place
    return shapely.intersects_xy(shape(zone), kept.ground.lon[places], kept.ground.lat[places])


def cut_short(plan: Plan, rows: Ints, step: int) -> Plan:
    """Return a plan in which these households have no shelter any more and only the ways they already went."""
    if not len(rows):
        return plan
    shelter = plan.shelter.copy()
    shelter[rows] = -1
    owner = np.repeat(np.arange(len(shelter)), np.diff(plan.path_start))
    stays = ~np.isin(owner, rows) | (plan.entered < step)
    count = np.bincount(owner[stays], minlength=len(shelter))
    path_start = np.concatenate([[0], np.cumsum(count)]).astype(np.int64)
    return replace(plan, path_start=path_start, arc=plan.arc[stays], entered=plan.entered[stays], shelter=shelter)


def joining(kept: Kept, newcomers: list[Home], change: Change, is_over: Over) -> list[tuple[KeptWalk, Replan]]:
    """Return ways for households that had no order yet, the slowest first, around everybody else."""
    promised, room = _promises(kept, change)
    found = []
    for pace in GAITS:
        homes = [one for one in newcomers if one.pace is pace]
        if not homes:
            continue
        problem, households, members = kept.ground.problem([one.walkers for one in homes], pace, room)
        answer = join_in(_from_now_on(problem, change), households, promised, is_over=is_over)
        led = answer.plan.shelter >= 0
        np.subtract.at(room, answer.plan.shelter[led], answer.plan.households.size[led])
        promised = promised.joined(promised_from(answer.plan, change.step))
        ids = np.array([homes[member].household_id for member in members], np.int64)
        found.append((KeptWalk(answer.problem, answer.plan, ids), answer))
    return found


def _promises(kept: Kept, change: Change) -> tuple[Entries, Ints]:
    """Return what was promised to those who have a way, and the room that is left in each shelter."""
    promised, room = Entries.none(), kept.ground.shelter_room.copy()
    for walk in kept.walks:
        promised = promised.joined(promised_from(walk.plan, change.step))
        rows = walk.led()
        np.subtract.at(room, walk.plan.shelter[rows], walk.plan.households.size[rows])
    room[change.full_shelters] = 0
    return promised, np.maximum(room, 0)


def _from_now_on(problem: Problem, change: Change) -> Problem:
    """Return a problem whose people get ready from the step of the change on and find its arcs closed."""
    capacity = problem.network.capacity.copy()
    capacity[change.closed_arcs] = 0
    network = replace(problem.network, capacity=capacity)
    return replace(problem, network=network, origin_ready=problem.origin_ready + change.step)


def _left(walk: KeptWalk, answer: Replan) -> list[list[Any]]:
    """Return household, people and reason of those who found no way."""
    found = []
    for row in np.flatnonzero(walk.plan.shelter < 0).tolist():
        origin = int(walk.plan.households.origin[row])
        reasons = (group.reason for group in answer.left_behind if group.people[origin] > 0)
        reason = next(reasons, NO_WAY_TOGETHER if answer.left_behind else NO_WAY)
        found.append([int(walk.members[row]), int(walk.plan.households.size[row]), reason])
    return found
