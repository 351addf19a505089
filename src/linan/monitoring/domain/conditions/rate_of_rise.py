"""Rate of rise: the value climbs by so much within so long (heat, water).

Source: the definition of GB 4716 (point heat detectors) for class R: response to the rise, not to the level.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from linan.ground.text import noop, say
from linan.monitoring.domain.rule import Field, Said, Shape, Verdict, only, positive
from linan.monitoring.domain.setting import Setting

TITLE = noop("rising fast")
FIELDS = (Field("rise", noop("rise by"), Shape.NUMBER), Field("within_s", noop("within"), Shape.DURATION))
BECAUSE = noop("risen by %(rise)g %(unit)s to %(value)g %(unit)s within %(seconds)d s")
SAYS = noop(
    "An alarm when readings climb by %(rise)g %(unit)s or more within %(within_s)s; it is over when they climb by"
    " less than half of that."
)
KEPT = 256  # readings of the window; a faster device is judged on the newest ones


@dataclass(frozen=True, slots=True)
class Memory:
    """window: (at, value) of the readings that count, the oldest first."""

    holds: bool
    window: tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class RateOfRise:
    """The rule. Clears when the rise within the window is less than half of what raises."""

    rise: float
    within_s: float

    def begin(self, *, holds: bool) -> Memory:
        """Return the memory."""
        return Memory(holds=holds, window=())

    def judge(self, memory: Memory, at: float, value: float, unit: str) -> Verdict:
        """Judge one reading. One that is older than the newest is not counted."""
        if memory.window and at < memory.window[-1][0]:
            return self._verdict(memory.holds, memory.window, value, unit)
        kept = tuple(one for one in memory.window if at - one[0] <= self.within_s)[-KEPT + 1 :]
        window = (*kept, (at, value))
        risen = value - min(one[1] for one in window)
        holds = risen > self.rise / 2 if memory.holds else risen >= self.rise
        return self._verdict(holds, window, value, unit)

    def _verdict(self, holds: bool, window: tuple[tuple[float, float], ...], value: float, unit: str) -> Verdict:
        lowest_at, lowest = min(window, key=lambda one: one[1])
        seconds = int(window[-1][0] - lowest_at)
        because = say(BECAUSE, rise=round(value - lowest, 3), value=value, unit=unit, seconds=seconds)
        return Verdict(holds, because, Memory(holds=holds, window=window))

    def quiet_band(self, memory: Memory) -> None:
        """Return None: every reading belongs to the memory."""
        return

    def stays_calm(self, memory: Memory, lowest: float, highest: float) -> bool:
        """Return whether no readings between these bounds can raise an alarm."""
        if memory.holds:
            return False
        before = [one[1] for one in memory.window]
        return max([highest, *before]) - min([lowest, *before]) < self.rise

    def looks_back_s(self) -> float:
        """Return the length of the window."""
        return self.within_s

    def says(self, unit: str) -> list[Said]:
        """Return in words what the rule will do."""
        return [Said(say(SAYS, rise=self.rise, unit=unit, within_s=self.within_s))]


def parse(parameters: Mapping[str, Any], setting: Setting) -> RateOfRise:
    """Return the rule of {"rise", "within_s"}. Raises: BadParameters."""
    only(parameters, "rise", "within_s")
    return RateOfRise(positive(parameters, "rise"), positive(parameters, "within_s"))
