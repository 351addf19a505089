"""Threshold with hysteresis: at once when a level is reached, until the value is back at a calmer one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from linan.ground.text import noop, say
from linan.monitoring.domain.rule import LIMIT, Limit, Said, Verdict, only, parse_limit
from linan.monitoring.domain.setting import Setting

TITLE = noop("beyond a threshold")
FIELDS = (LIMIT,)
ABOVE = noop("%(value)g %(unit)s has reached the limit of %(limit)g %(unit)s")
BELOW = noop("%(value)g %(unit)s has fallen to the limit of %(limit)g %(unit)s")
SAYS_ABOVE = noop("An alarm at once from %(limit)g %(unit)s on; it is over at %(clears)g %(unit)s or less.")
SAYS_BELOW = noop("An alarm at once at %(limit)g %(unit)s or less; it is over from %(clears)g %(unit)s on.")


@dataclass(frozen=True, slots=True)
class Threshold:
    """The rule. Its memory is whether it holds."""

    limit: Limit

    def begin(self, *, holds: bool) -> bool:
        """Return the memory."""
        return holds

    def judge(self, memory: bool, at: float, value: float, unit: str) -> Verdict:
        """Judge one reading."""
        holds = self.limit.holds_after(value, held=memory)
        msgid = ABOVE if self.limit.is_upper else BELOW
        return Verdict(holds, say(msgid, value=value, unit=unit, limit=self.limit.raises), holds)

    def quiet_band(self, memory: bool) -> tuple[float, float]:
        """Return the values that change nothing."""
        return self.limit.quiet_band(held=memory)

    def looks_back_s(self) -> float:
        """Return 0."""
        return 0.0

    def says(self, unit: str) -> list[Said]:
        """Return in words what the rule will do."""
        msgid = SAYS_ABOVE if self.limit.is_upper else SAYS_BELOW
        return [Said(say(msgid, limit=self.limit.raises, clears=self.limit.clears, unit=unit))]


def parse(parameters: Mapping[str, Any], setting: Setting) -> Threshold:
    """Return the rule of {"above", "clear_below"} or {"below", "clear_above"}. Raises: BadParameters."""
    only(parameters, *Limit.PARAMETERS)
    return Threshold(parse_limit(parameters))
