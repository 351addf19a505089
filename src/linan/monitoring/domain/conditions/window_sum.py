"""Window sum: so much within the last hours (rain in 1 h, 3 h, 12 h, 24 h).

Source of the use: the rain signals of the CMA (order 16) and of geological-hazard plans are sums over sliding windows.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from linan.ground.text import noop, say
from linan.monitoring.domain.conditions._amounts import FIELD, READS, amount_of, unit_of_sum
from linan.monitoring.domain.rule import BadParameters, Field, Said, Shape, Verdict, choice, only, positive
from linan.monitoring.domain.setting import Setting

TITLE = noop("sum within a time")
FIELDS = (
    Field("at_least", noop("sum of at least"), Shape.NUMBER, is_required=False),
    Field("more_than", noop("or sum of more than"), Shape.NUMBER, is_required=False),
    Field("within_s", noop("within"), Shape.DURATION),
    FIELD,
)
BECAUSE = noop("%(sum)g %(unit)s within %(hours)g h; the limit is %(limit)g %(unit)s")
SAYS_AT_LEAST = noop("An alarm when %(limit)g %(unit)s or more come together within %(within_s)s; it is over below that.")
SAYS_MORE_THAN = noop("An alarm when more than %(limit)g %(unit)s come together within %(within_s)s; it is over below that.")
Window = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True)
class Memory:
    """window: (at, amount) of the readings that brought something, the oldest first; last: (at, value)."""

    holds: bool
    window: Window
    last: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class WindowSum:
    """The rule. A reading counts until it is `within_s` old."""

    limit: float
    is_strict: bool
    within_s: float
    reads: str

    def begin(self, *, holds: bool) -> Memory:
        """Return the memory."""
        return Memory(holds=holds, window=(), last=None)

    def judge(self, memory: Memory, at: float, value: float, unit: str) -> Verdict:
        """Judge one reading. One that is older than the newest is not counted."""
        newest = memory.last or (memory.window[-1] if memory.window else (at, value))
        if at < newest[0]:
            return self._verdict(memory, unit)
        amount = amount_of(self.reads, memory.last, at, value, unit)
        last = None if self.reads == "amount" else (at, value)
        # Away from an alarm nothing is forgotten before the next amount, so that a dry reading changes nothing.
        if not amount and not memory.holds:
            return self._verdict(Memory(False, memory.window, last), unit, self._within(memory.window, at))
        window = self._within((*memory.window, (at, amount)) if amount else memory.window, at)
        return self._verdict(Memory(memory.holds, window, last), unit)

    def due_at(self, memory: Memory) -> float | None:
        """Return when the oldest amount leaves the window, while the alarm stands."""
        return memory.window[0][0] + self.within_s if memory.holds and memory.window else None

    def pass_time(self, memory: Memory, at: float) -> Verdict:
        """Let old amounts go."""
        return self._verdict(Memory(memory.holds, self._within(memory.window, at), memory.last), "")

    def _within(self, window: Window, at: float) -> Window:
        return tuple(one for one in window if at < one[0] + self.within_s)

    def _verdict(self, memory: Memory, unit: str, counted: Window | None = None) -> Verdict:
        total = round(math.fsum(amount for _, amount in (memory.window if counted is None else counted)), 6)
        holds = total > self.limit if self.is_strict else total >= self.limit
        because = say(BECAUSE, sum=round(total, 2), unit=unit_of_sum(unit), hours=round(self.within_s / 3600, 2), limit=self.limit)
        return Verdict(holds, because, Memory(holds, memory.window, memory.last))

    def quiet_band(self, memory: Memory) -> tuple[float, float] | None:
        """Return nothing-fell while no alarm stands; a counter and a rate must be read each time."""
        return None if memory.holds or self.reads != "amount" else (-math.inf, 0.0)

    def looks_back_s(self) -> float:
        """Return the length of the window."""
        return self.within_s

    def says(self, unit: str) -> list[Said]:
        """Return in words what the rule will do."""
        msgid = SAYS_MORE_THAN if self.is_strict else SAYS_AT_LEAST
        return [Said(say(msgid, limit=self.limit, unit=unit_of_sum(unit), within_s=self.within_s))]


def parse(parameters: Mapping[str, Any], setting: Setting) -> WindowSum:
    """Return the rule of {"at_least" or "more_than", "within_s", "reads"}. Raises: BadParameters."""
    only(parameters, "at_least", "more_than", "within_s", "reads")
    if ("at_least" in parameters) == ("more_than" in parameters):
        raise BadParameters(field="at_least", problem="at_least | more_than")
    name = "more_than" if "more_than" in parameters else "at_least"
    return WindowSum(
        limit=positive(parameters, name), is_strict=name == "more_than", within_s=positive(parameters, "within_s"),
        reads=choice(parameters, "reads", READS, "unit"),
    )
