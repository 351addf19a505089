"""An area emptied: the slowest choose their ways first, the others share what is left of the paths."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from linan.command.domain.evacuation.answer import NO_WAY, LeftBehind, triage
from linan.command.domain.evacuation.bound import farthest, narrowest
from linan.command.domain.evacuation.entries import Entries
from linan.command.domain.evacuation.frame import Clocks
from linan.command.domain.evacuation.ground import Ground
from linan.command.domain.evacuation.network import Ints, Problem
from linan.command.domain.evacuation.plan import Households, Plan, plan_of
from linan.command.domain.evacuation.population import Household
from linan.command.domain.evacuation.replan import Change, Replan, replan_together
from linan.command.domain.evacuation.search import Search, Stage
from linan.command.domain.evacuation.walking import GAITS, Pace
from linan.ground.text import noop as _

NO_WAY_TOGETHER = _("no way is wide enough for the household to walk together")
# Steps beyond the flow's deadline in which households that could not keep together may still be led, as a share.
_SPARE_SHARE = 0.25
_SPARE_STEPS = 24


@dataclass(frozen=True, slots=True)
class Walk:
    """The plan of the households of one pace. members: their numbers in the list of all households."""

    pace: Pace
    problem: Problem
    plan: Plan
    members: list[int]
    left_behind: list[LeftBehind]

    def led(self) -> list[int]:
        """Return the numbers of the households that have a way."""
        return [self.members[row] for row in np.flatnonzero(self.plan.shelter >= 0).tolist()]


@dataclass(frozen=True, slots=True)
class Evacuation:
    """A complete answer for an area: one walk for each pace, and the bound below all of them, in steps."""

    walks: list[Walk]
    bound: int

    @property
    def clearance(self) -> int:
        """The step at which the last household is in."""
        return max((walk.plan.clearance for walk in self.walks), default=0)

    @property
    def gap_percent(self) -> float:
        """How far the plan may be from the best one, in per cent of the bound."""
        return 100.0 * (self.clearance - self.bound) / self.bound if self.bound else 0.0

    @property
    def is_any_out(self) -> bool:
        """Whether at least one household has a way."""
        return any((walk.plan.shelter >= 0).any() for walk in self.walks)

    def room_used(self, shelters: int) -> Ints:
        """Return how many people come to each shelter."""
        used = np.zeros(shelters, np.int64)
        for walk in self.walks:
            led = walk.plan.shelter >= 0
            np.add.at(used, walk.plan.shelter[led], walk.plan.households.size[led])
        return used

    def unreachable(self) -> list[tuple[int, str]]:
        """Return how many people have no plan and why."""
        counts: dict[str, int] = {}
        for walk in self.walks:
            for group in walk.left_behind:
                counts[group.reason] = counts.get(group.reason, 0) + group.count
            if alone := int(walk.plan.households.size[walk.plan.stranded].sum()):
                counts[NO_WAY_TOGETHER] = counts.get(NO_WAY_TOGETHER, 0) + alone
        return [(count, reason) for reason, count in counts.items()]


def evacuations(ground: Ground, households: list[Household], within_s: float) -> Iterator[Evacuation]:
    """Yield complete answers, each better than the one before, until one is proved best or time is up.

    Made for a process of its own: `run_apart(evacuations, ground, households, 60.0, limits=…)` yields the same, and
    closing that iterator is the stop button: the last answer received stands.
    """
    ends_at = time.monotonic() + within_s
    for evacuation in Course(ground, households, is_over=lambda: time.monotonic() > ends_at).evacuations():
        yield evacuation
        if evacuation.clearance == evacuation.bound:
            break


def replan_evacuation(
    evacuation: Evacuation, change: Change, *, room: Ints, is_over: Callable[[], bool]
) -> list[Replan]:
    """Return, for each walk, new ways for the households whom the change concerns; all others keep their orders."""
    parts = [(walk.problem, walk.plan) for walk in evacuation.walks]
    return replan_together(parts, change, room=room, is_over=is_over)


class Course:
    """Plans the paces one after the other; improves the largest, the last, for as long as it may."""

    def __init__(self, ground: Ground, households: list[Household], *, is_over: Callable[[], bool]) -> None:
        self.ground, self.is_over = ground, is_over
        self.households = self._carried(households)
        self.taken = Entries.none()
        self.room = ground.shelter_room.copy()
        self.paces = [pace for pace in GAITS if any(household.pace is pace for household in self.households)]

    def evacuations(self) -> Iterator[Evacuation]:
        """Yield complete answers, each better than the one before."""
        walks = [self._settled(pace) for pace in self.paces[:-1]]
        for pace in self.paces[-1:]:
            yield from self._improved(walks, pace)

    def _carried(self, households: list[Household]) -> list[Household]:
        """Let those who have no way without steps be carried: they go with the slow who can climb."""
        problem, rows, members = self.ground.problem(households, Pace.ASSISTED, self.ground.shelter_room)
        has_no_way = {g.reason: g.people for g in triage(problem).left_behind}.get(NO_WAY)
        if has_no_way is None:
            return households
        cut_off = {members[row] for row in np.flatnonzero(has_no_way[rows.origin] > 0).tolist()}
        return [replace(one, pace=Pace.SLOW) if at in cut_off else one for at, one in enumerate(households)]

    def _bound(self, walks: list[Walk]) -> int:
        """Return steps that no plan for the same people can beat: all at the fastest pace, and each pace alone."""
        led = {walk.pace: [self.households[at] for at in walk.led()] for walk in walks}
        everybody = [replace(one, pace=walks[-1].pace) for group in led.values() for one in group]
        alone = [self._least(group, pace) for pace, group in led.items()]
        return max([0, *alone, self._least(everybody, walks[-1].pace)])

    def _least(self, households: list[Household], pace: Pace) -> int:
        problem, _, _ = self.ground.problem(households, pace, self.ground.shelter_room)
        clocks = Clocks(problem)
        return narrowest(clocks, least=farthest(clocks)) if problem.people else 0

    def _settled(self, pace: Pace) -> Walk:
        """Plan a small group once; the groups after it walk around it."""
        walk = next(
            self._walks(pace, lambda search: iter([search.first()]))
        )
        self.taken = self.taken.joined(walk.plan.entries())
        used = walk.plan.shelter >= 0
        weights = walk.plan.households.size[used]
        self.room = self.room - np.bincount(
            walk.plan.shelter[used], weights, minlength=len(self.room)
        ).astype(np.int64)
        return walk

    def _improved(self, walks: list[Walk], pace: Pace) -> Iterator[Evacuation]:
        bound: int | None = None
        for walk in self._walks(pace, lambda search: search.stages()):
            bound = self._bound([*walks, walk]) if bound is None else bound
            yield Evacuation([*walks, walk], bound)

    def _walks(self, pace: Pace, stages_of: Callable[[Search], Iterator[Stage]]) -> Iterator[Walk]:
        problem, households, members = self.ground.problem(self.households, pace, self.room)
        found = triage(problem, taken=self.taken)
        kept, rows = _kept(households, found.clocks.problem.origin_people)
        clocks = Clocks(found.clocks.problem.with_people(_people(kept, problem)), taken=self.taken)
        best: int | None = None
        members = [members[row] for row in rows]
        search = Search(clocks, is_over=self.is_over) if kept.size.size else None
        for stage in stages_of(search) if search else ():
            if best is None or stage.clearance < best:
                best = stage.clearance
                yield self._walk(pace, stage, kept, members, found.left_behind)
        if best is None:
            yield Walk(pace, problem, _empty_plan(), [], found.left_behind)

    def _walk(
        self,
        pace: Pace,
        stage: Stage,
        households: Households,
        members: list[int],
        left_behind: list[LeftBehind],
    ) -> Walk:
        spare = int(stage.clearance * _SPARE_SHARE) + _SPARE_STEPS
        plan = plan_of(stage.router, households, deadline=stage.clearance, spare=spare)
        return Walk(pace, stage.router.clocks.problem, plan, members, left_behind)


def _kept(households: Households, people: Ints) -> tuple[Households, list[int]]:
    """Return the households that fit whole into the people of each origin that can be placed, and their rows."""
    rows, left = [], people.copy()
    for row, (origin, size) in enumerate(
        zip(households.origin.tolist(), households.size.tolist(), strict=True)
    ):
        if left[origin] >= size:
            left[origin] -= size
            rows.append(row)
    return Households(households.origin[rows], households.size[rows]), rows


def _people(households: Households, problem: Problem) -> Ints:
    count = np.bincount(households.origin, weights=households.size, minlength=len(problem.origin_place))
    return count.astype(np.int64)


def _empty_plan() -> Plan:
    nothing = np.zeros(0, np.int64)
    return Plan(Households(nothing, nothing), np.zeros(1, np.int64), nothing, nothing, nothing, nothing)
