"""Silence: a device has not reported for longer than it should. A reading ends it; a sweep finds it.

Inside another condition it is judged by the clock instead, on each sensor that has been heard there.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from linan.ground.text import noop, say
from linan.monitoring.domain.rule import Field, Said, Shape, Verdict, only, positive
from linan.monitoring.domain.setting import Setting

TITLE = noop("silent for too long")
FIELDS = (Field("silent_s", noop("without a word for"), Shape.DURATION),)
BECAUSE = noop("not a word for %(seconds)d s; at most %(allowed)d s are normal")
HEARD = noop("reports again")
DAY_S = 86_400.0
SAYS = noop("An alarm when the device has not said a word for more than %(silent_s)s; its next word ends it.")


@dataclass(frozen=True, slots=True)
class Silence:
    """The rule. silent_s: seconds. Its memory is whether it holds."""

    silent_s: float

    def begin(self, *, holds: bool) -> bool:
        """Return the memory."""
        return holds

    def judge(self, memory: bool, at: float, value: float, unit: str) -> Verdict:
        """Judge one reading: whatever it says, the device is not silent."""
        return Verdict(holds=False, because=say(HEARD), memory=False)

    def sweep(self, *, heard_at: float, now: float) -> Verdict:
        """Judge the time that has passed; both in seconds since 1970."""
        passed = now - heard_at
        holds = passed > self.silent_s
        return Verdict(holds, say(BECAUSE, seconds=int(passed), allowed=int(self.silent_s)), holds)

    def quiet_band(self, memory: bool) -> tuple[float, float] | None:
        """Return all values while the device reports, None while it is silent."""
        return None if memory else (-math.inf, math.inf)

    def looks_back_s(self) -> float:
        """Return 0."""
        return 0.0

    def says(self, unit: str) -> list[Said]:
        """Return in words what the rule will do."""
        return [Said(say(SAYS, silent_s=self.silent_s))]


@dataclass(frozen=True, slots=True)
class Heard:
    """at: when the sensor was heard last, seconds since 1970; None where it has not been heard."""

    holds: bool
    at: float | None


@dataclass(frozen=True, slots=True)
class SilencePart:
    """Silence inside a condition. silent_s: seconds."""

    silent_s: float

    def begin(self, *, holds: bool) -> Heard:
        """Return the memory."""
        return Heard(holds, None)

    def judge(self, memory: Heard, at: float, value: float, unit: str) -> Verdict:
        """Judge one reading: whatever it says, the sensor is not silent."""
        return Verdict(False, say(HEARD), Heard(False, at if memory.at is None else max(at, memory.at)))

    def due_at(self, memory: Heard) -> float | None:
        """Return when it will have been silent for too long."""
        return None if memory.holds or memory.at is None else memory.at + self.silent_s

    def pass_time(self, memory: Heard, at: float) -> Verdict:
        """Judge a silence that goes on."""
        heard_at = at if memory.at is None else memory.at
        holds = memory.holds or at >= heard_at + self.silent_s
        because = say(BECAUSE, seconds=int(at - heard_at), allowed=int(self.silent_s))
        return Verdict(holds, because, Heard(holds, memory.at))

    def quiet_band(self, memory: Heard) -> None:
        """Return None: every reading says that the sensor is there."""
        return

    def looks_back_s(self) -> float:
        """Return a day more than the silence, so that a sensor that fell silent before a restart is known for silent."""
        return self.silent_s + DAY_S

    def says(self, unit: str) -> list[Said]:
        """Return in words what the rule will do."""
        return [Said(say(SAYS, silent_s=self.silent_s))]


def parse(parameters: Mapping[str, Any], setting: Setting) -> Silence:
    """Return the rule of {"silent_s"}. Raises: BadParameters."""
    only(parameters, "silent_s")
    return Silence(positive(parameters, "silent_s"))
