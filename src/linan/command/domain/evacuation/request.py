"""What `linan evacuate` is asked and answers; runs inside the process with limits."""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

# What importing numpy, numba and ortools takes is paid only by the process that calculates.
_SOLVING = "linan.command.domain.evacuation.solving"


@dataclass(frozen=True, slots=True)
class Request:
    """A question: an area folder or three files of a bare network, and where to write the answer.

    asked_at: monotonic clock when the command began; within_s: seconds to look for better plans.
    """

    area: Path | None
    people: int | None
    seed: int
    shelters: str | None
    closures: Path | None
    bare: tuple[Path, Path, Path] | None
    geojson: Path | None
    orders: Path | None
    within_s: float
    memory_mb: int
    asked_at: float


@dataclass(frozen=True, slots=True)
class Progress:
    """A sentence for whoever waits."""

    text: str


@dataclass(frozen=True, slots=True)
class Result:
    """The answer in figures. clearance: step at which the last person is in; None when nobody can be brought out."""

    people: int
    clearance: int | None
    bound: int | None
    gap_percent: float | None
    first_plan_s: float | None
    final_plan_s: float | None
    unreachable: list[tuple[int, str]] = field(default_factory=list)
    step_s: float | None = None
    peak_mb: int = 0

    @property
    def is_any_out(self) -> bool:
        """Whether there is a plan, or nobody needs one."""
        return self.clearance is not None

    def as_json(self) -> dict[str, Any]:
        """Return the fields of the JSON line."""
        line: dict[str, Any] = {
            "people": self.people,
            "clearance_steps": self.clearance,
            "lower_bound_steps": self.bound,
            "gap_percent": self.gap_percent,
            "first_plan_s": self.first_plan_s,
            "final_plan_s": self.final_plan_s,
            "peak_mb": self.peak_mb,
            "unreachable": [{"people": people, "reason": reason} for people, reason in self.unreachable],
        }
        return line if self.step_s is None else {**line, "step_s": self.step_s}


def answer(request: Request) -> Iterator[Progress | Result]:
    """Yield progress and at the end the result."""
    solve: Callable[[Request], Iterator[Progress | Result]] = import_module(_SOLVING).solve
    yield from solve(request)


def seconds_since(moment: float) -> float:
    """Return seconds on the monotonic clock, to the hundredth."""
    return round(time.monotonic() - moment, 2)
