"""From a request to its result: read, look who can be placed, improve in stages, write."""

import time
from collections.abc import Iterator
from dataclasses import dataclass

from linan.command.domain.evacuation import kernels
from linan.command.domain.evacuation.answer import Triage, stages, triage
from linan.command.domain.evacuation.apart import peak_mb
from linan.command.domain.evacuation.bare import Bare, read_bare
from linan.command.domain.evacuation.orders import bare_features, merged, orders, write_geojson, write_orders
from linan.command.domain.evacuation.plan import Households, plan_of
from linan.command.domain.evacuation.request import Progress, Request, Result, seconds_since
from linan.command.domain.evacuation.search import Stage
from linan.command.domain.evacuation.solving_area import solve_area


@dataclass(slots=True)
class Watch:
    """When plans were found, in seconds since the command began."""

    request: Request
    first_s: float | None = None
    final_s: float | None = None
    clearance: int | None = None

    def is_over(self) -> bool:
        """Whether the time to look for better plans is used up."""
        return time.monotonic() > self.request.asked_at + self.request.within_s

    def saw(self, clearance: int, bound: int) -> Progress:
        """Note a plan and return a sentence about it."""
        seconds = seconds_since(self.request.asked_at)
        if self.clearance is None or clearance < self.clearance:
            self.clearance, self.final_s = clearance, seconds
            self.first_s = self.first_s if self.first_s is not None else seconds
        gap = 100.0 * (clearance - bound) / bound if bound else 0.0
        quality = "proved best" if clearance == bound else f"at most {gap:.1f} % above the best"
        return Progress(f"{seconds:.1f} s: everybody in after {clearance} steps, {quality}")


def solve(request: Request) -> Iterator[Progress | Result]:
    """Yield progress and at the end the result."""
    if not kernels.are_compiled():
        yield Progress("compiling the solver; this happens once and takes some twenty seconds")
    watch = Watch(request)
    if request.bare is None:
        yield from solve_area(request, watch)
        return
    bare = read_bare(*request.bare)
    yield from map(Progress, bare.mended)
    found = triage(bare.problem)
    last: Stage | None = None
    for stage in stages(found, is_over=watch.is_over):
        last = stage
        yield watch.saw(stage.clearance, stage.bound)
    if last is not None:
        _write(request, bare, last)
    yield _result(watch, found, bare.problem.people, last)


def _result(watch: Watch, found: Triage, people: int, last: Stage | None) -> Result:
    """Return the figures; nobody to bring out is a plan of no steps, nobody who can be brought out is none."""
    nothing = 0 if people == 0 else None
    return Result(
        people=people,
        clearance=last.clearance if last else nothing,
        bound=last.bound if last else nothing,
        gap_percent=round(last.gap_percent, 2) if last else nothing,
        first_plan_s=watch.first_s,
        final_plan_s=watch.final_s,
        unreachable=[(group.count, group.reason) for group in found.left_behind],
        peak_mb=peak_mb(),
    )


def _write(request: Request, bare: Bare, stage: Stage) -> None:
    """Lead every single person along the flow and write who goes where; the same orders are one row."""
    if request.orders is None and request.geojson is None:
        return
    problem = stage.router.clocks.problem
    plan = plan_of(stage.router, Households.singles(problem), deadline=stage.clearance // stage.step)
    if request.orders is not None:
        numbers = range(1, len(plan.households.size) + 1)
        rows = merged(
            orders(plan, problem.network, origin_place=problem.origin_place, numbers=numbers, step=stage.step)
        )
        shelters = [bare.names[place] for place in problem.shelter_place.tolist()]
        write_orders(request.orders, rows, names=bare.names, shelters=shelters)
    if request.geojson is not None:
        write_geojson(request.geojson, bare_features(problem.network, bare.names, [plan]))
