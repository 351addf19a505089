"""Threshold with hysteresis: at once when a level is reached, until the value is back at a calmer one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from linan.ground.text import noop, say
from linan.monitoring.domain.rule import Limit, Verdict, only, parse_limit

ABOVE = noop("%(value)g %(unit)s has reached the limit of %(limit)g %(unit)s")
BELOW = noop("%(value)g %(unit)s has fallen to the limit of %(limit)g %(unit)s")


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


def parse(parameters: Mapping[str, Any]) -> Threshold:
    """Return the rule of {"above", "clear_below"} or {"below", "clear_above"}. Raises: BadParameters."""
    only(parameters, "above", "clear_below", "below", "clear_above")
    return Threshold(parse_limit(parameters))
