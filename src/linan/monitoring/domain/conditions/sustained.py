"""Sustained: a level must stay reached for a while before it counts (CO, a full shed)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from linan.ground.text import noop, say
from linan.monitoring.domain.rule import (
    LIMIT,
    Field,
    Limit,
    Said,
    Shape,
    Verdict,
    only,
    parse_limit,
    positive,
)
from linan.monitoring.domain.setting import Setting

TITLE = noop("beyond a threshold for some time")
FIELDS = (LIMIT, Field("for_s", noop("lasting"), Shape.DURATION))
BECAUSE = noop("%(value)g %(unit)s, beyond the limit of %(limit)g %(unit)s for %(seconds)d s")
SAYS_ABOVE = noop(
    "An alarm when readings stay at %(limit)g %(unit)s or more for %(for_s)s; it is over at %(clears)g %(unit)s"
    " or less."
)
SAYS_BELOW = noop(
    "An alarm when readings stay at %(limit)g %(unit)s or less for %(for_s)s; it is over from %(clears)g %(unit)s"
    " on."
)


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

    def looks_back_s(self) -> float:
        """Return the time that the level must last."""
        return self.for_s

    def says(self, unit: str) -> list[Said]:
        """Return in words what the rule will do."""
        msgid = SAYS_ABOVE if self.limit.is_upper else SAYS_BELOW
        return [Said(say(
            msgid, limit=self.limit.raises, clears=self.limit.clears, unit=unit, for_s=self.for_s
        ))]


def parse(parameters: Mapping[str, Any], setting: Setting) -> Sustained:
    """Return the rule of a limit and {"for_s"}. Raises: BadParameters."""
    only(parameters, *Limit.PARAMETERS, "for_s")
    return Sustained(parse_limit(parameters), positive(parameters, "for_s"))
