"""Event sum: so much since it began, and a dry gap ends it (accumulated rain of one storm).

Source of the use: geological-hazard plans count the rain of a whole event ("accumulated rain of 60 mm").
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from linan.ground.text import noop, say
from linan.monitoring.domain.conditions._amounts import FIELD, READS, amount_of, unit_of_sum
from linan.monitoring.domain.rule import Field, Said, Shape, Verdict, choice, only, positive
from linan.monitoring.domain.setting import Setting

TITLE = noop("sum of one event")
FIELDS = (
    Field("at_least", noop("sum of at least"), Shape.NUMBER),
    Field("dry_gap_s", noop("the event ends after nothing for"), Shape.DURATION),
    FIELD,
)
BECAUSE = noop("%(sum)g %(unit)s since it began %(hours)g h ago; the limit is %(limit)g %(unit)s")
OVER = noop("nothing for %(hours)g h: the event is over")
SAYS = noop(
    "An alarm when %(limit)g %(unit)s or more have come together since the event began; it is over after nothing"
    " for %(dry_gap_s)s."
)


@dataclass(frozen=True, slots=True)
class Memory:
    """total: of the event; began, wet: when it began and last brought something; last: (at, value)."""

    holds: bool
    total: float
    began: float
    wet: float
    last: tuple[float, float] | None


@dataclass(frozen=True, slots=True)
class EventSum:
    """The rule."""

    limit: float
    dry_gap_s: float
    reads: str

    def begin(self, *, holds: bool) -> Memory:
        """Return the memory; an alarm of which nothing else is known counts as wet until the first reading."""
        return Memory(holds=holds, total=0.0, began=-math.inf, wet=-math.inf, last=None)

    def judge(self, memory: Memory, at: float, value: float, unit: str) -> Verdict:
        """Judge one reading. One that is older than the newest is not counted."""
        if memory.holds and memory.wet == -math.inf:
            memory = Memory(True, memory.total, at, at, memory.last)
        if at < memory.wet or (memory.last and at < memory.last[0]):
            return self._verdict(memory, unit)
        amount = amount_of(self.reads, memory.last, at, value, unit)
        last = None if self.reads == "amount" else (at, value)
        if not amount:
            return self._dry(Memory(memory.holds, memory.total, memory.began, memory.wet, last), at, unit)
        if at >= memory.wet + self.dry_gap_s:
            return self._verdict(Memory(False, amount, at, at, last), unit)
        return self._verdict(Memory(memory.holds, memory.total + amount, memory.began, at, last), unit)

    def due_at(self, memory: Memory) -> float | None:
        """Return when the dry gap will be long enough, while the alarm stands."""
        return memory.wet + self.dry_gap_s if memory.holds and memory.wet > -math.inf else None

    def pass_time(self, memory: Memory, at: float) -> Verdict:
        """Let a long dry gap end the event."""
        return self._dry(memory, at, "")

    def _dry(self, memory: Memory, at: float, unit: str) -> Verdict:
        if not memory.holds or at < memory.wet + self.dry_gap_s:
            return self._verdict(memory, unit)
        over = Memory(False, 0.0, -math.inf, -math.inf, memory.last)
        return Verdict(False, say(OVER, hours=round(self.dry_gap_s / 3600, 2)), over)

    def _verdict(self, memory: Memory, unit: str) -> Verdict:
        holds = memory.holds or round(memory.total, 6) >= self.limit
        hours = round((memory.wet - memory.began) / 3600, 2) if memory.total else 0.0
        because = say(BECAUSE, sum=round(memory.total, 2), unit=unit_of_sum(unit), hours=hours, limit=self.limit)
        return Verdict(holds, because, Memory(holds, memory.total, memory.began, memory.wet, memory.last))

    def quiet_band(self, memory: Memory) -> tuple[float, float] | None:
        """Return nothing-fell while no alarm stands; a counter and a rate must be read each time."""
        return None if memory.holds or self.reads != "amount" else (-math.inf, 0.0)

    def looks_back_s(self) -> float:
        """Return how far an event may reach back: ten dry gaps."""
        return 10 * self.dry_gap_s

    def says(self, unit: str) -> list[Said]:
        """Return in words what the rule will do."""
        return [Said(say(SAYS, limit=self.limit, unit=unit_of_sum(unit), dry_gap_s=self.dry_gap_s))]


def parse(parameters: Mapping[str, Any], setting: Setting) -> EventSum:
    """Return the rule of {"at_least", "dry_gap_s", "reads"}. Raises: BadParameters."""
    only(parameters, "at_least", "dry_gap_s", "reads")
    return EventSum(
        limit=positive(parameters, "at_least"), dry_gap_s=positive(parameters, "dry_gap_s"),
        reads=choice(parameters, "reads", READS, "unit"),
    )
