"""From a request to its result: read, look who can be placed, improve in stages, write."""

import time
from collections.abc import Iterator

from linan.command.domain.evacuation import kernels
from linan.command.domain.evacuation.answer import Triage, stages, triage
from linan.command.domain.evacuation.apart import peak_mb
from linan.command.domain.evacuation.bare import read_bare
from linan.command.domain.evacuation.request import Progress, Request, Result, seconds_since
from linan.command.domain.evacuation.search import Stage


def solve(request: Request) -> Iterator[Progress | Result]:
    """Yield progress and at the end the result."""
    if not kernels.are_compiled():
        yield Progress("compiling the solver; this happens once and takes some ten seconds")
    assert request.bare is not None
    bare = read_bare(*request.bare)
    for sentence in bare.mended:
        yield Progress(sentence)
    found = triage(bare.problem)
    yield from _improved(request, found, bare.problem.people)


def _improved(request: Request, found: Triage, people: int) -> Iterator[Progress | Result]:
    """Yield a sentence for every stage, then the figures."""
    last: Stage | None = None
    first_s = final_s = None
    ends_at = request.asked_at + request.within_s
    for stage in stages(found, is_over=lambda: time.monotonic() > ends_at):
        if last is None or stage.clearance < last.clearance:
            final_s = seconds_since(request.asked_at)
        first_s = first_s if first_s is not None else final_s
        last = stage
        yield Progress(_stage_sentence(stage, seconds_since(request.asked_at)))
    is_empty = people == 0
    unreachable = [(group.count, group.reason) for group in found.left_behind]
    yield Result(
        people=people,
        clearance=last.clearance if last else 0 if is_empty else None,
        bound=last.bound if last else 0 if is_empty else None,
        gap_percent=round(last.gap_percent, 2) if last else 0.0 if is_empty else None,
        first_plan_s=first_s,
        final_plan_s=final_s,
        unreachable=unreachable,
        peak_mb=peak_mb(),
    )


def _stage_sentence(stage: Stage, seconds: float) -> str:
    gap = (
        "proved best"
        if stage.clearance == stage.bound
        else f"at most {stage.gap_percent:.1f} % above the best"
    )
    return f"{seconds:.1f} s: everybody in after {stage.clearance} steps, {gap}"
