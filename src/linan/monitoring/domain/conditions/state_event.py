"""State event: the device says a certain state, at once or for a while (door open, SOS pressed, lane blocked).

A device that speaks only when its state changes is judged by the clock too: an open door that says nothing
more has stayed open.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from linan.ground.text import noop, say
from linan.monitoring.domain.rule import BadParameters, Field, Said, Shape, Verdict, number, only
from linan.monitoring.domain.setting import Setting

TITLE = noop("a certain state")
FIELDS = (
    Field("equals", noop("the state is"), Shape.NUMBER, default=1),
    Field("for_s", noop("lasting"), Shape.DURATION, default=0, is_required=False),
)
SAID = noop("the device says %(value)g")
LASTED = noop("the device has said %(value)g for %(seconds)d s")
SAYS = noop("An alarm at once when the device says %(state)g; it is over when it says something else.")
SAYS_LASTING = noop(
    "An alarm when the device has said %(state)g for %(for_s)s, also when it says nothing more; it is over when it"
    " says something else."
)


@dataclass(frozen=True, slots=True)
class Memory:
    """since: when the device began to say the state; None while it says another."""

    holds: bool
    since: float | None


@dataclass(frozen=True, slots=True)
class StateEvent:
    """The rule. for_s: seconds; 0 means at once."""

    state: float
    for_s: float

    def begin(self, *, holds: bool) -> Memory:
        """Return the memory."""
        return Memory(holds=holds, since=None)

    def judge(self, memory: Memory, at: float, value: float, unit: str) -> Verdict:
        """Judge one reading."""
        if value != self.state:
            return Verdict(False, say(SAID, value=value), Memory(False, None))
        since = at if memory.since is None else memory.since
        return self._verdict(memory.holds, since, at)

    def due_at(self, memory: Memory) -> float | None:
        """Return when the state will have lasted long enough."""
        return None if memory.holds or memory.since is None else memory.since + self.for_s

    def pass_time(self, memory: Memory, at: float) -> Verdict:
        """Judge a state that goes on."""
        return self._verdict(memory.holds, at if memory.since is None else memory.since, at)

    def _verdict(self, held: bool, since: float, at: float) -> Verdict:
        holds = held or at >= since + self.for_s
        msgid = LASTED if self.for_s else SAID
        return Verdict(holds, say(msgid, value=self.state, seconds=int(at - since)), Memory(holds, since))

    def quiet_band(self, memory: Memory) -> tuple[float, float] | None:
        """Return the state while it goes on, and while it does not, all values below it."""
        if memory.since is not None:
            return self.state, self.state
        return None if memory.holds else (-math.inf, math.nextafter(self.state, -math.inf))

    def looks_back_s(self) -> float:
        """Return the time that the state must last."""
        return self.for_s

    def says(self, unit: str) -> list[Said]:
        """Return in words what the rule will do."""
        return [Said(say(SAYS_LASTING if self.for_s else SAYS, state=self.state, for_s=self.for_s))]


def parse(parameters: Mapping[str, Any], setting: Setting) -> StateEvent:
    """Return the rule of {"equals", "for_s"}. Raises: BadParameters."""
    only(parameters, "equals", "for_s")
    for_s = number(parameters, "for_s") if "for_s" in parameters else 0.0
    if for_s < 0:
        raise BadParameters(field="for_s", problem=f"for_s = {for_s:g}")
    return StateEvent(number(parameters, "equals"), for_s)
