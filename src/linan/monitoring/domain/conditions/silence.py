"""Silence: a device has not reported for longer than it should. A reading ends it; a sweep finds it."""

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


def parse(parameters: Mapping[str, Any], setting: Setting) -> Silence:
    """Return the rule of {"silent_s"}. Raises: BadParameters."""
    only(parameters, "silent_s")
    return Silence(positive(parameters, "silent_s"))
