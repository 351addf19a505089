"""Stuck value: a sensor goes on reporting, and its value does not move (a jammed float, a frozen converter)."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from linan.ground.text import noop, say
from linan.monitoring.domain.conditions._skipping import Floats, skip_moving
from linan.monitoring.domain.rule import BadParameters, Field, Said, Shape, Verdict, number, only, positive
from linan.monitoring.domain.setting import Setting

TITLE = noop("a value that does not move")
FIELDS = (
    Field("for_s", noop("lasting"), Shape.DURATION),
    Field("tolerance", noop("moves by no more than"), Shape.NUMBER, default=0, is_required=False),
    Field(
        "rests_at", noop("may rest at"), Shape.NUMBER, is_required=False,
        help=noop("A value at which standing still is normal, such as 0 for rain."),
    ),
)
BECAUSE = noop("%(value)g %(unit)s for %(hours)g h without a change")
SAYS = noop(
    "An alarm when the device reports for %(for_s)s and its value does not move by more than %(tolerance)g %(unit)s;"
    " the next change ends it."
)
SAYS_RESTING = noop(
    "An alarm when the device reports for %(for_s)s and its value does not move by more than %(tolerance)g %(unit)s;"
    " at %(rests_at)g %(unit)s standing still is normal. The next change ends it."
)


@dataclass(frozen=True, slots=True)
class Memory:
    """since, value: when and where it stopped moving; since None: it has not been read yet, or rests."""

    holds: bool
    since: float | None
    value: float


@dataclass(frozen=True, slots=True)
class Stuck:
    """The rule. rests_at: NaN where no value is one to rest at."""

    for_s: float
    tolerance: float
    rests_at: float

    def begin(self, *, holds: bool) -> Memory:
        """Return the memory."""
        return Memory(holds=holds, since=None, value=0.0)

    def judge(self, memory: Memory, at: float, value: float, unit: str) -> Verdict:
        """Judge one reading."""
        if abs(value - self.rests_at) <= self.tolerance:
            return self._verdict(Memory(False, None, 0.0), at, value, unit)
        if memory.since is None:
            return self._verdict(Memory(memory.holds, at, value), at, value, unit)
        if abs(value - memory.value) > self.tolerance:
            return self._verdict(Memory(False, at, value), at, value, unit)
        holds = memory.holds or at - memory.since >= self.for_s
        return self._verdict(Memory(holds, memory.since, memory.value), at, value, unit)

    def _verdict(self, memory: Memory, at: float, value: float, unit: str) -> Verdict:
        hours = 0.0 if memory.since is None else round((at - memory.since) / 3600, 2)
        return Verdict(memory.holds, say(BECAUSE, value=value, unit=unit, hours=hours), memory)

    def quiet_band(self, memory: Memory) -> tuple[float, float] | None:
        """Return the place of rest, or where it is stuck once that is known; else time alone may change something."""
        if memory.holds and memory.since is not None:
            return _around(memory.value, self.tolerance)
        if memory.holds or memory.since is not None or math.isnan(self.rests_at):
            return None
        return _around(self.rests_at, self.tolerance)

    def skip(self, memory: Memory, at: Floats, values: Floats, unit: str) -> tuple[int, Memory]:
        """Return how many readings change no verdict, and the memory after them."""
        since = math.nan if memory.since is None else memory.since
        passed, since, value = skip_moving(
            at, values, since, memory.value, memory.holds, self.for_s, self.tolerance, self.rests_at
        )
        return passed, Memory(memory.holds, None if math.isnan(since) else since, value)

    def looks_back_s(self) -> float:
        """Return 0: after a restart the wait begins anew, for days of every sensor are too much to read at a start."""
        return 0.0

    def says(self, unit: str) -> list[Said]:
        """Return in words what the rule will do."""
        if math.isnan(self.rests_at):
            return [Said(say(SAYS, for_s=self.for_s, tolerance=self.tolerance, unit=unit))]
        said = say(SAYS_RESTING, for_s=self.for_s, tolerance=self.tolerance, unit=unit, rests_at=self.rests_at)
        return [Said(said)]


def _around(value: float, tolerance: float) -> tuple[float, float]:
    """Return the interval within the tolerance, an ulp narrower so that rounding cannot let a change slip in."""
    if not tolerance:
        return value, value
    return math.nextafter(value - tolerance, math.inf), math.nextafter(value + tolerance, -math.inf)


def parse(parameters: Mapping[str, Any], setting: Setting) -> Stuck:
    """Return the rule of {"for_s", "tolerance", "rests_at"}. Raises: BadParameters."""
    only(parameters, "for_s", "tolerance", "rests_at")
    tolerance = number(parameters, "tolerance") if "tolerance" in parameters else 0.0
    if tolerance < 0:
        raise BadParameters(field="tolerance", problem=f"tolerance = {tolerance:g}")
    rests_at = number(parameters, "rests_at") if "rests_at" in parameters else math.nan
    return Stuck(positive(parameters, "for_s"), tolerance, rests_at)
