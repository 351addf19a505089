"""A zone emptied: complete plans one after the other, for a process of its own (`run_apart(answers, question, …)`)."""

import queue
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from linan.command.domain.evacuation.answer import NO_SHELTER
from linan.command.domain.evacuation.course import NO_WAY_TOGETHER, Course, Evacuation, Walk
from linan.command.evacuations.domain.kept import Kept, KeptWalk, packed
from linan.command.evacuations.domain.question import Posed, Question, posed
from linan.command.evacuations.domain.telling import crowding_of, narrowest_of_largest, orders_of, shelters_of

Json = dict[str, Any]
TICK_S = 0.5


@dataclass(frozen=True, slots=True)
class Tick:
    """Nothing new yet; the caller may look whether somebody pressed stop."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A plan. quality: what it says of itself; the rest is empty until the last one, which is whole."""

    quality: Json
    is_last: bool = False
    orders: Json | None = None
    crowding: Json | None = None
    arrays: bytes = b""


def answers(question: Question) -> Iterator[Answer | Tick]:
    """Yield plans, each better than the one before, the last one whole, and a tick twice a second while nothing is new.

    Raises: Refused of the solver.
    """
    yield from ticking(_answers(question, patience(question.within_s, question.stop_file)))


def patience(within_s: float, stop_file: str) -> Callable[[], bool]:
    """Return whether to stop: the time is up, or the stop file is there."""
    ends_at = time.monotonic() + within_s
    return lambda: time.monotonic() > ends_at or (bool(stop_file) and Path(stop_file).exists())


def ticking(work: Iterator[Any]) -> Iterator[Any]:
    """Yield what the work yields in a thread, and a tick whenever half a second passed without anything."""
    found: queue.Queue[tuple[bool, Any]] = queue.Queue()

    def run() -> None:
        try:
            for one in work:
                found.put((True, one))
            found.put((False, None))
        except BaseException as error:
            found.put((False, error))

    threading.Thread(target=run, daemon=True).start()
    while True:
        try:
            goes_on, one = found.get(timeout=TICK_S)
        except queue.Empty:
            yield Tick()
            continue
        if goes_on:
            yield one
        elif one is None:
            return
        else:
            raise one


def _answers(question: Question, is_over: Callable[[], bool]) -> Iterator[Answer]:
    began = time.monotonic()
    if not question.homes or not question.refuges:
        yield Answer(_nobody(question), is_last=True, orders=_left(question, NO_SHELTER), crowding={})
        return
    asked = posed(question)
    course = Course(asked.ground, [one.walkers for one in question.homes], is_over=is_over)
    best: Evacuation | None = None
    stages: list[Json] = []
    for evacuation in course.evacuations():
        if best is None or evacuation.clearance <= best.clearance:
            best = evacuation
        stages.append(_stage(best, asked, time.monotonic() - began))
        yield Answer(_quality(asked, best, stages))
        if best.clearance == best.bound:
            break
    assert best is not None
    yield _whole(asked, course, best, stages)


def _stage(evacuation: Evacuation, asked: Posed, after_s: float) -> Json:
    step = asked.ground.step_s
    return {
        "after_s": round(after_s, 1), "clearance_s": round(evacuation.clearance * step),
        "bound_s": round(evacuation.bound * step), "gap_percent": round(evacuation.gap_percent, 1),
    }


def _quality(asked: Posed, evacuation: Evacuation, stages: list[Json]) -> Json:
    led = sum(int(walk.plan.households.size[walk.plan.shelter >= 0].sum()) for walk in evacuation.walks)
    return {
        "people": sum(one.size for one in asked.question.homes), "households": len(asked.question.homes), "led": led,
        "places": len(asked.ground.lon), "arcs": len(asked.ground.tail), "step_s": asked.ground.step_s,
        "stages": stages, **stages[-1],
    }


def _nobody(question: Question) -> Json:
    people = sum(one.size for one in question.homes)
    return {"people": people, "households": len(question.homes), "led": 0, "stages": []}


def _left(question: Question, reason: str) -> Json:
    return {
        "routes": [], "lengths": [], "rows": [],
        "left": [[one.household_id, one.size, reason] for one in question.homes],
    }


def _whole(asked: Posed, course: Course, best: Evacuation, stages: list[Json]) -> Answer:
    kept = kept_of(asked, best)
    orders = orders_of(kept) | {"left": left_behind(asked, course, best)}
    quality = _quality(asked, best, stages) | {
        "bottlenecks": narrowest_of_largest(kept), "shelters": shelters_of(kept), "unreachable": _by_reason(orders["left"]),
    }
    crowding = crowding_of(kept) if kept.walks else {}
    return Answer(quality, is_last=True, orders=orders, crowding=crowding, arrays=packed(kept))


def kept_of(asked: Posed, evacuation: Evacuation) -> Kept:
    """Return a plan as it is kept, its households by their ids."""
    ids = np.array([one.household_id for one in asked.question.homes], np.int64)
    lengths = [len(line) for line in asked.lines]
    return Kept(
        ground=asked.ground,
        corners=np.array([corner for line in asked.lines for corner in line], float).reshape(-1, 2),
        corner_start=np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64),
        width_m=asked.area.width_m,
        building_ids=np.array(asked.question.building_ids, np.int64),
        shelter_ids=np.array(asked.question.shelter_ids, np.int64),
        walks=[KeptWalk(one.problem, one.plan, ids[one.members]) for one in evacuation.walks if one.members],
    )


def left_behind(asked: Posed, course: Course, evacuation: Evacuation) -> list[list[Any]]:
    """Return household, people and reason of everybody without a way."""
    found: list[list[Any]] = []
    for walk in evacuation.walks:
        led = set(walk.led())
        _, rows, members = asked.ground.problem(course.households, walk.pace, asked.ground.shelter_room)
        for row, member in enumerate(members):
            if member not in led:
                home = asked.question.homes[member]
                found.append([home.household_id, home.size, _reason(walk, int(rows.origin[row]))])
    return found


def _reason(walk: Walk, origin: int) -> str:
    groups = (group.reason for group in walk.left_behind if group.people[origin] > 0)
    return next(groups, NO_WAY_TOGETHER)


def _by_reason(left: list[list[Any]]) -> list[Json]:
    found: dict[str, list[int]] = {}
    for _, people, reason in left:
        count = found.setdefault(reason, [0, 0])
        count[0] += 1
        count[1] += people
    return [{"reason": reason, "households": count[0], "people": count[1]} for reason, count in found.items()]
