"""Sustained: a level must stay reached for a while before it counts (CO, a full shed, a held door)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from linan.ground.text import noop, say
from linan.monitoring.domain.rule import Limit, Verdict, only, parse_limit, positive

BECAUSE = noop("%(value)g %(unit)s, beyond the limit of %(limit)g %(unit)s for %(seconds)d s")


@dataclass(frozen=True, slots=True)
class Memory:
    """since: when the level was reached, seconds since 1970; None while it is not."""

    holds: bool
    since: float | None


@dataclass(frozen=True, slots=True)
class Sustained:
    """The rule. for_s: seconds."""

    limit: Limit
    for_s: float

    def begin(self, *, holds: bool) -> Memory:
        """Return the memory."""
        return Memory(holds=holds, since=None)

    def judge(self, memory: Memory, at: float, value: float, unit: str) -> Verdict:
        """Judge one reading."""
        since = (at if memory.since is None else memory.since) if self.limit.reached(value) else None
        lasted = 0.0 if since is None else at - since
        holds = not self.limit.left(value) if memory.holds else since is not None and lasted >= self.for_s
        because = say(BECAUSE, value=value, unit=unit, limit=self.limit.raises, seconds=int(lasted))
        return Verdict(holds, because, Memory(holds=holds, since=None if holds else since))

    def quiet_band(self, memory: Memory) -> tuple[float, float] | None:
        """Return the values that change nothing; while the level is reached, time alone may change something."""
        return None if memory.since is not None else self.limit.quiet_band(held=memory.holds)


def parse(parameters: Mapping[str, Any]) -> Sustained:
    """Return the rule of a limit and {"for_s"}. Raises: BadParameters."""
    only(parameters, "above", "clear_below", "below", "clear_above", "for_s")
    return Sustained(parse_limit(parameters), positive(parameters, "for_s"))
